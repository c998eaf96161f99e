-- What is archived, who is on a plan version, and whose switches a namespace has besides.

ALTER TABLE feature ADD COLUMN archived_at integer;
ALTER TABLE plan ADD COLUMN archived_at integer;               -- the same in all versions of a plan

-- Subscribers of a plan version; a use touches neither.
CREATE INDEX subscription_plan ON subscription (plan_id, customer_id);
CREATE INDEX subscription_next_plan ON subscription (next_plan_id, customer_id) WHERE next_plan_id IS NOT NULL;

ALTER TABLE namespace ADD COLUMN owner_id integer;             -- null exactly where owner is
ALTER TABLE namespace ADD COLUMN owner text;
