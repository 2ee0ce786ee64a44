//! The row of a record.

use jiff::Timestamp;
use yuheng_engine::{Record, shared};

use crate::StorageError;
use crate::commit::seal::SealedWrite;
use crate::details::Details;
use crate::dialect;
use crate::sql::{Bind, Sql};
use crate::state::Hash;

/// The columns of a record's row that its writes change, with what they hold: what its fields, its clocks and its history
/// say.
///
/// # Errors
/// When the details can't be written as JSON.
pub fn columns(
    record: &Record,
    head: Hash,
    next_at: Option<Timestamp>,
    details: &Details,
) -> Result<[(&'static str, Bind); 20], StorageError> {
    let reference = |field| Bind::from(record.reference(field));
    let is_confidential = record.fields.get(shared::CONFIDENTIAL).and_then(|value| value.as_bool()).unwrap_or_default();
    Ok([
        ("state", record.state.as_str().into()),
        ("is_open", record.is_open.into()),
        (shared::PRIORITY, record.text(shared::PRIORITY).into()),
        (shared::CUSTOMER, reference(shared::CUSTOMER)),
        (shared::SERVICE, reference(shared::SERVICE)),
        (shared::ASSIGNEE, reference(shared::ASSIGNEE)),
        ("assigned_group", reference(shared::GROUP)),
        (shared::REQUESTER, reference(shared::REQUESTER)),
        (shared::DEPARTMENT, reference(shared::DEPARTMENT)),
        (shared::CONFIDENTIAL, is_confidential.into()),
        ("updated_at", record.updated_at.into()),
        ("due_at", record.due_at().into()),
        ("next_at", next_at.into()),
        ("resolved_at", record.resolved_at.into()),
        ("closed_at", record.closed_at.into()),
        ("voided", record.voided.as_deref().into()),
        ("version", record.version.into()),
        ("n", record.n.into()),
        ("head", head.into()),
        ("details", serde_json::to_string(details)?.into()),
    ])
}

/// The statement that writes a record's row.
pub(super) fn record(write: &SealedWrite<'_>) -> Result<Sql, StorageError> {
    let record = &write.record;
    let columns = columns(record, write.head, next_at(write), &write.details)?;
    let fields = serde_json::to_string(&record.fields)?;
    if write.before.is_none() {
        let mut sql = Sql::new("INSERT INTO record (id, process, number, label, opened_by, opened_at, definition");
        for (name, _) in &columns {
            sql = sql.text(", ").text(name);
        }
        let sql = sql.text(", fields) VALUES (").bind(record.id).text(", ").bind(record.process.as_str()).text(", ");
        let sql = sql.bind(record.number).text(", ").bind(record.label.as_str()).text(", ").bind(record.opened_by);
        let sql = sql.text(", ").bind(record.opened_at).text(", ").bind(record.definition.as_str()).text(", ");
        let sql = sql.list(columns.map(|(_, value)| value)).text(", ");
        return Ok(sql.either(dialect::JSON_OPEN).bind(fields).either(dialect::JSON_CLOSE).text(")"));
    }
    let mut sql = Sql::new("UPDATE record SET ");
    for (name, value) in columns {
        sql = sql.text(name).text(" = ").bind(value).text(", ");
    }
    let sql = sql.text("definition = ").bind(record.definition.as_str());
    let sql = sql.text(", fields = ").either(dialect::JSON_OPEN).bind(fields).either(dialect::JSON_CLOSE);
    Ok(sql.text(" WHERE id = ").bind(record.id))
}

/// When the record next has to be looked at. A write that merges with others decided without them: the earlier moment.
fn next_at(write: &SealedWrite<'_>) -> Option<Timestamp> {
    let decided = write.write.next_at;
    match write.before {
        Some(before) if before.record.n != write.write.record.n => decided.into_iter().chain(before.next_at).min(),
        _ => decided,
    }
}
