-- What people are told, a row each; before, one JSON text a person among the preferences.

CREATE TABLE notice (
    person BLOB NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    record BLOB NOT NULL,
    read_at INTEGER,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_newest ON notice (person, at DESC, key DESC);

INSERT INTO notice (person, key, at, reason, record, read_at)
SELECT p.account, json_extract(n.value, '$.id'),
    CAST(strftime('%s', json_extract(n.value, '$.at')) AS INTEGER) * 1000000,
    json_extract(n.value, '$.reason'), unhex(replace(json_extract(n.value, '$.record'), '-', '')),
    CASE WHEN json_extract(n.value, '$.is_read') THEN p.at END
FROM preference p, json_each(p.value) n WHERE p.key = 'notices'
ON CONFLICT DO NOTHING;
DELETE FROM preference WHERE key = 'notices';
