-- What prices by the properties of a use; of each card the latest version counts.

CREATE TABLE rate_card (                   -- immutable rows: a changed card is a new version
  id int PRIMARY KEY,
  code text COLLATE "C" NOT NULL,
  version int NOT NULL,
  definition text NOT NULL,
  UNIQUE (code, version)
);
