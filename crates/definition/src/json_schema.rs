//! The JSON Schema (2020-12) of a process's fields, for programs that write records.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::{Field, FieldId, FieldKind, Label, Process, Value};

/// The schema of the fields of a record of `process`, as they are sent to create one by whoever may not set those
/// that are `masked`.
#[must_use]
pub fn json_schema(process: &Process, masked: &BTreeSet<FieldId>) -> Json {
    let mut schema = object(process.fields.values().filter(|field| !masked.contains(&field.id)));
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:yuheng:{}:{}", process.id, process.hash),
        "title": process.label.en,
        "x-labels": labels(&process.label),
        "description": process.purpose.en,
    });
    if let Json::Object(mut whole) = head {
        whole.append(&mut schema);
        schema = whole;
    }
    Json::Object(schema)
}

/// The schema of an object of these fields: a record's, or a table row's.
fn object<'a>(fields: impl Iterator<Item = &'a Field> + Clone) -> Map<String, Json> {
    let properties: Map<String, Json> =
        fields.clone().map(|field| (field.id.to_string(), Json::Object(property(field)))).collect();
    let required: Vec<&str> =
        fields.filter(|field| field.required && field.default.is_none()).map(|field| field.id.as_str()).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), Json::Object(properties));
    schema.insert("required".to_owned(), required.into());
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

fn property(field: &Field) -> Map<String, Json> {
    let mut property = kind(&field.kind);
    property.insert("title".to_owned(), field.label.en.as_str().into());
    property.insert("x-labels".to_owned(), labels(&field.label));
    if let Some(help) = &field.help {
        property.insert("description".to_owned(), help.en.as_str().into());
        property.insert("x-help".to_owned(), labels(help));
    }
    if let Some(default) = &field.default {
        property.insert("default".to_owned(), value(default));
    }
    let marks = [
        ("readOnly", field.derived || field.retired),
        ("deprecated", field.retired),
        ("x-fixed", field.fixed),
        ("x-not-actor", field.not_actor),
        ("x-keeps-customer", field.keeps_customer),
        ("x-by-step", field.by_step),
        ("x-unique", field.unique),
        ("x-internal", field.internal),
        ("x-personal", field.personal),
    ];
    for (mark, _) in marks.into_iter().filter(|(_, set)| *set) {
        property.insert(mark.to_owned(), true.into());
    }
    property
}

fn kind(kind: &FieldKind) -> Map<String, Json> {
    let schema = match kind {
        FieldKind::Text { max } => json!({ "type": "string", "maxLength": max, "pattern": "^[^\\r\\n]*$" }),
        FieldKind::LongText { max } => json!({ "type": "string", "maxLength": max }),
        FieldKind::Integer { min, max } => {
            let mut schema = json!({ "type": "integer" });
            for (key, bound) in [("minimum", min), ("maximum", max)] {
                if let Some(bound) = bound {
                    schema[key] = (*bound).into();
                }
            }
            schema
        }
        FieldKind::Decimal => json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        FieldKind::Boolean => json!({ "type": "boolean" }),
        FieldKind::Date => json!({ "type": "string", "format": "date" }),
        FieldKind::Timestamp => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Choice { options } => {
            let one_of: Vec<Json> = options
                .iter()
                .map(|(id, label)| json!({ "const": id.as_str(), "title": label.en, "x-labels": labels(label) }))
                .collect();
            json!({ "type": "string", "oneOf": one_of })
        }
        FieldKind::Reference { to } => {
            let processes: Vec<&str> = to.iter().map(crate::ProcessId::as_str).collect();
            json!({ "type": "string", "x-references": processes })
        }
        FieldKind::Table { columns } => json!({ "type": "array", "items": object(columns.values()) }),
    };
    match schema {
        Json::Object(schema) => schema,
        _ => Map::new(),
    }
}

fn labels(label: &Label) -> Json {
    json!({ "zh": label.zh, "en": label.en })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Bool(truth) => (*truth).into(),
        Value::Int(int) => (*int).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(self::value).collect(),
        Value::Row(columns) => Json::Object(columns.iter().map(|(id, item)| (id.clone(), self::value(item))).collect()),
    }
}
