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

pub use self::connection::database;
pub use self::dump::dump;

use self::reader::Readers;
use self::writer::{Job, Writer};
use crate::commit::{Attempt, Committed, Request};
use crate::migration::MIGRATIONS;
use crate::row::Row;
use crate::sql::Sql;
use crate::{CommitError, OpenError, StorageError, Upgraded};

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
    pub async fn open(folder: PathBuf) -> Result<(Self, Option<Upgraded>), OpenError> {
        let opened = tokio::task::spawn_blocking(move || {
            let lock = lock(&folder)?;
            let mut writing = connection::open(&folder)?;
            let upgraded = migrate::migrate(&mut writing, &folder, MIGRATIONS)?;
            Ok::<_, OpenError>(((folder, Some(lock), writing), upgraded))
        });
        let (opened, upgraded) = opened.await.map_err(|_| StorageError::Stopped)??;
        Ok((Self::start(opened)?, upgraded))
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

    /// Closes all connections, the one that writes last: what is in the write-ahead log goes into the database's file, which
    /// then holds all there is. Nothing is read or written any more.
    pub async fn close(&self) {
        self.readers.close();
        let (answer, answered) = oneshot::channel();
        if self.writer.send(Job::Close(answer)).is_ok() {
            answered.await.ok();
        }
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
