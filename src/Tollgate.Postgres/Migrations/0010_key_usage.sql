-- The use of API keys, as servers tell each other of it. Decides nothing that is recorded; a row lost is soon made again.

CREATE TABLE key_usage (
  key_id bigint PRIMARY KEY,
  last_used_at timestamptz NOT NULL,
  due_at timestamptz           -- when the burst of its rate is whole again, all servers together; null: never spent
) WITH (fillfactor = 50);
