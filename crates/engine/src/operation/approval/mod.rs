//! Approvals: asked for by a transition in one step or several, voted on, sent back, taken back, urged, voided by an edit; others
//! come in or are told. Votes are never changed. When enough agree, the engine does the transition in the write of the last vote.

mod ask;
mod edit;
mod givable;
mod ground;
mod join;
mod seat;
mod settle;
mod vote;

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{ApprovalRule, FieldId, Holder, Party, StepId, Value};

pub(crate) use ask::QUIET_MINUTES;
pub(super) use ask::{ask, check_urge, check_withdraw, urge, withdraw};
pub(super) use edit::{Edit, void_edited, void_stranded};
pub use givable::{Lack, Ungivable, ungivable};
pub(super) use ground::faults as groundless;
pub(super) use join::{Joins, check_copy, check_join, copy, join};
pub use vote::OPINION_MAX;
pub(super) use vote::{Ballot, castable, check_vote, vote, ways_back};

use seat::Seats;

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
    let (transition, copies) = (approval.transition.clone(), approval.copies.clone());
    draft.outbox.extend(outbox::tell(draft, "approval_settled", copies));
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

/// Who votes at the `at` of its steps: as the definition in force says; a step that it has no more as the flow does.
fn holders_at<'a>(step: &Step<'a>, at: Option<&StepId>) -> &'a [Holder] {
    let rules = rule_of(step).into_iter().chain(step.flow.approval.as_ref());
    rules.filter_map(|rule| rule.voters_at(at)).next().unwrap_or_default()
}

/// Those who may not vote for the part that they had. Whoever asks counts as the doer, and never approves what it asks for. Where
/// its own voters are excluded, nobody votes at two of its steps.
fn excluded(record: &Record, step: &Step, asker: RecordId, approval: Option<&Approval>) -> BTreeSet<RecordId> {
    let Some(rule) = rule_of(step) else { return BTreeSet::new() };
    let mut asked = record.clone();
    asked.doers.insert(step.flow.id.clone(), asker);
    let itself = Party::VoterOn(step.flow.id.clone());
    let (own, others): (Vec<_>, Vec<_>) = rule.not_same_as.iter().cloned().partition(|party| *party == itself);
    let mut excluded = people::parties(&asked, &others);
    excluded.insert(asker);
    if let (Some(approval), false) = (approval, own.is_empty()) {
        let elsewhere = approval.standing().filter(|vote| vote.step != approval.step);
        excluded.extend(elsewhere.flat_map(|vote| [Some(vote.voter), vote.deputy]).flatten());
    }
    excluded
}

/// Who could be asked at a step today: its holders without those who had an excluded part, and those of whom nobody can sign in,
/// neither they nor whoever stands in.
fn askable(
    ctx: &Context,
    record: &Record,
    step: &Step,
    at: Option<&StepId>,
    excluded: &BTreeSet<RecordId>,
) -> Vec<RecordId> {
    let holders = holders_at(step, at);
    let mut found = people::holders(ctx, record, holders);
    found.retain(|person| !excluded.contains(person) && people::is_reached(ctx, holders, *person, excluded));
    found
}

/// Whose votes count today and are not cast yet, in order of turn: of those who were asked, whoever still holds what is
/// asked for; where none of them is left, whoever holds it today (docs/adr/0005-who-votes.md); and those who came in.
#[must_use]
pub fn electors(ctx: &Context, record: &Record, approval: &Approval) -> Vec<RecordId> {
    Step::find(ctx, record, &approval.transition)
        .map(|step| Seats::of(ctx, record, &step, approval).awaited().map(|seat| seat.person).collect())
        .unwrap_or_default()
}

/// Who could be asked at each of the steps that a pending approval has not come to, as things stand today.
#[must_use]
pub fn expected(ctx: &Context, record: &Record, approval: &Approval) -> BTreeMap<StepId, Vec<RecordId>> {
    let Ok(step) = Step::find(ctx, record, &approval.transition) else { return BTreeMap::new() };
    if approval.outcome != ApprovalOutcome::Pending {
        return BTreeMap::new();
    }
    let excluded = excluded(record, &step, approval.asked_by, None);
    let to_come = approval.steps.iter().skip(approval.passed().len() + 1);
    to_come.map(|at| (at.clone(), askable(ctx, record, &step, Some(at), &excluded))).collect()
}

/// Whether the vote of `voter` is cast at the step that the approval is in, by itself or for it.
fn has_voted(approval: &Approval, voter: RecordId) -> bool {
    approval.votes_now().any(|vote| vote.voter == voter)
}

/// Whether `person` has cast a vote there, its own or another's.
fn has_cast(approval: &Approval, person: RecordId) -> bool {
    approval.votes_now().any(|vote| vote.deputy.unwrap_or(vote.voter) == person)
}

/// Calls those who could vote now, and whoever stands in for them today.
fn call(draft: &Draft, reason: &str, approval: &Approval) -> Option<OutboxMessage> {
    let called = callable(draft, approval);
    outbox::tell(draft, reason, called)
}

/// Those who could vote now, and whoever stands in for them today.
fn callable(draft: &Draft, approval: &Approval) -> BTreeSet<RecordId> {
    let Ok(step) = Step::find(draft.ctx, &draft.record, &approval.transition) else { return BTreeSet::new() };
    let seats = Seats::of(draft.ctx, &draft.record, &step, approval);
    let ready = seats.awaited().filter(|seat| seats.is_ready(seat));
    ready.flat_map(|seat| seats.deputies(seat).into_iter().chain([seat.person])).collect()
}

/// Values that wait in an approval, as values given.
fn kept(values: &BTreeMap<FieldId, Value>) -> Valid {
    Valid::kept(values.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect())
}
