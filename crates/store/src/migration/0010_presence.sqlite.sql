-- Who has a record open, a row for each tab of a browser until it runs out. Nothing of it is history: it is in no
-- backup. Nodes tell each other by it: where there is one alone, it stays empty.

CREATE TABLE presence (
    record BLOB NOT NULL,
    person BLOB NOT NULL,
    tab TEXT NOT NULL,
    since_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    is_writing INTEGER NOT NULL,
    PRIMARY KEY (record, person, tab)
) STRICT, WITHOUT ROWID;

CREATE INDEX presence_until ON presence (until_at);
