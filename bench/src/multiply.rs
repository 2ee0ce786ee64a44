//! Makes many records of few: copies of the incidents that commands have opened, with identities, numbers and times of
//! their own, written straight into the embedded store's tables. For measuring only: a copy's history is not its own,
//! and `yuheng verify` says so.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use yuheng_store::terms;

/// The statements of one round of copies. ?1: which round, ?2: how many incidents there were, ?3: the highest row of the
/// full text.
const ROUND: [&str; 9] = [
    "INSERT INTO record (id, process, number, label, state, is_open, priority, customer, service, assignee, \
     assigned_group, requester, department, confidential, opened_by, opened_at, updated_at, due_at, next_at, \
     resolved_at, closed_at, voided, version, n, head, definition, fields, details) SELECT c.id, r.process, \
     r.number + ?1 * ?2, printf('INC%07d', r.number + ?1 * ?2), r.state, r.is_open, r.priority, r.customer, r.service, \
     r.assignee, r.assigned_group, r.requester, r.department, r.confidential, r.opened_by, r.opened_at + c.later, \
     r.updated_at + c.later, r.due_at + c.later, r.next_at + c.later, r.resolved_at, r.closed_at + c.later, r.voided, \
     r.version, r.n, r.head, r.definition, r.fields, r.details FROM copy c JOIN record r ON r.id = c.source",
    "INSERT INTO field_index (process, field, value, sort_at, record) SELECT i.process, i.field, i.value, \
     i.sort_at + c.later, c.id FROM copy c JOIN field_index i ON i.record = c.source ORDER BY 1, 2, 3, 4",
    "INSERT INTO clock (record, clock, process, state, outcome, started_at, due_at, next_at, warned, stopped_at, \
     breached_at) SELECT c.id, k.clock, k.process, k.state, k.outcome, k.started_at, k.due_at, k.next_at, k.warned, \
     k.stopped_at, k.breached_at FROM copy c JOIN clock k ON k.record = c.source",
    "INSERT INTO relation (id, source, ordinal, kind, target, from_at, until_at, n_from, n_until) SELECT \
     CAST(substr(l.id, 1, 12) || unhex(printf('%08X', ?1)) AS BLOB), c.id, l.ordinal, l.kind, l.target, l.from_at, \
     l.until_at, l.n_from, l.n_until FROM copy c JOIN relation l ON l.source = c.source",
    "INSERT INTO history (record, n, at, bytes) SELECT c.id, h.n, h.at, h.bytes FROM copy c \
     JOIN history h ON h.record = c.source",
    "INSERT INTO history_value (record, n, item, salt, value) SELECT c.id, v.n, v.item, v.salt, v.value FROM copy c \
     JOIN history_value v ON v.record = c.source",
    "INSERT INTO feed (record, n) SELECT c.id, h.n FROM copy c JOIN history h ON h.record = c.source",
    "INSERT INTO search_text (id, record, part, public, internal) SELECT t.id + ?1 * ?3, c.id, t.part, t.public, \
     t.internal FROM copy c JOIN search_text t ON t.record = c.source",
    "INSERT INTO search_term (rowid, public, internal) SELECT t.id + ?1 * ?3, t.public, t.internal FROM term t",
];

/// Copies the incidents in the store's `file` until there are `records`, a whole number of times what there is.
pub fn run(file: &Path, records: u32) -> Result<()> {
    let mut connection = Connection::open(file).context("opening the store")?;
    connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;")?;
    connection.execute_batch(
        "CREATE TEMP TABLE term (id INTEGER PRIMARY KEY, public TEXT NOT NULL, internal TEXT NOT NULL); \
         CREATE TEMP TABLE copy (source BLOB PRIMARY KEY, id BLOB NOT NULL, later INTEGER NOT NULL);",
    )?;
    let single = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).with_context(|| sql.to_owned());
    let incidents = single("SELECT count(*) FROM record WHERE process = 'incident'")?;
    let highest = single("SELECT max(id) FROM search_text")?;
    let rounds = i64::from(records) / incidents.max(1);
    terms_of(&connection)?;
    for round in 1..rounds {
        let transaction = connection.transaction().context("beginning a round")?;
        transaction.execute("DELETE FROM copy", [])?;
        // The older half lies some 45 minutes apart for each of ten thousand, the newer half milliseconds.
        transaction.execute(
            "INSERT INTO copy SELECT id, CAST(substr(id, 1, 12) || unhex(printf('%08X', ?1)) AS BLOB), \
             ?1 * CASE WHEN is_open THEN 1 ELSE 10000000 END FROM record WHERE process = 'incident' AND number <= ?2",
            params![round, incidents],
        )?;
        for statement in ROUND {
            let mut prepared = transaction.prepare(statement).with_context(|| statement.to_owned())?;
            let all = params![round, incidents, highest];
            let count = prepared.parameter_count();
            prepared.execute(&all[..count]).with_context(|| statement.to_owned())?;
        }
        transaction.commit().context("ending a round")?;
        if round % 5 == 0 {
            eprintln!("{} of {records} incidents", round * incidents);
        }
    }
    connection
        .execute("UPDATE counter SET value = ?1 WHERE process = 'incident'", params![rounds.max(1) * incidents])?;
    Ok(())
}

/// The terms of the incidents' texts, which the full text itself does not give back.
fn terms_of(connection: &Connection) -> Result<()> {
    let mut texts = connection.prepare(
        "SELECT t.id, t.public, t.internal FROM search_text t JOIN record r ON r.id = t.record \
         WHERE r.process = 'incident'",
    )?;
    let mut insert = connection.prepare("INSERT INTO term VALUES (?1, ?2, ?3)")?;
    let mut rows = texts.query([])?;
    while let Some(row) = rows.next()? {
        let (public, internal): (String, String) = (row.get(1)?, row.get(2)?);
        insert.execute(params![row.get::<_, i64>(0)?, terms(&public).join(" "), terms(&internal).join(" ")])?;
    }
    Ok(())
}
