//! A process: a type of record, with its fields, states, transitions, clocks, approvals, relations and grants.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::expression::Expression;
use crate::{
    ClauseId, ClockId, Field, FieldId, Label, ProcessId, RelationId, RoleId, StandardId, StateId, TransitionId,
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
    /// Old states and what they are called now, for lists, grants and rules.
    pub renamed_states: IndexMap<StateId, StateId>,
    /// What a customer is told of how a record stands; the last that fits counts.
    pub told: Vec<Told>,
    /// SHA-256 of the canonical text that it was made from, in hex: its version.
    pub hash: String,
    /// The canonical text itself, so that whoever pins the version can keep it.
    pub text: Arc<str>,
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
}

/// A clause of an edition of a standard.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseRef {
    /// The edition.
    pub standard: StandardId,
    /// The number in it.
    pub clause: ClauseId,
}

/// A state of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its id.
    pub id: StateId,
    /// What people call it.
    pub label: Label,
    /// What it means to the engine.
    pub kind: StateKind,
}

/// What a state means to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StateKind {
    /// Not yet begun, or a standing record's draft.
    Draft,
    /// Somebody is to work on it.
    Open,
    /// Waiting for somebody outside.
    Waiting,
    /// Done, not yet confirmed.
    Resolved,
    /// At its end, well.
    Closed,
    /// At its end, withdrawn or refused.
    Cancelled,
    /// A standing record that applies.
    InForce,
    /// A standing record that applies no longer.
    Retired,
}

impl StateKind {
    /// Whether there is still something to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Open | Self::Waiting | Self::Resolved | Self::InForce)
    }

    /// Whether a record may rest here for ever.
    #[must_use]
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled | Self::InForce | Self::Retired)
    }
}

/// A step from one state to another.
#[derive(Clone, Debug)]
pub struct Transition {
    /// Its id.
    pub id: TransitionId,
    /// The verb on its button.
    pub label: Label,
    /// The same in a customer's plain words; else the label.
    pub ask: Option<Label>,
    /// The states that it starts from.
    pub from: Vec<StateId>,
    /// The state that it ends in; none: it stays where it is.
    pub to: Option<StateId>,
    /// Who may do it; empty: only the engine (an approval's outcome, auto-close).
    pub by: Vec<Holder>,
    /// The fields that must be filled; the form asks for them.
    pub requires: Vec<FieldId>,
    /// Further fields that the form asks for.
    pub asks: Vec<FieldId>,
    /// Whether a comment goes with it.
    pub comment: CommentNeed,
    /// The actor may be none of these.
    pub not_same_as: Vec<Party>,
    /// What must hold; false or unknown refuses.
    pub when: Option<Expression>,
    /// What is said where `when` does not hold; else the condition in words.
    pub otherwise: Option<Label>,
    /// Who must agree before it happens.
    pub approval: Option<ApprovalRule>,
    /// Happens by itself: after so long in the state, or on a day.
    pub after: Option<After>,
    /// Fields that it sets: to the actor, to now, to a value, or empties.
    pub sets: Vec<(FieldId, SetTo)>,
    /// Who is told of it beside whoever asked for the record: a table names everybody in its rows.
    pub tells: Vec<Holder>,
}

impl Transition {
    /// The state that it leads to from `from`: one without an end of its own leads nowhere else.
    #[must_use]
    pub fn leads<'s>(&'s self, from: &'s StateId) -> &'s StateId {
        self.to.as_ref().unwrap_or(from)
    }

    /// The edges that it draws between states; none if it stays.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&StateId, &StateId)> {
        self.to.iter().flat_map(|to| self.from.iter().map(move |from| (from, to)))
    }

    /// Whether it may change `field` where that is filled and `by_step`: it asks for it, and for a reason.
    #[must_use]
    pub fn changes_filled(&self, field: &FieldId) -> bool {
        let asks = self.requires.contains(field) || self.asks.contains(field);
        asks && matches!(self.comment, CommentNeed::Public | CommentNeed::Internal)
    }

    /// The fields that it counts itself in: each time there is one more.
    pub fn counts(&self) -> impl Iterator<Item = &FieldId> {
        self.sets.iter().filter(|(_, to)| *to == SetTo::Next).map(|(field, _)| field)
    }
}

/// Who may do something: a role held today, or whoever a field of the record names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// Holds the role today (for the record's department or customer where the assignment is limited to one).
    Role(RoleId),
    /// Is named by the reference field; written `@assignee`.
    Field(FieldId),
}

/// Somebody who had a part in the record; for separation of duties.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// Whoever a reference field names.
    Field(FieldId),
    /// Whoever opened the record.
    Opener,
    /// Whoever did that transition, last.
    DoerOf(TransitionId),
    /// Whoever voted on the approval of that transition.
    VoterOn(TransitionId),
}

/// Whether a transition asks for a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommentNeed {
    /// It may have one: a note, for the provider's own people.
    #[default]
    Optional,
    /// It may have one, which all who see the record can read: the step speaks to the customer.
    OptionalPublic,
    /// It must have one, which all who see the record can read.
    Public,
    /// It must have one, for the provider's own people.
    Internal,
}

/// What a transition sets a field to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetTo {
    /// Nothing: the field is emptied.
    Empty,
    /// Whoever does it.
    Actor,
    /// The moment.
    Now,
    /// The day in the organisation's zone.
    Today,
    /// A fixed value.
    Value(crate::Value),
    /// What another field of the record holds; empties it when that one is empty.
    Field(FieldId),
    /// One more than it holds; 1 when it is empty.
    Next,
}

/// When a transition happens by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// So many minutes of the record's service calendar.
    BusinessMinutes(u32),
    /// So many working days of the record's service calendar.
    WorkingDays(u32),
    /// When the day begins, in the organisation's zone, that the date field holds.
    Day(FieldId),
}

/// Who must agree before a transition.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalRule {
    /// Who votes: everyone who holds one of these when it is opened.
    pub by: Vec<Holder>,
    /// How many must agree.
    pub form: ApprovalForm,
    /// Voters may be none of these.
    pub not_same_as: Vec<Party>,
    /// An edit of one of these voids it; empty: of any field.
    pub covers: Vec<FieldId>,
}

/// How many must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalForm {
    /// Any one (或签).
    One,
    /// Everyone (会签).
    All,
    /// At least this share in percent, 1–99.
    Share(u8),
    /// Everyone, one holder after the other in the order of `by` (依次).
    InTurn,
}

/// A type of relation from this process to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    /// Its id.
    pub id: RelationId,
    /// What it is called at its source, `affects`.
    pub label: Label,
    /// What it is called at its target, `is affected by`.
    pub inverse: Label,
    /// The processes that it may point to.
    pub to: Vec<ProcessId>,
    /// Impact travels along it, from target to source.
    pub impact: bool,
}

/// A target measured in a service calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockRule {
    /// Its id.
    pub id: ClockId,
    /// What people call it.
    pub label: Label,
    /// What is promised by its end, in a customer's words; else the label.
    pub promise: Option<Label>,
    /// The states in which it runs. It starts when the record first enters one.
    pub runs_in: Vec<StateId>,
    /// The states in which it pauses, once started.
    pub pauses_in: Vec<StateId>,
    /// The choice field that says why it pauses, if one does.
    pub pause_reason: Option<FieldId>,
    /// Any other state stops it. Whether it goes on with its used time when the record comes back.
    pub resumes: bool,
    /// When it calls, in percent of the target, ascending; 100 is the breach and always there.
    pub warn_at: Vec<u8>,
}

/// What a customer is told while a record is in some states.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The states.
    pub states: Vec<StateId>,
    /// Only while this holds, of what the reader sees of the record.
    pub when: Option<Expression>,
    /// How it stands and what comes next, in plain words.
    pub says: Label,
    /// Whether it waits for the customer.
    pub turn: bool,
}

/// Whom a process calls, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Escalation {
    /// What sets it off.
    pub trigger: EscalationTrigger,
    /// Sideways to those who can do it, or upwards to those who answer for it.
    pub kind: EscalationKind,
    /// Whom it calls.
    pub to: Vec<Holder>,
    /// A field that it sets on the record (`escalated`), if any.
    pub sets: Option<FieldId>,
}

/// What sets an escalation off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EscalationTrigger {
    /// So many percent of a clock's target are used; one of its `warn_at` or 100.
    Clock {
        /// The clock.
        clock: ClockId,
        /// The share of its target, in percent.
        share: u8,
    },
    /// Nobody has done anything for so many minutes of the service calendar while it is open and not waiting.
    Silence {
        /// Minutes of the service calendar.
        minutes: u32,
    },
}

/// Which way an escalation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EscalationKind {
    /// To those with the skill.
    Functional,
    /// To those with the authority.
    Hierarchic,
    /// To the customer: a warning before the promise is missed.
    Customer,
}

/// A named Rust behaviour that fills a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// `to` from the priority matrix over `impact` and `urgency`, unless `override_reason` is filled.
    Priority {
        /// The field of the impact.
        impact: FieldId,
        /// The field of the urgency.
        urgency: FieldId,
        /// The field that gets the priority.
        to: FieldId,
        /// The field that must give the reason when a person sets `to` otherwise.
        override_reason: FieldId,
    },
    /// `to` copied from field `field` of the record that `from` names: when `to` is empty, or no person fills it.
    Copied {
        /// The reference field.
        from: FieldId,
        /// The field of its target.
        field: FieldId,
        /// The field that gets the value.
        to: FieldId,
    },
}

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
    /// Take a list away as a file.
    Export,
    /// See confidential ones.
    ViewConfidential,
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

/// What a record can be turned into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The other process.
    pub to: ProcessId,
    /// The state that the converted record ends in.
    pub end: StateId,
    /// The fields that go along, where the other process has them.
    pub fields: Vec<FieldId>,
    /// The relation, from new to old, that ties the two.
    pub relation: RelationId,
}
