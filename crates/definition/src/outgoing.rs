//! Work goes on under the flow that it was opened with. What of that flow the definition in force lacks stays, outgoing, for
//! those records: it can be read, and the steps that they still have can be done; nothing new gets it. What else records hold in
//! fields that are gone can be read, by whoever could (docs/adr/0035-taken-back.md).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::in_use::fields_of_flow;
use crate::{
    Action, ClockId, Field, FieldId, FieldKind, Grant, Process, ProcessId, RoleId, Search, StateId, Transition,
    TransitionId,
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

    /// Takes over from `earlier` versions what is lacking of each, the version that was last in force first. What is `lacking` is told
    /// by the definition as it is written, so that no version hides what another one says of the same field.
    pub fn keep(&mut self, earlier: &[(Arc<Self>, Lacking)], known: impl Fn(&ProcessId) -> bool) {
        for (old, lacking) in earlier {
            self.keep_flow(old, lacking);
        }
        let fields: BTreeSet<&FieldId> = earlier.iter().flat_map(|(_, lacking)| &lacking.fields).collect();
        for id in fields {
            let having = earlier.iter().filter(|(old, it)| it.fields.contains(id) && old.fields.contains_key(id));
            let having: Vec<&Self> = having.map(|(old, _)| old.as_ref()).collect();
            self.keep_field(id, &having, &known);
        }
    }

    fn keep_flow(&mut self, old: &Self, lacking: &Lacking) {
        for state in lacking.states.iter().filter_map(|id| old.states.get(id)) {
            self.states.entry(state.id.clone()).or_insert_with(|| state.clone());
        }
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

    /// Takes over a field of the versions `having` it, as it was last in force, hidden from whom any of them hid it. One that is a
    /// reference names what is in `known`. It is neither indexed nor searched, so that what records are found by follows the
    /// definition alone.
    fn keep_field(&mut self, id: &FieldId, having: &[&Self], known: impl Fn(&ProcessId) -> bool) {
        let versions: Vec<&Field> = having.iter().filter_map(|old| old.fields.get(id)).collect();
        let Some(mut field) = versions.first().map(|last| (*last).clone()) else { return };
        field.outgoing = versions.iter().any(|it| !it.retired);
        field.internal = versions.iter().any(|it| it.internal);
        field.personal = versions.iter().any(|it| it.personal);
        field.retired = true;
        (field.indexed, field.unique, field.required, field.search) = (false, false, false, Search::No);
        // One that could name nothing any more has nothing that could be shown.
        if let FieldKind::Reference { to } = &mut field.kind {
            to.retain(known);
            if to.is_empty() {
                return;
            }
        }
        self.fields.entry(id.clone()).or_insert(field);
        let hidden_from = having.iter().flat_map(|old| &old.masks).filter(|(_, hidden)| hidden.contains(id));
        for (role, _) in hidden_from {
            note(self.masks.entry(role.clone()).or_default(), id);
        }
        for grant in self.grants.iter_mut().filter(|grant| gives_view(grant) && is_hidden(grant, id, having)) {
            note(&mut grant.mask, id);
        }
    }
}

fn note(hidden: &mut Vec<FieldId>, id: &FieldId) {
    if !hidden.contains(id) {
        hidden.push(id.clone());
    }
}

fn gives_view(grant: &Grant) -> bool {
    grant.actions.contains(&Action::View)
}

/// Whether a grant hides a field of the versions `having` it: if one of them hid it from a like grant, one to the same role for the
/// same records; and if the one last in force had no like grant to one of its roles, for then nobody read the field by it.
fn is_hidden(grant: &Grant, id: &FieldId, having: &[&Process]) -> bool {
    let like = |old: &Process, role: &RoleId| -> Vec<bool> {
        let views = old.grants.iter().filter(|it| gives_view(it) && it.roles.contains(role));
        views.filter(|it| it.scope == grant.scope && it.when == grant.when).map(|it| it.mask.contains(id)).collect()
    };
    grant.roles.iter().any(|role| {
        let is_new = having.first().is_none_or(|last| like(last, role).is_empty());
        is_new || having.iter().any(|old| like(old, role).contains(&true))
    })
}
