-- Messages of payment providers, and how far what they tell of was followed.

CREATE TABLE provider_object (
  customer_id integer,
  name text,                   -- provider/kind/id
  at integer NOT NULL,                 -- the provider's time of the newest event
  event text NOT NULL,
  sequence integer NOT NULL,                -- the change that applied it
  asked_at integer,
  cancel_at integer,                       -- what was said of a subscription or a schedule last
  paused integer NOT NULL,
  change_at integer,
  PRIMARY KEY (customer_id, name)
) WITHOUT ROWID;

CREATE TABLE webhook_event (               -- the books of whoever takes messages in; they decide nothing
  provider text,
  event text,
  type text NOT NULL,
  at integer NOT NULL,                 -- by the provider's clock
  body blob NOT NULL,                     -- as it came in; '' once erased
  object text,
  received_at integer NOT NULL,
  outcome integer NOT NULL,               -- 1 stored, 2 applied, 3 ignored
  problem text,
  awaits text,                 -- what it waits for
  customer_id integer,                      -- whom it is about, once that is known
  customer text,
  tries integer NOT NULL,
  next_at integer,
  PRIMARY KEY (provider, event)
);
CREATE INDEX webhook_event_due ON webhook_event (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_event_log ON webhook_event (received_at, provider, event);
CREATE INDEX webhook_event_awaits ON webhook_event (provider, awaits) WHERE outcome = 1;
CREATE INDEX webhook_event_customer ON webhook_event (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE webhook_sweep (               -- up to when a provider was asked for what never came
  provider text PRIMARY KEY,
  until integer NOT NULL
);

-- Refunds and disputes name the payment alone.
CREATE INDEX payment_session_payment ON payment_session (payment) WHERE payment IS NOT NULL;
