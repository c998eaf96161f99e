-- Reading what happened: by a customer's sequence, and by time.

-- On expressions, so that no statement which names a column can choose it: the hot ones keep to the primary key.
CREATE INDEX event_history ON event (customer_id + 0, sequence + 0, line + 0);

CREATE INDEX audit_time ON audit (at, customer_id, sequence);
CREATE INDEX audit_action ON audit (action, at, customer_id, sequence);
