//! Where a flow leads, and which of its steps go where others need an approval.

use std::collections::BTreeSet;

use crate::{Process, StateId, Transition};

impl Process {
    /// The states that a record comes to by the steps that `is_open` and by conversions.
    pub fn reached(&self, is_open: impl Fn(&Transition) -> bool) -> BTreeSet<StateId> {
        let mut reached: BTreeSet<StateId> = self.states.keys().take(1).cloned().collect();
        reached.extend(self.converts.iter().map(|conversion| conversion.end.clone()));
        grow(&mut reached, || self.transitions.values().filter(|step| is_open(step)).flat_map(Transition::edges));
        reached
    }

    /// Whether a step goes, under its guard, where others have to ask for an approval.
    #[must_use]
    pub fn goes_instead(&self, step: &Transition) -> bool {
        let asks_too =
            |other: &Transition| other.approval.is_some() && other.from.iter().any(|id| step.from.contains(id));
        step.approval.is_none() && step.when.is_some() && self.transitions.values().any(asks_too)
    }
}

/// Adds whatever the steps lead to, until nothing is added.
pub(crate) fn grow<'a, I: Iterator<Item = (&'a StateId, &'a StateId)>>(
    states: &mut BTreeSet<StateId>,
    steps: impl Fn() -> I,
) {
    loop {
        let more: Vec<StateId> = steps()
            .filter(|(near, far)| states.contains(*near) && !states.contains(*far))
            .map(|(_, far)| far.clone())
            .collect();
        if more.is_empty() {
            return;
        }
        states.extend(more);
    }
}
