//! What may be done next with a record, and what is missing where it may not: the very checks of the operations,
//! asked beforehand.

use std::collections::BTreeSet;
use std::fmt;

use yuheng_definition::{Action, CommentNeed, Field, FieldId, Label, Process, ProcessId, StepId, TransitionId};

use super::lead::{Lead, lead, mark_main};
use super::transition::Step;
use super::{
    approval, attach, comment, convert, may_change, merge, opening, relate, split, update, view_as, visible, void,
};
use crate::draft::Draft;
use crate::fields::{in_use, is_kept_from, untouchable};
use crate::{
    ApprovalOutcome, Audience, Context, Fault, FieldFault, Joining, Missing, Record, RecordId, Rejection, Snapshot,
    access, boundary, explain, shared,
};

/// Something that could be done with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionOffer {
    /// What.
    pub id: OfferId,
    /// What people call it.
    pub label: Label,
    /// Whether the actor may do it now.
    pub allowed: bool,
    /// What is missing if not.
    pub missing: Option<Missing>,
    /// The fields that must be filled with it.
    pub requires: Vec<FieldId>,
    /// Further fields that its form asks for.
    pub asks: Vec<FieldId>,
    /// What is to be said with it.
    pub comment: OfferComment,
    /// Who reads what is said with it; none where nothing is.
    pub audience: Option<Audience>,
    /// Where it leads; none where it is no step.
    pub leads: Option<Lead>,
    /// Whether it is the main thing to do next.
    pub is_main: bool,
    /// Whose votes the actor may cast with it now, or let others have a part in, its own first; none but with a vote.
    pub voters: Vec<RecordId>,
    /// The earlier steps that a vote against may send an approval back to, the first one first.
    pub to_steps: Vec<StepId>,
}

/// What is to be said with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferComment {
    /// Nothing can be.
    None,
    /// A comment may be given.
    Optional,
    /// A comment that the customer reads is needed.
    Public,
    /// A comment that only the provider's people read is needed.
    Internal,
    /// A reason is needed, which stays with the record.
    Reason,
}

/// What is to be said with a step, and who reads it. Where it need not be, it is for whom the step is meant to speak to, or
/// else for those to whom the actor may speak on the record: a customer has no notes to write.
fn said_with(ctx: &Context, record: &Record, need: CommentNeed) -> (OfferComment, Option<Audience>) {
    let order = match need {
        CommentNeed::Public => return (OfferComment::Public, Some(Audience::Public)),
        CommentNeed::Internal => return (OfferComment::Internal, Some(Audience::Internal)),
        CommentNeed::Optional => [Audience::Internal, Audience::Public],
        CommentNeed::OptionalPublic => [Audience::Public, Audience::Internal],
    };
    let audience = order.into_iter().find(|audience| comment::check(ctx, record, *audience).is_ok());
    (audience.map_or(OfferComment::None, |_| OfferComment::Optional), audience)
}

/// What is offered; `Display` is the word on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OfferId {
    /// A transition of the flow.
    Transition(TransitionId),
    /// To change fields.
    Update,
    /// To say something that all who see the record read.
    Comment,
    /// To say something to the provider's own people.
    Note,
    /// To draw and end relations.
    Relate,
    /// To attach a file.
    Attach,
    /// To take it out of the figures.
    Void,
    /// To turn it into a record of another process.
    Convert(ProcessId),
    /// To make it a part of another.
    Merge,
    /// To take it out of another again.
    Unmerge,
    /// To make two of it.
    Split,
    /// To look at everything as the person that it is.
    ViewAs,
    /// To vote on an approval.
    Vote(RecordId),
    /// To take an approval back.
    Withdraw(RecordId),
    /// To remind the voters.
    Urge(RecordId),
    /// To ask somebody else to agree as well.
    AddSigner(RecordId),
    /// To hand the vote on.
    HandOn(RecordId),
    /// To tell further people of an approval.
    Copy(RecordId),
}

impl fmt::Display for OfferId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transition(id) => write!(f, "transition:{id}"),
            Self::Update => f.write_str("update"),
            Self::Comment => f.write_str("comment"),
            Self::Note => f.write_str("note"),
            Self::Relate => f.write_str("relate"),
            Self::Attach => f.write_str("attach"),
            Self::Void => f.write_str("void"),
            Self::Convert(to) => write!(f, "convert:{to}"),
            Self::Merge => f.write_str("merge"),
            Self::Unmerge => f.write_str("unmerge"),
            Self::Split => f.write_str("split"),
            Self::ViewAs => f.write_str("view_as"),
            Self::Vote(id) => write!(f, "vote:{id}"),
            Self::Withdraw(id) => write!(f, "withdraw:{id}"),
            Self::Urge(id) => write!(f, "urge:{id}"),
            Self::AddSigner(id) => write!(f, "add_signer:{id}"),
            Self::HandOn(id) => write!(f, "hand_on:{id}"),
            Self::Copy(id) => write!(f, "copy:{id}"),
        }
    }
}

/// What may be done next: the transitions from the record's state first, in the order of the definition.
///
/// # Errors
/// [`Rejection::NotFound`] when the record may not be seen.
pub fn actions(ctx: &Context, snapshot: &Snapshot) -> Result<Vec<ActionOffer>, Rejection> {
    let record = visible(ctx, snapshot)?;
    let process = ctx.process(&record.process)?;
    let masked = access::masked_fields(ctx, process, Some(record));
    let mut offers: Vec<_> = ctx
        .flow(process)
        .transitions
        .keys()
        .filter_map(|id| Step::find(ctx, record, id).ok())
        .filter_map(|step| transition_offer(ctx, (snapshot, record), &step, &masked))
        .collect();
    for approval in record.approvals.iter().filter(|approval| approval.outcome == ApprovalOutcome::Pending) {
        offers.extend(approval_offers(ctx, record, approval));
    }
    offers.push(offer(OfferId::Update, update::check(ctx, record)));
    offers.push(offer(OfferId::Comment, comment::check(ctx, record, Audience::Public)));
    offers.push(offer(OfferId::Note, comment::check(ctx, record, Audience::Internal)));
    if !process.relations.is_empty() {
        offers.push(offer(OfferId::Relate, relate::check(ctx, record)));
    }
    let attaches = attach::check(ctx, record, Audience::Public)
        .or_else(|why| attach::check(ctx, record, Audience::Internal).map_err(|_| why));
    offers.push(offer(OfferId::Attach, attaches));
    let voids = offer(OfferId::Void, void::check(ctx, record));
    offers.push(ActionOffer { comment: OfferComment::Reason, ..voids });
    for rule in &process.converts {
        let label = ctx.process(&rule.to).map(|other| explain::convert_to(&other.label)).unwrap_or_default();
        let converts = offer(OfferId::Convert(rule.to.clone()), convert::check(ctx, record, rule));
        offers.push(ActionOffer { label, ..converts });
    }
    offers.extend(merge_offers(ctx, snapshot, record, process));
    // Of what the definitions give few, the others are not told.
    offers.extend(view_as::check(ctx, record).is_ok().then(|| offer(OfferId::ViewAs, Ok(()))));
    mark_main(ctx, &mut offers);
    Ok(offers)
}

/// To merge and to split; of what is merged, to take it out again.
fn merge_offers(ctx: &Context, snapshot: &Snapshot, record: &Record, process: &Process) -> Vec<ActionOffer> {
    let mut offers = Vec::new();
    if let Some(rule) = &process.merges {
        if merge::is_merged(snapshot, record, rule) {
            offers.push(offer(OfferId::Unmerge, merge::check_unmerge(ctx, snapshot, record, rule)));
        } else {
            offers.push(offer(OfferId::Merge, merge::check(ctx, snapshot, record)));
        }
    }
    if let Some(rule) = &process.splits {
        let masked = access::masked_fields(ctx, process, None);
        // What is split off has the same customer: there is nothing to choose.
        let is_fixed = |id: &FieldId| id.as_str() == shared::CUSTOMER && record.reference(shared::CUSTOMER).is_some();
        let asks = in_use(process, &rule.fields).into_iter().filter(|id| !masked.contains(id) && !is_fixed(id));
        let asks = asks.collect();
        offers.push(ActionOffer { asks, ..offer(OfferId::Split, split::check(ctx, record)) });
    }
    offers
}

/// A transition that starts from the present state. What only the engine does is not offered.
fn transition_offer(
    ctx: &Context,
    (snapshot, record): (&Snapshot, &Record),
    step: &Step,
    masked: &BTreeSet<FieldId>,
) -> Option<ActionOffer> {
    let process = ctx.process(&record.process).ok()?;
    if step.in_force.by.is_empty() {
        return None;
    }
    let checked = step.check(ctx, record, masked).and_then(|()| opening::ended(snapshot, process, record, step));
    if matches!(checked, Err(Rejection::NotFromHere { .. } | Rejection::Final)) {
        return None;
    }
    let offered = offer(OfferId::Transition(step.flow.id.clone()), checked);
    // What the actor does not see it is not asked for, nor what is filled and not for this step to change.
    let flow = ctx.flow(process);
    let is_kept =
        |id: &FieldId| process.fields.get(id).is_some_and(|field| is_kept_from(field, record, flow, Some(step.flow)));
    let asked = |ids| in_use(process, ids).into_iter().filter(|id| !masked.contains(id) && !is_kept(id)).collect();
    let (comment, audience) = said_with(ctx, record, step.flow.comment);
    let ask = step.in_force.ask.as_ref().filter(|_| ctx.actor.customer.is_some());
    Some(ActionOffer {
        label: ask.unwrap_or(&step.in_force.label).clone(),
        requires: asked(&step.flow.requires),
        asks: asked(&step.flow.asks),
        comment,
        audience,
        leads: Some(lead(flow, step.flow, &record.state)),
        ..offered
    })
}

/// What may be done with a pending approval. To those who have no part in it nothing is offered, nor what it does not allow.
fn approval_offers(ctx: &Context, record: &Record, approval: &crate::Approval) -> Vec<ActionOffer> {
    let mut offers = Vec::new();
    let castable = approval::castable(ctx, record, approval);
    let of_voters = |id: OfferId, check: &dyn Fn(RecordId) -> Result<(), Rejection>| {
        let votes: Vec<_> = castable.iter().map(|voter| check(*voter)).collect();
        let first = votes.iter().find(|vote| vote.is_ok()).or_else(|| votes.first())?;
        let open = castable.iter().zip(&votes).filter(|(_, vote)| vote.is_ok());
        Some(ActionOffer { voters: open.map(|(voter, _)| *voter).collect(), ..offer(id, first.clone()) })
    };
    let vote = of_voters(OfferId::Vote(approval.id), &|voter| approval::check_vote(ctx, record, approval, voter));
    offers.extend(vote.map(|vote| {
        let step = Step::find(ctx, record, &approval.transition).ok().filter(|_| vote.allowed);
        ActionOffer { to_steps: step.map_or_else(Vec::new, |step| approval::ways_back(&step, approval)), ..vote }
    }));
    for (id, how) in
        [(OfferId::AddSigner(approval.id), Joining::Beside), (OfferId::HandOn(approval.id), Joining::HandedOn)]
    {
        let join = of_voters(id, &|voter| approval::check_join(ctx, record, approval, voter, how));
        let join = join.filter(|join| !matches!(join.missing, Some(Missing::Liberty(_))));
        offers.extend(join.map(|join| ActionOffer { comment: OfferComment::Reason, ..join }));
    }
    let withdraw = approval::check_withdraw(ctx, record, approval);
    if approval.asked_by == ctx.actor.id {
        offers.push(offer(OfferId::Withdraw(approval.id), withdraw));
    }
    for (id, check) in [
        (OfferId::Urge(approval.id), approval::check_urge(ctx, record, approval)),
        (OfferId::Copy(approval.id), approval::check_copy(ctx, record, approval)),
    ] {
        // That nobody could vote is said, too: else the button would be gone without a word.
        if matches!(check, Ok(()) | Err(Rejection::Forbidden(Missing::Quiet | Missing::Voter))) {
            offers.push(offer(id, check));
        }
    }
    offers
}

/// The pending approvals of a record on which the actor may vote now, for itself or for whom it stands in for.
#[must_use]
pub fn votable(ctx: &Context, record: &Record) -> Vec<RecordId> {
    let pending = record.approvals.iter().filter(|approval| approval.outcome == ApprovalOutcome::Pending);
    let may_vote = |approval: &&crate::Approval| {
        approval::castable(ctx, record, approval)
            .iter()
            .any(|voter| approval::check_vote(ctx, record, approval, *voter).is_ok())
    };
    pending.filter(may_vote).map(|approval| approval.id).collect()
}

fn offer(id: OfferId, checked: Result<(), Rejection>) -> ActionOffer {
    ActionOffer {
        label: explain::offer(&id),
        id,
        allowed: checked.is_ok(),
        missing: checked.err().map(missing),
        requires: Vec::new(),
        asks: Vec::new(),
        comment: OfferComment::None,
        audience: None,
        leads: None,
        is_main: false,
        voters: Vec::new(),
        to_steps: Vec::new(),
    }
}

/// A rejection as what is missing.
fn missing(rejection: Rejection) -> Missing {
    match rejection {
        Rejection::Forbidden(missing) => missing,
        Rejection::ApprovalPending => Missing::Approval,
        _ => Missing::State,
    }
}

/// The fields that the actor may change on the record, in the form's order.
///
/// # Errors
/// [`Rejection::NotFound`] when the record may not be seen.
pub fn editable(ctx: &Context, snapshot: &Snapshot) -> Result<Vec<FieldId>, Rejection> {
    let record = visible(ctx, snapshot)?;
    if may_change(ctx, record, Action::Update).is_err() {
        return Ok(Vec::new());
    }
    let draft = Draft::of(ctx, record)?;
    let desk = update::desk(&draft, snapshot);
    let kept = boundary::keeps(ctx, &desk, snapshot);
    let is_kept = |field: &Field| kept.as_ref().is_some_and(|kept| kept.field == field.id.as_str());
    let fields = draft.process.fields.values().filter(|field| untouchable(&desk, field).is_none() && !is_kept(field));
    Ok(fields.map(|field| field.id.clone()).collect())
}

/// The fields that the actor could change, were it not for what has happened with this very record, and why it can't: what keeps
/// it with its customer, what only a step changes once it is filled.
///
/// # Errors
/// [`Rejection::NotFound`] when the record may not be seen.
pub fn kept_back(ctx: &Context, snapshot: &Snapshot) -> Result<Vec<FieldFault>, Rejection> {
    let record = visible(ctx, snapshot)?;
    if may_change(ctx, record, Action::Update).is_err() {
        return Ok(Vec::new());
    }
    let draft = Draft::of(ctx, record)?;
    let desk = update::desk(&draft, snapshot);
    let by_step = draft.process.fields.values().filter_map(|field| {
        let fault = untouchable(&desk, field).filter(|fault| matches!(fault, Fault::ByStep(_)))?;
        Some(FieldFault { field: field.id.to_string(), fault })
    });
    Ok(boundary::keeps(ctx, &desk, snapshot).into_iter().chain(by_step).collect())
}
