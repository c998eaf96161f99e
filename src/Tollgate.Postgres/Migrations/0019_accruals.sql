-- Levels of gauges through time, which may be priced by it.

CREATE TABLE accrual (
  customer_id bigint,
  feature_id int,
  scope text COLLATE "C",                  -- '' the customer's allowance
  level bigint NOT NULL,
  since timestamptz NOT NULL,              -- until when area reaches
  area text NOT NULL,                      -- above what is included: smallest units x microseconds
  PRIMARY KEY (customer_id, feature_id, scope)
) WITH (fillfactor = 50);

-- The levels that there are. Whoever has one is looked at once, for when it is due.
INSERT INTO accrual (customer_id, feature_id, scope, level, since, area)
SELECT customer_id, feature_id, pot, used, now(), '0'
FROM counter WHERE epoch = -1 AND namespace = '' AND pot NOT LIKE '#%' AND used <> 0;

UPDATE customer_head SET due_at = now()
WHERE (due_at IS NULL OR due_at > now()) AND id IN (SELECT customer_id FROM accrual);
