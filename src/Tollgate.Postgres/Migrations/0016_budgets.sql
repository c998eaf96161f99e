-- Budgets, and what was spent of them. Amounts are micros.

CREATE TABLE budget (
  customer_id bigint,
  name text COLLATE "C",
  id bigint NOT NULL,                      -- what was spent is kept under it
  namespace text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  per text COLLATE "C" NOT NULL,
  warn_at text NOT NULL,                   -- per cent, with spaces between them
  denies boolean NOT NULL,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (customer_id, name)
);

-- A cache over the charges of events and what open reservations hold.
CREATE TABLE spend (
  customer_id bigint,
  budget_id bigint,
  starts_at timestamptz,
  ends_at timestamptz,
  currency text COLLATE "C" NOT NULL,
  namespace text COLLATE "C" NOT NULL,
  epoch bigint NOT NULL,
  spent bigint NOT NULL,
  held bigint NOT NULL,
  alerted smallint NOT NULL,               -- per cent that was told of
  exceeded boolean NOT NULL,               -- whether it was told that it was passed
  PRIMARY KEY (customer_id, budget_id, starts_at, ends_at)
) WITH (fillfactor = 50);
