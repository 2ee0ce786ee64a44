//! What people send as values, turned into what the engine takes: references by number become identities.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use yuheng_definition::{Field, FieldId, FieldKind, Process, Value};
use yuheng_engine::{Fault, FieldFault, RecordId};

use crate::{App, Error, Result};

/// Values by field; none empties one.
pub type Changes = BTreeMap<FieldId, Option<Value>>;

/// What a text stands for that names no record: nothing is found under it, and the refusal is told with the other faults.
const NOBODY: RecordId = RecordId(uuid::Uuid::nil());

/// How deep tables may nest: a table's cell holds no table.
const DEEPEST: usize = 2;

impl App {
    /// Reads a JSON object of values for a record of `process`.
    pub(crate) async fn changes(&self, process: &Process, fields: Map<String, Json>) -> Result<Changes> {
        let mut changes = Changes::new();
        let mut faults = Vec::new();
        for (name, json) in fields {
            let field = process.fields.get(name.as_str());
            match self.value(field, json, DEEPEST).await? {
                Ok(value) => drop(changes.insert(FieldId::from(name), value)),
                Err(fault) => faults.push(FieldFault { field: name, fault }),
            }
        }
        if faults.is_empty() { Ok(changes) } else { Err(Error::invalid(faults)) }
    }

    /// Reads the cells of a row of a table; what is null stands for nothing.
    pub(crate) async fn cells(&self, table: &Field, cells: Map<String, Json>) -> Result<BTreeMap<String, Value>> {
        let read = self.row(Some(table), cells, 0).await?;
        read.map_err(|fault| Error::invalid(vec![FieldFault { field: table.id.to_string(), fault }]))
    }

    async fn value(
        &self,
        field: Option<&Field>,
        json: Json,
        depth: usize,
    ) -> Result<std::result::Result<Option<Value>, Fault>> {
        if matches!(field.map(|field| &field.kind), Some(FieldKind::Reference { .. })) {
            return self.reference(json).await;
        }
        Ok(match json {
            Json::Null => Ok(None),
            Json::Bool(truth) => Ok(Some(Value::Bool(truth))),
            Json::Number(number) => number.as_i64().map(|int| Some(Value::Int(int))).ok_or(Fault::Kind("integer")),
            Json::String(text) => Ok(Some(Value::Text(text))),
            Json::Array(items) if depth > 0 => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    match Box::pin(self.value(field, item, depth - 1)).await? {
                        Ok(value) => values.extend(value),
                        Err(fault) => return Ok(Err(fault)),
                    }
                }
                Ok(Some(Value::List(values)))
            }
            Json::Object(columns) if depth > 0 => match Box::pin(self.row(field, columns, depth - 1)).await? {
                Ok(row) => Ok(Some(Value::Row(row))),
                Err(fault) => Err(fault),
            },
            Json::Array(_) | Json::Object(_) => Err(Fault::Kind("text")),
        })
    }

    async fn row(
        &self,
        field: Option<&Field>,
        columns: Map<String, Json>,
        depth: usize,
    ) -> Result<std::result::Result<BTreeMap<String, Value>, Fault>> {
        let kinds = match field.map(|field| &field.kind) {
            Some(FieldKind::Table { columns }) => Some(columns),
            _ => None,
        };
        let mut row = BTreeMap::new();
        for (name, json) in columns {
            let column = kinds.and_then(|kinds| kinds.get(name.as_str()));
            match self.value(column, json, depth).await? {
                Ok(Some(value)) => drop(row.insert(name, value)),
                Ok(None) => {}
                Err(fault) => return Ok(Err(fault)),
            }
        }
        Ok(Ok(row))
    }

    /// A reference: an identity, a number, or the object that the API itself gives out. Whether it may be seen is the
    /// engine's to say.
    async fn reference(&self, json: Json) -> Result<std::result::Result<Option<Value>, Fault>> {
        let text = match json {
            Json::Null => return Ok(Ok(None)),
            Json::String(text) => text,
            Json::Object(object) => match object.get("id").and_then(Json::as_str) {
                Some(id) => id.to_owned(),
                None => return Ok(Err(Fault::Kind("reference"))),
            },
            _ => return Ok(Err(Fault::Kind("reference"))),
        };
        let id = self.identity(&text).await?.unwrap_or(NOBODY);
        Ok(Ok(Some(Value::Text(id.to_string()))))
    }

    /// The identity that a text names: itself, or the number of a record.
    pub(crate) async fn identity(&self, text: &str) -> Result<Option<RecordId>> {
        if let Ok(id) = text.parse() {
            return Ok(Some(RecordId(id)));
        }
        Ok(self.store.by_any_label(text).await?.map(|record| record.id))
    }
}
