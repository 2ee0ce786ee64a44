//! Changes one row of a table by itself: two people who change different rows at once both succeed, for each is decided on the
//! table as it is then. A row is named by its place and by what stood in it; when others have moved it, by that alone.

use std::collections::BTreeMap;

use yuheng_definition::{Field, FieldId, FieldKind, Label, Value};

use super::{update, visible};
use crate::command::{RowAt, RowChange};
use crate::draft::Draft;
use crate::fields::{self, Given, Valid};
use crate::values::{TABLE_ROWS_MAX, canonical};
use crate::{Context, Fault, Rejection, Snapshot, WriteSet};

/// Changes rows of the table `field`.
pub(super) fn rows(
    ctx: &Context,
    snapshot: &Snapshot,
    field: &FieldId,
    change: &RowChange,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    update::check(ctx, record)?;
    let draft = Draft::of(ctx, record)?;
    let desk = update::desk(&draft, snapshot);
    let Some(table) = draft.process.fields.get(field).filter(|it| matches!(it.kind, FieldKind::Table { .. })) else {
        return Err(Rejection::Unknown(field.to_string()));
    };
    if let Some(why) = fields::untouchable(&desk, table) {
        return fields::refuse(field.as_str(), why);
    }
    let sound = |row: Value| {
        let list = canonical(&desk.sight, table, &Value::List(vec![row])).map_err(Rejection::Invalid)?;
        Ok(list.map_or_else(Vec::new, |list| list.rows().to_vec()))
    };
    let mut rows = record.fields.get(field).map_or(&[][..], Value::rows).to_vec();
    match change {
        RowChange::Set { at, to } => {
            let at = place(table, &rows, at)?;
            let mut changed = rows.get(at).map(cells).unwrap_or_default();
            changed.extend(to.clone());
            rows.splice(at..=at, sound(Value::Row(changed))?);
        }
        RowChange::Add { rows: added } => {
            for row in added {
                rows.extend(sound(row.clone())?);
            }
        }
        RowChange::Remove { at } => drop(rows.remove(place(table, &rows, at)?)),
        RowChange::Move { at, before } => {
            let row = rows.remove(place(table, &rows, at)?);
            rows.insert((*before).min(rows.len()), row);
        }
    }
    if rows.len() > TABLE_ROWS_MAX {
        return fields::refuse(field.as_str(), Fault::TooLong(TABLE_ROWS_MAX));
    }
    let value = (!rows.is_empty()).then_some(Value::List(rows));
    update::written(draft, snapshot, Valid::kept(Given::from([(field.clone(), value)])))
}

/// Where the row is now.
fn place(table: &Field, rows: &[Value], at: &RowAt) -> Result<usize, Rejection> {
    let is_it = |row: &Value| at.was.iter().all(|(column, was)| row.column(column) == Some(was));
    let there = rows.get(at.row).is_some_and(is_it).then_some(at.row);
    let found = there.or_else(|| rows.iter().position(is_it).filter(|_| !at.was.is_empty()));
    found.ok_or_else(|| {
        let gone = Label::new("这一行已被他人修改或删除", "the row has been changed or removed by somebody else");
        Rejection::Invalid(vec![crate::FieldFault {
            field: format!("{}[{}]", table.id, at.row),
            fault: Fault::Content(gone),
        }])
    })
}

/// A row's cells, to be changed.
fn cells(row: &Value) -> BTreeMap<String, Value> {
    match row {
        Value::Row(cells) => cells.clone(),
        _ => BTreeMap::new(),
    }
}
