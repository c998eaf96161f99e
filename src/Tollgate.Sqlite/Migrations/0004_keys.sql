-- API keys bound to one customer, and rates.

ALTER TABLE api_key ADD COLUMN customer TEXT;              -- null: all of them, and the account
ALTER TABLE api_key ADD COLUMN rate_per_minute INTEGER;       -- null: no limit
ALTER TABLE api_key ADD COLUMN rate_burst INTEGER;
