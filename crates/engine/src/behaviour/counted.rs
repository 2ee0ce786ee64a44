//! Counts the rows of a table that are done: how many are not, and how far it has come, `2/5`. Who has done a row, and when, is
//! whoever ticks it and the moment; nobody types them.

use yuheng_definition::{Counted, FieldId, Value};

use crate::draft::Draft;
use crate::values::instant;
use crate::{Record, failpoint};

/// Derives what the table says where it has changed.
pub(super) fn derive(draft: &mut Draft, rule: &Counted) {
    if !draft.has_changed(rule.from.as_str()) {
        return;
    }
    let rows = signed(draft, rule);
    let done = match failpoint::armed("engine.counts_no_line") {
        true => 0,
        false => rows.iter().filter(|row| is_done(row, rule)).count(),
    };
    let (open, progress) = (rows.len() - done, format!("{done}/{}", rows.len()));
    let fields = &mut draft.record.fields;
    if rows.is_empty() {
        for field in [&rule.open, &rule.progress] {
            fields.remove(field);
        }
        return;
    }
    fields.insert(rule.open.clone(), Value::Int(i64::try_from(open).unwrap_or(i64::MAX)));
    fields.insert(rule.progress.clone(), Value::from(progress));
    fields.insert(rule.from.clone(), Value::List(rows));
}

/// The rows, each that is done with who has done it: as it was, where it was done before, else whoever acts now.
fn signed(draft: &Draft, rule: &Counted) -> Vec<Value> {
    let rows_of = |record: &Record| record.fields.get(&rule.from).map_or(&[][..], Value::rows).to_vec();
    let mut before = draft.before.map(rows_of).unwrap_or_default();
    before.retain(|row| is_done(row, rule));
    let actor = Value::from(draft.ctx.actor.id.to_string());
    let now = instant(draft.ctx.now);
    let mut rows = rows_of(&draft.record);
    if failpoint::armed("engine.takes_signatures_as_typed") {
        return rows;
    }
    for row in &mut rows {
        let done = is_done(row, rule);
        let known = before.iter().position(|old| done && is_same(old, row, rule)).map(|at| before.remove(at));
        let Value::Row(cells) = row else { continue };
        for column in [&rule.by, &rule.at] {
            cells.remove(column.as_str());
        }
        let sign = |column: &FieldId, new: Option<Value>| match &known {
            Some(old) => old.column(column.as_str()).cloned(),
            None => new,
        };
        if done {
            cells.extend(sign(&rule.by, Some(actor.clone())).map(|by| (rule.by.to_string(), by)));
            cells.extend(sign(&rule.at, now.clone()).map(|at| (rule.at.to_string(), at)));
        }
    }
    rows
}

fn is_done(row: &Value, rule: &Counted) -> bool {
    row.column(rule.column.as_str()).and_then(Value::as_bool) == Some(true)
}

/// Whether two rows are one: they say the same, who has done them and when left out; or one was only worded anew.
fn is_same(old: &Value, new: &Value, rule: &Counted) -> bool {
    let signs = |row: &Value| [&rule.by, &rule.at].map(|column| row.column(column.as_str()).cloned());
    let said = |row: &Value| {
        let Value::Row(cells) = row else { return Default::default() };
        let mut cells = cells.clone();
        cells.retain(|column, _| column != rule.by.as_str() && column != rule.at.as_str());
        cells
    };
    said(old) == said(new) || (signs(old).iter().all(Option::is_some) && signs(old) == signs(new))
}
