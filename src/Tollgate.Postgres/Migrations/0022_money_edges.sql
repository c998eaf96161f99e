-- For which uses reconciliations have posted, so that no other posts for them again. Of what was posted before this
-- nobody knows: its period is empty, and only the same again finds it.

ALTER TABLE reconciliation ADD COLUMN currency text NOT NULL DEFAULT 'USD';
ALTER TABLE reconciliation ADD COLUMN starts_at timestamptz NOT NULL DEFAULT '1970-01-01Z';
ALTER TABLE reconciliation ADD COLUMN ends_at timestamptz NOT NULL DEFAULT '1970-01-01Z';
ALTER TABLE reconciliation ADD COLUMN match text NOT NULL DEFAULT '{"properties":{}}'; -- JSON, the values of properties hashed

-- Whether it was told, since credit came last, that a wallet cannot pay.
ALTER TABLE wallet ADD COLUMN exhausted boolean NOT NULL DEFAULT false;
