//! The first day: the steps in which a company is set up, each done when the store holds what it asks for, and what is
//! proposed for it to begin with.

use serde_json::{Map, Value as Json};

use crate::{ClauseRule, FieldId, Label, ProcessId, TransitionId};

/// A step of the first day.
#[derive(Clone, Debug)]
pub struct SetupStep {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// One sentence: what is done in it, and why.
    pub purpose: Label,
    /// What the store must hold for it to be done.
    pub rules: Vec<ClauseRule>,
    /// What it asks for.
    pub forms: Vec<SetupForm>,
}

/// What a step asks for: a few fields of a record, and what is done with it once it is opened.
#[derive(Clone, Debug)]
pub struct SetupForm {
    /// Whose record.
    pub process: ProcessId,
    /// The fields, in order.
    pub fields: Vec<FieldId>,
    /// The transition that follows.
    pub transition: Option<TransitionId>,
}

/// A record that is proposed. Nothing is written of it before somebody says so.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Of which process.
    pub process: ProcessId,
    /// What other proposals call it: `@key`.
    pub key: String,
    /// The values; a text in two languages is a table of both.
    pub fields: Map<String, Json>,
}
