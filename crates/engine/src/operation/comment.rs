//! Says something on a record: to all who see it, or to the provider's own people.

use yuheng_definition::{Action, Value};

use super::{may, visible};
use crate::draft::Draft;
use crate::values::paragraphs;
use crate::{
    Audience, Comment, Context, EntryAction, Fault, OutboxMessage, Record, Rejection, Snapshot, WriteSet, fields,
    outbox, shared,
};

/// The longest comment, in characters.
pub const COMMENT_MAX: usize = 20_000;

/// Writes a comment. A record at its end can still be talked about.
pub(super) fn comment(ctx: &Context, snapshot: &Snapshot, comment: &Comment) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record, comment.audience)?;
    let said = Said::new(comment)?;
    let mut draft = Draft::of(ctx, record)?;
    draft.outbox.extend(said.message(&draft));
    draft.log(EntryAction::Commented, |entry| entry.comment = Some(said.into_entry()));
    Ok(draft.finish())
}

/// Whether the actor may say something to `audience` on the record.
pub(super) fn check(ctx: &Context, record: &Record, audience: Audience) -> Result<(), Rejection> {
    may(ctx, record, action_of(audience))
}

/// The right that it takes to address `audience`.
pub(super) const fn action_of(audience: Audience) -> Action {
    match audience {
        Audience::Public => Action::Comment,
        Audience::Internal => Action::Note,
    }
}

/// A comment whose text is fit to be kept.
pub(super) struct Said {
    body: String,
    audience: Audience,
}

impl Said {
    /// Checks a comment's text.
    pub(super) fn new(comment: &Comment) -> Result<Self, Rejection> {
        match paragraphs(&comment.body, COMMENT_MAX) {
            Ok(Some(Value::Text(body))) => Ok(Self { body, audience: comment.audience }),
            Ok(_) => fields::refuse("body", Fault::Missing),
            Err(fault) => fields::refuse("body", fault),
        }
    }

    /// Whether all who see the record read it.
    pub(super) fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// Tells the assignee, and the requester of what the public reads.
    pub(super) fn message(&self, draft: &Draft) -> Option<OutboxMessage> {
        let requester = match self.audience {
            Audience::Public => draft.record.reference(shared::REQUESTER),
            Audience::Internal => None,
        };
        outbox::tell(draft, "commented", requester.into_iter().chain(draft.record.reference(shared::ASSIGNEE)))
    }

    /// The comment as an entry keeps it.
    pub(super) fn into_entry(self) -> (String, Audience) {
        (self.body, self.audience)
    }
}
