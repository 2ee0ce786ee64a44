//! How an approval stands by its votes, and what follows: the next step, an earlier one, the transition.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{ApprovalForm, StepId};

use super::seat::{Seats, came_in};
use super::{approval_of, askable, call, excluded, kept};
use crate::approval::Asking;
use crate::draft::Draft;
use crate::operation::transition::{self, Doing, Step};
use crate::{Approval, ApprovalOutcome, Context, Record, RecordId, Rejection, Snapshot, failpoint, outbox};

/// How the step that an approval is in stands, where so many of those asked and of those who came in may still vote today. Who came
/// in has to agree, whatever the form.
pub(super) fn outcome(approval: &Approval, (own, added): (usize, usize)) -> ApprovalOutcome {
    let is_refused = approval.votes_now().any(|vote| !vote.agrees && came_in(approval, vote.voter));
    match of_those_asked(approval, own) {
        _ if is_refused => ApprovalOutcome::Returned,
        ApprovalOutcome::Granted if added > 0 => ApprovalOutcome::Pending,
        outcome => outcome,
    }
}

/// The same by the votes of those asked alone. One vote against sends it back; in a share, as many as leave too few to agree.
pub(super) fn of_those_asked(approval: &Approval, left: usize) -> ApprovalOutcome {
    let votes: Vec<_> = approval.votes_now().filter(|vote| !came_in(approval, vote.voter)).collect();
    let all = votes.len() + left;
    let against = votes.iter().filter(|vote| !vote.agrees).count();
    let is_lost = match approval.form {
        ApprovalForm::Share(percent) => (all - against) * 100 < usize::from(percent) * all,
        _ => against > 0,
    };
    if is_lost {
        return ApprovalOutcome::Returned;
    }
    let agreed = votes.len() - against;
    let is_enough = agreed >= 1
        && match approval.form {
            ApprovalForm::One => true,
            _ if failpoint::armed("approval.grants_at_once") => true,
            ApprovalForm::All | ApprovalForm::InTurn => agreed >= all,
            ApprovalForm::Share(percent) => agreed * 100 >= usize::from(percent) * all,
        };
    if is_enough { ApprovalOutcome::Granted } else { ApprovalOutcome::Pending }
}

/// Settles how the approval stands by the `outcome` of its step: it goes on to the next one, back to `to`, or is over. A step
/// that nobody can give sends it back to whoever asked, so that it waits for nobody.
pub(super) fn settle(
    draft: &mut Draft,
    step: &Step,
    id: RecordId,
    outcome: ApprovalOutcome,
    to: Option<&StepId>,
) -> ApprovalOutcome {
    let Some(approval) = approval_of(&draft.record, id) else { return ApprovalOutcome::Pending };
    let next = match outcome {
        ApprovalOutcome::Granted => approval.next().cloned(),
        ApprovalOutcome::Returned if !failpoint::armed("approval.goes_back_to_whoever_asked") => to.cloned(),
        _ => None,
    };
    let asking = next.map(|at| asking(draft.ctx, &draft.record, step, approval, at));
    let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) else {
        return ApprovalOutcome::Pending;
    };
    approval.outcome = match asking {
        Some(asking) if asking.voters.is_empty() => ApprovalOutcome::Returned,
        Some(asking) => {
            approval.go_to(asking);
            ApprovalOutcome::Pending
        }
        None => outcome,
    };
    approval.outcome
}

/// What is asked at a step that the approval comes to.
fn asking(ctx: &Context, record: &Record, step: &Step, approval: &Approval, at: StepId) -> Asking {
    let mut there = approval.clone();
    there.step = Some(at.clone());
    let excluded = excluded(record, step, approval.asked_by, Some(&there));
    let voters = askable(ctx, record, step, Some(&at), &excluded);
    let form = step.flow.approval.as_ref().and_then(|rule| rule.step(&at)).map_or(approval.form, |found| found.form);
    Asking { step: at, form, voters }
}

/// Does what follows from how an approval has been settled: the transition, where enough have agreed.
pub(super) fn follow(
    draft: &mut Draft,
    step: &Step,
    snapshot: &Snapshot,
    approval: &Approval,
    outcome: ApprovalOutcome,
) -> Result<(), Rejection> {
    let asker = approval.asked_by;
    let reason = match outcome {
        ApprovalOutcome::Granted => "approval_granted",
        ApprovalOutcome::Returned => "approval_returned",
        _ => return Ok(()),
    };
    draft.outbox.extend(outbox::tell(draft, reason, [asker]));
    let copies = approval.copies.iter().copied().filter(|person| *person != asker);
    draft.outbox.extend(outbox::tell(draft, "approval_settled", copies.collect::<Vec<_>>()));
    if outcome == ApprovalOutcome::Granted {
        let doing = Doing { doer: asker, said: None, approval: Some(approval.id), follows: false };
        transition::perform(draft, step, snapshot, kept(&approval.values), doing)?;
    }
    Ok(())
}

/// Calls those whose votes are awaited now and were not before: at the step that it came to, in turn, after those before them.
pub(super) fn call_next(draft: &mut Draft, before: &BTreeSet<RecordId>, id: RecordId, has_moved: bool) {
    let Some(approval) = approval_of(&draft.record, id).filter(|it| it.outcome == ApprovalOutcome::Pending) else {
        return;
    };
    if has_moved {
        draft.outbox.extend(call(draft, "approval_asked", approval));
        return;
    }
    let now = super::callable(draft, approval);
    let new: Vec<_> = now.difference(before).copied().collect();
    draft.outbox.extend(outbox::tell(draft, "approval_asked", new));
}

/// A step that is to come and that nobody could give any more, once those `used` have voted; where nobody votes at two steps.
pub(super) fn starved(
    seats: &Seats,
    record: &Record,
    step: &Step,
    approval: &Approval,
    used: &[RecordId],
) -> Option<StepId> {
    let itself = yuheng_definition::Party::VoterOn(step.flow.id.clone());
    if !super::rule_of(step).is_some_and(|rule| rule.not_same_as.contains(&itself)) {
        return None;
    }
    let to_come: Vec<StepId> = approval.steps.iter().skip(approval.passed().len() + 1).cloned().collect();
    let people = |at: &StepId| {
        let mut found = askable(seats.context(), record, step, Some(at), &seats.excluded);
        found.retain(|person| !super::has_cast(approval, *person) && !super::has_voted(approval, *person));
        found
    };
    let before: Vec<Vec<RecordId>> = to_come.iter().map(people).collect();
    let mut after = before.clone();
    after.iter_mut().for_each(|people| people.retain(|person| !used.contains(person)));
    let lost = unmatched(&after)?;
    unmatched(&before).is_none().then(|| to_come.get(lost).cloned()).flatten()
}

/// The first of the steps that can't be given, if each person gives one of them at most.
pub(super) fn unmatched(steps: &[Vec<RecordId>]) -> Option<usize> {
    let mut given: BTreeMap<RecordId, usize> = BTreeMap::new();
    (0..steps.len()).find(|step| !is_given(steps, *step, &mut given, &mut BTreeSet::new()))
}

/// Finds somebody for a step, if need be by giving another step to somebody else.
fn is_given(
    steps: &[Vec<RecordId>],
    step: usize,
    given: &mut BTreeMap<RecordId, usize>,
    tried: &mut BTreeSet<RecordId>,
) -> bool {
    for person in steps.get(step).into_iter().flatten() {
        if !tried.insert(*person) {
            continue;
        }
        let other = given.get(person).copied();
        if other.is_none_or(|other| is_given(steps, other, given, tried)) {
            given.insert(*person, step);
            return true;
        }
    }
    false
}
