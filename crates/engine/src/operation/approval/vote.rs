//! Votes: one a person, never changed, by a voter of the day or that voter's deputy.

use yuheng_definition::{Label, Liberty, OptionId, StepId, Value};

use super::seat::Seats;
use super::settle::{call_next, follow, outcome, settle, starved};
use super::{approval_of, callable, electors, has_cast, has_voted, holders_at, pending, rule_of};
use crate::draft::Draft;
use crate::operation::transition::Step;
use crate::operation::visible;
use crate::values::paragraphs;
use crate::{
    Approval, ApprovalOutcome, Context, EntryAction, Fault, Joining, Missing, Record, RecordId, Rejection, Snapshot,
    Vote, WriteSet, access, explain, failpoint, fields, people,
};

/// The longest opinion, in characters.
pub const OPINION_MAX: usize = 2_000;

/// A vote as it is given.
pub(in crate::operation) struct Ballot<'a> {
    /// Whose it is.
    pub(in crate::operation) voter: RecordId,
    /// Whether it agrees.
    pub(in crate::operation) agrees: bool,
    /// The opinion.
    pub(in crate::operation) opinion: Option<&'a str>,
    /// The earlier step that it sends it back to.
    pub(in crate::operation) to_step: Option<&'a StepId>,
}

/// Votes. Enough votes that agree grant the step, and after the last the transition happens; one that does not sends it back.
pub(in crate::operation) fn vote(
    ctx: &Context,
    snapshot: &Snapshot,
    id: RecordId,
    ballot: &Ballot,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_vote(ctx, record, approval, ballot.voter)?;
    let step = Step::find(ctx, record, &approval.transition)?;
    check_way_back(&step, approval, ballot)?;
    let opinion = opinion(ballot)?;
    let deputy = (ctx.actor.id != ballot.voter).then_some(ctx.actor.id);
    let seats = Seats::of(ctx, record, &step, approval);
    if ballot.agrees
        && let Some(at) = starved(&seats, record, &step, approval, &[ballot.voter, ctx.actor.id])
    {
        return Err(Rejection::Forbidden(Missing::Reserved(label_of(&step, &at))));
    }
    let mut vote = Vote {
        voter: ballot.voter,
        deputy,
        at: ctx.now,
        agrees: ballot.agrees,
        opinion,
        step: approval.step.clone(),
        to_step: None,
    };

    let mut draft = Draft::of(ctx, record)?;
    let (left, called) = (seats.left_without(Some(ballot.voter)), callable(&draft, approval));
    let mut voted = approval.clone();
    voted.votes.push(vote.clone());
    let verdict = outcome(&voted, left);
    // A vote that others outweigh sends nothing back by itself.
    vote.to_step = ballot.to_step.filter(|_| verdict == ApprovalOutcome::Returned).cloned();
    if let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) {
        approval.votes.push(vote.clone());
    }
    let outcome = settle(&mut draft, &step, id, verdict, vote.to_step.as_ref());
    if outcome == ApprovalOutcome::Returned {
        // Nobody could vote there.
        vote.to_step = None;
        let cast = draft.record.approvals.iter_mut().find(|it| it.id == id).and_then(|it| it.votes.last_mut());
        cast.into_iter().for_each(|cast| cast.to_step = None);
    }
    let has_moved = approval_of(&draft.record, id).is_some_and(|now| now.step != approval.step);
    draft.log(EntryAction::Voted, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(id);
        entry.on_behalf_of = deputy.is_some().then_some(vote.voter);
        entry.vote = Some(vote);
    });
    follow(&mut draft, &step, snapshot, approval, outcome)?;
    call_next(&mut draft, &called, id, has_moved);
    Ok(draft.finish())
}

/// Whether a vote sends it back to where it can be sent: to a step that it has passed, where the approval allows that.
fn check_way_back(step: &Step, approval: &Approval, ballot: &Ballot) -> Result<(), Rejection> {
    let Some(to) = ballot.to_step else { return Ok(()) };
    let passed = ways_back(step, approval);
    if ballot.agrees {
        return fields::refuse("to_step", Fault::NotAsked);
    }
    if passed.contains(to) {
        return Ok(());
    }
    if passed.is_empty() {
        return fields::refuse("to_step", Fault::Content(explain::not_allowed(Liberty::SendBack)));
    }
    let options = passed.iter().map(|at| (OptionId::from(at.as_str()), label_of(step, at)));
    fields::refuse("to_step", Fault::NoOption(options.collect()))
}

/// The steps that a vote against could send it back to, the first one first.
pub(in crate::operation) fn ways_back(step: &Step, approval: &Approval) -> Vec<StepId> {
    let is_allowed = rule_of(step).is_some_and(|rule| rule.may.contains(&Liberty::SendBack));
    if is_allowed { approval.passed().to_vec() } else { Vec::new() }
}

/// What people call one of its steps.
fn label_of(step: &Step, at: &StepId) -> Label {
    let rules = rule_of(step).into_iter().chain(step.flow.approval.as_ref());
    let found = rules.filter_map(|rule| rule.step(at)).next();
    found.map_or_else(|| Label::new(at.as_str(), at.as_str()), |found| found.label.clone())
}

/// Whether the actor may cast the vote of `voter`: its own, or as the deputy of the day; in turn, and once. Whoever has a
/// vote of its own casts that one only.
pub(in crate::operation) fn check_vote(
    ctx: &Context,
    record: &Record,
    approval: &Approval,
    voter: RecordId,
) -> Result<(), Rejection> {
    let missing = |missing| Err(Rejection::Forbidden(missing));
    access::may_write(ctx, record).map_err(Rejection::Forbidden)?;
    let step = Step::find(ctx, record, &approval.transition)?;
    let (actor, seats) = (ctx.actor.id, Seats::of(ctx, record, &step, approval));
    let seat = seats.find(voter);
    let is_voter = seat.is_some() || approval.voters.contains(&voter);
    let stands_in = || {
        let deputies = match seat {
            Some(seat) => seats.deputies(seat),
            None => people::deputies(ctx, holders_at(&step, approval.step.as_ref()), voter),
        };
        deputies.contains(&actor) && !failpoint::armed("approval.knows_no_deputies")
    };
    if !is_voter || has_voted(approval, voter) || (actor != voter && !stands_in()) {
        return missing(Missing::Vote);
    }
    if seats.excluded.contains(&voter) || seats.excluded.contains(&actor) {
        return missing(Missing::SomebodyElse(step.flow.label.clone()));
    }
    let Some(seat) = seat else {
        let has_handed_on = approval.signers_now().any(|it| it.how == Joining::HandedOn && it.by == voter);
        return missing(if has_handed_on || seats.is_needless(voter) { Missing::Vote } else { Missing::Lapsed });
    };
    if has_cast(approval, actor) || (actor != voter && seats.find(actor).is_some()) {
        return missing(Missing::OneVote);
    }
    if !seats.is_ready(seat) {
        return missing(Missing::Turn);
    }
    Ok(())
}

/// Those whose votes the actor could cast, or could have while they held what is asked for: its own first.
pub(in crate::operation) fn castable(ctx: &Context, record: &Record, approval: &Approval) -> Vec<RecordId> {
    let handed = |voter: &RecordId| approval.signers_now().any(|it| it.how == Joining::HandedOn && it.by == *voter);
    let mut voters: Vec<_> = approval.voters.iter().copied().filter(|voter| !handed(voter)).collect();
    for voter in electors(ctx, record, approval) {
        if !voters.contains(&voter) {
            voters.push(voter);
        }
    }
    let is_actors = |voter: &RecordId| *voter == ctx.actor.id || ctx.actor.deputises.contains(voter);
    voters.retain(|voter| is_actors(voter) && !has_voted(approval, *voter));
    voters.sort_by_key(|voter| *voter != ctx.actor.id);
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
