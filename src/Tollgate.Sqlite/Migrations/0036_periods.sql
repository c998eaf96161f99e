-- Periods: what is recorded in the open one of each customer, and those that are closed. Quantities are of the
-- feature's smallest unit, amounts are micros.

CREATE TABLE tally (                       -- added to by each use, read when a period closes
  customer_id integer,
  feature_id integer,
  currency text,               -- '' what was not charged
  events integer NOT NULL,
  used integer NOT NULL,
  included integer NOT NULL,
  top_up integer NOT NULL,
  overage integer NOT NULL,
  billable integer NOT NULL,
  late integer NOT NULL,                    -- of all used, what is dated before the period
  charged integer NOT NULL,
  pending integer NOT NULL,                 -- billable, and not cut for a provider yet
  cut integer NOT NULL,                     -- the sequence at which it was last cut in this period; 0: it was not
  PRIMARY KEY (customer_id, feature_id, currency)
) WITHOUT ROWID;

CREATE TABLE period (
  customer_id integer,
  id integer,                               -- the customer's sequence at which it was closed
  starts_at integer NOT NULL,
  ends_at integer NOT NULL,
  after_sequence integer NOT NULL,          -- what was recorded above this, and below id, is in it
  figures text NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

-- Billable overage between two of a customer's numbers, to be told to whoever bills it.
CREATE TABLE usage_slice (
  customer_id integer,
  id integer,                               -- the customer's sequence at which it was cut
  after_sequence integer NOT NULL,
  feature_id integer NOT NULL,
  quantity integer NOT NULL,
  period_from integer NOT NULL,
  at integer NOT NULL,
  provider text NOT NULL,
  meter text NOT NULL,
  provider_customer text NOT NULL,
  created_at integer NOT NULL,
  status integer NOT NULL,                 -- see UsageSliceStatus
  token integer NOT NULL,                    -- whoever began last may say how it went
  try_at integer,                      -- from when on somebody may begin
  failures integer NOT NULL,
  problem text,
  ended_at integer,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

CREATE INDEX usage_slice_waiting ON usage_slice (try_at) WHERE status = 0;

ALTER TABLE profile ADD COLUMN period_from integer;
ALTER TABLE profile ADD COLUMN period_after integer;
ALTER TABLE profile ADD COLUMN period_opened integer;
ALTER TABLE profile ADD COLUMN period_opened_at integer;

-- Whoever subscribes already begins here: what was recorded before is in no period.
UPDATE profile SET
  period_from = CAST(strftime('%s', 'now') AS integer) * 1000000,
  period_after = (SELECT sequence FROM customer_head WHERE id = customer_id),
  period_opened = (SELECT sequence FROM customer_head WHERE id = customer_id),
  period_opened_at = CAST(strftime('%s', 'now') AS integer) * 1000000
WHERE EXISTS (SELECT 1 FROM subscription s WHERE s.customer_id = profile.customer_id);

UPDATE customer_head SET due_at = min(
  coalesce(due_at, 9223372036854775807), CAST(strftime('%s', 'now') AS integer) * 1000000)
WHERE id IN (SELECT customer_id FROM profile WHERE period_from IS NOT NULL);
