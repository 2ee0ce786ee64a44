//! Goes to another state. Edges and approval steps are those of the flow that the record follows; who may is always
//! read from the definition in force.

use std::collections::BTreeSet;

use yuheng_definition::{CommentNeed, FieldId, SetTo, StateKind, Transition, TransitionId, Value};

use super::answer::answered;
use super::comment::{Said, action_of};
use super::{approval, guard, may, opening, update, visible};
use crate::behaviour::content;
use crate::draft::{Draft, kind_of};
use crate::fields::{self, Desk, Given, Valid};
use crate::values::instant;
use crate::{
    Actor, Audience, Comment, Context, EntryAction, Fault, FieldFault, Missing, Record, RecordId, Rejection, Snapshot,
    WriteSet, access, duty, outbox, people, shared,
};

/// Does a transition, or asks for the approval that it needs.
pub(super) fn transition(
    ctx: &Context,
    snapshot: &Snapshot,
    id: &TransitionId,
    changes: &Given,
    comment: Option<&Comment>,
) -> Result<WriteSet, Rejection> {
    let record = visible(ctx, snapshot)?;
    let step = Step::find(ctx, record, id)?;
    step.check(ctx, record, &access::masked_fields(ctx, ctx.process(&record.process)?, Some(record)))?;
    let mut draft = Draft::of(ctx, record)?;
    let (valid, said) = step.filled_in(&draft, snapshot, changes, comment)?;
    if step.flow.approval.is_some() {
        approval::ask(&mut draft, &step, snapshot, valid, said)?;
    } else {
        let is_answer = step.flow.to.is_none() && said.as_ref().is_some_and(Said::is_public);
        let doing = Doing { doer: ctx.actor.id, said, approval: None, follows: false };
        perform(&mut draft, &step, snapshot, valid, doing)?;
        // Whoever urges may well have said what was waited for.
        if is_answer {
            answered(&mut draft, snapshot, Audience::Public);
        }
    }
    Ok(draft.finish())
}

/// A transition: as the record's flow has it, and as the definition in force has it.
pub(super) struct Step<'a> {
    /// Edges, approval, what is set.
    pub(super) flow: &'a Transition,
    /// Who may. A transition that is no longer in force is still done by those who could.
    pub(super) in_force: &'a Transition,
}

impl<'a> Step<'a> {
    /// The transition `id` of the record's flow.
    pub(super) fn find(ctx: &Context<'a>, record: &Record, id: &TransitionId) -> Result<Self, Rejection> {
        let process = ctx.process(&record.process)?;
        let unknown = || Rejection::Unknown(id.to_string());
        let flow = ctx.flow(process).transitions.get(id).ok_or_else(unknown)?;
        let in_force = process.step_in_force(id.as_str());
        Ok(Self { flow, in_force: in_force.unwrap_or(flow) })
    }

    /// Whether the actor, who does not see what is `masked`, may do it now, as far as that can be said before the form is
    /// filled in.
    pub(super) fn check(&self, ctx: &Context, record: &Record, masked: &BTreeSet<FieldId>) -> Result<(), Rejection> {
        if record.voided.is_some() {
            return Err(Rejection::Final);
        }
        if !self.flow.from.contains(&record.state) {
            let (transition, state) = (self.flow.id.clone(), record.state.clone());
            return Err(Rejection::NotFromHere { transition, state });
        }
        if record.pending_approval(&self.flow.id).is_some() {
            return Err(Rejection::ApprovalPending);
        }
        access::may_transition(ctx, record, self.in_force).map_err(Rejection::Forbidden)?;
        self.can_be_filled(ctx, record, masked)?;
        guard::may_hold(ctx, record, self.flow)
    }

    /// Refuses where something must be filled that is masked.
    fn can_be_filled(&self, ctx: &Context, record: &Record, masked: &BTreeSet<FieldId>) -> Result<(), Rejection> {
        let needed = fields::in_use(ctx.process(&record.process)?, &self.flow.requires).into_iter();
        let unseen: Vec<_> =
            needed.filter(|field| masked.contains(field) && !record.fields.contains_key(field)).collect();
        if unseen.is_empty() { Ok(()) } else { Err(Rejection::Forbidden(Missing::Unseen(unseen))) }
    }

    /// What the form was filled in with. All that is wrong with it is told at once.
    fn filled_in(
        &self,
        draft: &Draft,
        snapshot: &Snapshot,
        changes: &Given,
        comment: Option<&Comment>,
    ) -> Result<(Valid, Option<Said>), Rejection> {
        let mut faults = Vec::new();
        let said = fields::gather(self.said(draft.ctx, &draft.record, comment), &mut faults)?;
        let taken = self.takes(draft, changes);
        let desk = Desk { step: Some(self.flow), ..update::desk(draft, snapshot) };
        let valid = taken.and_then(|()| fields::check(&desk, changes.clone()));
        let valid = fields::gather(valid, &mut faults)?;
        let unchanged = fields::unchanged(draft.process, &draft.record, self.flow, changes);
        if let (Some(said), Some(valid), true) = (said, valid, unchanged.is_empty()) {
            return Ok((valid, said));
        }
        faults.extend(unchanged);
        let is_filled = |id: &FieldId| changes.get(id).map_or(draft.record.fields.contains_key(id), Option::is_some);
        let missing = fields::in_use(draft.process, &self.flow.requires).into_iter().filter(|id| !is_filled(id));
        fields::add_missing(&mut faults, missing);
        Err(fields::invalid(draft.process, faults))
    }

    /// Whether the form takes these values: a transition is no way to change other fields.
    fn takes(&self, draft: &Draft, changes: &Given) -> Result<(), Rejection> {
        let foreign = changes.keys().filter(|id| !self.flow.asks_for(id));
        let faults = foreign.map(|id| {
            let known = draft.process.fields.contains_key(id);
            let nearest = || fields::nearest(id.as_str(), self.flow.requires.iter().chain(&self.flow.asks));
            let fault = if known { Fault::NotAsked } else { Fault::Unknown(nearest()) };
            FieldFault { field: id.to_string(), fault }
        });
        fields::reject(draft.process, faults.collect())
    }

    /// The comment given with it, if it is the one needed and the actor may say it.
    fn said(&self, ctx: &Context, record: &Record, comment: Option<&Comment>) -> Result<Option<Said>, Rejection> {
        let needed = match self.flow.comment {
            CommentNeed::Optional | CommentNeed::OptionalPublic => None,
            CommentNeed::Public => Some(Audience::Public),
            CommentNeed::Internal => Some(Audience::Internal),
        };
        match (comment, needed) {
            (None, None) => Ok(None),
            (None, Some(_)) => fields::refuse("comment", Fault::Missing),
            (Some(comment), Some(audience)) if comment.audience != audience => {
                let kind = if audience == Audience::Public { "public comment" } else { "internal note" };
                fields::refuse("comment", Fault::Kind(kind))
            }
            (Some(comment), Some(_)) => Said::new(ctx, comment).map(Some),
            (Some(comment), None) => {
                may(ctx, record, action_of(comment.audience))?;
                Said::new(ctx, comment).map(Some)
            }
        }
    }
}

/// How a transition comes about.
pub(super) struct Doing {
    /// Who does it: whoever asked, where an approval was granted.
    pub(super) doer: RecordId,
    /// What is said with it.
    pub(super) said: Option<Said>,
    /// The approval by which it happens.
    pub(super) approval: Option<RecordId>,
    /// It follows by itself from what the doer did.
    pub(super) follows: bool,
}

/// Does the transition on the draft: values, what follows from them, requirements, guard, state.
pub(super) fn perform(
    draft: &mut Draft,
    step: &Step,
    snapshot: &Snapshot,
    valid: Valid,
    doing: Doing,
) -> Result<(), Rejection> {
    update::apply(draft, snapshot, valid)?;
    ready(draft, step)?;
    opening::ended(snapshot, draft.process, &draft.record, step)?;
    for (field, to) in &step.flow.sets {
        let value = value_set(draft, field, to, doing.doer);
        fields::set(&mut draft.record, field, value);
    }
    if step.flow.to.is_some() {
        let from = draft.record.state.clone();
        draft.move_to(step.flow.leads(&from));
    }
    duty::settle(draft);
    fields::reject(draft.process, content::faults(draft, snapshot))?;
    opening::open(draft, step, snapshot)?;
    draft.record.doers.insert(step.flow.id.clone(), doing.doer);
    // Whoever hears of the deed need not hear what followed from it.
    if !doing.follows {
        tell(draft, step, doing.said.as_ref())?;
    }
    // A record that stays where it is does not enter its state anew: what is counted from there goes on.
    let action = step.flow.to.as_ref().map_or(EntryAction::Updated, |_| EntryAction::Transitioned);
    draft.log(action, |entry| {
        entry.transition = Some(step.flow.id.clone());
        entry.comment = doing.said.map(Said::into_entry);
        // The engine does what follows from a deed, on behalf of whose deed it was.
        if doing.approval.is_some() || doing.follows {
            entry.actor = Actor::SYSTEM;
            entry.on_behalf_of = Some(doing.doer);
            entry.approval = doing.approval;
        }
    });
    approval::void_edited(draft, approval::Edit::ByTransition(doing.approval));
    approval::void_stranded(draft);
    Ok(())
}

/// Tells those whom the step calls, and whoever is concerned by what it brings.
fn tell(draft: &mut Draft, step: &Step, said: Option<&Said>) -> Result<(), Rejection> {
    let called = people::holders(draft.ctx, &draft.record, &step.flow.tells);
    if step.flow.to.is_some() {
        tell_progress(draft, said)?;
        draft.outbox.extend(outbox::tell(draft, "called", called));
        return Ok(());
    }
    // Nothing has moved: those called are urged, and need not be told of the words as well.
    draft.outbox.extend(outbox::tell(draft, "urged", called.iter().copied()));
    said.map_or(Ok(()), |said| said.tell(draft, &called))
}

/// Whoever asked for it hears of progress, once: that it is resolved, what was said to all, or else that something happened.
fn tell_progress(draft: &mut Draft, said: Option<&Said>) -> Result<(), Rejection> {
    let requester = draft.record.reference(shared::REQUESTER);
    let is_resolved = kind_of(draft.flow, draft.process, &draft.record.state) == Some(StateKind::Resolved);
    let progress = match (is_resolved, said.is_some_and(Said::is_public)) {
        (true, _) => outbox::tell(draft, "resolved", requester),
        (false, false) => outbox::tell(draft, "moved", requester),
        (false, true) => None,
    };
    // Whoever has it hears that it goes on, which outweighs what was said with it.
    let was_resolved = draft.before.and_then(|before| kind_of(draft.flow, draft.process, &before.state));
    let is_reopened = was_resolved == Some(StateKind::Resolved) && draft.record.is_open && !is_resolved;
    let assignee = draft.record.reference(shared::ASSIGNEE).filter(|_| is_reopened);
    let messages = [progress, outbox::tell(draft, "reopened", assignee)];
    let told = messages.iter().flatten().flat_map(|message| message.to.clone()).collect::<Vec<_>>();
    draft.outbox.extend(messages.into_iter().flatten());
    said.map_or(Ok(()), |said| said.tell(draft, &told))
}

/// Whether the draft has all that the transition asks for.
pub(super) fn ready(draft: &Draft, step: &Step) -> Result<(), Rejection> {
    fields::require(draft.process, &draft.record, &fields::in_use(draft.process, &step.flow.requires))?;
    guard::holds(draft.ctx, &draft.record, step.flow)
}

fn value_set(draft: &Draft, field: &FieldId, to: &SetTo, doer: RecordId) -> Option<Value> {
    let fields = &draft.record.fields;
    match to {
        SetTo::Empty => None,
        SetTo::Actor => Some(Value::from(doer.to_string())),
        SetTo::ActorDepartment => {
            let department = draft.ctx.world.people.get(&doer)?.department?;
            Some(Value::from(department.to_string()))
        }
        SetTo::Now => instant(draft.ctx.now),
        SetTo::Today => Some(Value::from(draft.ctx.today().to_string())),
        SetTo::Value(value) => Some(value.clone()),
        SetTo::Field(other) => fields.get(other).cloned(),
        SetTo::Next => Some(Value::Int(fields.get(field).and_then(Value::as_int).unwrap_or(0).saturating_add(1))),
    }
}
