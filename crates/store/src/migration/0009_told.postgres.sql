-- A message, and the notice that it becomes, name the entry of the history that they tell of. Since when nobody has done anything
-- on a record but urge is kept with it. That is told by the history alone, so it is read there when the store is opened, with when
-- the record was last changed.

ALTER TABLE outbox ADD COLUMN n BIGINT;
ALTER TABLE notice ADD COLUMN n BIGINT;

INSERT INTO setting (key, value) SELECT 'updated_at', 'stale' WHERE EXISTS (SELECT 1 FROM record)
ON CONFLICT (key) DO NOTHING;
