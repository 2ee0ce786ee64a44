//! Who holds which role today, and what part somebody had in a record.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_definition::expression::evaluate;
use yuheng_definition::{Definitions, Holder, Party};

use super::scope;
use crate::{
    Actor, Assignment, Context, Door, HeldRole, Narrowing, Record, RecordFacts, RecordId, World, is_valid_on, people,
};

/// Whoever `person` is today, with all that it may act by; none when the world knows no such person.
#[must_use]
pub fn actor(
    definitions: &Definitions,
    world: &World,
    person: RecordId,
    today: Date,
    (door, narrowed): (Door, Option<Narrowing>),
) -> Option<Actor> {
    let known = world.people.get(&person)?;
    let deputised = world
        .assignments
        .iter()
        .filter(|assignment| assignment.person != person && holds_today(assignment, person, today))
        .map(|assignment| assignment.person);
    let away = stood_in_for(world, person, today);
    Some(Actor {
        id: person,
        roles: held_roles(definitions, world, person, today),
        customer: known.customer,
        department: known.department,
        departments: known.department.map(|top| departments_below(world, top)).unwrap_or_default(),
        deputises: deputised.chain(away).collect(),
        door,
        narrowed,
        viewer: None,
    })
}

/// The roles that `person` holds on `today`: assigned, as a deputy, and those that staff or contacts hold by being
/// that.
#[must_use]
pub fn held_roles(definitions: &Definitions, world: &World, person: RecordId, today: Date) -> Vec<HeldRole> {
    let Some(known) = world.people.get(&person) else {
        return Vec::new();
    };
    let by_nature = by_nature(definitions, if known.customer.is_some() { Side::Contacts } else { Side::Own });
    let away: BTreeSet<RecordId> = stood_in_for(world, person, today).collect();
    let assigned = world.assignments.iter().filter(|assignment| {
        holds_today(assignment, person, today)
            || (away.contains(&assignment.person)
                && holds_today(assignment, assignment.person, today)
                && is_handed_on(definitions, assignment))
    });
    let assigned = assigned.map(|assignment| HeldRole {
        role: assignment.role.clone(),
        department: assignment.department,
        customer: assignment.customer,
    });
    let mut held: Vec<HeldRole> = Vec::new();
    for role in by_nature.into_iter().chain(assigned) {
        if !held.contains(&role) {
            held.push(role);
        }
    }
    held
}

/// On whose side somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Customers' contacts.
    Contacts,
    /// Our own people.
    Own,
}

/// The roles that everybody of a side holds by being that.
pub(crate) fn by_nature(definitions: &Definitions, side: Side) -> Vec<HeldRole> {
    let held = definitions.roles.values().filter(|role| match side {
        Side::Contacts => role.held_by_contacts,
        Side::Own => role.held_by_staff,
    });
    held.map(|role| HeldRole { role: role.id.clone(), department: None, customer: None }).collect()
}

/// Whether one of the roles held administers: as a whole, for what it administers belongs to no department or customer.
#[must_use]
pub fn administers(definitions: &Definitions, held: &[HeldRole]) -> bool {
    let mut whole = held.iter().filter(|held| held.department.is_none() && held.customer.is_none());
    whole.any(|held| definitions.roles.get(&held.role).is_some_and(|role| role.administers))
}

/// Those who administer on `today`.
pub fn administrators(definitions: &Definitions, world: &World, today: Date) -> Vec<RecordId> {
    let may = |person: &&RecordId| administers(definitions, &held_roles(definitions, world, **person, today));
    world.people.keys().filter(may).copied().collect()
}

/// Whether the actor is the `holder` for the record: holds the role, within the limits of its assignment, or is named
/// by the field.
#[must_use]
pub fn holds(ctx: &Context, holder: &Holder, record: &Record) -> bool {
    let Some(process) = ctx.definitions.process(record.process.as_str()) else {
        return false;
    };
    evaluate(&scope::held(ctx, process, holder), &RecordFacts::of(ctx, Some(record))).holds()
}

/// Whether the record lies within what the assignment of a role limits it to.
pub(crate) fn concerns(ctx: &Context, record: &Record, held: &HeldRole) -> bool {
    let Some(process) = ctx.definitions.process(record.process.as_str()) else {
        return false;
    };
    evaluate(&scope::limit(ctx, process, held), &RecordFacts::of(ctx, Some(record))).holds()
}

/// Whether `person` had that part in the record.
#[must_use]
pub fn is_party(record: &Record, party: &Party, person: RecordId) -> bool {
    people::party_of(record, party).contains(&person)
}

/// The department and all below it.
pub(super) fn departments_below(world: &World, top: RecordId) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::from([top]);
    let mut pending = vec![top];
    while let Some(parent) = pending.pop() {
        let children = world.departments.iter().filter(|(_, above)| **above == Some(parent)).map(|(child, _)| *child);
        for child in children {
            if found.insert(child) {
                pending.push(child);
            }
        }
    }
    found
}

/// Those who are away today and for whom `person` stands in. Whoever stands in for somebody who stands in for another is no deputy
/// of that other: there is no chain.
fn stood_in_for(world: &World, person: RecordId, today: Date) -> impl Iterator<Item = RecordId> {
    let away = world.absences.iter().filter(move |absence| absence.deputy == person && absence.holds_on(today));
    away.map(|absence| absence.person)
}

/// Whether whoever is away hands a role on by that alone. To administer is given by an assignment, by somebody else.
fn is_handed_on(definitions: &Definitions, assignment: &Assignment) -> bool {
    definitions.roles.get(&assignment.role).is_some_and(|role| !role.administers && !role.founds)
}

fn holds_today(assignment: &Assignment, person: RecordId, today: Date) -> bool {
    if !is_valid_on(today, assignment.from, assignment.until) {
        return false;
    }
    let deputises =
        assignment.deputy == Some(person) && is_valid_on(today, assignment.deputy_from, assignment.deputy_until);
    assignment.person == person || deputises
}
