-- What is told of use, and what time brings about.

ALTER TABLE profile ADD COLUMN thresholds text;   -- JSON: parts of a limit in per cent, by feature

-- Who is due. A use leaves due_at as it is, so updates of the lock row stay HOT.
CREATE INDEX customer_head_due ON customer_head (due_at) WHERE due_at IS NOT NULL;

-- Subscriptions and boosts that are there already: what happens to them from now on is told.
UPDATE customer_head SET due_at = least(due_at, clock_timestamp())
WHERE id IN (SELECT customer_id FROM subscription UNION SELECT customer_id FROM boost);

-- Each index of the outbox is one that only the statements it is for can take: while the table is empty and analysed
-- all look alike to the planner, and it would read a whole log for one row.
DROP INDEX outbox_due;
DROP INDEX outbox_line;
DROP INDEX outbox_log;
CREATE INDEX outbox_due ON outbox ((0 + endpoint_id), next_at) WHERE state = 0;
CREATE INDEX outbox_line ON outbox ((endpoint_id + 0), (customer_id + 0), (sequence + 0), (ordinal + 0))
  WHERE state = 0;
CREATE INDEX outbox_log ON outbox ((endpoint_id - 0), at, (customer_id + 0), (sequence + 0), (ordinal + 0));
