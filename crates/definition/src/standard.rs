//! A standard's edition as a tree of clauses, each with the rules that say what meets it.

use indexmap::IndexMap;

use crate::expression::Expression;
use crate::{ClauseId, ClauseRef, Label, ProcessId, RoleId, StandardId};

/// An edition of a standard.
#[derive(Clone, Debug)]
pub struct Standard {
    /// Its id, the file's name.
    pub id: StandardId,
    /// Its name and year.
    pub label: Label,
    /// Its clauses, in their order.
    pub clauses: IndexMap<ClauseId, Clause>,
}

/// A clause: a number and our own short title.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its number.
    pub id: ClauseId,
    /// Our own short title.
    pub label: Label,
    /// The clause above it.
    pub parent: Option<ClauseId>,
    /// The clauses of other editions that ask for the same.
    pub maps_to: Vec<ClauseRef>,
    /// The role that answers for it.
    pub owner: Option<RoleId>,
    /// What must hold; none on a leaf: no rule yet.
    pub rules: Vec<ClauseRule>,
    /// What brings the rule, where there is none yet.
    pub comes_with: Option<Label>,
}

/// A rule over what the system holds.
#[derive(Clone, Debug)]
pub struct ClauseRule {
    /// The rule in words.
    pub label: Label,
    /// What it reads.
    pub reads: ClauseReads,
}

/// What a clause rule reads.
#[derive(Clone, Debug)]
pub enum ClauseReads {
    /// Records of a process that match: at least `at_least`, the newest not older than `fresh_days`.
    Records {
        /// The process.
        process: ProcessId,
        /// Which of its records.
        filter: Expression,
        /// How many there must be.
        at_least: u32,
        /// How many there may be; none: any number.
        at_most: Option<u32>,
        /// How old the newest may be, in days; none: any age.
        fresh_days: Option<u32>,
    },
    /// No record of a process matches (nothing unassigned, nothing overdue).
    None {
        /// The process.
        process: ProcessId,
        /// Which of its records would be a gap.
        filter: Expression,
    },
    /// Each role that answers for a process or a clause is held today.
    Held,
    /// An objective meets its target in the current period.
    Objective {
        /// The objective's key.
        key: String,
    },
}

impl Standard {
    /// The clauses that have none below them.
    pub fn leaves(&self) -> impl Iterator<Item = &Clause> {
        self.clauses
            .values()
            .filter(|clause| !self.clauses.values().any(|other| other.parent.as_ref() == Some(&clause.id)))
    }
}
