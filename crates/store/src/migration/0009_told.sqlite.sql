-- A message, and the notice that it becomes, name the entry of the history that they tell of.

ALTER TABLE outbox ADD COLUMN n INTEGER;
ALTER TABLE notice ADD COLUMN n INTEGER;
