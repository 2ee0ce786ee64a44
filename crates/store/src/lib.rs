//! The store: records, relations, history, accounts and jobs on SQLite or PostgreSQL. One way in ([`Store::commit`]);
//! all SQL of the system is in this crate.

mod bucket;
mod cbor;
mod commit;
mod details;
mod dialect;
mod disk;
mod epoch;
mod error;
mod history;
mod list;
mod location;
mod migration;
mod postgres;
mod record;
mod row;
mod search;
mod sql;
mod sqlite;
mod state;
mod store;

pub use commit::{CommitOptions, Committed, ErasedItem, Erasure, Idempotency, Sealed};
pub use disk::{DiskLimits, DiskSpace};
pub use error::{CommitError, OpenError, StorageError};
pub use list::{Count, Direction, ListError, ListQuery, Page, Shared, Sort, SortKey};
pub use location::Location;
pub use store::Store;
