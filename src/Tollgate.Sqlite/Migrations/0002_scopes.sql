-- Namespaces, with plans and boosts of their own.

CREATE TABLE namespace (
  customer_id integer,
  key text,
  name text,
  created_at integer NOT NULL,
  PRIMARY KEY (customer_id, key)
) WITHOUT ROWID;

ALTER TABLE subscription ADD COLUMN namespace text NOT NULL DEFAULT '';     -- '' the customer's
DROP INDEX subscription_one_base;
CREATE UNIQUE INDEX subscription_one_base ON subscription (customer_id, namespace)       -- a backstop, not the mechanism
  WHERE base AND ends_at IS NULL AND canceled_at IS NULL AND replaced_at IS NULL;

CREATE TABLE boost (                       -- what is used of a top-up is a counter
  customer_id integer,
  id integer,                              -- the customer's sequence at which it was made
  feature_id integer NOT NULL,
  type integer NOT NULL,
  quantity integer NOT NULL,
  per text,
  namespace text NOT NULL,
  starts_at integer NOT NULL,
  ends_at integer,
  canceled_at integer,
  external_id text,
  content blob NOT NULL,
  metadata text,
  created_at integer NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX boost_external ON boost (customer_id, external_id) WHERE external_id IS NOT NULL;
