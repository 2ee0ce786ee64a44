//! Opens what a step says: one record for each row of a table, in the same write as the step, so that it is never there in half
//! and never twice.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{FieldId, FieldKind, Opening, Process, ProcessId, Value, Wait};

use super::create;
use super::transition::Step;
use crate::draft::{Draft, together};
use crate::fields::Valid;
use crate::{Missing, Record, RecordId, Rejection, Snapshot};

/// Opens the records that the step says, unless a step that opens has been done on the record before.
pub(super) fn open(draft: &mut Draft, step: &Step, snapshot: &Snapshot) -> Result<(), Rejection> {
    let Some(rule) = &step.flow.opens else { return Ok(()) };
    let opens = |id| draft.flow.transitions.get(id).is_some_and(|step| step.opens.is_some());
    if draft.before.is_some_and(|before| before.doers.keys().any(opens)) {
        return Ok(());
    }
    let process = draft.ctx.process(&rule.process)?;
    let rows = draft.record.fields.get(&rule.rows).map_or(&[][..], Value::rows).to_vec();
    let mut snapshot = snapshot.clone();
    snapshot.named.insert(draft.record.id, draft.record.clone());
    let mut opened: Vec<RecordId> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let valid = Valid::kept(values(draft, process, rule, row, &opened));
        let part = create::open(draft.ctx, &snapshot, process, valid).map_err(|why| of_row(why, rule, at))?;
        let part = create::created(part);
        opened.push(part.record.id);
        snapshot.named.insert(part.record.id, part.record.clone());
        draft.opened = together(std::mem::take(&mut draft.opened), part.finish());
    }
    Ok(())
}

/// What a row holds for the fields of the same names, which record it is part of, and which other it follows.
fn values(
    draft: &Draft,
    process: &Process,
    rule: &Opening,
    row: &Value,
    opened: &[RecordId],
) -> BTreeMap<FieldId, Option<Value>> {
    let Some(FieldKind::Table { columns }) = draft.process.fields.get(&rule.rows).map(|rows| &rows.kind) else {
        return BTreeMap::new();
    };
    let fits = |id: &&FieldId| {
        let field = process.fields.get(*id).filter(|field| !field.derived && !field.retired);
        rule.in_order.as_ref() != Some(*id) && field.is_some_and(|field| field.kind.word() == columns[*id].kind.word())
    };
    let own = columns.keys().filter(fits).filter_map(|id| Some((id.clone(), Some(row.column(id.as_str())?.clone()))));
    let named = |id: &RecordId| Some(Value::from(id.to_string()));
    let order = rule.in_order.as_ref().and_then(|order| {
        let before = usize::try_from(row.column(order.as_str())?.as_int()?).ok()?;
        Some((order.clone(), named(opened.get(before.checked_sub(1)?)?)))
    });
    own.chain(order).chain([(rule.part_of.clone(), named(&draft.record.id))]).collect()
}

/// What is wrong with a row is told at the row.
fn of_row(why: Rejection, rule: &Opening, at: usize) -> Rejection {
    let Rejection::Invalid(mut faults) = why else { return why };
    for fault in &mut faults {
        fault.field = format!("{}[{at}].{}", rule.rows, fault.field);
    }
    Rejection::Invalid(faults)
}

/// Refuses a step while something that it waits for has not come to its end.
pub(super) fn ended(snapshot: &Snapshot, record: &Record, step: &Step) -> Result<(), Rejection> {
    for wait in &step.flow.waits_for {
        let (process, open) = match wait {
            Wait::Named(field) => {
                let named = record.reference(field.as_str()).and_then(|id| snapshot.named.get(&id));
                let named = named.filter(|named| named.is_open && named.voided.is_none());
                (named.map(|named| named.process.clone()), u64::from(named.is_some()))
            }
            Wait::Naming(process, field) => {
                let open = snapshot.underway.get(&(process.clone(), field.clone())).copied().unwrap_or_default();
                (Some(process.clone()), open)
            }
        };
        if let Some(process) = process.filter(|_| open > 0) {
            return Err(Rejection::Forbidden(Missing::Underway(process, open)));
        }
    }
    Ok(())
}

/// The processes whose records may hold a step of `record` up under its `flow`, with the field in which they name it.
#[must_use]
pub fn waited_for(flow: &Process, record: &Record) -> BTreeSet<(ProcessId, FieldId)> {
    let here = flow.transitions.values().filter(|step| step.from.contains(&record.state));
    let naming = here.flat_map(|step| &step.waits_for).filter_map(|wait| match wait {
        Wait::Naming(process, field) => Some((process.clone(), field.clone())),
        Wait::Named(_) => None,
    });
    naming.collect()
}
