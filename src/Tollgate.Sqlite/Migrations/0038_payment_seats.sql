-- How many seats a payment session for a plan pays for.

ALTER TABLE payment_session ADD COLUMN quantity integer;
