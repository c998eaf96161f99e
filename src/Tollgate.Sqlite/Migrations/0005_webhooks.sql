-- Webhook endpoints, and the outbox that is written with the changes it tells of. The file is one process's, so who
-- delivers needs no table.

CREATE TABLE webhook_endpoint (
  id integer PRIMARY KEY,                  -- the account's sequence at which it was made
  url text NOT NULL,
  events text NOT NULL,                    -- patterns, with spaces between them
  secret text NOT NULL,                    -- needed to sign with; '' once deleted
  previous_secret text,
  previous_until integer,
  created_at integer NOT NULL,
  disabled_at integer,
  disabled_reason text,
  deleted_at integer
) WITHOUT ROWID;

CREATE TABLE outbox (
  customer_id integer,
  sequence integer,                        -- the change that caused it
  ordinal integer,
  endpoint_id integer,
  customer text NOT NULL,                  -- '' the account
  type text NOT NULL,
  payload text NOT NULL,
  at integer NOT NULL,
  next_at integer NOT NULL,                -- from here on the books of whoever delivers; they decide nothing
  state integer NOT NULL DEFAULT 0,        -- 0 waiting, 1 delivered, 2 failed
  attempts integer NOT NULL DEFAULT 0,
  retried_at integer,
  attempted_at integer,
  status integer,
  detail text,
  milliseconds integer,
  finished_at integer,
  PRIMARY KEY (customer_id, sequence, ordinal, endpoint_id)
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (endpoint_id, next_at) WHERE state = 0;
CREATE INDEX outbox_line ON outbox (endpoint_id, customer_id, sequence, ordinal) WHERE state = 0;
CREATE INDEX outbox_log ON outbox (endpoint_id, at, customer_id, sequence, ordinal);
CREATE INDEX outbox_over ON outbox (finished_at) WHERE state <> 0;
