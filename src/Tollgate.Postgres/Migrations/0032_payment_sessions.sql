-- Attempts to collect money through a provider. Amounts are micros.

CREATE TABLE payment_session (
  customer_id bigint,
  id bigint,
  plan text COLLATE "C",                   -- null: a top-up
  plan_version bigint,
  per bigint,                              -- 0 month, 1 year
  amount bigint NOT NULL,                  -- what is asked for
  currency text COLLATE "C" NOT NULL,
  return_url text NOT NULL,
  actor text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  status smallint NOT NULL,                -- see PaymentStatus; what expired by time is not written
  provider text COLLATE "C" NOT NULL,
  checkout text COLLATE "C",
  checkout_url text,
  payment text COLLATE "C",
  collected bigint,
  collected_currency text COLLATE "C",
  problem text COLLATE "C",
  attempts text NOT NULL,                  -- JSON: which providers could not, and why
  ended_at timestamptz,
  PRIMARY KEY (customer_id, id)
);
