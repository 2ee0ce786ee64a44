//! What a duty's record is opened with: its rows of fields and values, read by the fields of the process that it opens. A row
//! names a record by its number, so that it can be read where it stands.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yuheng_definition::{Definitions, FieldId, FieldKind, Process, Value};

use super::rhythm::fault;
use crate::{Command, FieldFault, Record, RecordId, shared};

/// The values of a record.
pub type Fields = BTreeMap<FieldId, Value>;

/// One row: its place, the field that it names, the value as it stands.
pub(super) struct Row<'f> {
    pub(super) at: usize,
    pub(super) field: &'f str,
    pub(super) value: &'f str,
}

/// The rows that name a field.
pub(super) fn rows(fields: &Fields) -> impl Iterator<Item = Row<'_>> {
    let rows = fields.get("values").map_or(&[][..], Value::rows).iter().enumerate();
    rows.filter_map(|(at, row)| {
        let cell = |column: &str| row.column(column).and_then(Value::as_text);
        Some(Row { at, field: cell("field")?, value: cell("value").unwrap_or_default() })
    })
}

/// The process whose records a duty with those `fields` opens.
pub(super) fn process_of<'d>(definitions: &'d Definitions, fields: &Fields) -> Option<&'d Process> {
    let id = fields.get("opens").and_then(Value::as_text)?;
    definitions.process(id).map(AsRef::as_ref)
}

/// The fields of a duty as a command leaves them.
#[must_use]
pub fn after(record: Option<&Record>, command: &Command) -> Fields {
    let mut fields = record.map(|record| record.fields.clone()).unwrap_or_default();
    match command {
        Command::Create { fields: given, .. } => fields.extend(given.clone()),
        Command::Update { changes } | Command::Transition { changes, .. } => {
            for (field, value) in changes {
                match value {
                    Some(value) => drop(fields.insert(field.clone(), value.clone())),
                    None => drop(fields.remove(field)),
                }
            }
        }
        _ => {}
    }
    fields
}

/// The numbers, or identities, of the records that the values name.
#[must_use]
pub fn names(definitions: &Definitions, fields: &Fields) -> Vec<String> {
    let Some(process) = process_of(definitions, fields) else { return Vec::new() };
    let is_reference = |row: &Row| {
        process.fields.get(row.field).is_some_and(|field| matches!(field.kind, FieldKind::Reference { .. }))
    };
    rows(fields).filter(is_reference).map(|row| row.value.trim().to_owned()).collect()
}

/// The command by which a duty with those `fields` opens a record, `named` being the records that it names: so that whoever
/// loads a snapshot knows what that points to in turn.
#[must_use]
pub fn opening(definitions: &Definitions, fields: &Fields, named: &BTreeMap<RecordId, Record>) -> Option<Command> {
    let process = process_of(definitions, fields)?;
    let (fields, _) = given(process, fields, named, None);
    Some(Command::Create { process: process.id.clone(), fields })
}

/// The values, each as its field takes it, and what is wrong with the rows. What the duty itself says of customer, service and
/// department stands in where no row does; the day goes where `due_field` says.
pub(super) fn given(
    process: &Process,
    fields: &Fields,
    named: &BTreeMap<RecordId, Record>,
    day: Option<Date>,
) -> (Fields, Vec<FieldFault>) {
    let (mut given, mut faults) = (Fields::new(), Vec::new());
    for row in rows(fields) {
        let column = |column: &str| format!("values[{}].{column}", row.at);
        let Some(field) = process.fields.get(row.field) else {
            faults.push(no_field(&column("field"), process, row.field));
            continue;
        };
        if given.contains_key(&field.id) {
            faults.push(fault(&column("field"), "重复", "is there twice"));
        } else if field.unique {
            faults.push(fault(
                &column("field"),
                "取值不能重复的字段不能每次都填同一个值",
                "no two records hold the same value of this field",
            ));
        } else {
            match typed(&field.kind, row.value, named, day) {
                Some(value) => drop(given.insert(field.id.clone(), value)),
                None => faults.push(fault(&column("value"), "与字段类型不符", "is not of the field's kind")),
            }
        }
    }
    let brought = [("customer", shared::CUSTOMER), ("service", shared::SERVICE), ("department", "group")];
    for (own, field) in brought {
        if let (Some(value), true) = (fields.get(own), process.fields.contains_key(field)) {
            given.entry(FieldId::from(field)).or_insert_with(|| value.clone());
        }
    }
    if let (Some(field), Some(day)) = (fields.get("due_field").and_then(Value::as_text), day) {
        given.insert(FieldId::from(field), Value::from(day.to_string()));
    }
    (given, faults)
}

pub(super) fn no_field(at: &str, process: &Process, named: &str) -> FieldFault {
    let nearest = crate::fields::nearest(named, process.fields.keys());
    FieldFault { field: at.to_owned(), fault: crate::Fault::Unknown(nearest) }
}

/// A text as a value of that kind; none: it can't be one. Whether the field takes it is asked where values are checked.
fn typed(kind: &FieldKind, text: &str, named: &BTreeMap<RecordId, Record>, day: Option<Date>) -> Option<Value> {
    let text = text.trim();
    match kind {
        FieldKind::Integer { .. } => text.parse().ok().map(Value::Int),
        FieldKind::Boolean => text.parse().ok().map(Value::Bool),
        FieldKind::Reference { .. } => {
            let by_number = || named.values().find(|record| record.label == text).map(|record| record.id);
            let id = text.parse().ok().map(RecordId).or_else(by_number);
            Some(Value::from(id.map_or_else(|| uuid::Uuid::nil().to_string(), |id| id.to_string())))
        }
        FieldKind::Table { .. } => None,
        FieldKind::Text { .. } | FieldKind::LongText { .. } => Some(Value::from(dated(text, day))),
        FieldKind::Decimal | FieldKind::Date | FieldKind::Timestamp | FieldKind::Choice { .. } => {
            Some(Value::from(text))
        }
    }
}

/// A text with its day in the place of `{day}` and `{month}`.
fn dated(text: &str, day: Option<Date>) -> String {
    let Some(day) = day else { return text.to_owned() };
    text.replace("{day}", &day.to_string()).replace("{month}", &day.strftime("%Y-%m").to_string())
}
