//! The values of a record on the wire.

use serde::{Serialize, Serializer};
use yuheng_app::view::References;
use yuheng_definition::{Field, FieldId, FieldKind, Process, Value};
use yuheng_engine::{self as engine, RecordId};

use super::reference::{Reference, reference};

/// Values by field, in the order of the form.
#[derive(Debug)]
pub struct Fields(Vec<(FieldId, FieldValue)>);

/// A value: a reference as an object that names the record.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// As it is stored.
    Plain(Value),
    /// Another record.
    Reference(Reference),
    /// A table.
    Rows(Vec<Fields>),
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, value)| (field, value)))
    }
}

/// The values in the order of the form; a reference that may not be seen is left out.
pub(super) fn fields(record: &engine::Record, process: &Process, references: &References) -> Fields {
    let present = process.fields.values().filter_map(|field| Some((field, record.fields.get(&field.id)?)));
    Fields(
        present.filter_map(|(field, value)| Some((field.id.clone(), field_value(field, value, references)?))).collect(),
    )
}

/// A stored value on the wire.
#[must_use]
pub fn field_value(field: &Field, value: &Value, references: &References) -> Option<FieldValue> {
    match &field.kind {
        FieldKind::Reference { .. } => {
            let id = RecordId(value.as_text()?.parse().ok()?);
            reference(references, id).map(FieldValue::Reference)
        }
        FieldKind::Table { columns } => {
            let rows = value.rows().iter().map(|row| {
                let cells = columns.values().filter_map(|column| {
                    let cell = row.column(column.id.as_str())?;
                    Some((column.id.clone(), field_value(column, cell, references)?))
                });
                Fields(cells.collect())
            });
            Some(FieldValue::Rows(rows.collect()))
        }
        _ => Some(FieldValue::Plain(value.clone())),
    }
}
