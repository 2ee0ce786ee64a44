-- The earliest epoch whose decisions still hold: an addition to the organisation raises the epoch alone.

ALTER TABLE epoch ADD COLUMN holds_from BIGINT NOT NULL DEFAULT 1;
UPDATE epoch SET holds_from = value;
