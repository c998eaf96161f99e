-- Levels of gauges through time, which may be priced by it.

CREATE TABLE accrual (
  customer_id integer,
  feature_id integer,
  scope text,                              -- '' the customer's allowance
  level integer NOT NULL,
  since integer NOT NULL,                  -- until when area reaches
  area text NOT NULL,                      -- above what is included: smallest units x microseconds
  PRIMARY KEY (customer_id, feature_id, scope)
) WITHOUT ROWID;

-- The levels that there are. Whoever has one is looked at once, for when it is due.
INSERT INTO accrual (customer_id, feature_id, scope, level, since, area)
SELECT customer_id, feature_id, pot, used, CAST(strftime('%s', 'now') AS integer) * 1000000, '0'
FROM counter WHERE epoch = -1 AND namespace = '' AND pot NOT LIKE '#%' AND used <> 0;

UPDATE customer_head
SET due_at = min(coalesce(due_at, 9223372036854775807), CAST(strftime('%s', 'now') AS integer) * 1000000)
WHERE id IN (SELECT customer_id FROM accrual);
