//! Work goes on under the flow that it was opened with. What of that flow the definition in force lacks stays, outgoing, for
//! those records: it can be read, and the steps that they still have can be done; nothing new gets it. What else records hold in
//! fields that are gone can be read, by whoever could (docs/adr/0035-taken-back.md).

use std::collections::BTreeSet;

use crate::in_use::fields_of_flow;
use crate::{
    Action, ClockId, FieldId, FieldKind, Grant, Process, ProcessId, Search, StateId, Transition, TransitionId,
};

/// What of a flow a definition lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// States in which its records may stand.
    pub states: BTreeSet<StateId>,
    /// Fields that it names.
    pub fields: BTreeSet<FieldId>,
    /// Its steps: what was done by them is still told.
    pub transitions: BTreeSet<TransitionId>,
    /// Its clocks.
    pub clocks: BTreeSet<ClockId>,
}

impl Lacking {
    /// What `new` lacks of the flow of `old`.
    #[must_use]
    pub fn of(old: &Process, new: &Process) -> Self {
        let mut lacking = Self::states(old, new, |_| true);
        let fields = fields_of_flow(old).into_iter();
        lacking.fields = fields.filter(|id| !new.fields.contains_key(id) && old.fields.contains_key(id)).collect();
        let gone = |id: &&TransitionId| !new.transitions.contains_key(*id);
        lacking.transitions = old.transitions.keys().filter(gone).cloned().collect();
        lacking.clocks = old.clocks.keys().filter(|id| !new.clocks.contains_key(*id)).cloned().collect();
        lacking
    }

    /// The states that `new` lacks, of those of `old` that count.
    #[must_use]
    pub fn states(old: &Process, new: &Process, counts: impl Fn(&StateId) -> bool) -> Self {
        let is_gone = |id: &&StateId| !new.states.contains_key(*id) && !new.renamed_states.contains_key(*id);
        let states = old.states.keys().filter(is_gone).filter(|id| counts(id)).cloned().collect();
        Self { states, ..Self::default() }
    }

    /// The fields that `new` lacks, of all that `old` has: records may hold something in them, whether a flow names them or not.
    #[must_use]
    pub fn fields(old: &Process, new: &Process) -> Self {
        let gone = old.fields.keys().filter(|id| !new.fields.contains_key(*id));
        Self { fields: gone.cloned().collect(), ..Self::default() }
    }

    /// Whether nothing is lacking.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Process {
    /// The step `id`, if it is in force: one that only an earlier flow has starts nowhere under this one.
    #[must_use]
    pub fn step_in_force(&self, id: &str) -> Option<&Transition> {
        self.transitions.get(id).filter(|step| !step.outgoing)
    }

    /// Takes over from `old` what is `lacking`. Fields that are references name what is in `known`; they are neither indexed nor
    /// searched, so that what records are found by follows the definition alone.
    pub fn keep(&mut self, old: &Self, lacking: &Lacking, known: impl Fn(&ProcessId) -> bool) {
        for state in lacking.states.iter().filter_map(|id| old.states.get(id)) {
            self.states.entry(state.id.clone()).or_insert_with(|| state.clone());
        }
        for field in lacking.fields.iter().filter_map(|id| old.fields.get(id)) {
            let mut field = field.clone();
            (field.outgoing, field.retired) = (!field.retired, true);
            (field.indexed, field.unique, field.required, field.search) = (false, false, false, Search::No);
            // One that could name nothing any more has nothing that could be shown.
            if let FieldKind::Reference { to } = &mut field.kind {
                to.retain(&known);
                if to.is_empty() {
                    continue;
                }
            }
            self.fields.entry(field.id.clone()).or_insert(field);
        }
        self.keep_hidden(old, lacking);
        for step in lacking.transitions.iter().filter_map(|id| old.transitions.get(id)) {
            let mut step = step.clone();
            (step.outgoing, step.after, step.opens) = (true, None, None);
            [&mut step.requires, &mut step.asks].into_iter().for_each(Vec::clear);
            step.from.clear();
            step.waits_for.clear();
            self.transitions.entry(step.id.clone()).or_insert(step);
        }
        for clock in lacking.clocks.iter().filter_map(|id| old.clocks.get(id)) {
            let mut clock = clock.clone();
            [&mut clock.runs_in, &mut clock.pauses_in].into_iter().for_each(Vec::clear);
            self.clocks.entry(clock.id.clone()).or_insert(clock);
        }
    }

    /// Hides what stays from whom `old` hid it: by its masks, and by those of its grants to view. A grant takes over what the grants
    /// like it had, to one of its roles for the same records; where there are none, what any to its roles had.
    fn keep_hidden(&mut self, old: &Self, lacking: &Lacking) {
        let lacks = |id: &&FieldId| lacking.fields.contains(*id);
        for (role, hidden) in &old.masks {
            let hidden: Vec<_> = hidden.iter().filter(lacks).cloned().collect();
            if !hidden.is_empty() {
                let masks = self.masks.entry(role.clone()).or_default();
                masks.extend(hidden);
            }
        }
        let views = |grant: &&Grant| grant.actions.contains(&Action::View);
        let old: Vec<&Grant> = old.grants.iter().filter(views).collect();
        for grant in self.grants.iter_mut().filter(|grant| views(&&**grant)) {
            let of_role = old.iter().filter(|it| it.roles.iter().any(|role| grant.roles.contains(role)));
            let (like, others): (Vec<&Grant>, Vec<&Grant>) =
                of_role.partition(|it| it.scope == grant.scope && it.when == grant.when);
            let of = if like.is_empty() { others } else { like };
            let hidden: BTreeSet<_> = of.into_iter().flat_map(|it| &it.mask).filter(lacks).cloned().collect();
            grant.mask.extend(hidden);
        }
    }
}
