//! Whoever calls: the account behind a session or token, as the actor that the engine knows, with today's roles.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use yuheng_definition::{Definitions, ProcessId, RoleId};
use yuheng_engine::{Actor, Assignment, Door, HeldRole, Missing, Narrowing, RecordId, World};

use crate::{Error, InForce, Result};

/// Whoever calls.
#[derive(Clone)]
pub struct Caller {
    /// The actor for the engine.
    pub actor: Actor,
    /// The login; empty for the program itself.
    pub login: String,
    /// The session, if it came by one.
    pub session: Option<RecordId>,
    /// The definitions and the world that its roles were read from.
    pub in_force: Arc<InForce>,
}

impl Caller {
    /// The engine itself, by `door`.
    #[must_use]
    pub fn system(in_force: Arc<InForce>, door: Door) -> Self {
        Self { actor: Actor { door, ..Actor::system() }, login: String::new(), session: None, in_force }
    }

    /// Whether it may administer accounts, definitions and settings.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.actor.is_system() || administers(&self.in_force.definitions, &self.actor)
    }

    /// Refuses whoever may not administer, and every token that is narrowed.
    ///
    /// # Errors
    /// With the roles that may.
    pub fn must_administer(&self) -> Result<()> {
        if self.actor.narrowed.as_ref().is_some_and(|narrowed| narrowed.read_only || !narrowed.processes.is_empty()) {
            return Err(Error::forbidden(Missing::Token));
        }
        if self.administers() {
            return Ok(());
        }
        let roles = self.in_force.definitions.roles.values().filter(|role| role.administers);
        Err(Error::forbidden(Missing::Role(roles.map(|role| role.id.clone()).collect())))
    }

    /// Refuses a token where only a person's own session will do: sessions, tokens, passwords.
    ///
    /// # Errors
    /// When it came by a token.
    pub fn must_be_in_person(&self) -> Result<RecordId> {
        self.session.ok_or_else(|| Error::forbidden(Missing::Token))
    }
}

fn administers(definitions: &Definitions, actor: &Actor) -> bool {
    actor.roles.iter().any(|held| definitions.roles.get(&held.role).is_some_and(|role| role.administers))
}

/// The actor that `person` is today; none when the person is not in force.
#[must_use]
pub fn actor(
    definitions: &Definitions,
    world: &World,
    person: RecordId,
    today: Date,
    door: Door,
    narrowed: Option<Narrowing>,
) -> Option<Actor> {
    let known = world.people.get(&person)?;
    let mut roles = Vec::new();
    let mut deputises = BTreeSet::new();
    for assignment in world.assignments.iter().filter(|assignment| within(today, assignment.from, assignment.until)) {
        let stands_in =
            assignment.deputy == Some(person) && within(today, assignment.deputy_from, assignment.deputy_until);
        if stands_in {
            deputises.insert(assignment.person);
        }
        if (assignment.person == person || stands_in) && !roles.contains(&held(assignment)) {
            roles.push(held(assignment));
        }
    }
    let by_itself = definitions.roles.values().filter(|role| match known.customer {
        Some(_) => role.held_by_contacts,
        None => role.held_by_staff,
    });
    roles.extend(by_itself.map(|role| everywhere(role.id.clone())));
    Some(Actor {
        id: person,
        roles,
        customer: known.customer,
        department: known.department,
        departments: known.department.map(|top| below(world, top)).unwrap_or_default(),
        deputises,
        door,
        narrowed,
    })
}

/// What a token may be used for.
#[must_use]
pub fn narrowing(processes: &[String], read_only: bool) -> Narrowing {
    Narrowing { processes: processes.iter().map(|id| ProcessId::from(id.as_str())).collect(), read_only }
}

/// Whether `today` lies between two days, both included; an absent one bounds nothing.
#[must_use]
pub fn within(today: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= today) && until.is_none_or(|until| today <= until)
}

fn held(assignment: &Assignment) -> HeldRole {
    HeldRole { role: assignment.role.clone(), department: assignment.department, customer: assignment.customer }
}

const fn everywhere(role: RoleId) -> HeldRole {
    HeldRole { role, department: None, customer: None }
}

/// `top` and all departments below it. A ring of parents ends where it began.
fn below(world: &World, top: RecordId) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::from([top]);
    let mut edge = vec![top];
    while let Some(parent) = edge.pop() {
        let children = world.departments.iter().filter(|(_, above)| **above == Some(parent));
        for (child, _) in children {
            if found.insert(*child) {
                edge.push(*child);
            }
        }
    }
    found
}
