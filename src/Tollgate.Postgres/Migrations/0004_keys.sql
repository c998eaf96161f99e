-- API keys bound to one customer, and rates.

ALTER TABLE api_key ADD COLUMN customer text COLLATE "C";              -- null: all of them, and the account
ALTER TABLE api_key ADD COLUMN rate_per_minute bigint;       -- null: no limit
ALTER TABLE api_key ADD COLUMN rate_burst bigint;
