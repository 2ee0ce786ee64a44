//! What can go wrong in the store, with what was attempted.

use std::path::PathBuf;

use thiserror::Error;
use yuheng_engine::RecordId;

use crate::Location;
use crate::cbor::CborError;

/// The database or a file failed.
#[derive(Debug, Error)]
pub enum StorageError {
    /// SQLite failed.
    #[error("SQLite: {attempted}")]
    Sqlite {
        /// What was attempted.
        attempted: &'static str,
        /// Why it failed.
        #[source]
        source: rusqlite::Error,
    },
    /// PostgreSQL failed.
    #[error("PostgreSQL: {attempted}")]
    Postgres {
        /// What was attempted.
        attempted: &'static str,
        /// Why it failed.
        #[source]
        source: tokio_postgres::Error,
    },
    /// No connection to PostgreSQL could be had.
    #[error("no connection to PostgreSQL: {0}")]
    NoConnection(String),
    /// PostgreSQL, or the network before it, stands still: no answer came in time.
    #[error("the database does not answer; what was under way may have been done")]
    Silent,
    /// A file could not be read or written.
    #[error("{attempted} {path}")]
    File {
        /// What was attempted.
        attempted: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
    /// What is stored is not what was written.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// The store writes no more: a write to disk failed earlier, and what it did is not known.
    #[error("the store has stopped writing after a failed write to disk; restart to recover")]
    Stopped,
    /// The disk is all but full: nothing is written until there is room again.
    #[error("the disk is nearly full: the store is read-only until there is room")]
    ReadOnly,
    /// A text that is sought or written holds the character U+0000, which no database keeps.
    #[error("a text holds U+0000")]
    Unstorable,
    /// The connection was lost while the commit was under way.
    #[error("it is not known whether the write happened")]
    Unknown(#[source] tokio_postgres::Error),
}

impl From<CborError> for StorageError {
    fn from(error: CborError) -> Self {
        Self::Corrupt(error.to_string())
    }
}

impl From<serde_json::Error> for StorageError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}

/// Why a store can't be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The store was written by a newer program.
    #[error("the store has schema {found}, this program knows up to {known}: use the newer program that wrote it")]
    Newer {
        /// The store's schema.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The store is older than this program, which serves it only after bringing it up to date.
    #[error("the store has schema {found}, this program needs {known}: `yuheng serve` brings it up to date")]
    Older {
        /// The store's schema.
        found: i64,
        /// The one that this program needs.
        known: i64,
    },
    /// Bringing it up to date failed; it is as it was.
    #[error("bringing the store from schema {found} to {known} failed, and left it as it was")]
    Upgrade {
        /// The store's schema.
        found: i64,
        /// The one that this program needs.
        known: i64,
        /// Why it failed.
        #[source]
        source: StorageError,
    },
    /// Another process has it open.
    #[error("another `yuheng` is already serving {0}; stop it first, or give this one another --data folder")]
    InUse(PathBuf),
    /// There is no store, and none was to be made.
    #[error("there is no store at {0}")]
    Missing(Location),
    /// A restore into it broke off: half a store is none.
    #[error("a restore into {0} broke off; empty it and restore again")]
    HalfRestored(Location),
    /// The location can't be understood.
    #[error("not a location of a store: {0}")]
    Location(String),
    /// The database or a file failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why nothing was committed.
#[derive(Debug, Error)]
pub enum CommitError {
    /// A record is not as the decision found it: load again, decide again.
    #[error("record {0} has changed meanwhile")]
    Conflict(RecordId),
    /// Rights, organisation or definitions have changed: load again, decide again.
    #[error("the epoch is {now}, not the one that the decision was made in")]
    Epoch {
        /// The epoch in force.
        now: u64,
    },
    /// The idempotency key was used with another body.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// A unique key is taken.
    #[error("`{0}` is taken")]
    Claimed(String),
    /// The write set contradicts itself: a fault of the program, found before it reached the history.
    #[error("the write set of {label} contradicts itself: {what}")]
    Inconsistent {
        /// The record.
        label: String,
        /// What does not fit.
        what: &'static str,
    },
    /// A text holds the character U+0000, which no database keeps.
    #[error("a text holds U+0000")]
    Unstorable,
    /// The disk is all but full.
    #[error("the disk is nearly full: the store is read-only until there is room")]
    ReadOnly,
    /// The connection was lost while the commit was under way: repeat it with the same idempotency key.
    #[error("it is not known whether the write happened")]
    Unknown,
    /// The database or a file failed; nothing was written.
    #[error(transparent)]
    Storage(StorageError),
}

impl From<StorageError> for CommitError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::ReadOnly => Self::ReadOnly,
            StorageError::Unstorable => Self::Unstorable,
            StorageError::Unknown(_) => Self::Unknown,
            other => Self::Storage(other),
        }
    }
}
