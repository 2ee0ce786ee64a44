-- Which records somebody who follows a list was told of: each once, and under which notice. Who follows the records of a process is
-- found without looking at everything that people have to do with records.

CREATE TABLE view_told (
    person BLOB NOT NULL,
    view BLOB NOT NULL,
    record BLOB NOT NULL,
    notice TEXT NOT NULL,
    PRIMARY KEY (record, person, view)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_told_notice ON view_told (person, notice);

CREATE INDEX involvement_followed ON involvement (process, record, person) WHERE part = 'watched';
