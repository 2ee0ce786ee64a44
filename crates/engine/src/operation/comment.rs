//! Says something on a record: to all who see it, or to the provider's own people.

use yuheng_definition::{Action, Label, Value};

use super::answer::answered;
use super::{may, visible};
use crate::draft::Draft;
use crate::placeholder::{self, Placeholder};
use crate::values::paragraphs;
use crate::{
    Audience, Comment, Context, EntryAction, Fault, Record, RecordId, Rejection, Snapshot, WriteSet, failpoint, fields,
    giving_out, mention, outbox, shared,
};

/// The longest comment, in characters.
pub const COMMENT_MAX: usize = 20_000;

/// Writes a comment. A record at its end can still be talked about.
pub(super) fn comment(ctx: &Context, snapshot: &Snapshot, comment: &Comment) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    check(ctx, record, comment.audience)?;
    let said = Said::new(ctx, comment)?;
    let mut draft = Draft::of(ctx, record)?;
    said.tell(&mut draft, &[])?;
    draft.log(EntryAction::Commented, |entry| entry.comment = Some(said.into_entry()));
    answered(&mut draft, snapshot, comment.audience);
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
    /// Checks a comment's text. A gap that nobody filled goes to a customer only if whoever says it knows of it.
    pub(super) fn new(ctx: &Context, comment: &Comment) -> Result<Self, Rejection> {
        let is_ours = ctx.actor.customer.is_none() && !ctx.actor.is_system();
        if is_ours && comment.audience == Audience::Public && !comment.with_gaps {
            let gaps: Vec<Label> = placeholder::left_in(&comment.body).map(Placeholder::label).collect();
            if !gaps.is_empty() && !failpoint::armed("engine.says_gaps_unasked") {
                return fields::refuse("body", Fault::Gaps(gaps));
            }
        }
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

    /// Tells those whom it mentions, the requester of what the public reads, and the assignee; each once, and none of those
    /// who have been `told` something else of the same deed.
    pub(super) fn tell(&self, draft: &mut Draft, told: &[RecordId]) -> Result<(), Rejection> {
        let mentioned = mention::mentioned(draft, &self.body, self.audience)?;
        let requester = draft.record.reference(shared::REQUESTER).filter(|_| self.is_public());
        let requester = requester.filter(|person| !mentioned.contains(person) && !told.contains(person));
        let assignee = draft.record.reference(shared::ASSIGNEE).filter(|person| !mentioned.contains(person));
        let assignee = assignee.filter(|person| Some(*person) != requester && !told.contains(person));
        let by_customer = draft.ctx.actor.customer.is_some();
        let is_nobodys = by_customer && draft.record.reference(shared::ASSIGNEE).is_none();
        let reads = |person: &RecordId| mention::reads(draft, *person, self.audience);
        let first = if is_nobodys { giving_out::hearers(draft, reads) } else { Vec::new() };
        let first = first.into_iter().filter(|person| !mentioned.contains(person) && !told.contains(person));
        let messages = [
            outbox::tell(draft, "mentioned", mentioned.iter().copied()),
            outbox::tell(draft, "commented", requester),
            outbox::tell(draft, if by_customer { "answered" } else { "discussed" }, assignee),
            outbox::tell(draft, "unheard", first),
        ];
        draft.outbox.extend(messages.into_iter().flatten());
        draft.mentioned.extend(mentioned);
        Ok(())
    }

    /// The comment as an entry keeps it.
    pub(super) fn into_entry(self) -> (String, Audience) {
        (self.body, self.audience)
    }
}
