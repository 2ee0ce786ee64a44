//! Where a flow leads, and which of its steps go where others need an approval.

use std::collections::BTreeSet;

use crate::{Process, RelationId, StateId, Transition};

impl Process {
    /// The states that a record comes to by the steps that `is_open`, by conversions and by merging.
    pub fn reached(&self, is_open: impl Fn(&Transition) -> bool) -> BTreeSet<StateId> {
        let mut reached: BTreeSet<StateId> = self.states.keys().take(1).cloned().collect();
        reached.extend(self.converts.iter().map(|conversion| conversion.end.clone()));
        reached.extend(self.merges.iter().map(|merging| merging.end.clone()));
        grow(&mut reached, || self.transitions.values().filter(|step| is_open(step)).flat_map(Transition::edges));
        reached
    }

    /// The relations, of whichever process, from a record to what it came of: what one of this process was converted into, what
    /// it was merged with, what it was split from.
    pub fn origins(&self) -> impl Iterator<Item = &RelationId> {
        let converted = self.converts.iter().map(|conversion| &conversion.relation);
        let merged = self.merges.iter().map(|merging| &merging.relation);
        converted.chain(merged).chain(self.splits.iter().map(|splitting| &splitting.relation))
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
