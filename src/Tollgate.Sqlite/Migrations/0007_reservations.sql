-- Quantities set aside.

CREATE TABLE reservation (
  customer_id integer,
  id text,                                 -- becomes the id of its use
  feature_id integer NOT NULL,
  namespace text NOT NULL,
  quantity integer NOT NULL,
  included integer NOT NULL,
  top_up integer NOT NULL,
  overage integer NOT NULL,
  flags integer NOT NULL,
  at integer NOT NULL,
  expires_at integer NOT NULL,
  draws text NOT NULL,                     -- what it takes from each allowance, a line each
  actor text,
  properties text,
  metadata text,
  outcome integer NOT NULL,                -- 0 open
  end_sequence integer,
  ended_at integer,
  end_content blob NOT NULL,
  end_decision blob NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

-- On an expression, so that no statement takes it but those that say the same.
CREATE INDEX reservation_open ON reservation (customer_id + 0, expires_at) WHERE outcome = 0;

ALTER TABLE counter ADD COLUMN oldest integer;  -- rolling: when the oldest use in used was
ALTER TABLE counter ADD COLUMN alerted integer NOT NULL DEFAULT 0;  -- per cent of its limit that was told of
