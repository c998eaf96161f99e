-- Which total of a cycle rose, or fell, with a charge, and by how much: feature, units, scope, with spaces between them.

ALTER TABLE event DROP COLUMN rated_units;
ALTER TABLE event ADD COLUMN rated text;
