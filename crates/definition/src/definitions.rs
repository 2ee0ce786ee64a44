//! All definitions in force together.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::{Action, Grant, Label, Process, ProcessId, Proposal, RoleId, SetupStep, Standard, StandardId, Term};

/// The definitions of one installation at one moment, checked as a whole.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// The processes by id, in the order of their groups.
    pub processes: IndexMap<ProcessId, Arc<Process>>,
    /// The groups of the navigation, in order.
    pub groups: IndexMap<String, Label>,
    /// The roles by id.
    pub roles: IndexMap<RoleId, Role>,
    /// The standards by id.
    pub standards: IndexMap<StandardId, Standard>,
    /// The terms, in order.
    pub glossary: Vec<Term>,
    /// The steps of the first day, in order.
    pub setup: Vec<SetupStep>,
    /// What is proposed in them.
    pub proposals: Vec<Proposal>,
    /// Interface texts by key.
    pub locale: BTreeMap<String, Label>,
    /// SHA-256 over all of them, in hex.
    pub hash: String,
}

/// A process role of the manual.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// What people call it.
    pub label: Label,
    /// One sentence: what it answers for.
    pub purpose: Label,
    /// Given to contacts of customers, and to nobody else; as what every contact holds is.
    pub for_contacts: bool,
    /// Held by every contact of a customer without an assignment.
    pub held_by_contacts: bool,
    /// Held by every active person without an assignment.
    pub held_by_staff: bool,
    /// May administer accounts, definitions and settings.
    pub administers: bool,
    /// Given to the first administrator for the first days: brings in what a company begins with.
    pub founds: bool,
    /// Rights with the records of every process.
    pub grants: Vec<Grant>,
}

impl Role {
    /// Whether it is a role of customers: none of the provider's own people is given it, and no contact any other.
    #[must_use]
    pub const fn is_of_customers(&self) -> bool {
        self.for_contacts || self.held_by_contacts
    }

    /// What it is granted with the records of a process: by the process, then by itself.
    pub fn granted<'a>(&'a self, process: &'a Process) -> impl Iterator<Item = &'a Grant> {
        process.grants.iter().filter(|grant| grant.roles.contains(&self.id)).chain(&self.grants)
    }
}

impl Definitions {
    /// The process with `id`.
    #[must_use]
    pub fn process(&self, id: &str) -> Option<&Arc<Process>> {
        self.processes.get(id)
    }

    /// Whether some role of customers sees records of the process.
    #[must_use]
    pub fn is_seen_by_customers(&self, process: &Process) -> bool {
        let roles = self.roles.values().filter(|role| role.is_of_customers());
        roles.flat_map(|role| role.granted(process)).any(|grant| grant.actions.contains(&Action::View))
    }

    /// The processes whose records `content` reads.
    pub fn content(&self, content: crate::Content) -> impl Iterator<Item = &Arc<Process>> {
        self.processes.values().filter(move |process| process.content == Some(content))
    }
}
