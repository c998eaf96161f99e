-- What reconciliations have posted, so that the same again posts nothing.

CREATE TABLE reconciliation (
  customer_id bigint,
  key bytea,                               -- hash of currency, period and match
  posted bigint NOT NULL,                  -- the sum of all differences, in micros
  sequence bigint NOT NULL,                -- of the last change that posted
  PRIMARY KEY (customer_id, key)
);
