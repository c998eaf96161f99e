-- What reconciliations have posted, so that the same again posts nothing.

CREATE TABLE reconciliation (
  customer_id integer,
  key blob,                                -- hash of currency, period and match
  posted integer NOT NULL,                 -- the sum of all differences, in micros
  sequence integer NOT NULL,               -- of the last change that posted
  PRIMARY KEY (customer_id, key)
) WITHOUT ROWID;
