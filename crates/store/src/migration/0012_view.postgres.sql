-- Which records somebody who follows a list was told of: each once, and under which notice. Who follows the records of a process is
-- found without looking at everything that people have to do with records.

CREATE TABLE view_told (
    person UUID NOT NULL,
    view UUID NOT NULL,
    record UUID NOT NULL,
    notice TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record, person, view)
);
CREATE INDEX view_told_notice ON view_told (person, notice);

CREATE INDEX involvement_followed ON involvement (process, record, person) WHERE part = 'watched';
