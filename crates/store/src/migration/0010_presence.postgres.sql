-- Who has a record open, a row for each tab of a browser until it runs out. Nothing of it is history: it is in no backup, and
-- as it is said anew within half a minute, no disk waits for it.

CREATE UNLOGGED TABLE presence (
    record UUID NOT NULL,
    person UUID NOT NULL,
    tab TEXT COLLATE "C" NOT NULL,
    since_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    is_writing BOOLEAN NOT NULL,
    PRIMARY KEY (record, person, tab)
);

CREATE INDEX presence_until ON presence (until_at);
