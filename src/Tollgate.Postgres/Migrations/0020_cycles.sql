-- Of a cycle: units that open reservations may yet be charged for, and which grants paid.

ALTER TABLE cost ADD COLUMN held text NOT NULL DEFAULT '0';
ALTER TABLE cost ADD COLUMN paid text NOT NULL DEFAULT '';

ALTER TABLE reservation ADD COLUMN rated_feature_id bigint;  -- whose price and cycle count it as held
ALTER TABLE reservation ADD COLUMN rated_from timestamptz;
