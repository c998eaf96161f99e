-- Periods: what is recorded in the open one of each customer, and those that are closed. Quantities are of the
-- feature's smallest unit, amounts are micros.

CREATE TABLE tally (                       -- added to by each use, read when a period closes
  customer_id bigint,
  feature_id int,
  currency text COLLATE "C",               -- '' what was not charged
  events bigint NOT NULL,
  used bigint NOT NULL,
  included bigint NOT NULL,
  top_up bigint NOT NULL,
  overage bigint NOT NULL,
  billable bigint NOT NULL,
  late bigint NOT NULL,                    -- of all used, what is dated before the period
  charged bigint NOT NULL,
  pending bigint NOT NULL,                 -- billable, and not cut for a provider yet
  cut bigint NOT NULL,                     -- the sequence at which it was last cut in this period; 0: it was not
  PRIMARY KEY (customer_id, feature_id, currency)
) WITH (fillfactor = 50);

CREATE TABLE period (
  customer_id bigint,
  id bigint,                               -- the customer's sequence at which it was closed
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  after_sequence bigint NOT NULL,          -- what was recorded above this, and below id, is in it
  figures text NOT NULL,
  PRIMARY KEY (customer_id, id)
);

-- Billable overage between two of a customer's numbers, to be told to whoever bills it.
CREATE TABLE usage_slice (
  customer_id bigint,
  id bigint,                               -- the customer's sequence at which it was cut
  after_sequence bigint NOT NULL,
  feature_id int NOT NULL,
  quantity bigint NOT NULL,
  period_from timestamptz NOT NULL,
  at timestamptz NOT NULL,
  provider text COLLATE "C" NOT NULL,
  meter text COLLATE "C" NOT NULL,
  provider_customer text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  status smallint NOT NULL,                 -- see UsageSliceStatus
  token bigint NOT NULL,                    -- whoever began last may say how it went
  try_at timestamptz,                      -- from when on somebody may begin
  failures int NOT NULL,
  problem text COLLATE "C",
  ended_at timestamptz,
  PRIMARY KEY (customer_id, id)
);

CREATE INDEX usage_slice_waiting ON usage_slice (try_at) WHERE status = 0;

ALTER TABLE profile ADD COLUMN period_from timestamptz;
ALTER TABLE profile ADD COLUMN period_after bigint;
ALTER TABLE profile ADD COLUMN period_opened bigint;
ALTER TABLE profile ADD COLUMN period_opened_at timestamptz;

-- Whoever subscribes already begins here: what was recorded before is in no period.
UPDATE profile p SET period_from = now(), period_after = h.sequence, period_opened = h.sequence,
  period_opened_at = now()
FROM customer_head h
WHERE h.id = p.customer_id AND EXISTS (SELECT FROM subscription s WHERE s.customer_id = p.customer_id);

UPDATE customer_head SET due_at = least(coalesce(due_at, 'infinity'), now())
WHERE id IN (SELECT customer_id FROM profile WHERE period_from IS NOT NULL);
