//! What the two databases say differently about conditions: JSON, instants as texts, texts within texts.

use crate::dialect::Texts;

/// Before, between and after the field's name, twice: its content where it is a text.
pub const JSON_TEXT: (Texts, Texts, Texts) = (
    ("typeof(r.fields ->> ", "jsonb_typeof(r.fields -> "),
    (") = 'text' THEN (r.fields ->> ", ") = 'string' THEN (r.fields ->> "),
    (")", ") COLLATE \"C\""),
);

/// The same, where it is a whole number.
pub const JSON_INT: (Texts, Texts, Texts) = (
    ("typeof(r.fields ->> ", "jsonb_typeof(r.fields -> "),
    (") = 'integer' THEN (r.fields ->> ", ") = 'number' THEN CAST((r.fields ->> "),
    (")", ") AS bigint)"),
);

/// The same, where it is yes or no.
pub const JSON_BOOL: (Texts, Texts, Texts) = (
    ("json_type(r.fields, '$.' || ", "jsonb_typeof(r.fields -> "),
    (") IN ('true', 'false') THEN (r.fields ->> ", ") = 'boolean' THEN CAST((r.fields ->> "),
    (")", ") AS boolean)"),
);

/// Before a text that is to be read as a decimal.
pub const NUMBER_OPEN: Texts = ("CAST(", "CAST(CAST(");
/// After it.
pub const NUMBER_CLOSE: Texts = (" AS real)", " AS text) AS numeric)");

/// Before microseconds that are to be read as a text to the second.
pub const SECOND_OPEN: Texts = ("strftime('%Y-%m-%dT%H:%M:%S', ", "to_char(to_timestamp(div(");
/// After them.
pub const SECOND_CLOSE: Texts =
    (" / 1000000, 'unixepoch')", ", 1000000)::bigint) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')");

/// Before a text that holds an instant, read as microseconds.
pub const EPOCH_OPEN: Texts = ("(CAST(strftime('%s', ", "(CAST(floor(extract(epoch FROM CAST(");
/// After it.
pub const EPOCH_CLOSE: Texts = (") AS integer) * 1000000)", " AS timestamptz))) AS bigint) * 1000000)");

/// A record's approvals `a`, each as JSON in `value`.
pub const APPROVALS: Texts =
    ("json_each(r.details, '$.approvals') a", "jsonb_array_elements(r.details::jsonb -> 'approvals') a(value)");

/// The place of a text in another, from 1; 0 when it isn't there.
pub const POSITION: Texts = ("instr", "strpos");

/// A record's identity as the text that a reference field holds.
pub const ID_TEXT: Texts = (
    "lower(substr(hex(r.id), 1, 8) || '-' || substr(hex(r.id), 9, 4) || '-' || substr(hex(r.id), 13, 4) || '-' || \
     substr(hex(r.id), 17, 4) || '-' || substr(hex(r.id), 21))",
    "CAST(r.id AS text)",
);

/// The identity of whoever opened it, likewise.
pub const OPENED_BY_TEXT: Texts = (
    "lower(substr(hex(r.opened_by), 1, 8) || '-' || substr(hex(r.opened_by), 9, 4) || '-' || \
     substr(hex(r.opened_by), 13, 4) || '-' || substr(hex(r.opened_by), 17, 4) || '-' || substr(hex(r.opened_by), 21))",
    "CAST(r.opened_by AS text)",
);

/// By which index records are taken. SQLite, for which any index with an equality is as good as another, is told; PostgreSQL
/// knows from its statistics.
pub type By = Texts;

/// The open records by when they fall due.
pub const BY_DUE: By = (" INDEXED BY record_due", "");
/// The open records by priority.
pub const BY_PRIORITY: By = (" INDEXED BY record_priority", "");
/// The open records by when they last changed.
pub const BY_CHANGE: By = (" INDEXED BY record_open", "");
/// The open records by assignee.
pub const BY_ASSIGNEE: By = (" INDEXED BY record_assignee", "");
/// The open records by group.
pub const BY_GROUP: By = (" INDEXED BY record_group", "");
/// A process's records by when they were opened.
pub const BY_OPENED: By = (" INDEXED BY record_opened", "");
/// A process's records by state.
pub const BY_STATE: By = (" INDEXED BY record_state", "");
/// By customer, then process.
pub const BY_CUSTOMER: By = (" INDEXED BY record_customer", "");
/// By service, then process.
pub const BY_SERVICE: By = (" INDEXED BY record_service", "");
/// By requester, then process.
pub const BY_REQUESTER: By = (" INDEXED BY record_requester", "");

/// Where the history stands. SQLite's commits follow one another; on PostgreSQL the oldest transaction that still runs may
/// be the next to show.
pub const MARK: Texts =
    ("SELECT COALESCE(MAX(position), 0) FROM feed", "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

/// Before and after a mark: the records `r` that were written since, taken from what was written; PostgreSQL knows that from
/// its statistics.
pub const WRITTEN_SINCE: (Texts, Texts) = (
    (
        "feed f CROSS JOIN record r ON r.id = f.record WHERE f.position > ",
        "history h JOIN record r ON r.id = h.record WHERE h.xid >= CAST(CAST(CAST(",
    ),
    ("", " AS bigint) AS text) AS xid8)"),
);

/// Joins what follows to what stands before, in that order; PostgreSQL knows that from its statistics.
pub const THEN_JOIN: Texts = (" CROSS JOIN ", " JOIN ");
