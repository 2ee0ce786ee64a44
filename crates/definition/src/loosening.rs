//! What of a difference loosens: gives somebody more, asks for less, or opens another way. Whoever approves an overlay is
//! shown that first.

use std::collections::BTreeSet;

use crate::check::keeps_each;
use crate::{
    ApprovalRule, ClockRule, Definitions, Field, FieldKind, Grant, Process, Role, Scope, Search, State, StateId,
    Transition,
};

/// Whether a new or changed part of a process loosens: the part by its `kind`, and its `id` with the key after a dot.
pub(crate) fn of_part((old, new): (&Process, &Process), kind: &str, id: &str) -> bool {
    let (part, key) = id.split_once('.').unwrap_or((id, ""));
    match kind {
        "transitions" => match (old.transitions.get(part), new.transitions.get(part)) {
            // Another way to where one could come before.
            (None, Some(step)) => step.to.as_ref().is_none_or(|to| old.states.contains_key(to)),
            (Some(before), Some(after)) => of_step(before, after, key),
            _ => true,
        },
        "fields" => match (old.fields.get(part), new.fields.get(part)) {
            (Some(before), Some(after)) => of_field(before, after, key),
            (None, _) => false,
            (Some(_), None) => true,
        },
        // What pauses is due later.
        "clocks" => match (old.clocks.get(part), new.clocks.get(part)) {
            (Some(before), Some(after)) => after.pauses_in.len() > before.pauses_in.len(),
            _ => false,
        },
        // Another way to an end; another value in a field that others go by.
        "converts" | "derivations" => true,
        _ => false,
    }
}

/// The states in which a clock newly ends, and that clock: a step leads there from where it runs or pauses, and did not before, or
/// there it did not end.
pub(crate) fn endings<'p>(old: &Process, new: &'p Process) -> Vec<(&'p ClockRule, &'p State)> {
    let led = |step: &Transition, from: &StateId, to: &StateId| {
        let before = old.transitions.get(&step.id);
        before.is_some_and(|step| step.edges().any(|edge| edge == (from, to)))
    };
    let mut found = BTreeSet::new();
    for step in new.transitions.values().filter(|step| !step.outgoing) {
        for (from, to) in step.edges() {
            for (id, clock) in &new.clocks {
                let Some(before) = old.clocks.get(id) else { continue };
                let ends = is_counted(clock, from) && !is_counted(clock, to);
                if ends && (!led(step, from, to) || is_counted(before, to)) {
                    found.insert((id, to));
                }
            }
        }
    }
    found.into_iter().filter_map(|(clock, state)| Some((new.clocks.get(clock)?, new.states.get(state)?))).collect()
}

/// Whether the clock runs in a state or pauses in it.
fn is_counted(clock: &ClockRule, state: &StateId) -> bool {
    clock.runs_in.contains(state) || clock.pauses_in.contains(state)
}

fn of_step(before: &Transition, after: &Transition, key: &str) -> bool {
    let gains = |old: usize, new: usize| new > old;
    match key {
        // Whoever does the step may fill what it asks for.
        "asks" => after.asks.iter().any(|field| !before.asks.contains(field) && !before.requires.contains(field)),
        "by" => gains(before.by.len(), after.by.len()),
        "requires" => gains(after.requires.len(), before.requires.len()),
        "not_same_as" => gains(after.not_same_as.len(), before.not_same_as.len()),
        "waits_for" => before.waits_for.iter().any(|wait| !after.waits_for.contains(wait)),
        "approval" => match (&before.approval, &after.approval) {
            (Some(before), Some(after)) => of_approval(before, after),
            (before, _) => before.is_some(),
        },
        _ => false,
    }
}

/// Fewer votes: where not one is enough, fewer people to ask are fewer votes needed.
fn of_approval(before: &ApprovalRule, after: &ApprovalRule) -> bool {
    !keeps_each(after, before)
        || before.not_same_as.iter().any(|party| !after.not_same_as.contains(party))
        || before.covers != after.covers
        || after.may.iter().any(|liberty| !before.may.contains(liberty))
}

fn of_field(before: &Field, after: &Field, key: &str) -> bool {
    match key {
        "max" | "min" => is_wider(&before.kind, &after.kind),
        "to" | "default" | "default_at" | "default_for" => true,
        "search" => reach(after.search) > reach(before.search),
        "retired" => before.required,
        "columns" => columns(before, after),
        _ => false,
    }
}

fn columns(before: &Field, after: &Field) -> bool {
    let (FieldKind::Table { columns: old }, FieldKind::Table { columns: new }) = (&before.kind, &after.kind) else {
        return false;
    };
    let known = old.iter().filter_map(|(id, old)| Some((old, new.get(id)?)));
    { known }.any(|(old, new)| {
        let kinds = match (&old.kind, &new.kind) {
            (FieldKind::Reference { to: old }, FieldKind::Reference { to: new }) => new.len() > old.len(),
            (old, new) => is_wider(old, new),
        };
        kinds || (old.required && new.retired && !old.retired)
    })
}

fn is_wider(before: &FieldKind, after: &FieldKind) -> bool {
    match (before, after) {
        (FieldKind::Text { max: old }, FieldKind::Text { max: new })
        | (FieldKind::LongText { max: old }, FieldKind::LongText { max: new }) => new > old,
        (FieldKind::Integer { min: low, max: high }, FieldKind::Integer { min, max }) => {
            let lower = low.is_some_and(|low| min.is_none_or(|min| min < low));
            lower || high.is_some_and(|high| max.is_none_or(|max| max > high))
        }
        _ => false,
    }
}

const fn reach(search: Search) -> u8 {
    match search {
        Search::No => 0,
        Search::Internal => 1,
        Search::Public => 2,
    }
}

/// Whether a grant gives what none gave before.
pub(crate) fn of_grant(old: &Process, grant: &Grant) -> bool {
    let covers = |before: &Grant, role, action| {
        before.roles.contains(role)
            && before.actions.contains(action)
            && (before.scope == grant.scope || before.scope == Scope::All)
            && (before.when.is_none() || before.when == grant.when)
            && before.mask.iter().all(|field| grant.mask.contains(field))
    };
    let pairs = grant.roles.iter().flat_map(|role| grant.actions.iter().map(move |action| (role, action)));
    { pairs }.any(|(role, action)| !old.grants.iter().any(|before| covers(before, role, action)))
}

/// Whether a new or changed role is mighty by more than its name.
pub(crate) fn of_role(before: Option<&Role>, after: &Role) -> bool {
    let might = |role: &Role| {
        let marks = [role.held_by_contacts, role.held_by_staff, role.administers, role.founds, !role.grants.is_empty()];
        marks.into_iter().filter(|mark| *mark).count()
    };
    might(after) > before.map_or(0, might)
}

/// Whether a new process brings content that the engine reads: people, roles, targets.
pub(crate) fn of_process(before: &Definitions, after: &Process) -> bool {
    after.content.is_some() && !before.processes.contains_key(&after.id)
}
