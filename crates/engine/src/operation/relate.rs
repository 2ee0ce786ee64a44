//! Draws and ends relations. They belong to their source: its history, its version, its rights.

use yuheng_definition::{Action, Label, Process, RelationId};

use super::{may_change, visible};
use crate::draft::Draft;
use crate::values::Sight;
use crate::{Context, EntryAction, Fault, NewRelation, Record, RecordId, Rejection, Snapshot, WriteSet, fields};

/// Draws a relation of type `kind` to `target`. One that holds already is not drawn twice.
pub(super) fn relate(
    ctx: &Context,
    snapshot: &Snapshot,
    kind: &RelationId,
    target: RecordId,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record)?;
    let mut draft = Draft::of(ctx, record)?;
    let Some(rule) = draft.process.relations.get(kind) else {
        return Err(Rejection::Unknown(kind.to_string()));
    };
    by_hand(draft.process, kind)?;
    let Some(found) = Sight::new(ctx, snapshot).find(target) else {
        return fields::refuse("target", Fault::NoSuchRecord(target));
    };
    if !rule.to.contains(&found.process) {
        return fields::refuse("target", Fault::WrongProcess(rule.to.clone()));
    }
    if target == record.id {
        return fields::refuse("target", Fault::NoRelation(kind.clone()));
    }
    if snapshot.relations.iter().any(|held| is_held(held, record, kind, target)) {
        return Ok(WriteSet::default());
    }
    draft.related.push(NewRelation { id: ctx.ids.next(), kind: kind.clone(), target });
    draft.log(EntryAction::Related, |_| {});
    Ok(draft.finish())
}

/// Ends a relation; that it held stays on record.
pub(super) fn unrelate(ctx: &Context, snapshot: &Snapshot, relation: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record)?;
    let mut draft = Draft::of(ctx, record)?;
    let held = snapshot.relations.iter().find(|held| held.id == relation && held.source == record.id);
    // A reference field's relation is ended by changing the field.
    let own = held.filter(|held| held.until.is_none() && !draft.process.fields.contains_key(held.kind.as_str()));
    if own.is_none() {
        return Err(Rejection::Unknown(relation.to_string()));
    }
    own.map_or(Ok(()), |own| by_hand(draft.process, &own.kind))?;
    draft.unrelated.push(relation);
    draft.log(EntryAction::Unrelated, |_| {});
    Ok(draft.finish())
}

/// Whether the actor may draw and end the record's relations.
pub(super) fn check(ctx: &Context, record: &Record) -> Result<(), Rejection> {
    may_change(ctx, record, Action::Relate)
}

/// Refuses what merging alone draws and ends: the merged record's state goes with it.
fn by_hand(process: &Process, kind: &RelationId) -> Result<(), Rejection> {
    if process.merges.as_ref().is_some_and(|merging| merging.relation == *kind) {
        let why = Label::new("只由合并和撤销合并写入", "comes and goes with merging alone");
        return fields::refuse("kind", Fault::Content(why));
    }
    Ok(())
}

fn is_held(held: &crate::Relation, source: &Record, kind: &RelationId, target: RecordId) -> bool {
    held.source == source.id && held.kind == *kind && held.target == target && held.until.is_none()
}
