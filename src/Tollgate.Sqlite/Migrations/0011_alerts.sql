-- What is told of use, and what time brings about.

ALTER TABLE profile ADD COLUMN thresholds text;   -- JSON: parts of a limit in per cent, by feature

-- Who is due. A use leaves due_at as it is.
CREATE INDEX customer_head_due ON customer_head (due_at) WHERE due_at IS NOT NULL;

-- Subscriptions and boosts that are there already: what happens to them from now on is told.
UPDATE customer_head
SET due_at = min(coalesce(due_at, 9223372036854775807), CAST(strftime('%s', 'now') AS integer) * 1000000)
WHERE id IN (SELECT customer_id FROM subscription UNION SELECT customer_id FROM boost);
