//! A process: a type of record. Its flow stands in `flow.rs`, what goes beside that in `rules.rs`, who may do what in
//! `rights.rs`.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::{
    ClauseId, ClockId, ClockRule, Conversion, Derivation, Escalation, Field, FieldId, Grant, Label, Merging, ProcessId,
    RelationId, RelationType, RoleId, Splitting, StandardId, State, StateId, Told, Transition, TransitionId,
};

/// A process as the checker lets it pass: every id in it resolves.
#[derive(Clone, Debug)]
pub struct Process {
    /// Its id, the file's name.
    pub id: ProcessId,
    /// What people call its records.
    pub label: Label,
    /// What a customer does by opening one, in plain words; else the label.
    pub ask: Option<Label>,
    /// One sentence that says what it is for.
    pub purpose: Label,
    /// The group of the navigation that it stands in.
    pub group: String,
    /// Whether its records have an end.
    pub lifetime: Lifetime,
    /// The letters before its numbers, `INC`.
    pub prefix: String,
    /// The role that answers for the process.
    pub owner: RoleId,
    /// The behaviour that reads its records as content of the engine, if any.
    pub content: Option<Content>,
    /// The field that names a record in lists and links.
    pub title: FieldId,
    /// The columns of its list, in order.
    pub list: Vec<FieldId>,
    /// The clauses that its records are evidence for.
    pub clauses: Vec<ClauseRef>,
    /// Its fields by id, in the form's order.
    pub fields: IndexMap<FieldId, Field>,
    /// Its states by id; the first is where a record begins.
    pub states: IndexMap<StateId, State>,
    /// Its transitions by id.
    pub transitions: IndexMap<TransitionId, Transition>,
    /// Its types of relation by id, reference fields' own left out.
    pub relations: IndexMap<RelationId, RelationType>,
    /// Its clocks by id.
    pub clocks: IndexMap<ClockId, ClockRule>,
    /// Whom it calls, and when.
    pub escalations: Vec<Escalation>,
    /// How its fields are derived, in order.
    pub derivations: Vec<Derivation>,
    /// Who may do what with its records.
    pub grants: Vec<Grant>,
    /// The fields that a role neither sees nor sets, whatever it is granted with the process's records.
    pub masks: IndexMap<RoleId, Vec<FieldId>>,
    /// The process that a record can be turned into, and the fields that it takes along.
    pub converts: Vec<Conversion>,
    /// How several of its records become one, if they may.
    pub merges: Option<Merging>,
    /// How one of its records becomes two, if it may.
    pub splits: Option<Splitting>,
    /// Old states and what they are called now, for lists, grants and rules.
    pub renamed_states: IndexMap<StateId, StateId>,
    /// What a customer is told of how a record stands; the last that fits counts.
    pub told: Vec<Told>,
    /// SHA-256 of the canonical text that it was made from, in hex: its version.
    pub hash: String,
    /// The canonical text itself, so that whoever pins the version can keep it.
    pub text: Arc<str>,
}

impl Process {
    /// What every record has and a list can show beside the fields.
    pub const COLUMNS: &[&str] =
        &["number", "state", "due_at", "opened_at", "opened_by", "updated_at", "resolved_at", "closed_at"];
}

/// Whether a record has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// Has an end; pins its flow to the version under which it was opened.
    Work,
    /// Lives on, and runs in force.
    Standing,
}

/// The behaviour that reads a process's records as content of the engine. Only records in a state of kind
/// [`StateKind::InForce`] are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Content {
    /// Somebody of the provider's own.
    Person,
    /// Somebody of a customer's.
    Contact,
    /// A unit of the organisation.
    Department,
    /// A post that people hold.
    Post,
    /// A role held by a person between two dates.
    RoleAssignment,
    /// Somebody away between two days, and who stands in.
    Absence,
    /// A customer.
    Customer,
    /// The provider itself: its name and its zone.
    Organisation,
    /// Weekly service hours.
    Calendar,
    /// A year's public holidays and make-up days.
    HolidayYear,
    /// A customer's contract.
    Contract,
    /// Targets by clock and priority, in a calendar.
    ServiceLevelAgreement,
    /// Impact and urgency to priority.
    PriorityMatrix,
    /// A measured objective.
    Objective,
    /// A controlled document.
    Document,
    /// A drafted change of the definitions.
    Overlay,
    /// Work that the calendar owes.
    Duty,
    /// Lines that are put on records to be ticked.
    ChecklistTemplate,
    /// A list of one process as somebody keeps it.
    SavedView,
    /// Charts of counts by field, as somebody keeps them.
    Board,
    /// A text to be written into what people say.
    TextTemplate,
    /// Several things done by one click.
    Macro,
}

/// A clause of an edition of a standard.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseRef {
    /// The edition.
    pub standard: StandardId,
    /// The number in it.
    pub clause: ClauseId,
}
