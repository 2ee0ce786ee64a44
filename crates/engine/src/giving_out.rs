//! Giving work out that nobody has: the steps of a flow that name who is to do it, and who may take them.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, Path, RecordPath, at_best, bind};
use yuheng_definition::{FieldId, Holder, Process, StateKind, Transition, Value};

use crate::draft::Draft;
use crate::facts::RecordFacts;
use crate::folder::{in_states, is_open};
use crate::{Actor, Context, RecordId, access, people, shared};

/// The steps from an open state by which work that nobody has is given out, in the order of the definition: those that fill in
/// the assignee, and those that ask whether anybody shall have it.
fn giving(flow: &Process) -> impl Iterator<Item = &Transition> {
    let is_open = |state| flow.states.get(state).is_some_and(|state| state.kind == StateKind::Open);
    let gives = |step: &&Transition| fills_assignee(step) || step.approval.is_some();
    flow.transitions.values().filter(gives).filter(move |step| step.from.iter().any(is_open))
}

fn fills_assignee(step: &Transition) -> bool {
    step.requires.iter().any(|field| field.as_str() == shared::ASSIGNEE)
}

/// Whether a role that the actor holds today lets it give out the work of a process; who else may depends on the record.
#[must_use]
pub fn gives_out(process: &Process, actor: &Actor) -> bool {
    let holds =
        |holder: &Holder| matches!(holder, Holder::Role(role) if actor.roles.iter().any(|held| held.role == *role));
    process.fields.contains_key(shared::ASSIGNEE) && giving(process).any(|step| step.by.iter().any(holds))
}

/// The records of a process that the actor is to give out: no person has them, whatever group's they are, and it may take a
/// step that names who shall, or that asks whether anybody shall and was not asked yet. Nobody learns by it what is masked,
/// and customers nothing. A token that only reads lists what its owner may do.
pub(crate) fn waiting(process: &Process, ctx: &Context) -> Node {
    let masked = access::sometimes_masked(ctx, process);
    let Some(assignee) = process.fields.get(shared::ASSIGNEE).map(|field| &field.id) else { return Node::truth(false) };
    if ctx.actor.customer.is_some() || masked.contains(assignee) {
        return Node::truth(false);
    }
    let is_nobodys = Node::Not(Box::new(Node::Has(Path::Field(assignee.clone()))));
    let given = giving(process).map(|step| {
        let from = in_states(process, step.from.iter().collect());
        Node::all([from, access::takes(ctx, process, step), can_hold(ctx, step, &masked), is_not_asked(step)])
    });
    Node::all([is_open(), is_nobodys, Node::any(given)])
}

/// Where a step's form can be filled in and its condition holds, or can be made to by what the form asks for; nowhere, if that
/// depends on what is `masked`.
fn can_hold(ctx: &Context, step: &Transition, masked: &BTreeSet<FieldId>) -> Node {
    if step.requires.iter().any(|field| masked.contains(field)) {
        return Node::truth(false);
    }
    let Some(when) = &step.when else { return Node::truth(true) };
    let best = at_best(&when.root, |field| step.asks_for(field));
    if best.fields().into_iter().any(|field| masked.contains(field)) {
        return Node::truth(false);
    }
    bind(&best, &RecordFacts::of(ctx, None))
}

/// Where nobody was asked yet whether the step may be done.
fn is_not_asked(step: &Transition) -> Node {
    if step.approval.is_none() {
        return Node::truth(true);
    }
    let awaited = Box::new(Node::Path(Path::Record(RecordPath::Awaited)));
    let item = Box::new(Node::Literal(Value::from(step.id.as_str())));
    Node::Not(Box::new(Node::In { item, list: awaited }))
}

/// Those who hear what is said on a record that nobody has, of those who read it: whoever of its group may give it out, else
/// those whom the flow names first to do so.
pub(crate) fn hearers(draft: &Draft, reads: impl Fn(&RecordId) -> bool) -> Vec<RecordId> {
    let (ctx, record) = (draft.ctx, &draft.record);
    let by = giving(draft.flow).filter(|step| fills_assignee(step)).flat_map(|step| &step.by);
    let by = by.filter(|holder| matches!(holder, Holder::Role(_)));
    let by: Vec<Holder> = by.cloned().collect();
    let of_group = |person: &RecordId| {
        let department = ctx.world.people.get(person).and_then(|person| person.department);
        department.is_some() && department == record.reference(shared::GROUP)
    };
    let holders = |by: &[Holder]| people::holders(ctx, record, by).into_iter().filter(&reads).collect::<Vec<_>>();
    let group: Vec<_> = holders(&by).into_iter().filter(of_group).collect();
    if group.is_empty() { holders(by.get(..1).unwrap_or_default()) } else { group }
}
