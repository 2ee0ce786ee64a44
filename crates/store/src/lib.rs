//! The store: records, relations, history, accounts and jobs on SQLite or PostgreSQL. One way in ([`Store::commit`]);
//! all SQL of the system is in this crate.

mod account;
mod alone;
mod attachment;
mod backup;
mod boundary;
mod bucket;
mod cbor;
mod commit;
mod details;
mod dialect;
mod disk;
mod empty;
mod epoch;
mod error;
mod feed;
mod fill;
mod flow;
mod history;
mod involvement;
mod lately;
mod lease;
mod list;
mod location;
mod migration;
mod outbox;
mod postgres;
mod presence;
mod record;
mod relation;
mod row;
mod search;
mod setting;
mod size;
mod sql;
mod sqlite;
mod state;
mod store;
mod stored_approval;
mod sweep;
mod verify;

pub use account::{
    ADDRESS_KNOWN, Account, DRAFTS_KEPT, Draft, Gained, KNOWN_ADDRESS, NOTICES_KEPT, Notice, Session, Token, Viewing,
};
pub use alone::Alone;
pub use attachment::{AttachedFile, Content, Upload};
pub use backup::{BackupError, Manifest, Part, Progress};
pub use boundary::Owned;
pub use commit::{AccountChange, CommitOptions, Committed, ErasedItem, Erasure, Idempotency, Sealed};
pub use disk::{DiskLimits, DiskSpace, Room, room};
pub use error::{CommitError, OpenError, StorageError};
pub use feed::FeedItem;
pub use fill::Filling;
pub use history::{Approving, AsOf, Attached, FieldChange, HistoryEntry, Related, Said, Told, Unrelated};
pub use involvement::Part as InvolvedPart;
pub use lease::Lease;
pub use list::{
    Answered, Count, Direction, GroupQuery, GroupRow, ListArm, ListError, ListQuery, Page, Shared, Sort, SortKey,
    answered,
};
pub use location::Location;
pub use migration::{Upgraded, known_schema};
pub use outbox::Claimed;
pub use presence::{OpenTab, PRESENCE_READ, Stay};
pub use record::FoundBy;
pub use search::{Hit, Hits, SearchArm, SearchQuery, Similar, SimilarQuery, terms};
pub use size::{Counts, Database, Sizes};
pub use store::Store;
pub use verify::{Bad, VerifyReport};
