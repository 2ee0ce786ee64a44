//! Opens what a step says: one record for each row of a table, in the same write as the step, so that it is never there in half
//! and never twice.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{FieldId, FieldKind, Opening, Process, ProcessId, TransitionId, Value, Wait};

use super::create;
use super::transition::Step;
use crate::draft::{Draft, together};
use crate::fields::Valid;
use crate::{Command, Missing, Record, RecordId, Rejection, Snapshot};

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

/// Refuses a step while something that it waits for has not come to its end, or while that is not known.
pub(super) fn ended(snapshot: &Snapshot, process: &Process, record: &Record, step: &Step) -> Result<(), Rejection> {
    for wait in &step.flow.waits_for {
        let holds_up = match wait {
            Wait::Named(field) => named(snapshot, process, record, field),
            Wait::Naming(other, field) => match snapshot.underway.get(&(other.clone(), field.clone())) {
                Some(0) => None,
                open => Some((other.clone(), open.copied().unwrap_or_default())),
            },
        };
        if let Some((process, open)) = holds_up {
            return Err(Rejection::Forbidden(Missing::Underway(process, open)));
        }
    }
    Ok(())
}

/// What the field names, if that is not at its end; none of how many, if nothing is known of it.
fn named(snapshot: &Snapshot, process: &Process, record: &Record, field: &FieldId) -> Option<(ProcessId, u64)> {
    let id = record.reference(field.as_str())?;
    match snapshot.named.get(&id) {
        Some(named) => (named.is_open && named.voided.is_none()).then(|| (named.process.clone(), 1)),
        None => {
            let kind = process.fields.get(field).map(|field| &field.kind);
            let to = kind.and_then(|kind| if let FieldKind::Reference { to } = kind { to.first() } else { None });
            Some((to.cloned().unwrap_or_else(|| process.id.clone()), 0))
        }
    }
}

/// The processes whose records may hold a step of `record` up under its `flow`, with the field in which they name it: a step from
/// where it stands, or one that `command` takes once those before have been taken.
#[must_use]
pub fn waited_for(flow: &Process, record: &Record, command: &Command) -> BTreeSet<(ProcessId, FieldId)> {
    let is_taken = |id: &TransitionId| {
        command.parts().any(|part| matches!(part, Command::Transition { transition, .. } if transition == id))
    };
    let here = flow.transitions.values().filter(|step| step.from.contains(&record.state) || is_taken(&step.id));
    let naming = here.flat_map(|step| &step.waits_for).filter_map(|wait| match wait {
        Wait::Naming(process, field) => Some((process.clone(), field.clone())),
        Wait::Named(_) => None,
    });
    naming.collect()
}
