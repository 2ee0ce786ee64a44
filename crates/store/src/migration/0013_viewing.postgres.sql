-- Who looks through whose eyes now, a row for each until it ends: what happened of it stands in the person's history.

CREATE TABLE viewing (
    id UUID NOT NULL PRIMARY KEY,
    session UUID NOT NULL,
    viewer UUID NOT NULL,
    person UUID NOT NULL,
    until_at BIGINT NOT NULL
);

CREATE INDEX viewing_until ON viewing (until_at);
