-- What people keep for themselves: what they have begun to write, a row each. What each has to do with a record: opened it,
-- did something on it, is mentioned there, follows it; the first two are told by the history, so they are read there when the
-- store is opened. A notice names whose deed it tells of.

CREATE TABLE draft (
    person BLOB NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    process TEXT,
    record TEXT,
    body TEXT NOT NULL,
    fields TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;
DELETE FROM preference WHERE key = 'drafts';

CREATE TABLE involvement (
    person BLOB NOT NULL,
    part TEXT NOT NULL,
    process TEXT NOT NULL,
    sort_at INTEGER NOT NULL,
    record BLOB NOT NULL,
    n INTEGER NOT NULL,
    read_at INTEGER,
    PRIMARY KEY (person, part, process, sort_at, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX involvement_record ON involvement (record, part);
INSERT INTO setting (key, value) SELECT 'involvement', 'stale' WHERE EXISTS (SELECT 1 FROM record)
ON CONFLICT (key) DO NOTHING;

ALTER TABLE notice ADD COLUMN doer BLOB;
