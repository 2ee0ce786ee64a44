//! Takes a record out of the figures, with a reason. It stays to be read, and nothing on it changes any more.

use yuheng_definition::{Action, Value};

use super::{approval, may, visible};
use crate::behaviour::leaving;
use crate::draft::Draft;
use crate::values::paragraphs;
use crate::{Context, EntryAction, Fault, Record, Rejection, Snapshot, WriteSet, fields};

/// The longest reason, in characters.
pub const REASON_MAX: usize = 500;

/// Voids the record: its clocks stop, its unique values are free again, its approvals fall.
pub(super) fn void(ctx: &Context, snapshot: &Snapshot, reason: &str) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record)?;
    let reason = match paragraphs(reason, REASON_MAX) {
        Ok(Some(Value::Text(reason))) => reason,
        Ok(_) => return fields::refuse("reason", Fault::Missing),
        Err(fault) => return fields::refuse("reason", fault),
    };
    let mut draft = Draft::of(ctx, record)?;
    draft.record.voided = Some(reason.clone());
    draft.record.is_open = false;
    fields::reject(draft.process, leaving::faults(&draft).into_iter().collect())?;
    draft.record.closed_at = record.closed_at.or(Some(ctx.now));
    draft.log(EntryAction::Voided, |entry| entry.reason = Some(reason));
    approval::void_stranded(&mut draft);
    Ok(draft.finish())
}

/// Whether the actor may void the record. One at its end can be void too: it may have been opened in error.
pub(super) fn check(ctx: &Context, record: &Record) -> Result<(), Rejection> {
    if record.voided.is_some() {
        return Err(Rejection::Final);
    }
    may(ctx, record, Action::Void)
}
