//! Changes fields.

use yuheng_definition::Action;

use super::{approval, may_change, visible};
use crate::behaviour::content;
use crate::draft::Draft;
use crate::fields::{self, Desk, Given, Valid};
use crate::values::Sight;
use crate::{Context, EntryAction, Record, Rejection, Snapshot, WriteSet, access, behaviour, boundary, duty};

/// Changes the fields given. What stays the same makes no entry, and no change at all no write.
pub(super) fn update(ctx: &Context, snapshot: &Snapshot, changes: &Given) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record)?;
    let draft = Draft::of(ctx, record)?;
    let valid = fields::check(&desk(&draft, snapshot), changes.clone())?;
    written(draft, snapshot, valid)
}

/// Writes valid values down.
pub(super) fn written(mut draft: Draft, snapshot: &Snapshot, valid: Valid) -> Result<WriteSet, Rejection> {
    let record = snapshot.record()?;
    apply(&mut draft, snapshot, valid)?;
    if draft.record.fields == record.fields {
        return Ok(WriteSet::default());
    }
    duty::settle(&mut draft);
    fields::reject(draft.process, content::faults(&draft, snapshot))?;
    draft.log(EntryAction::Updated, |_| {});
    approval::void_edited(&mut draft, approval::Edit::ByUpdate);
    fields::reject(draft.process, approval::groundless(&draft, record))?;
    Ok(draft.finish())
}

/// Whether the actor may change fields of the record.
pub(super) fn check(ctx: &Context, record: &Record) -> Result<(), Rejection> {
    may_change(ctx, record, Action::Update)
}

/// What the actor may write where on the draft's record.
pub(super) fn desk<'a>(draft: &Draft<'a>, snapshot: &'a Snapshot) -> Desk<'a> {
    Desk {
        process: draft.process,
        flow: draft.flow,
        sight: Sight::new(draft.ctx, snapshot),
        masked: access::masked_fields(draft.ctx, draft.process, draft.before),
        before: draft.before,
        step: None,
    }
}

/// Sets valid values on the draft, with what derives from them.
pub(super) fn apply(draft: &mut Draft, snapshot: &Snapshot, valid: Valid) -> Result<(), Rejection> {
    let given = valid.apply(&mut draft.record);
    let mut faults = behaviour::derive(draft, snapshot, &given);
    faults.extend(boundary::faults(draft, snapshot));
    faults.extend(content::sides(draft, snapshot));
    fields::reject(draft.process, faults)
}
