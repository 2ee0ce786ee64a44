//! The use cases: what the program does, in the order in which it happens. Above it the API and the jobs, below it the
//! pure engine and the store.

pub mod accounts;
pub mod audit;
pub mod caller;
pub mod clauses;
pub mod counts;
pub mod coverage;
pub mod csv;
pub mod drafts;
pub mod duties;
pub mod evidence;
pub mod export;
pub mod first_content;
pub mod glossary;
pub mod grouped;
pub mod import;
pub mod lists;
pub mod notices;
pub mod objectives;
pub mod overlays;
pub mod period;
pub mod presence;
pub mod records;
pub mod referring;
pub mod search;
pub mod secret;
pub mod setup;
pub mod shape;
pub mod sheets;
pub mod similar;
pub mod template;
pub mod upkeep;
pub mod view;
pub mod world;

mod app;
mod approvals;
mod called;
mod clock;
mod content_file;
mod demo;
mod error;
mod events;
mod folders;
mod followed;
mod ids;
mod in_force;
mod initials;
mod later;
mod mentioned;
mod muted;
mod outbox;
mod past;
mod preferences;
mod projections;
mod rehearsal;
mod reproject;
mod retarget;
pub mod rights;
mod rounds;
mod sight;
mod since;
mod watch;

pub use app::{App, Settings};
pub use caller::Caller;
pub use clock::Clock;
pub use demo::Demo;
pub use error::{Error, Overlap, Result, Stale};
pub use events::{Happened, ReadUpTo};
pub use folders::Counts;
pub use ids::ClockIds;
pub use in_force::InForce;
pub use yuheng_store::{
    Attached, AttachedFile, CommitError, Count, Draft, FieldChange, HistoryEntry, Session, StorageError, Token, Told,
};
