-- The credit that plans include: what a subscription was given, and which grants are of one.

ALTER TABLE subscription ADD COLUMN credited_until timestamptz;         -- the end of the cycle it was given for last
ALTER TABLE subscription ADD COLUMN credited_plans text;        -- the plan versions that gave in it, with spaces between
ALTER TABLE subscription ADD COLUMN credited_once boolean NOT NULL DEFAULT false;

ALTER TABLE credit_grant ADD COLUMN subscription_id bigint;        -- null: of no plan
ALTER TABLE credit_grant ADD COLUMN carried boolean NOT NULL DEFAULT false;  -- left of a cycle's, for one more

-- Recharges of a wallet: the rule, the one that is under way, and what was opened in a month.

ALTER TABLE wallet ADD COLUMN recharge_below bigint;               -- null: it is not recharged
ALTER TABLE wallet ADD COLUMN recharge_amount bigint;
ALTER TABLE wallet ADD COLUMN recharge_cap bigint;
ALTER TABLE wallet ADD COLUMN recharging_id bigint;                -- null: none is under way
ALTER TABLE wallet ADD COLUMN recharging_amount bigint;
ALTER TABLE wallet ADD COLUMN recharging_opened_at timestamptz;
ALTER TABLE wallet ADD COLUMN recharging_failures bigint;
ALTER TABLE wallet ADD COLUMN recharging_due_at timestamptz;
ALTER TABLE wallet ADD COLUMN recharged bigint NOT NULL DEFAULT 0;
ALTER TABLE wallet ADD COLUMN recharged_from timestamptz;               -- the start of that month

-- A use does not change it.
CREATE INDEX wallet_recharging ON wallet (recharging_due_at) WHERE recharging_due_at IS NOT NULL;
