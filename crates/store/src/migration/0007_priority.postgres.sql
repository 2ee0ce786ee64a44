-- Open work by priority, the oldest of each first: what a service desk looks at all day.

CREATE INDEX record_priority ON record (process, priority, opened_at, id) WHERE is_open;
