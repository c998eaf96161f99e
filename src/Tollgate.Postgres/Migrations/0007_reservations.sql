-- Quantities set aside.

CREATE TABLE reservation (
  customer_id bigint,
  id text COLLATE "C",                     -- becomes the id of its use
  feature_id int NOT NULL,
  namespace text COLLATE "C" NOT NULL,
  quantity bigint NOT NULL,
  included bigint NOT NULL,
  top_up bigint NOT NULL,
  overage bigint NOT NULL,
  flags smallint NOT NULL,
  at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  draws text NOT NULL,                     -- what it takes from each allowance, a line each
  actor text,
  properties text,
  metadata text,
  outcome smallint NOT NULL,               -- 0 open
  end_sequence bigint,
  ended_at timestamptz,
  end_content bytea NOT NULL,
  end_decision bytea NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITH (fillfactor = 50);

-- On an expression, so that no statement takes it but those that say the same.
CREATE INDEX reservation_open ON reservation ((customer_id + 0), expires_at) WHERE outcome = 0;

ALTER TABLE counter ADD COLUMN oldest timestamptz;  -- rolling: when the oldest use in used was
ALTER TABLE counter ADD COLUMN alerted smallint NOT NULL DEFAULT 0;  -- per cent of its limit that was told of
