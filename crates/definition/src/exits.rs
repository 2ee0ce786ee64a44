//! States that a record might not leave: each step out of them is under a condition, and all of these may fail at once.

use crate::check::Records;
use crate::expression::can_all_fail;
use crate::{Definitions, Process, ProcessId, State, StateId, Transition, TransitionId};

/// A state out of which each step is under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionalExit {
    /// The process.
    pub process: ProcessId,
    /// The state.
    pub state: StateId,
    /// The steps that lead out of it.
    pub steps: Vec<TransitionId>,
}

/// Such states of `after` that are none in `before`.
#[must_use]
pub fn conditional_exits(before: &Definitions, after: &Definitions) -> Vec<ConditionalExit> {
    let mut found = Vec::new();
    for process in after.processes.values() {
        let was = before.process(process.id.as_str());
        for state in process.states.values().filter(|state| may_keep(process, state)) {
            let kept = was.is_some_and(|was| was.states.get(&state.id).is_some_and(|state| may_keep(was, state)));
            if !kept {
                let steps = ways_out(process, &state.id).map(|step| step.id.clone()).collect();
                found.push(ConditionalExit { process: process.id.clone(), state: state.id.clone(), steps });
            }
        }
    }
    found
}

/// Whether a record may come to a stand in the state, as far as conditions go.
fn may_keep(process: &Process, state: &State) -> bool {
    let conditions: Option<Vec<_>> = ways_out(process, &state.id).map(|step| step.when.as_ref()).collect();
    let conditions = conditions.filter(|conditions| !conditions.is_empty() && !state.kind.is_end());
    let records = Records::opened(process, &state.id);
    conditions.is_some_and(|conditions| can_all_fail(conditions.into_iter().map(|when| &when.root), &records))
}

/// The steps that lead out of a state, by somebody or by time.
fn ways_out<'p>(process: &'p Process, state: &'p StateId) -> impl Iterator<Item = &'p Transition> {
    let leads_out = move |step: &&Transition| step.edges().any(|(from, to)| from == state && to != state);
    process.transitions.values().filter(|step| !step.by.is_empty() || step.after.is_some()).filter(leads_out)
}
