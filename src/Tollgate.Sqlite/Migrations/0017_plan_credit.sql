-- The credit that plans include: what a subscription was given, and which grants are of one.

ALTER TABLE subscription ADD COLUMN credited_until integer;         -- the end of the cycle it was given for last
ALTER TABLE subscription ADD COLUMN credited_plans text;        -- the plan versions that gave in it, with spaces between
ALTER TABLE subscription ADD COLUMN credited_once integer NOT NULL DEFAULT 0;

ALTER TABLE credit_grant ADD COLUMN subscription_id integer;        -- null: of no plan
ALTER TABLE credit_grant ADD COLUMN carried integer NOT NULL DEFAULT 0;  -- left of a cycle's, for one more

-- Recharges of a wallet: the rule, the one that is under way, and what was opened in a month.

ALTER TABLE wallet ADD COLUMN recharge_below integer;               -- null: it is not recharged
ALTER TABLE wallet ADD COLUMN recharge_amount integer;
ALTER TABLE wallet ADD COLUMN recharge_cap integer;
ALTER TABLE wallet ADD COLUMN recharging_id integer;                -- null: none is under way
ALTER TABLE wallet ADD COLUMN recharging_amount integer;
ALTER TABLE wallet ADD COLUMN recharging_opened_at integer;
ALTER TABLE wallet ADD COLUMN recharging_failures integer;
ALTER TABLE wallet ADD COLUMN recharging_due_at integer;
ALTER TABLE wallet ADD COLUMN recharged integer NOT NULL DEFAULT 0;
ALTER TABLE wallet ADD COLUMN recharged_from integer;               -- the start of that month

-- A use does not change it.
CREATE INDEX wallet_recharging ON wallet (recharging_due_at) WHERE recharging_due_at IS NOT NULL;
