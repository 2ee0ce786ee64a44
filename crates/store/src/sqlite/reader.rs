//! The connections that read: a few, each used by one request at a time, on threads that may block.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::connection::{self, failed, run};
use crate::StorageError;
use crate::row::Row;
use crate::sql::Sql;

/// How many read at a time.
const READERS: usize = 4;

/// The connections that nobody uses at the moment.
#[derive(Debug)]
pub struct Readers {
    folder: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Semaphore,
}

impl Readers {
    /// No connection yet: they are opened when they are needed.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, idle: Mutex::new(Vec::new()), places: Semaphore::new(READERS) }
    }

    /// Runs statements on one snapshot.
    pub async fn read(readers: &Arc<Self>, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        let _place = readers.places.acquire().await.map_err(|_| StorageError::Stopped)?;
        let readers = readers.clone();
        let read = tokio::task::spawn_blocking(move || readers.read_now(&batch));
        read.await.map_err(|_| StorageError::Stopped)?
    }

    /// Closes the connections that nobody uses, and lets nobody read any more.
    pub fn close(&self) {
        self.places.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn read_now(&self, batch: &[Sql]) -> Result<Vec<Vec<Row>>, StorageError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| self.open(), Ok)?;
        let rows = snapshot(&connection, batch)?;
        if !self.places.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        Ok(rows)
    }

    fn open(&self) -> Result<Connection, StorageError> {
        let connection = connection::open(&self.folder)?;
        connection.execute_batch("PRAGMA query_only = ON").map_err(failed("opening a reader"))?;
        Ok(connection)
    }
}

fn snapshot(connection: &Connection, batch: &[Sql]) -> Result<Vec<Vec<Row>>, StorageError> {
    if let [sql] = batch {
        return Ok(vec![run(connection, sql)?]);
    }
    let transaction = connection.unchecked_transaction().map_err(failed("beginning to read"))?;
    let rows = batch.iter().map(|sql| run(&transaction, sql)).collect();
    transaction.finish().map_err(failed("ending to read"))?;
    rows
}
