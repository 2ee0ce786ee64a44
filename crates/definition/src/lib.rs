//! The definitions: TOML read, checked like source code, and turned into types that everything else trusts.
//! No I/O but text; no clock.

pub mod expression;
pub mod overlay;
pub mod stumble;

mod canonical;
mod check;
mod compare;
mod definitions;
mod exits;
mod field;
mod flow;
mod glossary;
mod ids;
mod in_use;
mod json_schema;
mod label;
mod load;
mod loosening;
mod outgoing;
mod problem;
mod process;
mod reach;
mod read;
mod rights;
mod rules;
mod setup;
mod source;
mod standard;
mod tree;
mod value;
mod vocabulary;
mod with;

pub use compare::{Difference, compare};
pub use definitions::{Definitions, Role};
pub use exits::{ConditionalExit, conditional_exits};
pub use field::{Field, FieldKind, Format, Search};
pub use flow::{
    After, ApprovalForm, ApprovalRule, ApprovalStep, CommentNeed, Holder, Liberty, Opening, Party, SetTo, State,
    StateKind, Transition, Wait,
};
pub use glossary::Term;
pub use ids::{
    ClauseId, ClockId, FieldId, OptionId, ProcessId, RelationId, RoleId, StandardId, StateId, StepId, TransitionId,
};
pub use in_use::check_flow_in_use;
pub use json_schema::json_schema;
pub use label::{Label, Language};
pub use outgoing::Lacking;
pub use problem::{Problem, each_once, nearest};
pub use process::{ClauseRef, Content, Lifetime, Process};
pub use rights::{Action, Grant, Scope};
pub use rules::{
    ClockRule, Conversion, Counted, Derivation, Escalation, EscalationKind, EscalationTrigger, Merging, RelationType,
    Splitting, Told,
};
pub use setup::{Proposal, SetupForm, SetupStep};
pub use source::Source;
pub use standard::{Clause, ClauseReads, ClauseRule, Standard};
pub use value::{DECIMAL_DIGITS, INDEX_TEXT_MAX, Value, index_text};
