//! What is told on a record's history and changes nothing on the record: a refusal, a sign-in, an export.

use yuheng_definition::{Label, TransitionId};

use super::run;
use crate::draft::Draft;
use crate::{Context, EntryAction, Record, Rejection, WriteSet};

/// A write set that tells `action` on `record`, with what is said of it, and with the transition that it is about.
///
/// # Errors
/// [`Rejection::Unknown`] when the record's process is unknown.
pub fn tell(
    ctx: &Context,
    record: &Record,
    action: EntryAction,
    said: &Label,
    transition: Option<TransitionId>,
) -> Result<WriteSet, Rejection> {
    let mut draft = Draft::of(ctx, record)?;
    draft.log_with(action, Vec::new(), |entry| {
        // As it was said then, in both languages: labels change, what was told does not.
        entry.reason = Some(serde_json::json!(said).to_string());
        entry.transition = transition;
    });
    Ok(draft.finish())
}

/// What [`tell`] said, or by which macro it came: an entry's reason, if it is one that the program gave.
#[must_use]
pub fn told(action: EntryAction, reason: &str) -> Option<Label> {
    let is_told = run::tells_macro(action)
        || matches!(
            action,
            EntryAction::Refused
                | EntryAction::Exported
                | EntryAction::ViewingBegun
                | EntryAction::ViewingEnded
                | EntryAction::SignedIn
                | EntryAction::SignInFailed
                | EntryAction::AccountChanged
        );
    is_told.then(|| serde_json::from_str(reason).ok()).flatten()
}
