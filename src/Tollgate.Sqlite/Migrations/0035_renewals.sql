-- Subscriptions that go on without a provider, and what lowers their price; see Renewal and Discount.

ALTER TABLE subscription ADD COLUMN renewed_by integer;          -- 1 wallet, 2 invoice; null: nobody here renews it
ALTER TABLE subscription ADD COLUMN renewal_per integer;         -- 0 month, 1 year
ALTER TABLE subscription ADD COLUMN renews_at integer;           -- until when it is paid
ALTER TABLE subscription ADD COLUMN renewal_anchor integer;
ALTER TABLE subscription ADD COLUMN renewal_since integer;
ALTER TABLE subscription ADD COLUMN renewal_failures integer NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN discount text;
ALTER TABLE subscription ADD COLUMN discounted integer NOT NULL DEFAULT 0;

CREATE TABLE discount (
  id integer PRIMARY KEY,
  code text NOT NULL UNIQUE,
  definition text NOT NULL,
  uses integer NOT NULL,                       -- to how many subscriptions it was given, if that is limited
  archived_at integer
);
