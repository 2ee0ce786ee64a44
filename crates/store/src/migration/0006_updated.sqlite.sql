-- What is only noted beside a record (a refusal, a list taken away) no longer changes when it was last changed. That is told by
-- the history alone, so it is read there again when the store is opened.

INSERT INTO setting (key, value) SELECT 'updated_at', 'stale' WHERE EXISTS (SELECT 1 FROM record)
ON CONFLICT (key) DO NOTHING;
