-- What people are told, a row each; before, one JSON text a person among the preferences.

CREATE TABLE notice (
    person UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    record UUID NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (person, key)
);
CREATE INDEX notice_newest ON notice (person, at DESC, key DESC);

INSERT INTO notice (person, key, at, reason, record, read_at)
SELECT p.account, n.value ->> 'id', extract(epoch FROM date_trunc('second', (n.value ->> 'at')::timestamptz))::bigint * 1000000,
    n.value ->> 'reason', (n.value ->> 'record')::uuid, CASE WHEN (n.value ->> 'is_read')::boolean THEN p.at END
FROM preference p CROSS JOIN LATERAL jsonb_array_elements(p.value::jsonb) AS n(value) WHERE p.key = 'notices'
ON CONFLICT DO NOTHING;
DELETE FROM preference WHERE key = 'notices';
