-- What payment providers call customers and subscriptions, and where such an id is found.

ALTER TABLE profile ADD COLUMN providers text;
ALTER TABLE subscription ADD COLUMN providers text;

CREATE TABLE provider_link (
  customer_id integer,
  provider text,
  subscription_id integer,                   -- 0: the customer itself
  id text,                       -- null: it has none any more
  PRIMARY KEY (customer_id, provider, subscription_id)
) WITHOUT ROWID;

CREATE INDEX provider_link_id ON provider_link (provider, id) WHERE id IS NOT NULL;
