//! Whoever acts: a person with the roles held today, or the engine itself.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use yuheng_definition::{ProcessId, RoleId};

use crate::{Person, RecordId};

/// Whoever acts, as the access module made it from an account and the world of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person, the contact, or [`Actor::SYSTEM`].
    pub id: RecordId,
    /// The roles held today.
    pub roles: Vec<HeldRole>,
    /// The customer whose contact it is; none: the provider's own people.
    pub customer: Option<RecordId>,
    /// The department, and those below it.
    pub department: Option<RecordId>,
    /// The department and all below it.
    pub departments: BTreeSet<RecordId>,
    /// Those whom the actor stands in for today.
    pub deputises: BTreeSet<RecordId>,
    /// The door that it came in by.
    pub door: Door,
    /// Where a token narrows what may be done: the processes, and whether only to read.
    pub narrowed: Option<Narrowing>,
    /// Whoever looks through its eyes: what that person may not see itself isn't seen either, and nothing is written.
    pub viewer: Option<Box<Actor>>,
}

/// A role held today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// The role.
    pub role: RoleId,
    /// Only for records of this department, if limited.
    pub department: Option<RecordId>,
    /// Only for records of this customer, if limited.
    pub customer: Option<RecordId>,
}

/// What a token may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowing {
    /// Only these processes; empty: all.
    pub processes: BTreeSet<ProcessId>,
    /// Only to read.
    pub read_only: bool,
}

impl Narrowing {
    /// Whether it leaves a process within reach.
    #[must_use]
    pub fn reaches(&self, process: &ProcessId) -> bool {
        self.processes.is_empty() || self.processes.contains(process)
    }
}

/// The door by which a command came in; part of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The page, with a session.
    Page,
    /// The API, with a token.
    Api,
    /// A job of the engine.
    Job,
    /// The command line on the server.
    Program,
}

impl Door {
    /// The word for it in definitions.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::Job => "job",
            Self::Program => "program",
        }
    }
}

impl Actor {
    /// The id under which the engine itself acts.
    pub const SYSTEM: RecordId = RecordId(uuid::Uuid::nil());

    /// The engine itself, for clocks, escalations and what happens by itself.
    #[must_use]
    pub const fn system() -> Self {
        Self {
            id: Self::SYSTEM,
            roles: Vec::new(),
            customer: None,
            department: None,
            departments: BTreeSet::new(),
            deputises: BTreeSet::new(),
            door: Door::Job,
            narrowed: None,
            viewer: None,
        }
    }

    /// Whether it may know somebody by name: a customer its own contacts, and the provider's people where it is told of them.
    #[must_use]
    pub fn may_name(&self, person: &Person) -> bool {
        person.customer.is_none() || self.knows(person)
    }

    /// Whether it knows everybody of somebody's side by name without being told: a customer does its own contacts.
    #[must_use]
    pub fn knows(&self, person: &Person) -> bool {
        let is_known = self.customer.is_none() || person.customer == self.customer;
        is_known && self.viewer.as_ref().is_none_or(|viewer| viewer.knows(person))
    }

    /// Whether it is the engine itself.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.id == Self::SYSTEM
    }
}
