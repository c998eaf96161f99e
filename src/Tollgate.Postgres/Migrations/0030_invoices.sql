-- Invoices whose payment failed, and what they bring upon subscriptions.

CREATE TABLE invoice (
  customer_id bigint,
  id text COLLATE "C",
  plan boolean NOT NULL,                   -- whether it asks for a plan
  metered boolean NOT NULL,                -- whether it asks for what was used
  subscription_id bigint,
  failed_at timestamptz NOT NULL,
  falls_at timestamptz,                    -- the end of the period; of a plan alone
  paid_at timestamptz,
  PRIMARY KEY (customer_id, id)
);

CREATE INDEX invoice_unpaid ON invoice (customer_id) WHERE paid_at IS NULL;

ALTER TABLE subscription ADD COLUMN past_due_at timestamptz;
ALTER TABLE subscription ADD COLUMN falls boolean NOT NULL DEFAULT false;
ALTER TABLE subscription ADD COLUMN lapses_at timestamptz;
ALTER TABLE subscription ADD COLUMN put_off_plan_id bigint;
ALTER TABLE subscription ADD COLUMN put_off_at timestamptz;
ALTER TABLE subscription ADD COLUMN put_off_anchor timestamptz;
ALTER TABLE subscription ADD COLUMN put_off_overrides text;
