//! The flow of a process: its states, the steps between them, and the approvals that steps need.

use std::collections::BTreeSet;

use crate::expression::Expression;
use crate::{FieldId, Label, ProcessId, RoleId, StateId, StepId, TransitionId};

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
    /// Those of the states in `from` in which it leads nowhere else: the state is entered anew.
    pub stays: Vec<StateId>,
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
    /// The records that it opens, once: one for each row of a table.
    pub opens: Option<Opening>,
    /// What must have come to its end before.
    pub waits_for: Vec<Wait>,
    /// Only an earlier flow has it: it stays for what is told of the records that follow that one, and starts nowhere.
    pub outgoing: bool,
}

/// Records that a step opens: one for each row of a table of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The table; what its columns hold goes to the fields of the same names.
    pub rows: FieldId,
    /// The process of the records.
    pub process: ProcessId,
    /// Their reference field that names the record they are part of.
    pub part_of: FieldId,
    /// Both the column that holds the number of an earlier row, and the reference field that names what that row has opened.
    pub in_order: Option<FieldId>,
}

/// What must have come to its end before a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// What the record's reference field names, if anything; written `@follows`.
    Named(FieldId),
    /// All records of the process that name this one in the field; written `task.belongs_to`.
    Naming(ProcessId, FieldId),
}

impl Transition {
    /// The state that it leads to from `from`: where it stays, and without an end of its own, nowhere else.
    #[must_use]
    pub fn leads<'s>(&'s self, from: &'s StateId) -> &'s StateId {
        self.to.as_ref().filter(|_| !self.stays.contains(from)).unwrap_or(from)
    }

    /// The edges that it draws between states; none if it stays.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (&StateId, &StateId)> {
        let leaving = self.from.iter().filter(|from| !self.stays.contains(from));
        self.to.iter().flat_map(move |to| leaving.clone().map(move |from| (from, to)))
    }

    /// Whether its form asks for `field`.
    #[must_use]
    pub fn asks_for(&self, field: &FieldId) -> bool {
        self.requires.contains(field) || self.asks.contains(field)
    }

    /// Whether it may change `field` where that is filled and `by_step`: it asks for it, and for a reason.
    #[must_use]
    pub fn changes_filled(&self, field: &FieldId) -> bool {
        self.asks_for(field) && matches!(self.comment, CommentNeed::Public | CommentNeed::Internal)
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
    /// The department of whoever does it; empties it where they have none.
    ActorDepartment,
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
    /// When that day is over: as the day after it begins.
    DayAfter(FieldId),
    /// As soon as somebody of the customer's says something that all read, or attaches a file.
    Answer,
}

/// Who must agree before a transition.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalRule {
    /// Who votes: everyone who holds one of these when it is opened; with steps, whoever votes at any of them.
    pub by: Vec<Holder>,
    /// How many must agree; with steps, all of these.
    pub form: ApprovalForm,
    /// The steps (节点) that it is asked in, one after the other; none: it is one step, of `by` and `form`.
    pub steps: Vec<ApprovalStep>,
    /// Voters may be none of these.
    pub not_same_as: Vec<Party>,
    /// An edit of one of these voids it; empty: of any field.
    pub covers: Vec<FieldId>,
    /// What whoever's vote is awaited may do beside voting.
    pub may: BTreeSet<Liberty>,
    /// Who is told when it is asked for and when it is settled (抄送), and has no vote.
    pub copies: Vec<Holder>,
}

/// A step of an approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalStep {
    /// Its id.
    pub id: StepId,
    /// What people call it.
    pub label: Label,
    /// Who votes at it.
    pub by: Vec<Holder>,
    /// How many of them must agree.
    pub form: ApprovalForm,
}

/// What whoever's vote is awaited may do beside voting for or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Liberty {
    /// Ask somebody else to agree as well (加签).
    Add,
    /// Hand the vote on to somebody else (转签), who need not hold the role.
    HandOn,
    /// Send it back to an earlier step (退回到节点).
    SendBack,
}

impl Liberty {
    /// What an approval allows that says nothing of it: what only asks for more (docs/adr/0030-steps-of-an-approval.md).
    #[must_use]
    pub fn usual() -> BTreeSet<Self> {
        BTreeSet::from([Self::Add, Self::SendBack])
    }
}

impl ApprovalRule {
    /// Who votes at a step; none: it has no such step. An approval that was asked for before there were steps is the first one's.
    #[must_use]
    pub fn voters_at(&self, step: Option<&StepId>) -> Option<&[Holder]> {
        match step {
            None => Some(self.steps.first().map_or(&self.by, |first| &first.by)),
            Some(id) => self.step(id).map(|step| step.by.as_slice()),
        }
    }

    /// One of its steps.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&ApprovalStep> {
        self.steps.iter().find(|step| step.id == *id)
    }
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
