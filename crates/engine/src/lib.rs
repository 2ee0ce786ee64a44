//! The rules, pure: (definition, snapshot, actor, command, now) to a write set or a rejection. No I/O, no clock, no async.

pub mod access;
pub mod calendar;

mod actor;
mod command;
mod context;
mod facts;
mod record;
mod rejection;
mod world;
mod write_set;

pub use actor::{Actor, Door, HeldRole, Narrowing};
pub use command::{Attachment, Audience, Command, Comment};
pub use context::{Context, Ids, Snapshot};
pub use facts::RecordFacts;
pub use record::{Approval, ApprovalOutcome, Clock, ClockState, Pinned, Record, RecordId, Relation, Vote};
pub use rejection::{Fault, FieldFault, Missing, Rejection};
pub use world::{Agreement, Assignment, Contract, Matrix, Person, World};
pub use write_set::{
    Change, ClockEvent, ClockEventKind, EntryAction, EntryDraft, Expected, NewRelation, OutboxMessage, SearchText,
    Write, WriteSet,
};
