-- Every key leads with the customer. Names are those of PostgreSQL's schema; times are integer microseconds since 1970,
-- the smallest and the largest integer where there is no bound.

CREATE TABLE customer (                    -- the registry of keys: a number, once given, is for ever
  id integer PRIMARY KEY,
  key text NOT NULL UNIQUE
);

CREATE TABLE customer_head (               -- a customer's place in its history
  id integer PRIMARY KEY,
  sequence integer NOT NULL DEFAULT 0,
  revision integer NOT NULL DEFAULT 0,     -- of its terms; of row 0: of the catalogue, settings and keys
  last_at integer NOT NULL DEFAULT -9223372036854775808,
  due_at integer,
  hash blob NOT NULL DEFAULT x''
);

INSERT INTO customer (id, key) VALUES (0, '');
INSERT INTO customer_head (id) VALUES (0);

-- The account: customer 0.

CREATE TABLE feature (
  id integer PRIMARY KEY,
  code text NOT NULL UNIQUE,
  definition text NOT NULL
);

CREATE TABLE plan (                        -- immutable rows: a changed plan is a new version
  id integer PRIMARY KEY,
  code text NOT NULL,
  version integer NOT NULL,
  definition text NOT NULL,
  UNIQUE (code, version)
);

CREATE TABLE setting (
  key text PRIMARY KEY NOT NULL,
  value text NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_key (
  id integer PRIMARY KEY,
  prefix text NOT NULL,
  hash blob NOT NULL UNIQUE,
  name text NOT NULL,
  scopes text NOT NULL,                    -- separated by spaces
  created_at integer NOT NULL,
  expires_at integer,
  revoked_at integer
);

-- Terms: what a customer is entitled to. Cached in the process by customer_head.revision; a use never changes them.

CREATE TABLE profile (
  customer_id integer PRIMARY KEY,
  key text NOT NULL,
  name text,
  email text,
  time_zone text NOT NULL,
  currency text NOT NULL,
  waived integer NOT NULL,
  suspended_at integer,
  suspended_reason text,
  metadata text,
  created_at integer NOT NULL,
  epoch integer NOT NULL                   -- counters of an earlier epoch are computed anew
);
CREATE INDEX profile_key ON profile (key);

CREATE TABLE subscription (
  customer_id integer,
  id integer,                              -- the customer's sequence at which it was made
  plan_id integer NOT NULL,
  base integer NOT NULL,
  starts_at integer NOT NULL,
  ends_at integer,
  trial_ends_at integer,
  anchor integer NOT NULL,
  canceled_at integer,
  replaced_at integer,
  replaced_by integer,
  external_id text,
  content blob NOT NULL,
  metadata text,
  created_at integer NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX subscription_external ON subscription (customer_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX subscription_one_base ON subscription (customer_id)       -- a backstop, not the mechanism
  WHERE base AND ends_at IS NULL AND canceled_at IS NULL AND replaced_at IS NULL;

-- Hot: one index each.

CREATE TABLE counter (
  customer_id integer,
  feature_id integer,
  pot text,                                -- '' the customer's allowance
  namespace text,                          -- '' all of the pot
  "window" text,                           -- forever, minute .. month, cycle, or an ISO 8601 duration
  starts_at integer,                       -- no bound for forever and rolling
  ends_at integer,                         -- the same
  epoch integer NOT NULL,
  used integer NOT NULL,
  reserved integer NOT NULL,
  counted_from integer,                    -- rolling: events with at > counted_from are in used
  PRIMARY KEY (customer_id, feature_id, pot, namespace, "window", starts_at, ends_at)
) WITHOUT ROWID;

CREATE TABLE event_id (                    -- the memory of ids, for ever: answers a replay without the event
  customer_id integer,
  id text,
  sequence integer NOT NULL,
  content blob NOT NULL,
  decision blob NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

CREATE TABLE event (                       -- append-only
  customer_id integer,
  sequence integer,
  line integer,                            -- above 0: what the same use draws from a pool's parent
  id text NOT NULL,
  kind integer NOT NULL,
  feature_id integer,
  pot text NOT NULL,
  namespace text NOT NULL,
  quantity integer NOT NULL,
  at integer,
  recorded_at integer NOT NULL,
  flags integer NOT NULL,
  included integer NOT NULL,
  top_up integer NOT NULL,
  overage integer NOT NULL,
  actor text,
  properties text,                         -- canonical JSON
  metadata text,
  hash blob NOT NULL,
  PRIMARY KEY (customer_id, feature_id, at, sequence, line)
) WITHOUT ROWID;

-- What every change leaves.

CREATE TABLE audit (
  customer_id integer,
  sequence integer,
  at integer NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  before text,
  after text,
  hash blob NOT NULL,
  PRIMARY KEY (customer_id, sequence)
) WITHOUT ROWID;

CREATE TABLE response (                    -- Idempotency-Key: the only key across customers
  key text PRIMARY KEY NOT NULL,
  request blob NOT NULL,
  status integer NOT NULL,
  body blob NOT NULL,
  created_at integer NOT NULL
);
CREATE INDEX response_age ON response (created_at);
