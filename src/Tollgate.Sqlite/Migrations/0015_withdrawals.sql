-- What was returned of payments; money that is paid out. Amounts are micros.

CREATE TABLE payment_return (
  customer_id integer,
  payment text,
  currency text NOT NULL,
  grant_id integer NOT NULL,
  collected integer NOT NULL,
  refunded integer NOT NULL,
  disputes text NOT NULL,                  -- JSON
  returned integer NOT NULL,
  taken text NOT NULL,                     -- of which grants, as in ledger_entry
  PRIMARY KEY (customer_id, payment)
) WITHOUT ROWID;

CREATE TABLE withdrawal (
  customer_id integer,
  id integer,
  currency text NOT NULL,
  amount integer NOT NULL,
  fee integer NOT NULL,
  method text NOT NULL,
  destination text NOT NULL,               -- JSON; masked once it has ended
  held text NOT NULL,                      -- of which grants, as in ledger_entry
  requested_by text NOT NULL,
  external_id text,
  requested_at integer NOT NULL,
  status integer NOT NULL,                -- 1 pending, 2 approved, 3 paid, 4 failed, 5 canceled
  approved_by text,
  approved_at integer,
  payouts integer NOT NULL,
  payout_at integer,
  reference text,
  reason text,
  ended_at integer,
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID;

-- What waits to be paid out.
CREATE INDEX withdrawal_payout ON withdrawal (payout_at) WHERE status = 2;
