//! The rows of the side index.

use std::collections::BTreeMap;

use yuheng_definition::FieldId;
use yuheng_engine::Record;

use super::rows;
use crate::sql::{Bind, Sql};

/// The rows of the side index that are new, and those that go.
pub(super) fn index(
    all: &mut Vec<Sql>,
    record: &Record,
    before: Option<&BTreeMap<FieldId, String>>,
    after: &BTreeMap<FieldId, String>,
) {
    let none = BTreeMap::new();
    let before = before.unwrap_or(&none);
    for (field, value) in before.iter().filter(|(field, value)| after.get(*field) != Some(*value)) {
        let sql = Sql::new("DELETE FROM field_index WHERE process = ").bind(record.process.as_str());
        let sql = sql.text(" AND field = ").bind(field.as_str()).text(" AND value = ").bind(value.as_str());
        all.push(sql.text(" AND sort_at = ").bind(record.opened_at).text(" AND record = ").bind(record.id));
    }
    let new: Vec<Vec<Bind>> = after
        .iter()
        .filter(|(field, value)| before.get(*field) != Some(*value))
        .map(|(field, value)| index_row(record, field, value))
        .collect();
    if !new.is_empty() {
        all.push(rows(Sql::new("INSERT INTO field_index (").text(INDEX).text(") VALUES "), new));
    }
}

/// The columns of the side index, in the order of [`index_row`].
pub const INDEX: &str = "process, field, value, sort_at, record";

/// The row of the side index for a field of a record.
#[must_use]
pub fn index_row(record: &Record, field: &FieldId, value: &str) -> Vec<Bind> {
    let process = record.process.as_str();
    vec![process.into(), field.as_str().into(), value.into(), record.opened_at.into(), record.id.into()]
}
