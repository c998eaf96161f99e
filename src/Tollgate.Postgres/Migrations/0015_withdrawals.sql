-- What was returned of payments; money that is paid out. Amounts are micros.

CREATE TABLE payment_return (
  customer_id bigint,
  payment text COLLATE "C",
  currency text COLLATE "C" NOT NULL,
  grant_id bigint NOT NULL,
  collected bigint NOT NULL,
  refunded bigint NOT NULL,
  disputes text NOT NULL,                  -- JSON
  returned bigint NOT NULL,
  taken text NOT NULL,                     -- of which grants, as in ledger_entry
  PRIMARY KEY (customer_id, payment)
);

CREATE TABLE withdrawal (
  customer_id bigint,
  id bigint,
  currency text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  fee bigint NOT NULL,
  method text COLLATE "C" NOT NULL,
  destination text NOT NULL,               -- JSON; masked once it has ended
  held text NOT NULL,                      -- of which grants, as in ledger_entry
  requested_by text NOT NULL,
  external_id text COLLATE "C",
  requested_at timestamptz NOT NULL,
  status smallint NOT NULL,                -- 1 pending, 2 approved, 3 paid, 4 failed, 5 canceled
  approved_by text,
  approved_at timestamptz,
  payouts int NOT NULL,
  payout_at timestamptz,
  reference text,
  reason text,
  ended_at timestamptz,
  PRIMARY KEY (customer_id, id)
);

-- What waits to be paid out.
CREATE INDEX withdrawal_payout ON withdrawal (payout_at) WHERE status = 2;
