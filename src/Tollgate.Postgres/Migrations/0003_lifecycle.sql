-- Pauses, payments, changes of plan that take effect by time alone, seats.

ALTER TABLE subscription ADD COLUMN paused_at timestamptz;
ALTER TABLE subscription ADD COLUMN activated_at timestamptz;
ALTER TABLE subscription ADD COLUMN next_plan_id bigint;           -- null exactly where change_at is
ALTER TABLE subscription ADD COLUMN change_at timestamptz;
ALTER TABLE subscription ADD COLUMN next_anchor timestamptz;
ALTER TABLE subscription ADD COLUMN trial_plan_id bigint;          -- the plan that gave the trial, if it was changed since
ALTER TABLE subscription ADD COLUMN quantity int NOT NULL DEFAULT 1;
