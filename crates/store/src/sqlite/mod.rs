//! SQLite: one thread that writes, a few connections that read.

mod connection;
mod dump;
mod migrate;
mod reader;
mod writer;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::oneshot;

pub use self::dump::dump;

use self::reader::Readers;
use self::writer::{Job, Writer};
use crate::commit::{Attempt, Committed, Request};
use crate::migration::MIGRATIONS;
use crate::postgres::Pace;
use crate::row::Row;
use crate::sql::Sql;
use crate::{CommitError, OpenError, StorageError};

/// A store in a folder.
#[derive(Debug)]
pub struct Sqlite {
    folder: PathBuf,
    writer: Writer,
    readers: Arc<Readers>,
    /// Held as long as the store is open: no second server works on it. A command beside the server holds none; each
    /// of its transactions takes the database's own write lock.
    _lock: Option<File>,
}

impl Sqlite {
    /// Opens the store in `folder`.
    pub async fn open(folder: PathBuf, pace: Pace) -> Result<Self, OpenError> {
        let opened = tokio::task::spawn_blocking(move || {
            let lock = lock(&folder)?;
            let mut writing = connection::open(&folder)?;
            if pace == Pace::AtTheConsole {
                connection::relax(&writing)?;
            }
            migrate::migrate(&mut writing, &folder, MIGRATIONS)?;
            Ok::<_, OpenError>((folder, Some(lock), writing))
        });
        Self::start(opened.await.map_err(|_| StorageError::Stopped)??)
    }

    /// Opens the store in `folder` beside whoever serves it. Nothing is made and nothing migrated.
    pub async fn open_beside(folder: PathBuf) -> Result<Self, OpenError> {
        let opened = tokio::task::spawn_blocking(move || {
            if !connection::database(&folder).exists() {
                return Err(OpenError::Missing(crate::Location::Folder(folder)));
            }
            let writing = connection::open(&folder)?;
            migrate::must_be_current(&writing, MIGRATIONS)?;
            Ok((folder, None, writing))
        });
        Self::start(opened.await.map_err(|_| StorageError::Stopped)??)
    }

    /// Empties the store in `folder` if `key` is noted in it; whether it is empty now.
    pub async fn empty(folder: PathBuf, key: &'static str) -> Result<bool, OpenError> {
        let emptied = tokio::task::spawn_blocking(move || {
            let _lock = lock(&folder)?;
            let connection = connection::open(&folder)?;
            let noted = "SELECT EXISTS (SELECT 1 FROM setting WHERE key = ?1)";
            if !connection.query_row(noted, [key], |row| row.get(0)).unwrap_or(false) {
                return Ok(false);
            }
            connection::reset(&connection)?;
            let contents = folder.join("attachments");
            if contents.exists() {
                std::fs::remove_dir_all(&contents).map_err(|source| StorageError::File {
                    attempted: "removing",
                    path: contents,
                    source,
                })?;
            }
            Ok::<_, OpenError>(true)
        });
        emptied.await.map_err(|_| StorageError::Stopped)?
    }

    fn start((folder, lock, writing): (PathBuf, Option<File>, Connection)) -> Result<Self, OpenError> {
        let readers = Arc::new(Readers::new(folder.clone()));
        Ok(Self { writer: Writer::start(writing)?, readers, folder, _lock: lock })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs reading statements on one snapshot.
    pub async fn read(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        Readers::read(&self.readers, batch).await
    }

    /// Runs writing statements in one transaction.
    pub async fn write(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        let (answer, answered) = oneshot::channel();
        self.writer.send(Job::Batch(batch, answer))?;
        answered.await.map_err(|_| StorageError::Stopped)?
    }

    /// Has all on disk that was written, and each commit from now on before it is answered.
    pub async fn settle(&self) -> Result<(), StorageError> {
        let (answer, answered) = oneshot::channel();
        self.writer.send(Job::Settle(answer))?;
        answered.await.map_err(|_| StorageError::Stopped)?
    }

    /// Commits a write set.
    pub async fn commit(&self, request: Arc<Request>) -> Result<Committed, Attempt> {
        let (answer, answered) = oneshot::channel();
        self.writer.send(Job::Commit(request, answer)).map_err(CommitError::from)?;
        Ok(answered.await.map_err(|_| CommitError::Storage(StorageError::Stopped))??)
    }
}

/// Whether there is a store in `folder`.
pub fn is_there(folder: &Path) -> bool {
    connection::database(folder).exists()
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let file = |attempted, path: &Path, source| StorageError::File { attempted, path: path.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(|error| file("creating", folder, error))?;
    let path = folder.join("lock");
    let lock = File::create(&path).map_err(|error| file("creating", &path, error))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(file("locking", &path, error).into()),
    }
}
