-- The use of API keys, as servers tell each other of it. Decides nothing that is recorded; a row lost is soon made again.

CREATE TABLE key_usage (
  key_id INTEGER PRIMARY KEY,
  last_used_at INTEGER NOT NULL,
  due_at INTEGER               -- when the burst of its rate is whole again, all servers together; null: never spent
) WITHOUT ROWID;
