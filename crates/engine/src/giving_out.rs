//! Giving work out that nobody has: the steps of a flow that name who is to do it, and who may take them.

use std::collections::BTreeSet;

use yuheng_definition::expression::{Node, Path, bind};
use yuheng_definition::{FieldId, Holder, Process, StateKind, Transition};

use crate::draft::Draft;
use crate::facts::RecordFacts;
use crate::folder::{in_states, is_open};
use crate::{Actor, Context, RecordId, access, people, shared};

/// The steps from an open state that fill in the assignee, in the order of the definition.
pub(crate) fn steps(flow: &Process) -> impl Iterator<Item = &Transition> {
    from_open(flow).filter(|step| step.requires.iter().any(|field| field.as_str() == shared::ASSIGNEE))
}

/// The steps from an open state, in the order of the definition.
fn from_open(flow: &Process) -> impl Iterator<Item = &Transition> {
    let is_open = |state| flow.states.get(state).is_some_and(|state| state.kind == StateKind::Open);
    flow.transitions.values().filter(move |step| step.from.iter().any(is_open))
}

/// Whether a role that the actor holds today lets it give out the work of a process; who else may depends on the record.
#[must_use]
pub fn gives_out(process: &Process, actor: &Actor) -> bool {
    let holds =
        |holder: &Holder| matches!(holder, Holder::Role(role) if actor.roles.iter().any(|held| held.role == *role));
    steps(process).any(|step| step.by.iter().any(holds))
}

/// The records of a process that are to be given out: no person has them, whatever group's they are, and a step that names
/// who shall, or asks whether anybody shall, can be taken from where they are. Nobody learns by it what is masked, and customers
/// nothing.
pub(crate) fn waiting(process: &Process, ctx: &Context) -> Node {
    let masked = access::sometimes_masked(ctx, process);
    let Some(assignee) = process.fields.get(shared::ASSIGNEE).map(|field| &field.id) else { return Node::truth(false) };
    if ctx.actor.customer.is_some() || masked.contains(assignee) {
        return Node::truth(false);
    }
    let asking = from_open(process).filter(|step| step.approval.is_some());
    let given = steps(process)
        .chain(asking)
        .map(|step| Node::all([in_states(process, step.from.iter().collect()), can_hold(ctx, step, &masked)]));
    let is_nobodys = Node::Not(Box::new(Node::Has(Path::Field(assignee.clone()))));
    Node::all([is_open(), Node::any(given), is_nobodys])
}

/// Where a step's condition holds, or can be made to by what its form asks for; nowhere, if it reads what is `masked`.
fn can_hold(ctx: &Context, step: &Transition, masked: &BTreeSet<FieldId>) -> Node {
    let Some(when) = &step.when else { return Node::truth(true) };
    let read = when.root.fields();
    if read.iter().any(|field| masked.contains(*field)) {
        return Node::truth(false);
    }
    let is_asked = |field: &&FieldId| step.requires.contains(field) || step.asks.contains(field);
    if read.iter().any(is_asked) { Node::truth(true) } else { bind(&when.root, &RecordFacts::of(ctx, None)) }
}

/// Those who hear what is said on a record that nobody has, of those who read it: whoever of its group may give it out, else
/// those whom the flow names first to do so.
pub(crate) fn hearers(draft: &Draft, reads: impl Fn(&RecordId) -> bool) -> Vec<RecordId> {
    let (ctx, record) = (draft.ctx, &draft.record);
    let by = steps(draft.flow).flat_map(|step| &step.by).filter(|holder| matches!(holder, Holder::Role(_)));
    let by: Vec<Holder> = by.cloned().collect();
    let of_group = |person: &RecordId| {
        let department = ctx.world.people.get(person).and_then(|person| person.department);
        department.is_some() && department == record.reference(shared::GROUP)
    };
    let holders = |by: &[Holder]| people::holders(ctx, record, by).into_iter().filter(&reads).collect::<Vec<_>>();
    let group: Vec<_> = holders(&by).into_iter().filter(of_group).collect();
    if group.is_empty() { holders(by.get(..1).unwrap_or_default()) } else { group }
}
