-- What people keep for themselves: what they have begun to write, a row each. What each has to do with a record: opened it,
-- did something on it, is mentioned there, follows it; the first two are told by the history, so they are read there when the
-- store is opened. A notice names whose deed it tells of.

CREATE TABLE draft (
    person UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    process TEXT COLLATE "C",
    record TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (person, key)
);
DELETE FROM preference WHERE key = 'drafts';

CREATE TABLE involvement (
    person UUID NOT NULL,
    part TEXT COLLATE "C" NOT NULL,
    process TEXT COLLATE "C" NOT NULL,
    sort_at BIGINT NOT NULL,
    record UUID NOT NULL,
    n BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (person, part, process, sort_at, record)
);
CREATE INDEX involvement_record ON involvement (record, part);
INSERT INTO setting (key, value) SELECT 'involvement', 'stale' WHERE EXISTS (SELECT 1 FROM record)
ON CONFLICT (key) DO NOTHING;

ALTER TABLE notice ADD COLUMN doer UUID;
