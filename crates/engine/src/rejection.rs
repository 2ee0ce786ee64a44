//! Why the engine says no, so that whoever asked can do something about it.

use thiserror::Error;
use yuheng_definition::expression::Expression;
use yuheng_definition::{
    Action, FieldId, Label, Liberty, OptionId, ProcessId, RelationId, RoleId, StateId, TransitionId,
};

use crate::{ApprovalOutcome, RecordId};

/// Why a command is refused. Nothing has happened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Rejection {
    /// The record may not be seen: told apart from nothing by nobody.
    #[error("not found")]
    NotFound,
    /// A right is missing.
    #[error("may not: {0}")]
    Forbidden(Missing),
    /// Fields are wrong; each with what is wrong.
    #[error("fields: {0:?}")]
    Invalid(Vec<FieldFault>),
    /// The transition does not start from the state.
    #[error("`{transition}` does not start from `{state}`")]
    NotFromHere {
        /// Which.
        transition: TransitionId,
        /// The state that the record is in.
        state: StateId,
    },
    /// There is no such transition, relation type, conversion.
    #[error("unknown: {0}")]
    Unknown(String),
    /// The approval is not pending any more; how it ended.
    #[error("the approval is closed: {0:?}")]
    ApprovalClosed(ApprovalOutcome),
    /// The record is void, or at its end.
    #[error("the record can't be changed any more")]
    Final,
    /// The transition waits for an approval already.
    #[error("an approval is pending")]
    ApprovalPending,
}

/// What is missing for an action to be allowed; the page shows it on the disabled button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// One of these roles; none: only the engine does it.
    Role(Vec<RoleId>),
    /// To be named by one of these fields.
    NamedBy(Vec<FieldId>),
    /// One of these roles, or to be named by one of these fields.
    Holder(Vec<RoleId>, Vec<FieldId>),
    /// A grant of the action.
    Grant(Action, ProcessId),
    /// To be somebody else: separation of duties.
    SomebodyElse(Label),
    /// The guard does not hold.
    Guard(Box<Unmet>),
    /// A vote in one's own turn.
    Turn,
    /// Nobody could vote.
    Voter,
    /// Nobody could vote at the step.
    VoterAt(Label),
    /// To leave somebody for the step, which nobody else could give.
    Reserved(Label),
    /// An approval that allows it.
    Liberty(Liberty),
    /// The token may only read, or not this process.
    Token,
    /// To be oneself: whoever looks through another's eyes writes nothing, and takes nothing away.
    Viewing,
    /// To be a voter who has not voted yet.
    Vote,
    /// To hold still what the vote was asked for.
    Lapsed,
    /// Not to have a vote of one's own here, nor to have cast one: one person, one vote.
    OneVote,
    /// To be whoever asked for the approval.
    Asker,
    /// To wait: those whose votes are awaited were reminded a short while ago.
    Quiet,
    /// The outcome of the approval that the transition waits for.
    Approval,
    /// Fields that must be filled first, by somebody who sees them.
    Unseen(Vec<FieldId>),
    /// The end of so many records of the process; of 0: of nobody knows how many.
    Underway(ProcessId, u64),
    /// A record that isn't at its end.
    State,
}

/// A guard that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The guard.
    pub guard: Expression,
    /// What its definition says then.
    pub said: Option<Label>,
}

impl Missing {
    /// The word for it on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Role(_) | Self::Holder(..) => "role",
            Self::NamedBy(_) => "named_by",
            Self::Grant(..) => "grant",
            Self::SomebodyElse(_) => "somebody_else",
            Self::Guard(_) => "guard",
            Self::Turn => "turn",
            Self::Voter | Self::VoterAt(_) | Self::Reserved(_) | Self::Vote | Self::Lapsed | Self::OneVote => "voter",
            Self::Token => "token",
            Self::Viewing => "viewing",
            Self::Asker | Self::Quiet | Self::Approval | Self::Liberty(_) => "approval",
            Self::Unseen(_) => "unseen",
            Self::Underway(..) => "underway",
            Self::State => "state",
        }
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Role(roles) => write!(f, "one of the roles {roles:?}"),
            Self::Holder(roles, fields) => write!(f, "one of the roles {roles:?}, or to be named by {fields:?}"),
            Self::NamedBy(fields) => write!(f, "to be named by {fields:?}"),
            Self::Grant(action, process) => write!(f, "the right to {action:?} on {process}"),
            Self::SomebodyElse(label) => write!(f, "to be somebody other than: {}", label.en),
            Self::Guard(unmet) => write!(f, "that {}", unmet.guard.source),
            Self::Turn => f.write_str("a vote in turn"),
            Self::Voter => f.write_str("somebody who may vote"),
            Self::VoterAt(step) => write!(f, "somebody who may vote at: {}", step.en),
            Self::Reserved(step) => write!(f, "somebody else for: {}", step.en),
            Self::Liberty(liberty) => write!(f, "an approval that allows to {liberty:?}"),
            Self::Token => f.write_str("a token that allows it"),
            Self::Viewing => f.write_str("to be oneself"),
            Self::Vote => f.write_str("to be a voter who has not voted yet"),
            Self::Lapsed => f.write_str("to hold the role still that the vote was asked for"),
            Self::OneVote => f.write_str("to have no other vote on it"),
            Self::Asker => f.write_str("to be whoever asked for the approval"),
            Self::Quiet => f.write_str("some time since the last reminder"),
            Self::Approval => f.write_str("the outcome of the approval"),
            Self::Unseen(fields) => write!(f, "{fields:?}, filled by somebody who sees them"),
            Self::Underway(process, open) => write!(f, "the end of {open} of {process}"),
            Self::State => f.write_str("a record that isn't at its end"),
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field; in a table `field[row].column`.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The process has no such field; the nearest that it has.
    Unknown(Option<FieldId>),
    /// It must be filled.
    Missing,
    /// It is of another kind; the kind expected.
    Kind(&'static str),
    /// It holds a control character.
    ControlCharacter,
    /// It is too long; the limit in characters, for a table in rows.
    TooLong(usize),
    /// It is out of bounds.
    OutOfBounds(Option<i64>, Option<i64>),
    /// It is none of the options, each with its id.
    NoOption(Vec<(OptionId, Label)>),
    /// What it points to does not exist or may not be seen.
    NoSuchRecord(RecordId),
    /// It points to a record of another process.
    WrongProcess(Vec<ProcessId>),
    /// Only the system writes it.
    Derived,
    /// It can't be changed once set.
    Fixed,
    /// The actor names itself where only others may.
    NotActor,
    /// Once filled, only one of the steps that are called so changes it.
    ByStep(Vec<Label>),
    /// The step is there to change it.
    Unchanged,
    /// It is no longer in use.
    Retired,
    /// The actor may not set it.
    Masked,
    /// The transition's form does not ask for it.
    NotAsked,
    /// Another record holds the same value.
    Taken,
    /// The relation type does not allow the target.
    NoRelation(RelationId),
    /// These gaps of a text template are not filled.
    Gaps(Vec<Label>),
    /// A behaviour refuses it, with the reason.
    Content(Label),
}

impl Fault {
    /// The word for it on the wire.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "unknown",
            Self::Missing => "missing",
            Self::Kind(_) => "kind",
            Self::ControlCharacter => "control_character",
            Self::TooLong(_) => "too_long",
            Self::OutOfBounds(..) => "out_of_bounds",
            Self::NoOption(_) => "no_option",
            Self::NoSuchRecord(_) => "no_such_record",
            Self::WrongProcess(_) => "wrong_process",
            Self::Derived => "derived",
            Self::Fixed => "fixed",
            Self::NotActor => "not_actor",
            Self::ByStep(_) => "by_step",
            Self::Unchanged => "unchanged",
            Self::Retired => "retired",
            Self::Masked => "masked",
            Self::NotAsked => "not_asked",
            Self::Taken => "taken",
            Self::NoRelation(_) => "no_relation",
            Self::Gaps(_) => "gaps",
            Self::Content(_) => "content",
        }
    }
}
