//! Giving work out that nobody has: the steps of a flow that name who is to do it, and who may take them.

use yuheng_definition::expression::{Node, Path, bind};
use yuheng_definition::{Holder, Process, StateKind, Transition};

use crate::facts::RecordFacts;
use crate::folder::{in_states, is_open};
use crate::{Actor, Context, shared};

/// The steps from an open state that fill in the assignee, in the order of the definition.
pub(crate) fn steps(flow: &Process) -> impl Iterator<Item = &Transition> {
    let is_open = |state| flow.states.get(state).is_some_and(|state| state.kind == StateKind::Open);
    flow.transitions.values().filter(move |step| {
        step.requires.iter().any(|field| field.as_str() == shared::ASSIGNEE) && step.from.iter().any(is_open)
    })
}

/// Whether a role that the actor holds today lets it give out the work of a process; who else may depends on the record.
#[must_use]
pub fn gives_out(process: &Process, actor: &Actor) -> bool {
    let holds =
        |holder: &Holder| matches!(holder, Holder::Role(role) if actor.roles.iter().any(|held| held.role == *role));
    steps(process).any(|step| step.by.iter().any(holds))
}

/// The records of a process that are to be given out: nobody has them, and a step that names who shall can be taken now,
/// as against what still waits for an approval.
pub(crate) fn waiting(process: &Process, ctx: &Context) -> Node {
    let given = steps(process).map(|step| {
        let when = step.when.as_ref().map(|when| bind(&when.root, &RecordFacts::of(ctx, None)));
        Node::all([in_states(process, step.from.iter().collect()), when.unwrap_or(Node::truth(true))])
    });
    let holders = [shared::ASSIGNEE, shared::GROUP].into_iter().filter_map(|field| process.fields.get(field));
    let had = holders.map(|field| Node::Not(Box::new(Node::Has(Path::Field(field.id.clone())))));
    Node::all([is_open(), Node::any(given)].into_iter().chain(had))
}
