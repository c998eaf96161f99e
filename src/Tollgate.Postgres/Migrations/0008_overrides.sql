-- What a subscription states in place of its plan.

ALTER TABLE subscription ADD COLUMN overrides text;           -- null: nothing
ALTER TABLE subscription ADD COLUMN next_overrides text;      -- of the plan it is to change to
