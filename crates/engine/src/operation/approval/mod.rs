//! Approvals: asked for by a transition, voted on, sent back, taken back, urged, voided by an edit. Votes are never
//! changed. When enough agree, the engine does the transition in the write of the last vote.

mod ask;
mod edit;
mod ground;
mod vote;

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{ApprovalForm, ApprovalRule, FieldId, Value};

pub(super) use ask::{ask, check_urge, check_withdraw, urge, withdraw};
pub(super) use edit::{Edit, void_edited, void_stranded};
pub(super) use ground::faults as groundless;
pub use vote::OPINION_MAX;
pub(super) use vote::{Ballot, castable, check_vote, vote};

use super::transition::Step;
use crate::draft::Draft;
use crate::fields::Valid;
use crate::{
    Approval, ApprovalOutcome, Context, EntryAction, OutboxMessage, Record, RecordId, Rejection, outbox, people,
};

/// The approval `id`, if it still waits for votes.
pub(super) fn pending(record: &Record, id: RecordId) -> Result<&Approval, Rejection> {
    let approval = approval_of(record, id).ok_or(Rejection::NotFound)?;
    match approval.outcome {
        ApprovalOutcome::Pending if record.voided.is_some() => Err(Rejection::ApprovalClosed(ApprovalOutcome::Voided)),
        ApprovalOutcome::Pending => Ok(approval),
        outcome => Err(Rejection::ApprovalClosed(outcome)),
    }
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

/// Those who may not vote for the part that they had. Whoever asks counts as the doer, and never approves what it asks for.
fn excluded(record: &Record, step: &Step, rule: &ApprovalRule, asker: RecordId) -> BTreeSet<RecordId> {
    let mut asked = record.clone();
    asked.doers.insert(step.flow.id.clone(), asker);
    let mut excluded = people::parties(&asked, &rule.not_same_as);
    excluded.insert(asker);
    excluded
}

/// Whose votes count today and are not cast yet, in order of turn: of those who were asked, whoever still holds what is
/// asked for; where none of them is left, whoever holds it today (docs/adr/0005-who-votes.md).
#[must_use]
pub fn electors(ctx: &Context, record: &Record, approval: &Approval) -> Vec<RecordId> {
    Step::find(ctx, record, &approval.transition).map(|step| left(ctx, record, &step, approval)).unwrap_or_default()
}

fn left(ctx: &Context, record: &Record, step: &Step, approval: &Approval) -> Vec<RecordId> {
    let Some(rule) = rule_of(step).filter(|_| approval.outcome == ApprovalOutcome::Pending) else { return Vec::new() };
    let excluded = excluded(record, step, rule, approval.asked_by);
    let mut today = people::holders(ctx, record, &rule.by);
    today.retain(|person| !excluded.contains(person) && !has_voted(approval, *person));
    let mut asked = approval.voters.clone();
    asked.retain(|voter| today.contains(voter));
    if !asked.is_empty() {
        return asked;
    }
    today.retain(|person| !has_cast(approval, *person));
    today
}

/// Whether the vote of `voter` is cast, by itself or for it.
fn has_voted(approval: &Approval, voter: RecordId) -> bool {
    approval.votes.iter().any(|vote| vote.voter == voter)
}

/// Whether `person` has cast a vote, its own or another's.
fn has_cast(approval: &Approval, person: RecordId) -> bool {
    approval.votes.iter().any(|vote| vote.deputy.unwrap_or(vote.voter) == person)
}

/// Calls those who could vote now, and whoever stands in for them today.
fn call(draft: &Draft, reason: &str, approval: &Approval) -> Option<OutboxMessage> {
    let step = Step::find(draft.ctx, &draft.record, &approval.transition).ok()?;
    let (rule, awaited) = (rule_of(&step)?, awaited(draft, &step, approval));
    let deputies = awaited.iter().flat_map(|voter| people::deputies(draft.ctx, &rule.by, *voter));
    outbox::tell(draft, reason, awaited.iter().copied().chain(deputies))
}

/// The voters who could vote now.
fn awaited(draft: &Draft, step: &Step, approval: &Approval) -> Vec<RecordId> {
    let mut voters = left(draft.ctx, &draft.record, step, approval);
    if approval.form == ApprovalForm::InTurn {
        voters.truncate(1);
    }
    voters
}

/// Values that wait in an approval, as values given.
fn kept(values: &BTreeMap<FieldId, Value>) -> Valid {
    Valid::kept(values.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect())
}
