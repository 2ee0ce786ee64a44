//! Who may do what with the records of a process.

use crate::expression::Expression;
use crate::{FieldId, RoleId};

/// Who may do what with a process's records.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// To whom.
    pub roles: Vec<RoleId>,
    /// What.
    pub actions: Vec<Action>,
    /// With which records.
    pub scope: Scope,
    /// Only those for which this holds.
    pub when: Option<Expression>,
    /// Fields that stay hidden and unset.
    pub mask: Vec<FieldId>,
}

/// What can be done with a record beside its transitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// See it, in lists too.
    View,
    /// See its internal fields and notes.
    ViewInternal,
    /// Open one.
    Create,
    /// Change its fields.
    Update,
    /// Write what the customer reads; attach files.
    Comment,
    /// Write what only the provider's people read.
    Note,
    /// Draw and end relations.
    Relate,
    /// Take it out of the figures, with a reason.
    Void,
    /// Turn it into a record of another process.
    Convert,
    /// Make one of several, and two of one.
    Merge,
    /// Take a list away as a file.
    Export,
    /// See confidential ones.
    ViewConfidential,
    /// Look at everything as the person sees it that the record is, without writing.
    ViewAs,
}

/// With which records a grant holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All.
    All,
    /// Of the actor's customer.
    Customer,
    /// Of the actor's department or one below it.
    Department,
    /// That the actor requested or opened.
    Own,
    /// Assigned to the actor or the actor's department.
    Assigned,
    /// In which the actor takes part: own, assigned, asked to approve.
    Participant,
}
