-- Attempts to collect money through a provider. Amounts are micros.

CREATE TABLE payment_session (
  customer_id integer,
  id integer,
  plan text,                   -- null: a top-up
  plan_version integer,
  per integer,                              -- 0 month, 1 year
  amount integer NOT NULL,                  -- what is asked for
  currency text NOT NULL,
  return_url text NOT NULL,
  actor text NOT NULL,
  created_at integer NOT NULL,
  expires_at integer NOT NULL,
  status integer NOT NULL,                -- see PaymentStatus; what expired by time is not written
  provider text NOT NULL,
  checkout text,
  checkout_url text,
  payment text,
  collected integer,
  collected_currency text,
  problem text,
  attempts text NOT NULL,                  -- JSON: which providers could not, and why
  ended_at integer,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;
