//! Approvals: asked for by a transition, voted on, sent back, taken back, urged, voided by an edit. Votes are never
//! changed. When enough agree, the engine does the transition in the write of the last vote.

mod ask;
mod edit;
mod vote;

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{ApprovalForm, ApprovalRule, FieldId, Value};

pub(super) use ask::{ask, check_urge, check_withdraw, urge, withdraw};
pub(super) use edit::{Edit, void_edited, void_stranded};
pub(super) use vote::{Ballot, castable, check_vote, vote};

use super::transition::Step;
use crate::draft::Draft;
use crate::fields::Valid;
use crate::{Approval, ApprovalOutcome, EntryAction, OutboxMessage, Record, RecordId, Rejection, outbox, people};

/// The approval `id`, if it still waits for votes.
fn pending(record: &Record, id: RecordId) -> Result<&Approval, Rejection> {
    let approval = approval_of(record, id).ok_or(Rejection::NotFound)?;
    if record.voided.is_some() || approval.outcome != ApprovalOutcome::Pending {
        return Err(Rejection::ApprovalClosed);
    }
    Ok(approval)
}

fn approval_of(record: &Record, id: RecordId) -> Option<&Approval> {
    record.approvals.iter().find(|approval| approval.id == id)
}

/// Settles how an approval ends without its transition, and writes it down.
fn close(draft: &mut Draft, id: RecordId, outcome: ApprovalOutcome, action: EntryAction) {
    let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) else { return };
    approval.outcome = outcome;
    let transition = approval.transition.clone();
    draft.log(action, |entry| {
        entry.transition = Some(transition);
        entry.approval = Some(id);
    });
}

/// Who may vote: read from the definition in force, where it still asks for an approval, else from the flow.
fn rule_of<'a>(step: &Step<'a>) -> Option<&'a ApprovalRule> {
    let pinned = step.flow.approval.as_ref()?;
    Some(step.in_force.approval.as_ref().unwrap_or(pinned))
}

/// Those who may not vote for the part that they had. Whoever asks counts as the doer.
fn excluded(record: &Record, step: &Step, rule: &ApprovalRule, asker: RecordId) -> BTreeSet<RecordId> {
    let mut asked = record.clone();
    asked.doers.insert(step.flow.id.clone(), asker);
    people::parties(&asked, &rule.not_same_as)
}

/// The voters who have not voted yet, in order.
fn not_yet(approval: &Approval) -> Vec<RecordId> {
    let voted = |voter: &&RecordId| approval.votes.iter().any(|vote| vote.voter == **voter);
    approval.voters.iter().filter(|voter| !voted(voter)).copied().collect()
}

/// Calls those who could vote now, and whoever stands in for them today.
fn call(draft: &Draft, reason: &str, approval: &Approval) -> Option<OutboxMessage> {
    let step = Step::find(draft.ctx, &draft.record, &approval.transition).ok()?;
    let (rule, awaited) = (rule_of(&step)?, awaited(approval));
    let deputies = awaited.iter().flat_map(|voter| people::deputies(draft.ctx, &rule.by, *voter));
    outbox::tell(draft, reason, awaited.iter().copied().chain(deputies))
}

/// The voters who could vote now.
fn awaited(approval: &Approval) -> Vec<RecordId> {
    let mut voters = not_yet(approval);
    if approval.form == ApprovalForm::InTurn {
        voters.truncate(1);
    }
    voters
}

/// Values that wait in an approval, as values given.
fn kept(values: &BTreeMap<FieldId, Value>) -> Valid {
    Valid::kept(values.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect())
}
