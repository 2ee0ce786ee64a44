//! The store: records, relations, history, accounts and jobs on SQLite or PostgreSQL. One way in ([`Store::commit`]);
//! all SQL of the system is in this crate.

mod account;
mod attachment;
mod bucket;
mod cbor;
mod commit;
mod details;
mod dialect;
mod disk;
mod epoch;
mod error;
mod feed;
mod history;
mod lease;
mod list;
mod location;
mod migration;
mod outbox;
mod postgres;
mod record;
mod relation;
mod row;
mod search;
mod setting;
mod sql;
mod sqlite;
mod state;
mod store;

pub use account::{Account, Session, Token};
pub use attachment::{AttachedFile, Content, Upload};
pub use commit::{CommitOptions, Committed, ErasedItem, Erasure, Idempotency, Sealed};
pub use disk::{DiskLimits, DiskSpace};
pub use error::{CommitError, OpenError, StorageError};
<<<<<<< HEAD
pub use list::{Count, Direction, ListError, ListQuery, Page, Shared, Sort, SortKey};
=======
pub use feed::FeedItem;
pub use history::{AsOf, Attached, FieldChange, HistoryEntry, Related, Said, Told, Unrelated};
pub use lease::Lease;
>>>>>>> ed625bd (store: history, replay, relations, attachments, feed, outbox, leases, accounts, settings)
pub use location::Location;
pub use outbox::Claimed;
pub use store::Store;
