-- Namespaces, with plans and boosts of their own.

CREATE TABLE namespace (
  customer_id bigint,
  key text COLLATE "C",
  name text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, key)
);

ALTER TABLE subscription ADD COLUMN namespace text COLLATE "C" NOT NULL DEFAULT '';     -- '' the customer's
DROP INDEX subscription_one_base;
CREATE UNIQUE INDEX subscription_one_base ON subscription (customer_id, namespace)       -- a backstop, not the mechanism
  WHERE base AND ends_at IS NULL AND canceled_at IS NULL AND replaced_at IS NULL;

CREATE TABLE boost (                       -- what is used of a top-up is a counter
  customer_id bigint,
  id bigint,                               -- the customer's sequence at which it was made
  feature_id int NOT NULL,
  type smallint NOT NULL,
  quantity bigint NOT NULL,
  per text COLLATE "C",
  namespace text COLLATE "C" NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  canceled_at timestamptz,
  external_id text COLLATE "C",
  content bytea NOT NULL,
  metadata text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, id)
);
CREATE UNIQUE INDEX boost_external ON boost (customer_id, external_id) WHERE external_id IS NOT NULL;
