-- The credit that plans include: what a subscription was given, and which grants are of one.

ALTER TABLE subscription ADD COLUMN credited_until timestamptz;         -- the end of the cycle it was given for last
ALTER TABLE subscription ADD COLUMN credited_plans text;        -- the plan versions that gave in it, with spaces between
ALTER TABLE subscription ADD COLUMN credited_once boolean NOT NULL DEFAULT false;

ALTER TABLE credit_grant ADD COLUMN subscription_id bigint;        -- null: of no plan
ALTER TABLE credit_grant ADD COLUMN carried boolean NOT NULL DEFAULT false;  -- left of a cycle's, for one more
