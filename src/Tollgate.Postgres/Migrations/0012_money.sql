-- Wallets, their credit and their ledger; what uses cost. Amounts are micros, exact costs are decimals as text.

CREATE TABLE wallet (
  customer_id bigint,
  currency text COLLATE "C",
  balance bigint NOT NULL,                 -- the sum of its ledger
  held bigint NOT NULL,
  entries bigint NOT NULL,
  hard_stop boolean NOT NULL,
  overdraft_limit bigint NOT NULL,
  low_balance bigint,
  PRIMARY KEY (customer_id, currency)
) WITH (fillfactor = 50);

CREATE TABLE credit_grant (
  customer_id bigint,
  id bigint,
  currency text COLLATE "C" NOT NULL,
  kind smallint NOT NULL,
  priority int NOT NULL,
  expires_at timestamptz,
  amount bigint NOT NULL,
  remaining bigint NOT NULL,               -- the sum of its parts in the ledger
  held bigint NOT NULL,
  external_id text COLLATE "C",
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (customer_id, id)
) WITH (fillfactor = 50);

-- On an expression, so that no statement takes it but those that say the same. A grant leaves it once.
CREATE INDEX credit_grant_live ON credit_grant ((customer_id + 0)) WHERE remaining > 0;

CREATE TABLE ledger_entry (
  customer_id bigint,
  currency text COLLATE "C",
  number bigint,
  sequence bigint NOT NULL,
  line smallint NOT NULL,
  amount bigint NOT NULL,
  balance bigint NOT NULL,
  kind smallint NOT NULL,
  parts text NOT NULL,                     -- grant:micros, with spaces between them
  reference text,
  reason text,
  actor text,
  created_at timestamptz NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (customer_id, currency, number)
);

-- What may have to be erased: not the debits of uses.
CREATE INDEX ledger_entry_personal ON ledger_entry ((customer_id + 0), (sequence + 0))
  WHERE reason IS NOT NULL OR actor IS NOT NULL;

CREATE TABLE cost (
  customer_id bigint,
  feature_id int,
  currency text COLLATE "C",
  scope text COLLATE "C",
  starts_at timestamptz,                   -- of a cycle; -infinity: of all time
  cost text NOT NULL,
  charged bigint NOT NULL,
  units text NOT NULL,
  price bytea NOT NULL,
  PRIMARY KEY (customer_id, feature_id, currency, scope, starts_at)
) WITH (fillfactor = 50);

ALTER TABLE event ADD COLUMN currency text COLLATE "C";
ALTER TABLE event ADD COLUMN charge bigint;
ALTER TABLE event ADD COLUMN cost text;
ALTER TABLE event ADD COLUMN paid text;    -- which grants paid, as in ledger_entry
ALTER TABLE event ADD COLUMN rated_from timestamptz;  -- the start of the cycle whose total rated it

ALTER TABLE reservation ADD COLUMN currency text COLLATE "C";
ALTER TABLE reservation ADD COLUMN held bigint;
ALTER TABLE reservation ADD COLUMN held_parts text;
