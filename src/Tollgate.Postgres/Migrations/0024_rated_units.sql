-- By how many units the total of a cycle rose, or fell, with a charge.

ALTER TABLE event ADD COLUMN rated_units text;
