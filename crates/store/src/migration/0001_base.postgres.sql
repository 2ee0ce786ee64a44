-- The first schema. Identities are UUIDs, instants microseconds since 1970 UTC, `details` the part of a record
-- that no statement looks into.

CREATE TABLE record (
    id UUID NOT NULL PRIMARY KEY,
    process TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    is_open BOOLEAN NOT NULL,
    priority TEXT COLLATE "C",
    customer UUID,
    service UUID,
    assignee UUID,
    assigned_group UUID,
    requester UUID,
    department UUID,
    confidential BOOLEAN NOT NULL,
    opened_by UUID NOT NULL,
    opened_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    due_at BIGINT,
    next_at BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    voided TEXT COLLATE "C",
    version BIGINT NOT NULL,
    n BIGINT NOT NULL,
    head BYTEA NOT NULL,
    definition TEXT COLLATE "C" NOT NULL,
    fields JSONB NOT NULL,
    details TEXT COLLATE "C" NOT NULL
);
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

CREATE TABLE counter (process TEXT COLLATE "C" NOT NULL PRIMARY KEY, value BIGINT NOT NULL);

CREATE TABLE field_index (
    process TEXT COLLATE "C" NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    sort_at BIGINT NOT NULL,
    record UUID NOT NULL,
    PRIMARY KEY (process, field, value, sort_at, record)
);
CREATE INDEX field_index_record ON field_index (record, field);

CREATE TABLE clock (
    record UUID NOT NULL,
    clock TEXT COLLATE "C" NOT NULL,
    process TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C",
    started_at BIGINT NOT NULL,
    due_at BIGINT,
    next_at BIGINT,
    warned BIGINT NOT NULL,
    stopped_at BIGINT,
    breached_at BIGINT,
    PRIMARY KEY (record, clock)
);

CREATE TABLE participant (
    person UUID NOT NULL,
    record UUID NOT NULL,
    PRIMARY KEY (person, record)
);
CREATE INDEX participant_record ON participant (record);

CREATE TABLE relation (
    id UUID NOT NULL PRIMARY KEY,
    source UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    target UUID NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    n_from BIGINT NOT NULL,
    n_until BIGINT
);
CREATE UNIQUE INDEX relation_source ON relation (source, ordinal);
CREATE INDEX relation_kind ON relation (source, kind, target) WHERE until_at IS NULL;
CREATE INDEX relation_target ON relation (target, kind, source);

CREATE TABLE history (
    record UUID NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    xid XID8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (record, n)
);
CREATE INDEX history_xid ON history (xid);
CREATE FUNCTION history_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'history is never changed'; END $$;
CREATE TRIGGER history_change BEFORE UPDATE OR DELETE ON history
    FOR EACH ROW EXECUTE FUNCTION history_is_never_changed();

CREATE TABLE history_value (
    record UUID NOT NULL,
    n BIGINT NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    salt BYTEA NOT NULL,
    value BYTEA NOT NULL,
    PRIMARY KEY (record, n, item)
);

CREATE TABLE feed (
    position BIGINT NOT NULL PRIMARY KEY,
    record UUID NOT NULL,
    n BIGINT NOT NULL
);
CREATE UNIQUE INDEX feed_entry ON feed (record, n);
-- How far the sequencer is: the last position given, and the transaction from which it looks on.
CREATE TABLE feed_cursor (one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), position BIGINT NOT NULL, xid XID8 NOT NULL);
INSERT INTO feed_cursor (one, position, xid) VALUES (1, 0, '0');

CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    record UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C",
    commitment BYTEA NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    audience TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX attachment_record ON attachment (record, ordinal);
CREATE INDEX attachment_digest ON attachment (digest);

-- Content of attachments, cut into chunks.
CREATE TABLE attachment_chunk (
    digest TEXT COLLATE "C" NOT NULL,
    part BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (digest, part)
);

CREATE TABLE search_text (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record UUID NOT NULL,
    part TEXT COLLATE "C" NOT NULL,
    public TEXT COLLATE "C" NOT NULL,
    internal TEXT COLLATE "C" NOT NULL,
    public_terms TSVECTOR NOT NULL,
    internal_terms TSVECTOR NOT NULL
);
CREATE UNIQUE INDEX search_text_part ON search_text (record, part);
CREATE INDEX search_text_terms ON search_text USING gin (public_terms, internal_terms);

CREATE TABLE claim (key TEXT COLLATE "C" NOT NULL PRIMARY KEY, record UUID);

CREATE TABLE idempotency (
    scope TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    body_hash BYTEA NOT NULL,
    status BIGINT NOT NULL,
    record UUID NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE outbox (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    job TEXT COLLATE "C" NOT NULL,
    record UUID NOT NULL,
    message TEXT COLLATE "C" NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    leased_until BIGINT,
    done_at BIGINT,
    error TEXT COLLATE "C"
);
CREATE INDEX outbox_open ON outbox (run_at) WHERE done_at IS NULL;
CREATE INDEX outbox_record ON outbox (record);

CREATE TABLE lease (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,
    fence BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);

CREATE TABLE epoch (one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1), value BIGINT NOT NULL);
INSERT INTO epoch (one, value) VALUES (1, 1);

CREATE TABLE setting (key TEXT COLLATE "C" NOT NULL PRIMARY KEY, value TEXT COLLATE "C" NOT NULL);

CREATE TABLE definition_text (hash TEXT COLLATE "C" NOT NULL PRIMARY KEY, text TEXT COLLATE "C" NOT NULL, at BIGINT NOT NULL);

CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    password TEXT COLLATE "C",
    is_active BOOLEAN NOT NULL,
    must_change BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    signed_in_at BIGINT
);

CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    account UUID NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    agent TEXT COLLATE "C" NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    account UUID NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    processes TEXT COLLATE "C" NOT NULL,
    read_only BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX token_account ON token (account);

CREATE TABLE link (
    hash BYTEA NOT NULL PRIMARY KEY,
    account UUID NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX link_account ON link (account);

CREATE TABLE throttle (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL,
    since BIGINT NOT NULL
);

CREATE TABLE preference (
    account UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, key)
);
