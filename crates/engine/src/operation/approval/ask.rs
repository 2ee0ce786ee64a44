//! What whoever needs an approval does: asks for it, takes it back, reminds the voters.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use yuheng_definition::{ApprovalRule, FieldId, Party, StepId, Value};

use super::join::remember;
use super::seat::Seats;
use super::settle::{call_next, follow, outcome, settle, unmatched};
use super::{approval_of, askable, call, callable, close, electors, excluded, kept, pending, rule_of};
use crate::draft::Draft;
use crate::fields::{self, Valid};
use crate::operation::comment::Said;
use crate::operation::transition::{self, Step};
use crate::operation::{opening, update, visible};
use crate::{
    Approval, ApprovalOutcome, Audience, Context, EntryAction, Fault, Missing, Record, RecordId, Rejection, Snapshot,
    WriteSet, access, mention, outbox, people,
};

/// Opens the approval that a transition needs; the values given wait in it.
pub(in crate::operation) fn ask(
    draft: &mut Draft,
    step: &Step,
    snapshot: &Snapshot,
    valid: Valid,
    said: Option<Said>,
) -> Result<(), Rejection> {
    let Some(rule) = step.flow.approval.as_ref() else { return Ok(()) };
    let trial = rehearse(draft, step, snapshot, valid)?;
    let first = rule.steps.first();
    let voters = voters(draft.ctx, &trial.record, step, rule)?;
    let copies = copies(draft, &trial.record, step, &voters);
    let approval = Approval {
        id: draft.ctx.ids.next(),
        transition: step.flow.id.clone(),
        asked_by: draft.ctx.actor.id,
        asked_at: draft.ctx.now,
        form: first.map_or(rule.form, |first| first.form),
        voters,
        votes: Vec::new(),
        outcome: ApprovalOutcome::Pending,
        values: trial.values,
        urged: 0,
        urged_at: None,
        steps: rule.steps.iter().map(|step| step.id.clone()).collect(),
        step: first.map(|first| first.id.clone()),
        earlier: Vec::new(),
        signers: Vec::new(),
        copies,
    };
    let id = approval.id;
    draft.outbox.extend(call(draft, "approval_asked", &approval));
    draft.outbox.extend(outbox::tell(draft, "approval_copied", approval.copies.iter().copied()));
    remember(draft, &approval.copies);
    if let Some(said) = &said {
        said.tell(draft, &[])?;
    }
    draft.record.approvals.push(approval);
    draft.log(EntryAction::ApprovalAsked, |entry| {
        entry.transition = Some(step.flow.id.clone());
        entry.approval = Some(id);
        entry.comment = said.map(Said::into_entry);
    });
    Ok(())
}

/// What the transition would make of the record, and the values for it.
struct Trial {
    record: Record,
    values: BTreeMap<FieldId, Value>,
}

/// Tries the transition without doing it, so that nobody is asked to agree to what can't happen.
fn rehearse(draft: &Draft, step: &Step, snapshot: &Snapshot, valid: Valid) -> Result<Trial, Rejection> {
    let mut values = BTreeMap::new();
    for (id, value) in valid.into_inner() {
        match value {
            Some(value) => {
                values.insert(id, value);
            }
            None if draft.record.fields.contains_key(&id) => return fields::refuse(id.as_str(), Fault::Missing),
            None => {}
        }
    }
    let Some(before) = draft.before else { return Err(Rejection::NotFound) };
    let mut trial = Draft::of(draft.ctx, before)?;
    update::apply(&mut trial, snapshot, kept(&values))?;
    transition::ready(&trial, step)?;
    opening::ended(snapshot, trial.process, &trial.record, step)?;
    opening::open(&mut trial, step, snapshot)?;
    Ok(Trial { record: trial.record, values })
}

/// Who votes first: the holders of today without those who had an excluded part. Nothing is asked for that can't be given.
fn voters(ctx: &Context, record: &Record, step: &Step, rule: &ApprovalRule) -> Result<Vec<RecordId>, Rejection> {
    let excluded = excluded(record, step, ctx.actor.id, None);
    let at = |at: Option<&StepId>| askable(ctx, record, step, at, &excluded);
    if rule.steps.is_empty() {
        let voters = at(None);
        return if voters.is_empty() { Err(Rejection::Forbidden(Missing::Voter)) } else { Ok(voters) };
    }
    let steps: Vec<_> = rule.steps.iter().map(|step| at(Some(&step.id))).collect();
    let itself = Party::VoterOn(step.flow.id.clone());
    let is_split = rule_of(step).is_some_and(|rule| rule.not_same_as.contains(&itself));
    let starved = if is_split { unmatched(&steps) } else { steps.iter().position(Vec::is_empty) };
    if let Some(starved) = starved.and_then(|at| rule.steps.get(at)) {
        return Err(Rejection::Forbidden(Missing::VoterAt(starved.label.clone())));
    }
    Ok(steps.into_iter().next().unwrap_or_default())
}

/// Who is told beside those who vote, as far as they see the record.
fn copies(draft: &Draft, record: &Record, step: &Step, voters: &[RecordId]) -> Vec<RecordId> {
    let holders = rule_of(step).map(|rule| people::holders(draft.ctx, record, &rule.copies)).unwrap_or_default();
    let is_told = |person: &RecordId| {
        *person != draft.ctx.actor.id && !voters.contains(person) && mention::reads(draft, *person, Audience::Public)
    };
    holders.into_iter().filter(is_told).collect()
}

/// Takes an approval back; the transition does not happen.
pub(in crate::operation) fn withdraw(ctx: &Context, snapshot: &Snapshot, id: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_withdraw(ctx, record, approval)?;
    let mut draft = Draft::of(ctx, record)?;
    let told: BTreeSet<_> = asked(approval).chain(callable(&draft, approval)).collect();
    draft.outbox.extend(outbox::tell(&draft, "approval_withdrawn", told));
    close(&mut draft, id, ApprovalOutcome::Withdrawn, EntryAction::ApprovalWithdrawn);
    Ok(draft.finish())
}

/// Who was asked for a vote at the step that the approval is in, and who came in.
pub(super) fn asked(approval: &Approval) -> impl Iterator<Item = RecordId> + '_ {
    let came = approval.signers.iter().map(|signer| signer.person);
    approval.voters.iter().copied().chain(came)
}

/// Whether the actor may take the approval back.
pub(in crate::operation) fn check_withdraw(
    ctx: &Context,
    record: &Record,
    approval: &Approval,
) -> Result<(), Rejection> {
    access::may_write(ctx, record).map_err(Rejection::Forbidden)?;
    if approval.asked_by == ctx.actor.id { Ok(()) } else { Err(Rejection::Forbidden(Missing::Asker)) }
}

/// Reminds those whose votes are awaited, and settles the approval by those who may vote today: where others lost what was
/// asked for, the votes may be enough without them, or too few can be reached. Where enough have agreed to what can't be
/// done now, it stays as it is, and the reminder goes out all the same.
pub(in crate::operation) fn urge(ctx: &Context, snapshot: &Snapshot, id: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_urge(ctx, record, approval)?;
    // Before the first vote nothing can have been settled by those who are gone.
    if approval.votes_now().next().is_none() {
        return Ok(reminder(ctx, record, approval)?.finish());
    }
    match settled(ctx, snapshot, record, approval) {
        Err(rejection) if cannot_be_done_now(&rejection) => Ok(reminder(ctx, record, approval)?.finish()),
        done => done,
    }
}

/// Whether a step is refused for what the record holds today: a field that it asks for, a value that doesn't fit any more, its
/// guard. That can be another tomorrow.
const fn cannot_be_done_now(rejection: &Rejection) -> bool {
    matches!(rejection, Rejection::Invalid(_) | Rejection::Forbidden(Missing::Guard(_)))
}

fn reminder<'c>(ctx: &'c Context<'c>, record: &'c Record, approval: &Approval) -> Result<Draft<'c>, Rejection> {
    let mut draft = Draft::of(ctx, record)?;
    draft.outbox.extend(call(&draft, "approval_urged", approval));
    if let Some(known) = draft.record.approvals.iter_mut().find(|known| known.id == approval.id) {
        known.urged += 1;
        known.urged_at = Some(draft.ctx.now);
    }
    draft.log(EntryAction::ApprovalUrged, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(approval.id);
    });
    Ok(draft)
}

fn settled(ctx: &Context, snapshot: &Snapshot, record: &Record, approval: &Approval) -> Result<WriteSet, Rejection> {
    let mut draft = reminder(ctx, record, approval)?;
    let step = Step::find(ctx, record, &approval.transition)?;
    let seats = Seats::of(ctx, record, &step, approval);
    let verdict = outcome(approval, seats.left_without(None));
    let outcome = settle(&mut draft, &step, approval.id, verdict, None);
    let has_moved = approval_of(&draft.record, approval.id).is_some_and(|now| now.step != approval.step);
    follow(&mut draft, &step, snapshot, approval, outcome)?;
    if has_moved {
        call_next(&mut draft, &BTreeSet::new(), approval.id, true);
    }
    Ok(draft.finish())
}

/// After a reminder of an approval, no other goes out for so many minutes. After which urge of a record another may follow is said
/// by its step's own condition.
pub(crate) const QUIET_MINUTES: i64 = 30;

/// Whether the actor may remind the voters: whoever asked, and not right after a reminder. Where nobody is left to remind, and no
/// vote is cast that could settle it, that is said instead.
pub(in crate::operation) fn check_urge(ctx: &Context, record: &Record, approval: &Approval) -> Result<(), Rejection> {
    check_withdraw(ctx, record, approval)?;
    if approval.votes_now().next().is_none() && electors(ctx, record, approval).is_empty() {
        return Err(Rejection::Forbidden(Missing::Voter));
    }
    let quiet = |at: Timestamp| at <= ctx.now && ctx.now.duration_since(at) < SignedDuration::from_mins(QUIET_MINUTES);
    if approval.urged_at.is_some_and(quiet) { Err(Rejection::Forbidden(Missing::Quiet)) } else { Ok(()) }
}
