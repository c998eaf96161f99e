-- Pauses, payments, changes of plan that take effect by time alone, seats.

ALTER TABLE subscription ADD COLUMN paused_at integer;
ALTER TABLE subscription ADD COLUMN activated_at integer;
ALTER TABLE subscription ADD COLUMN next_plan_id integer;           -- null exactly where change_at is
ALTER TABLE subscription ADD COLUMN change_at integer;
ALTER TABLE subscription ADD COLUMN next_anchor integer;
ALTER TABLE subscription ADD COLUMN trial_plan_id integer;          -- the plan that gave the trial, if it was changed since
ALTER TABLE subscription ADD COLUMN quantity integer NOT NULL DEFAULT 1;
