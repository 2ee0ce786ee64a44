//! What the store finds a record by: the rows of the side index and the texts for search; and the plan by which they are
//! made, so that a change of definitions is seen to change them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yuheng_definition::{Action, Definitions, Field, FieldId, FieldKind, Process, Search, Value, index_text};

use crate::{Projection, Record, SearchText};

/// By what the projections of a process's records are made: two that are equal make the same of the same record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The fields with rows in the side index, and of what kind each is: the kind decides how a value is written there.
    pub index: BTreeMap<FieldId, String>,
    /// The texts that are found, and whether by everybody or `internal`; a table's column as `table.column`.
    pub texts: BTreeMap<String, String>,
}

impl Plan {
    /// The plan of `process` under `definitions`.
    #[must_use]
    pub fn of(process: &Process, definitions: &Definitions) -> Self {
        let indexed = process.fields.values().filter(|field| field.indexed);
        let mut texts = BTreeMap::new();
        for field in process.fields.values().filter(|field| !is_masked_by_any(process, definitions, field)) {
            match &field.kind {
                FieldKind::Table { columns } => {
                    for column in columns.values() {
                        let found = found_by(column, field.internal || column.internal);
                        texts.extend(found.map(|by| (format!("{}.{}", field.id, column.id), by.to_owned())));
                    }
                }
                _ => texts.extend(found_by(field, field.internal).map(|by| (field.id.to_string(), by.to_owned()))),
            }
        }
        Self { index: indexed.map(|field| (field.id.clone(), field.kind.word().to_owned())).collect(), texts }
    }
}

/// What `record` is found by under `definitions`, made anew.
#[must_use]
pub fn project(process: &Process, definitions: &Definitions, record: &Record) -> Projection {
    Projection {
        record: record.id,
        n: record.n,
        index: rows(process, record),
        texts: texts(process, definitions, record),
    }
}

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

/// The texts that search finds the record by. A field that is masked from anybody who sees
/// records is found by nobody: finding it would tell.
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
    let (Some(text), Some(by)) = (value.as_text(), found_by(field, internal)) else { return };
    let into = if by == INTERNAL { &mut found.internal } else { &mut found.public };
    if !into.is_empty() {
        into.push('\n');
    }
    into.push_str(text);
}

const PUBLIC: &str = "public";
const INTERNAL: &str = "internal";

/// By whom a text of `field` is found; none: by nobody.
const fn found_by(field: &Field, internal: bool) -> Option<&'static str> {
    match field.search {
        Search::Public if field.kind.is_free_text() && !internal => Some(PUBLIC),
        Search::Public | Search::Internal if field.kind.is_free_text() => Some(INTERNAL),
        Search::No | Search::Public | Search::Internal => None,
    }
}

fn is_masked_by_any(process: &Process, definitions: &Definitions, field: &Field) -> bool {
    let grants = process.grants.iter().chain(definitions.roles.values().flat_map(|role| &role.grants));
    let of_roles = process.masks.values();
    let views = grants.filter(|grant| grant.actions.contains(&Action::View));
    views.map(|grant| &grant.mask).chain(of_roles).any(|mask| mask.contains(&field.id))
}
