//! What is told on a record's history and changes nothing on the record: a refusal, a sign-in, an export.

use yuheng_definition::TransitionId;

use crate::draft::Draft;
use crate::{Context, EntryAction, Record, Rejection, WriteSet};

/// A write set that tells `action` on `record`, with the reason, and with the transition that it is about.
///
/// # Errors
/// [`Rejection::Unknown`] when the record's process is unknown.
pub fn tell(
    ctx: &Context,
    record: &Record,
    action: EntryAction,
    reason: &str,
    transition: Option<TransitionId>,
) -> Result<WriteSet, Rejection> {
    let mut draft = Draft::of(ctx, record)?;
    draft.log_with(action, Vec::new(), |entry| {
        entry.reason = Some(reason.to_owned());
        entry.transition = transition;
    });
    Ok(draft.finish())
}
