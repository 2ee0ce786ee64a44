-- Who looks through whose eyes now, a row for each until it ends: what happened of it stands in the person's history.

CREATE TABLE viewing (
    id BLOB NOT NULL PRIMARY KEY,
    session BLOB NOT NULL,
    viewer BLOB NOT NULL,
    person BLOB NOT NULL,
    until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX viewing_until ON viewing (until_at);
