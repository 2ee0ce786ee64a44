//! Unique fields as keys that a record holds while it counts: not once it is void, cancelled or retired.

use std::collections::BTreeSet;

use yuheng_definition::{FieldId, Process, ProcessId, StateKind, Value};

use crate::Record;
use crate::draft::kind_of;

/// The keys that `record`, opened under `flow`, holds under `process`, the definition in force.
#[must_use]
pub fn held(flow: &Process, process: &Process, record: &Record) -> BTreeSet<String> {
    let gone = matches!(kind_of(flow, process, &record.state), Some(StateKind::Cancelled | StateKind::Retired));
    if gone || record.voided.is_some() {
        return BTreeSet::new();
    }
    let fields = process.fields.values().filter(|field| field.unique);
    fields.filter_map(|field| Some(key(&process.id, &field.id, record.fields.get(&field.id)?))).collect()
}

/// `unique:incident:serial_number:x1`; letters are folded, so that names don't differ by case alone.
fn key(process: &ProcessId, field: &FieldId, value: &Value) -> String {
    let value = match value {
        Value::Text(text) => text.to_lowercase(),
        Value::Int(int) => int.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::List(_) | Value::Row(_) => serde_json::to_string(value).unwrap_or_default(),
    };
    format!("unique:{process}:{field}:{value}")
}

/// The process and field of a unique key, to say which value is taken.
#[must_use]
pub fn claimed_field(key: &str) -> Option<(ProcessId, FieldId)> {
    let mut parts = key.splitn(4, ':');
    if parts.next() != Some("unique") {
        return None;
    }
    Some((ProcessId::from(parts.next()?), FieldId::from(parts.next()?)))
}
