//! The rules, pure: (definition, snapshot, actor, command, now) to a write set or a rejection. No I/O, no clock, no async.

pub mod access;
pub mod calendar;
pub mod explain;
pub mod failpoint;
pub mod shared;
#[cfg(feature = "testing")]
pub mod testing;

mod actor;
mod approval;
mod behaviour;
mod blank;
mod boundary;
mod clocks;
mod command;
mod context;
mod draft;
pub mod duty;
mod facts;
mod fields;
mod folder;
mod giving_out;
mod grouping;
mod index;
pub mod macros;
pub mod mention;
mod naming;
mod operation;
mod outbox;
mod people;
pub mod placeholder;
mod record;
mod rejection;
mod unique;
mod validity;
mod values;
mod world;
mod write_set;

pub use actor::{Actor, Door, HeldRole, Narrowing};
pub use approval::{Approval, ApprovalOutcome, Asking, Joining, Signer, Vote};
pub use behaviour::{SORTED_BY, WHOM, numbers_in, offered_to};
pub use blank::is_blank;
pub use boundary::{may_move, parties};
pub use clocks::{next_look, next_moment};
pub use command::{Attachment, Audience, Command, Comment, MacroRun, RowAt, RowChange};
pub use context::{Context, Heard, Ids, Snapshot};
pub use facts::RecordFacts;
pub use fields::default_of;
pub use folder::Folder;
pub use giving_out::gives_out;
pub use grouping::{Group, GroupCell, GroupKind, Groupable, Grouping, Stretch, groupable};
pub use index::{Plan, project};
pub use mention::MENTIONS_MAX;
pub use naming::Naming;
pub use operation::view_as;
pub use operation::{
    ActionOffer, COMMENT_MAX, Lack, Lead, OPINION_MAX, OfferComment, OfferId, REASON_MAX, Ungivable, actions, decide,
    editable, electors, expected, kept_back, stands, tell, told, ungivable, votable, waited_for,
};
pub use record::{Clock, ClockOutcome, ClockState, Pinned, Record, RecordId, Relation};
pub use rejection::{Fault, FieldFault, Missing, Rejection, Unmet};
pub use unique::{claimed_field, held};
pub use validity::is_valid_on;
pub use values::TABLE_ROWS_MAX;
pub use world::{Absence, Agreement, Assignment, Contract, Matrix, Person, World};
pub use write_set::{
    Change, ClockEvent, ClockEventKind, Effect, EntryAction, EntryDraft, Expected, NewRelation, OutboxMessage,
    Projection, SearchText, Write, WriteSet,
};
