//! Votes: one a person, never changed, by a voter of the day or that voter's deputy.

use yuheng_definition::{ApprovalForm, Value};

use super::{approval_of, call, electors, excluded, has_cast, has_voted, kept, left, pending, rule_of};
use crate::draft::Draft;
use crate::operation::transition::{self, Doing, Step};
use crate::operation::visible;
use crate::values::paragraphs;
use crate::{
    Approval, ApprovalOutcome, Context, EntryAction, Fault, Missing, Record, RecordId, Rejection, Snapshot, Vote,
    WriteSet, access, failpoint, fields, outbox, people,
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
}

/// Votes. Enough votes that agree grant it, and the transition happens; one that does not sends it back.
pub(in crate::operation) fn vote(
    ctx: &Context,
    snapshot: &Snapshot,
    id: RecordId,
    ballot: &Ballot,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let approval = pending(record, id)?;
    check_vote(ctx, record, approval, ballot.voter)?;
    let opinion = opinion(ballot)?;
    let step = Step::find(ctx, record, &approval.transition)?;
    let deputy = (ctx.actor.id != ballot.voter).then_some(ctx.actor.id);
    let vote = Vote { voter: ballot.voter, deputy, at: ctx.now, agrees: ballot.agrees, opinion };

    let mut draft = Draft::of(ctx, record)?;
    let left = left(ctx, record, &step, approval).into_iter().filter(|voter| *voter != ballot.voter).count();
    if let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) {
        approval.votes.push(vote.clone());
    }
    let outcome = settle(&mut draft, id, left);
    draft.log(EntryAction::Voted, |entry| {
        entry.transition = Some(approval.transition.clone());
        entry.approval = Some(id);
        entry.on_behalf_of = deputy.is_some().then_some(vote.voter);
        entry.vote = Some(vote);
    });
    follow(&mut draft, &step, snapshot, approval, outcome)?;
    let next = approval_of(&draft.record, id).filter(|it| it.outcome == ApprovalOutcome::Pending);
    let next = next.filter(|approval| approval.form == ApprovalForm::InTurn);
    draft.outbox.extend(next.and_then(|approval| call(&draft, "approval_asked", approval)));
    Ok(draft.finish())
}

/// Settles how the approval stands by its votes, where `left` may still vote today.
pub(super) fn settle(draft: &mut Draft, id: RecordId, left: usize) -> ApprovalOutcome {
    let Some(approval) = draft.record.approvals.iter_mut().find(|approval| approval.id == id) else {
        return ApprovalOutcome::Pending;
    };
    approval.outcome = outcome(approval, approval.votes.len() + left);
    approval.outcome
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
    match outcome {
        ApprovalOutcome::Granted => {
            draft.outbox.extend(outbox::tell(draft, "approval_granted", [asker]));
            let doing = Doing { doer: asker, said: None, approval: Some(approval.id), follows: false };
            transition::perform(draft, step, snapshot, kept(&approval.values), doing)
        }
        ApprovalOutcome::Returned => {
            draft.outbox.extend(outbox::tell(draft, "approval_returned", [asker]));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// How an approval stands by its votes, where `all` have voted or may vote today. One vote against sends it back; in a
/// share, as many as leave too few to agree.
fn outcome(approval: &Approval, all: usize) -> ApprovalOutcome {
    let against = approval.votes.iter().filter(|vote| !vote.agrees).count();
    let is_lost = match approval.form {
        ApprovalForm::Share(percent) => (all - against) * 100 < usize::from(percent) * all,
        _ => against > 0,
    };
    if is_lost {
        return ApprovalOutcome::Returned;
    }
    let agreed = approval.votes.len() - against;
    let is_enough = match approval.form {
        ApprovalForm::One => agreed >= 1,
        _ if failpoint::armed("approval.grants_at_once") => true,
        ApprovalForm::All | ApprovalForm::InTurn => agreed >= all,
        ApprovalForm::Share(percent) => agreed * 100 >= usize::from(percent) * all,
    };
    if is_enough { ApprovalOutcome::Granted } else { ApprovalOutcome::Pending }
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
    let Some(rule) = rule_of(&step) else { return missing(Missing::Vote) };
    let (actor, left) = (ctx.actor.id, left(ctx, record, &step, approval));
    let is_voter = approval.voters.contains(&voter) || left.contains(&voter);
    let stands_in =
        || people::stands_in(ctx, &rule.by, voter, actor) && !failpoint::armed("approval.knows_no_deputies");
    if !is_voter || has_voted(approval, voter) || (actor != voter && !stands_in()) {
        return missing(Missing::Vote);
    }
    let excluded = excluded(record, &step, rule, approval.asked_by);
    if excluded.contains(&voter) || excluded.contains(&actor) {
        return missing(Missing::SomebodyElse(step.flow.label.clone()));
    }
    if !left.contains(&voter) {
        return missing(Missing::Lapsed);
    }
    if has_cast(approval, actor) || (actor != voter && left.contains(&actor)) {
        return missing(Missing::OneVote);
    }
    if approval.form == ApprovalForm::InTurn && left.first() != Some(&voter) {
        return missing(Missing::Turn);
    }
    Ok(())
}

/// Those whose votes the actor could cast, or could have while they held what is asked for: its own first.
pub(in crate::operation) fn castable(ctx: &Context, record: &Record, approval: &Approval) -> Vec<RecordId> {
    let mut voters = approval.voters.clone();
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
