//! What whoever needs an approval does: asks for it, takes it back, reminds the voters.

use std::collections::BTreeMap;

use yuheng_definition::{Action, FieldId, Value};

use super::vote::{follow, settle};
use super::{call, close, excluded, kept, left, pending, rule_of};
use crate::draft::Draft;
use crate::fields::{self, Valid};
use crate::operation::comment::Said;
use crate::operation::transition::{self, Step};
use crate::operation::{may, update, visible};
use crate::{
    Approval, ApprovalOutcome, Context, EntryAction, Fault, Missing, Record, RecordId, Rejection, Snapshot, WriteSet,
    access, outbox, people,
};

/// Opens the approval that a transition needs; the values given wait in it.
pub(in crate::operation) fn ask(
    draft: &mut Draft,
    step: &Step,
    snapshot: &Snapshot,
    valid: Valid,
    said: Option<Said>,
) -> Result<(), Rejection> {
    let Some(form) = step.flow.approval.as_ref().map(|rule| rule.form) else { return Ok(()) };
    let trial = rehearse(draft, step, snapshot, valid)?;
    let voters = voters(draft.ctx, &trial.record, step);
    if voters.is_empty() {
        return Err(Rejection::Forbidden(Missing::Voter));
    }
    let approval = Approval {
        id: draft.ctx.ids.next(),
        transition: step.flow.id.clone(),
        asked_by: draft.ctx.actor.id,
        asked_at: draft.ctx.now,
        form,
        voters,
        votes: Vec::new(),
        outcome: ApprovalOutcome::Pending,
        values: trial.values,
        urged: 0,
    };
    let id = approval.id;
    draft.outbox.extend(call(draft, "approval_asked", &approval));
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
    Ok(Trial { record: trial.record, values })
}

/// Who votes: the holders of today without those who had an excluded part.
fn voters(ctx: &Context, record: &Record, step: &Step) -> Vec<RecordId> {
    let Some(rule) = rule_of(step) else { return Vec::new() };
    let excluded = excluded(record, step, rule, ctx.actor.id);
    let mut voters = people::holders(ctx, record, &rule.by);
    voters.retain(|voter| !excluded.contains(voter));
    voters
}

/// Takes an approval back; the transition does not happen.
pub(in crate::operation) fn withdraw(ctx: &Context, snapshot: &Snapshot, id: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_withdraw(ctx, record, approval)?;
    let mut draft = Draft::of(ctx, record)?;
    draft.outbox.extend(outbox::tell(&draft, "approval_withdrawn", approval.voters.iter().copied()));
    close(&mut draft, id, ApprovalOutcome::Withdrawn, EntryAction::ApprovalWithdrawn);
    Ok(draft.finish())
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
    if approval.votes.is_empty() {
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
    let outcome = settle(&mut draft, approval.id, left(ctx, record, &step, approval).len());
    follow(&mut draft, &step, snapshot, approval, outcome)?;
    Ok(draft.finish())
}

/// Whether the actor may remind the voters: whoever asked, and whoever may work on the record.
pub(in crate::operation) fn check_urge(ctx: &Context, record: &Record, approval: &Approval) -> Result<(), Rejection> {
    check_withdraw(ctx, record, approval).or_else(|_| may(ctx, record, Action::Update))
}
