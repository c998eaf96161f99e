-- What prices by the properties of a use; of each card the latest version counts.

CREATE TABLE rate_card (                   -- immutable rows: a changed card is a new version
  id integer PRIMARY KEY,
  code text NOT NULL,
  version integer NOT NULL,
  definition text NOT NULL,
  UNIQUE (code, version)
);
