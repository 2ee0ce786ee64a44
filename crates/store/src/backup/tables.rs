//! What a backup holds of each table. Left out: sessions, leases, counts of tries and who has a record open, which end with the
//! store that they are of; and what is made from the rest (terms of the full text, the sequencer's place).

use crate::dialect;
use crate::sql::Sql;

/// A table as it stands in a backup.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static str,
    /// Whether binary JSON `fields` comes after them.
    pub has_fields: bool,
    /// The order of its rows.
    order: &'static str,
}

const fn table(name: &'static str, columns: &'static str, order: &'static str) -> Table {
    Table { name, columns, has_fields: false, order }
}

/// The tables, in the order of the archive.
pub const TABLES: [Table; 24] = [
    Table {
        name: "record",
        columns: "id, process, number, label, state, is_open, priority, customer, service, assignee, assigned_group, \
            requester, department, confidential, opened_by, opened_at, updated_at, due_at, next_at, resolved_at, \
            closed_at, voided, version, n, head, definition, details",
        has_fields: true,
        order: "process, number",
    },
    table("counter", "process, value", "process"),
    table("field_index", "process, field, value, sort_at, record", "process, field, value, sort_at, record"),
    table(
        "clock",
        "record, clock, process, state, outcome, started_at, due_at, next_at, warned, stopped_at, breached_at",
        "record, clock",
    ),
    table("participant", "person, record", "person, record"),
    table(
        "involvement",
        "person, part, process, sort_at, record, n, read_at",
        "person, part, process, sort_at, record",
    ),
    table("relation", "id, source, ordinal, kind, target, from_at, until_at, n_from, n_until", "source, ordinal"),
    table("history", "record, n, at, bytes", "record, n"),
    table("history_value", "record, n, item, salt, value", "record, n, item"),
    table("feed", "position, record, n", "position"),
    table(
        "attachment",
        "id, record, ordinal, n, at, digest, name, commitment, media_type, size, audience",
        "record, ordinal",
    ),
    table("search_text", "record, part, public, internal", "record, part"),
    table("claim", "key, record", "key"),
    table("idempotency", "scope, key, body_hash, status, record, n, at", "scope, key"),
    table("outbox", "key, job, record, n, message, run_at, attempts, fence, leased_until, done_at, error", "key"),
    table("epoch", "one, value, holds_from", "one"),
    table("setting", "key, value", "key"),
    table("definition_text", "hash, text, at", "hash"),
    table("account", "id, login, password, is_active, must_change, created_at, signed_in_at", "id"),
    table("token", "id, hash, account, name, processes, read_only, created_at, expires_at, used_at, revoked_at", "id"),
    table("preference", "account, key, value, at", "account, key"),
    table("notice", "person, key, at, reason, record, n, doer, read_at", "person, key"),
    table("view_told", "person, view, record, notice", "record, person, view"),
    table("draft", "person, key, kind, process, record, body, fields, updated_at, version", "person, key"),
];

/// The contents that a backup holds: those of attachments that are not erased.
pub const DIGESTS: &str = "SELECT DISTINCT digest FROM attachment WHERE name IS NOT NULL ORDER BY digest";

impl Table {
    /// The statement that reads its rows.
    #[must_use]
    pub fn select(&self) -> Sql {
        let sql = Sql::new("SELECT ").text(self.columns);
        let sql = if self.has_fields { sql.text(", ").either(dialect::FIELDS) } else { sql };
        sql.text(" FROM ").text(self.name).text(" r ORDER BY ").text(self.order)
    }

    /// The name of its part in the archive.
    #[must_use]
    pub fn part(&self) -> String {
        format!("tables/{}.jsonl", self.name)
    }
}
