-- The first schema. Identities are 16 bytes, instants microseconds since 1970 UTC, `details` the part of a record
-- that no statement looks into.

CREATE TABLE record (
    id BLOB NOT NULL PRIMARY KEY,
    process TEXT NOT NULL,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    state TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    priority TEXT,
    customer BLOB,
    service BLOB,
    assignee BLOB,
    assigned_group BLOB,
    requester BLOB,
    department BLOB,
    confidential INTEGER NOT NULL,
    opened_by BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    due_at INTEGER,
    next_at INTEGER,
    resolved_at INTEGER,
    closed_at INTEGER,
    voided TEXT,
    version INTEGER NOT NULL,
    n INTEGER NOT NULL,
    head BLOB NOT NULL,
    definition TEXT NOT NULL,
    fields BLOB NOT NULL,
    details TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_number ON record (process, number);
CREATE INDEX record_label ON record (label);
CREATE INDEX record_opened ON record (process, opened_at DESC, id DESC);
CREATE INDEX record_due ON record (process, due_at, opened_at, id) WHERE is_open;
CREATE INDEX record_updated ON record (process, updated_at DESC, id DESC);
CREATE INDEX record_state ON record (process, state, opened_at DESC, id DESC);
CREATE INDEX record_customer ON record (customer, process, opened_at DESC, id DESC);
CREATE INDEX record_service ON record (service, process, opened_at DESC, id DESC);
CREATE INDEX record_requester ON record (requester, process, opened_at DESC, id DESC);
CREATE INDEX record_assignee ON record (assignee, opened_at DESC, id DESC) WHERE is_open;
CREATE INDEX record_group ON record (assigned_group, opened_at DESC, id DESC) WHERE is_open;
CREATE INDEX record_next ON record (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE counter (process TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE field_index (
    process TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    sort_at INTEGER NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (process, field, value, sort_at, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_index_record ON field_index (record, field);

CREATE TABLE clock (
    record BLOB NOT NULL,
    clock TEXT NOT NULL,
    process TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    started_at INTEGER NOT NULL,
    due_at INTEGER,
    next_at INTEGER,
    warned INTEGER NOT NULL,
    stopped_at INTEGER,
    breached_at INTEGER,
    PRIMARY KEY (record, clock)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
    person BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (person, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_record ON participant (record);

CREATE TABLE relation (
    id BLOB NOT NULL PRIMARY KEY,
    source BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target BLOB NOT NULL,
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    n_from INTEGER NOT NULL,
    n_until INTEGER
) STRICT;
CREATE UNIQUE INDEX relation_source ON relation (source, ordinal);
CREATE INDEX relation_kind ON relation (source, kind, target) WHERE until_at IS NULL;
CREATE INDEX relation_target ON relation (target, kind, source);

CREATE TABLE history (
    record BLOB NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (record, n)
) STRICT;
CREATE TRIGGER history_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER history_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;

CREATE TABLE history_value (
    record BLOB NOT NULL,
    n INTEGER NOT NULL,
    item TEXT NOT NULL,
    salt BLOB NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (record, n, item)
) STRICT;

CREATE TABLE feed (
    position INTEGER NOT NULL PRIMARY KEY,
    record BLOB NOT NULL,
    n INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX feed_entry ON feed (record, n);

CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY,
    record BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    digest TEXT NOT NULL,
    name TEXT,
    commitment BLOB NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    audience TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachment_record ON attachment (record, ordinal);
CREATE INDEX attachment_digest ON attachment (digest);

CREATE TABLE search_text (
    id INTEGER NOT NULL PRIMARY KEY,
    record BLOB NOT NULL,
    part TEXT NOT NULL,
    public TEXT NOT NULL,
    internal TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX search_text_part ON search_text (record, part);
CREATE VIRTUAL TABLE search_term USING fts5 (
    public, internal, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE claim (key TEXT NOT NULL PRIMARY KEY, record BLOB) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    record BLOB NOT NULL,
    n INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE outbox (
    key TEXT NOT NULL PRIMARY KEY,
    job TEXT NOT NULL,
    record BLOB NOT NULL,
    message TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    leased_until INTEGER,
    done_at INTEGER,
    error TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox (run_at) WHERE done_at IS NULL;
CREATE INDEX outbox_record ON outbox (record);

CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NOT NULL,
    fence INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

CREATE TABLE epoch (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL) STRICT;
INSERT INTO epoch (one, value) VALUES (1, 1);

CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE definition_text (hash TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TABLE account (
    id BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    password TEXT,
    is_active INTEGER NOT NULL,
    must_change INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    signed_in_at INTEGER
) STRICT;

CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    id BLOB NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL,
    name TEXT NOT NULL,
    processes TEXT NOT NULL,
    read_only INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    used_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX token_account ON token (account);

CREATE TABLE link (
    hash BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL,
    purpose TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX link_account ON link (account);

CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT;

CREATE TABLE preference (
    account BLOB NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT;
