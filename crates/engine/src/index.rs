//! What the store finds a record by: the rows of the side index and the texts for search.

use std::collections::BTreeMap;

use yuheng_definition::{Definitions, Field, FieldId, FieldKind, Process, Search, Value, index_text};

use crate::{Record, SearchText};

/// The rows of the side index, all of them.
pub(crate) fn rows(process: &Process, record: &Record) -> BTreeMap<FieldId, String> {
    let indexed = process.fields.values().filter(|field| field.indexed);
    indexed
        .filter_map(|field| {
            let text = index_text(&field.kind, record.fields.get(&field.id)?)?;
            Some((field.id.clone(), text))
        })
        .collect()
}

/// The texts that search finds the record by. A field that any grant masks is found by nobody: finding it would tell.
pub(crate) fn texts(process: &Process, definitions: &Definitions, record: &Record) -> SearchText {
    let mut found = SearchText::default();
    for field in process.fields.values() {
        let Some(value) = record.fields.get(&field.id) else { continue };
        if is_masked_by_any(process, definitions, field) {
            continue;
        }
        collect(field, value, field.internal, &mut found);
    }
    found
}

fn collect(field: &Field, value: &Value, internal: bool, found: &mut SearchText) {
    if let (FieldKind::Table { columns }, Value::List(rows)) = (&field.kind, value) {
        for row in rows {
            for column in columns.values() {
                if let Some(cell) = row.column(column.id.as_str()) {
                    collect(column, cell, internal || column.internal, found);
                }
            }
        }
        return;
    }
    let (Some(text), true) = (value.as_text(), field.kind.is_free_text()) else { return };
    let into = match field.search {
        Search::No => return,
        Search::Public if !internal => &mut found.public,
        Search::Public | Search::Internal => &mut found.internal,
    };
    if !into.is_empty() {
        into.push('\n');
    }
    into.push_str(text);
}

fn is_masked_by_any(process: &Process, definitions: &Definitions, field: &Field) -> bool {
    let grants = process.grants.iter().chain(definitions.roles.values().flat_map(|role| &role.grants));
    grants.into_iter().any(|grant| grant.mask.contains(&field.id))
}
