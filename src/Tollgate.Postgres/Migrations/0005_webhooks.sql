-- Webhook endpoints, the outbox that is written with the changes it tells of, and who delivers from it.

CREATE TABLE webhook_endpoint (
  id bigint PRIMARY KEY,                   -- the account's sequence at which it was made
  url text NOT NULL,
  events text NOT NULL,                    -- patterns, with spaces between them
  secret text NOT NULL,                    -- needed to sign with; '' once deleted
  previous_secret text,
  previous_until timestamptz,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  disabled_reason text,
  deleted_at timestamptz
);

CREATE TABLE outbox (
  customer_id bigint,
  sequence bigint,                         -- the change that caused it
  ordinal int,
  endpoint_id bigint,
  customer text COLLATE "C" NOT NULL,      -- '' the account
  type text NOT NULL,
  payload text NOT NULL,
  at timestamptz NOT NULL,
  next_at timestamptz NOT NULL,            -- from here on the books of whoever delivers; they decide nothing
  state smallint NOT NULL DEFAULT 0,       -- 0 waiting, 1 delivered, 2 failed
  attempts int NOT NULL DEFAULT 0,
  retried_at timestamptz,
  attempted_at timestamptz,
  status bigint,
  detail text,
  milliseconds bigint,
  finished_at timestamptz,
  PRIMARY KEY (customer_id, sequence, ordinal, endpoint_id)
);
CREATE INDEX outbox_due ON outbox (endpoint_id, next_at) WHERE state = 0;
CREATE INDEX outbox_line ON outbox (endpoint_id, customer_id, sequence, ordinal) WHERE state = 0;
CREATE INDEX outbox_log ON outbox (endpoint_id, at, customer_id, sequence, ordinal);
CREATE INDEX outbox_over ON outbox (finished_at) WHERE state <> 0;

CREATE TABLE webhook_lease (               -- one server at a time delivers to an endpoint
  endpoint_id bigint PRIMARY KEY,
  owner text NOT NULL,
  until timestamptz NOT NULL
);
