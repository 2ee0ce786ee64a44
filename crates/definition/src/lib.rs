//! The definitions: TOML read, checked like source code, and turned into types that everything else trusts.
//! No I/O but text; no clock.

pub mod expression;

mod canonical;
mod check;
mod definitions;
mod field;
mod ids;
mod label;
mod load;
mod problem;
mod process;
mod read;
mod source;
mod standard;
mod tree;
mod value;
mod vocabulary;

pub use definitions::{Definitions, Role};
pub use field::{Field, FieldKind, Search};
pub use ids::{ClauseId, ClockId, FieldId, OptionId, ProcessId, RelationId, RoleId, StandardId, StateId, TransitionId};
pub use label::{Label, Language};
pub use problem::Problem;
pub use process::{
    Action, After, ApprovalForm, ApprovalRule, ClauseRef, ClockRule, CommentNeed, Content, Conversion, Derivation,
    Escalation, EscalationKind, EscalationTrigger, Grant, Holder, Lifetime, Party, Process, RelationType, Scope, SetTo,
    State, StateKind, Transition,
};
pub use source::Source;
pub use standard::{Clause, ClauseReads, ClauseRule, Standard};
pub use value::{DECIMAL_DIGITS, INDEX_TEXT_MAX, Value, index_text};
