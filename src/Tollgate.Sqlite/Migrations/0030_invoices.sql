-- Invoices whose payment failed, and what they bring upon subscriptions.

CREATE TABLE invoice (
  customer_id integer,
  id text,
  plan integer NOT NULL,                   -- whether it asks for a plan
  metered integer NOT NULL,                -- whether it asks for what was used
  subscription_id integer,
  failed_at integer NOT NULL,
  falls_at integer,                    -- the end of the period; of a plan alone
  paid_at integer,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

CREATE INDEX invoice_unpaid ON invoice (customer_id) WHERE paid_at IS NULL;

ALTER TABLE subscription ADD COLUMN past_due_at integer;
ALTER TABLE subscription ADD COLUMN falls integer NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN lapses_at integer;
ALTER TABLE subscription ADD COLUMN put_off_plan_id integer;
ALTER TABLE subscription ADD COLUMN put_off_at integer;
ALTER TABLE subscription ADD COLUMN put_off_anchor integer;
ALTER TABLE subscription ADD COLUMN put_off_overrides text;
