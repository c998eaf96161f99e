-- For which uses reconciliations have posted, so that no other posts for them again. Of what was posted before this
-- nobody knows: its period is empty, and only the same again finds it.

ALTER TABLE reconciliation ADD COLUMN currency text NOT NULL DEFAULT 'USD';
ALTER TABLE reconciliation ADD COLUMN starts_at integer NOT NULL DEFAULT 0;
ALTER TABLE reconciliation ADD COLUMN ends_at integer NOT NULL DEFAULT 0;
ALTER TABLE reconciliation ADD COLUMN match text NOT NULL DEFAULT '{"properties":{}}'; -- JSON, the values of properties hashed

-- Whether it was told, since credit came last, that a wallet cannot pay.
ALTER TABLE wallet ADD COLUMN exhausted integer NOT NULL DEFAULT 0;
