//! Who is told of what. The engine only asks; a job in the background tells, and is safe to run twice.

use std::collections::BTreeSet;

use yuheng_definition::Content;

use crate::draft::Draft;
use crate::{OutboxMessage, RecordId, shared};

/// The job that tells people.
const NOTIFY: &str = "notify";

/// Tells `to` about the draft's record because of `reason`, the actor left out; nobody left: nothing. It tells of the entry that
/// the draft writes down next; after the last, of that one.
pub(crate) fn tell(draft: &Draft, reason: &str, to: impl IntoIterator<Item = RecordId>) -> Option<OutboxMessage> {
    let actor = draft.ctx.actor.id;
    let to: BTreeSet<_> = to.into_iter().filter(|person| *person != actor).collect();
    let doer = (!draft.ctx.actor.is_system()).then_some(actor);
    (!to.is_empty()).then(|| OutboxMessage { doer, ..by_itself(draft, reason, to) })
}

/// Tells `to` of what came by itself, whoever it was done for included.
pub(crate) fn by_itself(draft: &Draft, reason: &str, to: impl IntoIterator<Item = RecordId>) -> OutboxMessage {
    OutboxMessage {
        // The identity is new with each decision: a decision made again after a conflict has committed nothing before.
        key: format!("{NOTIFY}:{reason}:{}", draft.ctx.ids.next()),
        job: NOTIFY.to_owned(),
        record: draft.record.id,
        to: to.into_iter().collect(),
        reason: reason.to_owned(),
        process: draft.record.process.clone(),
        doer: None,
        entry: draft.logged(),
    }
}

/// Tells whoever is to stand in for somebody who is away, when that or its days change.
pub(crate) fn stands_in(draft: &Draft) -> Option<OutboxMessage> {
    if draft.process.content != Some(Content::Absence)
        || !["deputy", "from", "until"].iter().any(|it| draft.has_changed(it))
    {
        return None;
    }
    let message = tell(draft, "stands_in", draft.record.reference("deputy"))?;
    Some(OutboxMessage { entry: 0, ..message })
}

/// Tells a new assignee.
pub(crate) fn assigned(draft: &Draft) -> Vec<OutboxMessage> {
    let assignee = draft.record.reference(shared::ASSIGNEE).filter(|_| draft.has_changed(shared::ASSIGNEE));
    let message = assignee.and_then(|assignee| tell(draft, "assigned", [assignee]));
    // The deed itself is the first entry; what it brings with it comes after.
    message.map(|message| OutboxMessage { entry: 0, ..message }).into_iter().collect()
}
