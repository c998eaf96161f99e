-- Wallets, their credit and their ledger; what uses cost. Amounts are micros, exact costs are decimals as text.

CREATE TABLE wallet (
  customer_id integer,
  currency text,
  balance integer NOT NULL,                 -- the sum of its ledger
  held integer NOT NULL,
  entries integer NOT NULL,
  hard_stop integer NOT NULL,
  overdraft_limit integer NOT NULL,
  low_balance integer,
  PRIMARY KEY (customer_id, currency)
) WITHOUT ROWID;

CREATE TABLE credit_grant (
  customer_id integer,
  id integer,
  currency text NOT NULL,
  kind integer NOT NULL,
  priority integer NOT NULL,
  expires_at integer,
  amount integer NOT NULL,
  remaining integer NOT NULL,               -- the sum of its parts in the ledger
  held integer NOT NULL,
  external_id text,
  content blob NOT NULL,
  created_at integer NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

-- On an expression, so that no statement takes it but those that say the same. A grant leaves it once.
CREATE INDEX credit_grant_live ON credit_grant (customer_id + 0) WHERE remaining > 0;

CREATE TABLE ledger_entry (
  customer_id integer,
  currency text,
  number integer,
  sequence integer NOT NULL,
  line integer NOT NULL,
  amount integer NOT NULL,
  balance integer NOT NULL,
  kind integer NOT NULL,
  parts text NOT NULL,                     -- grant:micros, with spaces between them
  reference text,
  reason text,
  actor text,
  created_at integer NOT NULL,
  hash blob NOT NULL,
  PRIMARY KEY (customer_id, currency, number)
) WITHOUT ROWID;

-- What may have to be erased: not the debits of uses.
CREATE INDEX ledger_entry_personal ON ledger_entry (customer_id + 0, sequence + 0)
  WHERE reason IS NOT NULL OR actor IS NOT NULL;

CREATE TABLE cost (
  customer_id integer,
  feature_id integer,
  currency text,
  scope text,
  starts_at integer,                   -- of a cycle; the smallest: of all time
  cost text NOT NULL,
  charged integer NOT NULL,
  units text NOT NULL,
  price blob NOT NULL,
  PRIMARY KEY (customer_id, feature_id, currency, scope, starts_at)
) WITHOUT ROWID;

ALTER TABLE event ADD COLUMN currency text;
ALTER TABLE event ADD COLUMN charge integer;
ALTER TABLE event ADD COLUMN cost text;
ALTER TABLE event ADD COLUMN paid text;    -- which grants paid, as in ledger_entry
ALTER TABLE event ADD COLUMN rated_from integer;  -- the start of the cycle whose total rated it

ALTER TABLE reservation ADD COLUMN currency text;
ALTER TABLE reservation ADD COLUMN held integer;
ALTER TABLE reservation ADD COLUMN held_parts text;
