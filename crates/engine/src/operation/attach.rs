//! Attaches a file that the store already holds.

use yuheng_definition::Action;

use super::answer::answered;
use super::comment::action_of;
use super::{may_change, visible};
use crate::blank::is_blank;
use crate::draft::Draft;
use crate::{
    Attachment, Audience, Context, EntryAction, Fault, Record, Rejection, Snapshot, WriteSet, fields, outbox, shared,
};

/// The longest name of a file, in characters.
pub const FILE_NAME_MAX: usize = 200;

/// Attaches a file.
pub(super) fn attach(ctx: &Context, snapshot: &Snapshot, attachment: &Attachment) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record, attachment.audience)?;
    check_name(&attachment.name)?;
    let mut draft = Draft::of(ctx, record)?;
    draft.attached.push(attachment.clone());
    draft.log(EntryAction::Attached, |_| {});
    if answered(&mut draft, snapshot, attachment.audience) {
        // Nothing else tells that the clocks go on.
        let assignee = draft.record.reference(shared::ASSIGNEE);
        draft.outbox.extend(outbox::tell(&draft, "answered", assignee));
    }
    Ok(draft.finish())
}

/// Whether the actor may attach a file for `audience`: as it may speak to it.
pub(super) fn check(ctx: &Context, record: &Record, audience: Audience) -> Result<(), Rejection> {
    let action: Action = action_of(audience);
    may_change(ctx, record, action)
}

/// A file's name is one name, not a path.
fn check_name(name: &str) -> Result<(), Rejection> {
    if is_blank(name) {
        return fields::refuse("name", Fault::Missing);
    }
    if name.chars().count() > FILE_NAME_MAX {
        return fields::refuse("name", Fault::TooLong(FILE_NAME_MAX));
    }
    if name.chars().any(|c| c.is_control() || c == '/' || c == '\\') {
        return fields::refuse("name", Fault::Kind("file name"));
    }
    Ok(())
}
