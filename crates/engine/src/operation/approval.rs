//! Approvals: asked for by a transition, voted on, sent back, taken back, urged, voided by an edit. Votes are never
//! changed. When enough agree, the engine does the transition in the write of the last vote.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{Action, ApprovalForm, ApprovalRule, FieldId, StateId, Value};

use super::comment::Said;
use super::transition::{self, Doing, Step};
use super::{may, visible};
use crate::draft::Draft;
use crate::fields::{self, Given, Valid};
use crate::values::paragraphs;
use crate::{
    Approval, ApprovalOutcome, Context, EntryAction, Fault, Missing, Record, RecordId, Rejection, Snapshot, Vote,
    WriteSet, access, outbox, people,
};

/// The longest opinion, in characters.
pub const OPINION_MAX: usize = 2_000;

/// Opens the approval that a transition needs; the values given wait in it.
pub(super) fn ask(
    draft: &mut Draft,
    step: &Step,
    snapshot: &Snapshot,
    valid: Valid,
    said: Option<Said>,
) -> Result<(), Rejection> {
    let Some(rule) = &step.flow.approval else { return Ok(()) };
    let trial = rehearse(draft, step, snapshot, valid)?;
    let voters = voters(draft.ctx, &trial.record, step, rule, draft.ctx.actor.id);
    if voters.is_empty() {
        return Err(Rejection::Forbidden(Missing::Voter));
    }
    let approval = Approval {
        id: draft.ctx.ids.next(),
        transition: step.flow.id.clone(),
        asked_by: draft.ctx.actor.id,
        asked_at: draft.ctx.now,
        form: rule.form,
        voters,
        votes: Vec::new(),
        outcome: ApprovalOutcome::Pending,
        values: trial.values,
        urged: 0,
    };
    let id = approval.id;
    draft.outbox.extend(call(draft, "approval_asked", who(step, rule), &approval));
    draft.outbox.extend(said.as_ref().and_then(|said| said.message(draft)));
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
    super::update::apply(&mut trial, snapshot, kept(&values))?;
    transition::ready(&trial, step)?;
    Ok(Trial { record: trial.record, values })
}

fn kept(values: &BTreeMap<FieldId, Value>) -> Valid {
    Valid::kept(values.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect::<Given>())
}

/// Who votes: the holders of today without those who had an excluded part. Whoever asks counts as the doer.
fn voters(ctx: &Context, record: &Record, step: &Step, rule: &ApprovalRule, asker: RecordId) -> Vec<RecordId> {
    let who = who(step, rule);
    let excluded = excluded(record, step, who, asker);
    let mut voters = people::holders(ctx, record, &who.by);
    voters.retain(|voter| !excluded.contains(voter));
    voters
}

/// Who may vote is read from the definition in force, where it still asks for an approval.
fn who<'a>(step: &Step<'a>, rule: &'a ApprovalRule) -> &'a ApprovalRule {
    step.in_force.approval.as_ref().unwrap_or(rule)
}

fn excluded(record: &Record, step: &Step, who: &ApprovalRule, asker: RecordId) -> BTreeSet<RecordId> {
    let mut asked = record.clone();
    asked.doers.insert(step.flow.id.clone(), asker);
    people::parties(&asked, &who.not_same_as)
}

/// A vote as it is given.
pub(super) struct Ballot<'a> {
    /// Whose it is.
    pub(super) voter: RecordId,
    /// Whether it agrees.
    pub(super) agrees: bool,
    /// The opinion.
    pub(super) opinion: Option<&'a str>,
}

/// Votes. Enough votes that agree grant it, and the transition happens; one that does not sends it back.
pub(super) fn vote(ctx: &Context, snapshot: &Snapshot, id: RecordId, ballot: &Ballot) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_vote(ctx, record, approval, ballot.voter)?;
    let opinion = opinion(ballot)?;
    let step = Step::find(ctx, record, &approval.transition)?;
    let deputy = (ctx.actor.id != ballot.voter).then_some(ctx.actor.id);
    let vote = Vote { voter: ballot.voter, deputy, at: ctx.now, agrees: ballot.agrees, opinion };

    let mut draft = Draft::of(ctx, record)?;
    let outcome = cast(&mut draft, id, &vote);
    draft.log(EntryAction::Voted, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(id);
        entry.on_behalf_of = deputy.is_some().then_some(vote.voter);
        entry.vote = Some(vote);
    });
    let asker = approval.asked_by;
    match outcome {
        ApprovalOutcome::Granted => {
            draft.outbox.extend(outbox::tell(&draft, "approval_granted", [asker]));
            let doing = Doing { doer: asker, said: None, approval: Some(id) };
            transition::perform(&mut draft, &step, snapshot, kept(&approval.values), doing)?;
        }
        ApprovalOutcome::Returned => draft.outbox.extend(outbox::tell(&draft, "approval_returned", [asker])),
        _ => {
            let next = approval_of(&draft.record, id).filter(|approval| approval.form == ApprovalForm::InTurn);
            draft.outbox.extend(next.and_then(|approval| outbox::tell(&draft, "approval_asked", awaited(approval))));
        }
    }
    Ok(draft.finish())
}

/// Adds the vote and settles how the approval stands.
fn cast(draft: &mut Draft, id: RecordId, vote: &Vote) -> ApprovalOutcome {
    let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) else {
        return ApprovalOutcome::Pending;
    };
    approval.votes.push(vote.clone());
    approval.outcome = outcome(approval);
    approval.outcome
}

/// How an approval stands by its votes.
fn outcome(approval: &Approval) -> ApprovalOutcome {
    if approval.votes.iter().any(|vote| !vote.agrees) {
        return ApprovalOutcome::Returned;
    }
    let (agreed, all) = (approval.votes.len(), approval.voters.len());
    let is_enough = match approval.form {
        ApprovalForm::One => agreed >= 1,
        ApprovalForm::All | ApprovalForm::InTurn => agreed >= all,
        ApprovalForm::Share(percent) => agreed * 100 >= usize::from(percent) * all,
    };
    if is_enough { ApprovalOutcome::Granted } else { ApprovalOutcome::Pending }
}

/// Whether the actor may cast the vote of `voter`: its own, or as the deputy of the day; in turn, and once.
pub(super) fn check_vote(
    ctx: &Context,
    record: &Record,
    approval: &Approval,
    voter: RecordId,
) -> Result<(), Rejection> {
    let missing = |missing| Err(Rejection::Forbidden(missing));
    access::may_write(ctx, record).map_err(Rejection::Forbidden)?;
    let step = Step::find(ctx, record, &approval.transition)?;
    let Some(rule) = &step.flow.approval else { return missing(Missing::Vote) };
    let who = who(&step, rule);
    let (actor, missing_votes) = (ctx.actor.id, not_yet(approval));
    if !missing_votes.contains(&voter) || (actor != voter && !people::stands_in(ctx, &who.by, voter, actor)) {
        return missing(Missing::Vote);
    }
    let excluded = excluded(record, &step, who, approval.asked_by);
    if excluded.contains(&voter) || excluded.contains(&actor) {
        return missing(Missing::SomebodyElse(step.flow.label.clone()));
    }
    if approval.form == ApprovalForm::InTurn && missing_votes.first() != Some(&voter) {
        return missing(Missing::Turn);
    }
    Ok(())
}

/// Those whose votes the actor could cast: its own first.
pub(super) fn castable(ctx: &Context, approval: &Approval) -> Vec<RecordId> {
    let mut voters = not_yet(approval);
    voters.retain(|voter| *voter == ctx.actor.id || ctx.actor.deputises.contains(voter));
    voters.sort_by_key(|voter| *voter != ctx.actor.id);
    voters
}

/// The voters who have not voted yet, in order.
fn not_yet(approval: &Approval) -> Vec<RecordId> {
    let voted = |voter: &&RecordId| approval.votes.iter().any(|vote| vote.voter == **voter);
    approval.voters.iter().filter(|voter| !voted(voter)).copied().collect()
}

/// Asks those who could vote now, and whoever stands in for them today.
fn call(draft: &Draft, reason: &str, who: &ApprovalRule, approval: &Approval) -> Option<OutboxMessage> {
    let awaited = awaited(approval);
    let deputies = awaited.iter().flat_map(|voter| people::deputies(draft.ctx, &who.by, *voter));
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

fn opinion(ballot: &Ballot) -> Result<Option<String>, Rejection> {
    let opinion = match paragraphs(ballot.opinion.unwrap_or_default(), OPINION_MAX) {
        Ok(Some(Value::Text(opinion))) => Some(opinion),
        Ok(_) => None,
        Err(fault) => return fields::refuse("opinion", fault),
    };
    if opinion.is_none() && !ballot.agrees {
        return fields::refuse("opinion", Fault::Missing);
    }
    Ok(opinion)
}

/// Takes an approval back; the transition does not happen.
pub(super) fn withdraw(ctx: &Context, snapshot: &Snapshot, id: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_withdraw(ctx, record, approval)?;
    let mut draft = Draft::of(ctx, record)?;
    draft.outbox.extend(outbox::tell(&draft, "approval_withdrawn", approval.voters.iter().copied()));
    close(&mut draft, id, ApprovalOutcome::Withdrawn, EntryAction::ApprovalWithdrawn, None);
    Ok(draft.finish())
}

/// Whether the actor may take the approval back.
pub(super) fn check_withdraw(ctx: &Context, record: &Record, approval: &Approval) -> Result<(), Rejection> {
    access::may_write(ctx, record).map_err(Rejection::Forbidden)?;
    if approval.asked_by == ctx.actor.id { Ok(()) } else { Err(Rejection::Forbidden(Missing::Asker)) }
}

/// Reminds those whose votes are awaited.
pub(super) fn urge(ctx: &Context, snapshot: &Snapshot, id: RecordId) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_urge(ctx, record, approval)?;
    let mut draft = Draft::of(ctx, record)?;
    draft.outbox.extend(outbox::tell(&draft, "approval_urged", awaited(approval)));
    if let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) {
        approval.urged += 1;
    }
    draft.log(EntryAction::ApprovalUrged, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(id);
    });
    Ok(draft.finish())
}

/// Whether the actor may remind the voters: whoever asked, and whoever may work on the record.
pub(super) fn check_urge(ctx: &Context, record: &Record, approval: &Approval) -> Result<(), Rejection> {
    check_withdraw(ctx, record, approval).or_else(|_| may(ctx, record, Action::Update))
}

/// By what fields were changed.
pub(super) enum Edit {
    /// By an update: an approval that names no fields covers them all.
    ByUpdate,
    /// By a transition, perhaps the one just approved: only what an approval names counts.
    ByTransition(Option<RecordId>),
}

/// Voids the approvals whose ground the draft's changes take away. A record that still rests where a granted one led
/// goes back to where it was asked from: what was approved is no longer what is there.
pub(super) fn void_edited(draft: &mut Draft, edit: Edit) {
    for (id, back) in edited(draft, &edit) {
        if let Some(state) = back {
            draft.move_to(&state);
        }
        void(draft, id);
    }
}

fn edited(draft: &Draft, edit: &Edit) -> Vec<(RecordId, Option<StateId>)> {
    let approvals = &draft.record.approvals;
    let rests_for_ever = draft.flow.states.get(&draft.record.state).is_some_and(|state| state.kind.is_end());
    let is_last = |at: usize, one: &Approval| !approvals[at + 1..].iter().any(|next| next.transition == one.transition);
    let found = approvals.iter().enumerate().filter(|(at, one)| is_last(*at, one)).filter_map(|(_, approval)| {
        let step = draft.flow.transitions.get(&approval.transition)?;
        let covers = &step.approval.as_ref()?.covers;
        let (own, all) = match edit {
            Edit::ByUpdate => (false, covers.is_empty()),
            Edit::ByTransition(own) => (*own == Some(approval.id), false),
        };
        let stands = match approval.outcome {
            ApprovalOutcome::Pending => true,
            // Beyond the state that it led to, where the record may rest for ever, it has had its effect.
            ApprovalOutcome::Granted => !rests_for_ever || draft.record.state == step.to,
            _ => false,
        };
        if own || !stands || !(all || covers.iter().any(|field| draft.has_changed(field.as_str()))) {
            return None;
        }
        let rests = approval.outcome == ApprovalOutcome::Granted && draft.record.state == step.to;
        let back = step.from.first().filter(|_| rests && matches!(edit, Edit::ByUpdate));
        Some((approval.id, back.cloned()))
    });
    found.collect()
}

/// Voids the pending approvals of transitions that can't happen any more from where the record is now.
pub(super) fn void_stranded(draft: &mut Draft) {
    let record = &draft.record;
    let starts = |approval: &Approval| {
        let step = draft.flow.transitions.get(&approval.transition);
        record.voided.is_none() && step.is_some_and(|step| step.from.contains(&record.state))
    };
    let pending = record.approvals.iter().filter(|approval| approval.outcome == ApprovalOutcome::Pending);
    let stranded: Vec<_> = pending.filter(|approval| !starts(approval)).map(|approval| approval.id).collect();
    for id in stranded {
        void(draft, id);
    }
}

fn void(draft: &mut Draft, id: RecordId) {
    let Some(approval) = approval_of(&draft.record, id) else { return };
    let told: Vec<_> = approval.voters.iter().copied().chain([approval.asked_by]).collect();
    draft.outbox.extend(outbox::tell(draft, "approval_voided", told));
    close(draft, id, ApprovalOutcome::Voided, EntryAction::ApprovalVoided, None);
}

fn close(draft: &mut Draft, id: RecordId, outcome: ApprovalOutcome, action: EntryAction, reason: Option<String>) {
    let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) else { return };
    approval.outcome = outcome;
    let transition = approval.transition.clone();
    draft.log(action, |entry| {
        entry.transition = Some(transition);
        entry.approval = Some(id);
        entry.reason = reason;
    });
}

fn approval_of(record: &Record, id: RecordId) -> Option<&Approval> {
    record.approvals.iter().find(|approval| approval.id == id)
}

/// The approval `id`, if it still waits for votes.
fn pending(record: &Record, id: RecordId) -> Result<&Approval, Rejection> {
    let approval = approval_of(record, id).ok_or(Rejection::NotFound)?;
    if record.voided.is_some() || approval.outcome != ApprovalOutcome::Pending {
        return Err(Rejection::ApprovalClosed);
    }
    Ok(approval)
}
