-- Budgets, and what was spent of them. Amounts are micros.

CREATE TABLE budget (
  customer_id integer,
  name text,
  id integer NOT NULL,                      -- what was spent is kept under it
  namespace text NOT NULL,
  currency text NOT NULL,
  amount integer NOT NULL,
  per text NOT NULL,
  warn_at text NOT NULL,                   -- per cent, with spaces between them
  denies integer NOT NULL,
  created_at integer NOT NULL,
  deleted_at integer,
  PRIMARY KEY (customer_id, name)
) WITHOUT ROWID;

-- A cache over the charges of events and what open reservations hold.
CREATE TABLE spend (
  customer_id integer,
  budget_id integer,
  starts_at integer,
  ends_at integer,
  currency text NOT NULL,
  namespace text NOT NULL,
  epoch integer NOT NULL,
  spent integer NOT NULL,
  held integer NOT NULL,
  alerted integer NOT NULL,               -- per cent that was told of
  exceeded integer NOT NULL,               -- whether it was told that it was passed
  PRIMARY KEY (customer_id, budget_id, starts_at, ends_at)
) WITHOUT ROWID;
