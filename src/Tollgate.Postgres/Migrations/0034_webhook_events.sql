-- Messages of payment providers, and how far what they tell of was followed.

CREATE TABLE provider_object (
  customer_id bigint,
  name text COLLATE "C",                   -- provider/kind/id
  at timestamptz NOT NULL,                 -- the provider's time of the newest event
  event text COLLATE "C" NOT NULL,
  sequence bigint NOT NULL,                -- the change that applied it
  asked_at timestamptz,
  cancel_at timestamptz,                   -- what was said of a subscription or a schedule last
  paused boolean NOT NULL,
  change_at timestamptz,
  PRIMARY KEY (customer_id, name)
);

CREATE TABLE webhook_event (               -- the books of whoever takes messages in; they decide nothing
  provider text COLLATE "C",
  event text COLLATE "C",
  type text NOT NULL,
  at timestamptz NOT NULL,                 -- by the provider's clock
  body bytea NOT NULL,                     -- as it came in; '' once erased
  object text,
  received_at timestamptz NOT NULL,
  outcome smallint NOT NULL,               -- 1 stored, 2 applied, 3 ignored
  problem text,
  awaits text COLLATE "C",                 -- what it waits for
  customer_id bigint,                      -- whom it is about, once that is known
  customer text COLLATE "C",
  tries int NOT NULL,
  next_at timestamptz,
  PRIMARY KEY (provider, event)
);
CREATE INDEX webhook_event_due ON webhook_event (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_event_log ON webhook_event (received_at, provider, event);
CREATE INDEX webhook_event_awaits ON webhook_event (provider, awaits) WHERE outcome = 1;
CREATE INDEX webhook_event_customer ON webhook_event (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE webhook_sweep (               -- up to when a provider was asked for what never came
  provider text COLLATE "C" PRIMARY KEY,
  until timestamptz NOT NULL
);

-- Refunds and disputes name the payment alone.
CREATE INDEX payment_session_payment ON payment_session (payment) WHERE payment IS NOT NULL;
