-- Subscriptions that go on without a provider, and what lowers their price; see Renewal and Discount.

ALTER TABLE subscription ADD COLUMN renewed_by bigint;          -- 1 wallet, 2 invoice; null: nobody here renews it
ALTER TABLE subscription ADD COLUMN renewal_per bigint;         -- 0 month, 1 year
ALTER TABLE subscription ADD COLUMN renews_at timestamptz;           -- until when it is paid
ALTER TABLE subscription ADD COLUMN renewal_anchor timestamptz;
ALTER TABLE subscription ADD COLUMN renewal_since timestamptz;
ALTER TABLE subscription ADD COLUMN renewal_failures int NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN discount text;
ALTER TABLE subscription ADD COLUMN discounted int NOT NULL DEFAULT 0;

CREATE TABLE discount (
  id int PRIMARY KEY,
  code text COLLATE "C" NOT NULL UNIQUE,
  definition text NOT NULL,
  uses int NOT NULL,                       -- to how many subscriptions it was given, if that is limited
  archived_at timestamptz
);
