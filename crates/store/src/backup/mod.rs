//! Backup and restore. One archive for both databases: a tar of the tables' rows as lines of JSON and of the attachments'
//! contents, with a manifest that has the SHA-256 of each part, and the SHA-256 of the whole after its end.

mod archive;
mod progress;
mod rehearsal;
mod restore;
mod tables;

pub use archive::{Archive, Manifest, Part};
pub use progress::Progress;
pub use tables::{DIGESTS, TABLES, Table};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

pub(crate) use restore::RESTORING;

use crate::store::Backend;
use crate::{Location, OpenError, StorageError, Store, sqlite};

/// Why there is no backup, or nothing was restored.
#[derive(Debug, Error)]
pub enum BackupError {
    /// A part of the archive is not what was written.
    #[error("{archive}: `{part}` is damaged or missing")]
    Damaged {
        /// The archive.
        archive: PathBuf,
        /// Which part of it.
        part: String,
    },
    /// The archive has another schema than this program.
    #[error("the backup has schema {found}, this program has {known}: restore it with the program that made it")]
    Schema {
        /// The archive's schema.
        found: i64,
        /// The program's.
        known: i64,
    },
    /// The archive has a format that this program doesn't know.
    #[error("the backup has format {0}, which this program does not know")]
    Format(u32),
    /// There is something where it was to be restored.
    #[error("there is a store already, with rows in `{0}`: a backup is restored into an empty place only")]
    NotEmpty(&'static str),
    /// Nobody wants it any more: the program ends.
    #[error("the backup was given up")]
    GivenUp,
    /// An attachment was erased while the backup was made: make another.
    #[error("attachment {0} was erased during the backup: make it again")]
    Erased(String),
    /// The place can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database or a file failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Store {
    /// Writes a backup to the file `to`, of one moment, while others read and write.
    ///
    /// # Errors
    /// When the database or a file fails; there is no file `to` then.
    pub async fn backup(&self, to: &Path) -> Result<Manifest, BackupError> {
        self.backup_watched(to, Arc::default()).await
    }

    /// Writes a backup to the file `to` as [`Store::backup`] does, while `progress` is watched.
    ///
    /// # Errors
    /// As [`Store::backup`], and when it is given up.
    pub async fn backup_watched(&self, to: &Path, progress: Arc<Progress>) -> Result<Manifest, BackupError> {
        // What has its place in the feed keeps it.
        self.advance_feed().await?;
        let mut archive = Archive::create(to, progress)?;
        let archive = match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite::dump(sqlite.folder().to_owned(), archive).await?,
            Backend::Postgres(postgres) => {
                postgres.dump(&mut archive).await?;
                archive
            }
        };
        finish(archive).await
    }

    /// Writes a backup of the store at `location`, which another process may be serving meanwhile.
    ///
    /// # Errors
    /// As [`Store::backup`], and when there is no store.
    pub async fn backup_of(location: &Location, to: &Path) -> Result<Manifest, BackupError> {
        match location {
            Location::Folder(folder) => {
                finish(sqlite::dump(folder.clone(), Archive::create(to, Arc::default())?).await?).await
            }
            Location::Postgres(_) => Self::open_existing(location).await?.backup(to).await,
        }
    }
}

async fn finish(archive: Archive) -> Result<Manifest, BackupError> {
    tokio::task::spawn_blocking(move || archive.finish()).await.map_err(|_| StorageError::Stopped)?
}
