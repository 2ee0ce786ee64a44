//! The store, opened: which database it stands on, and the few ways by which the rest of this crate reaches it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use tokio::sync::watch;

use crate::backup::RESTORING;
use crate::commit::{Attempt, Committed, Request, Salting};
use crate::dialect::Dialect;
use crate::disk::DiskLimits;
use crate::fill::FILLING;
use crate::lately::Lately;
use crate::list::Tallies;
use crate::postgres::{Pace, Postgres};
use crate::row::Row;
use crate::sql::Sql;
use crate::sqlite::{self, Sqlite};
use crate::{Location, OpenError, StorageError, Upgraded};

/// The store. Clones are handles on the same one.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) backend: Arc<Backend>,
    pub(crate) limits: DiskLimits,
    location: Location,
    upgraded: Option<Arc<Upgraded>>,
    changes: watch::Sender<u64>,
    /// Held while content is put in place or taken away.
    pub(crate) contents: Arc<tokio::sync::Mutex<()>>,
    pub(crate) tallies: Arc<Tallies>,
    pub(crate) lately: Arc<Lately>,
    /// Of how many records lists have asked whether a condition holds.
    pub(crate) asked: Arc<AtomicU64>,
    pub(crate) salting: Salting,
}

#[derive(Debug)]
pub(crate) enum Backend {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Store {
    /// Opens the store at `location`, creates it when there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// When it can't be reached, is in use, or was written by a newer program.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, DiskLimits::default()).await
    }

    /// Opens the store at `location` that is there already; without one nothing is written.
    ///
    /// # Errors
    /// When there is none, and as [`Store::open`].
    pub async fn open_existing(location: &Location) -> Result<Self, OpenError> {
        let is_there = match location {
            Location::Folder(folder) => sqlite::is_there(folder),
            Location::Postgres(url) => Postgres::is_there(url).await?,
        };
        if is_there { Self::open(location).await } else { Err(OpenError::Missing(location.clone())) }
    }

    /// Opens the store for a command, beside whoever serves it: nothing is made and nothing migrated.
    ///
    /// # Errors
    /// When it can't be reached, isn't there, or is of another version.
    pub async fn open_beside(location: &Location) -> Result<Self, OpenError> {
        let backend = match location {
            Location::Folder(folder) => Backend::Sqlite(Sqlite::open_beside(folder.clone()).await?),
            Location::Postgres(url) => Backend::Postgres(Postgres::open_beside(url).await?),
        };
        Self::over(backend, location, DiskLimits::default()).whole().await
    }

    /// Opens the store with other limits for the disk's free space.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(location: &Location, limits: DiskLimits) -> Result<Self, OpenError> {
        Self::open_at(location, limits, Pace::Asked).await
    }

    /// Opens the store at `location` for whoever fills it at the console: its statements take as long as they take, and the
    /// embedded store's reach the disk only with [`Store::settle`].
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_to_fill(location: &Location) -> Result<Self, OpenError> {
        Self::open_at(location, DiskLimits::default(), Pace::AtTheConsole).await
    }

    /// The same store, whose commitments have their salts from `seed`: for invented content, so that two stores filled alike
    /// are alike.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Self {
        self.salting = Salting::Seeded(seed);
        self
    }

    async fn open_at(location: &Location, limits: DiskLimits, pace: Pace) -> Result<Self, OpenError> {
        let (backend, upgraded) = match location {
            Location::Folder(folder) => {
                let (sqlite, upgraded) = Sqlite::open(folder.clone(), pace).await?;
                (Backend::Sqlite(sqlite), upgraded)
            }
            Location::Postgres(url) => {
                let (postgres, upgraded) = Postgres::open(url, pace).await?;
                (Backend::Postgres(postgres), upgraded)
            }
        };
        let mut store = Self::over(backend, location, limits).whole().await?;
        store.upgraded = upgraded.map(Arc::new);
        store.renew_search().await?;
        store.renew_updated().await?;
        store.renew_involvement().await?;
        Ok(store)
    }

    async fn whole(self) -> Result<Self, OpenError> {
        if self.setting(RESTORING).await?.is_some() {
            return Err(OpenError::HalfRestored(self.location));
        }
        match self.setting(FILLING).await? {
            None => Ok(self),
            Some(_) => Err(OpenError::HalfFilled(self.location)),
        }
    }

    fn over(backend: Backend, location: &Location, limits: DiskLimits) -> Self {
        Self {
            backend: Arc::new(backend),
            limits,
            location: location.clone(),
            upgraded: None,
            changes: watch::Sender::new(0),
            contents: Arc::default(),
            tallies: Arc::default(),
            lately: Arc::default(),
            asked: Arc::default(),
            salting: Salting::default(),
        }
    }

    /// What opening it did to its schema; none: it had this program's already.
    #[must_use]
    pub fn upgraded(&self) -> Option<&Upgraded> {
        self.upgraded.as_deref()
    }

    /// The same store for work that reads all there is: its statements take as long as they take.
    ///
    /// # Errors
    /// When it can't be reached.
    pub async fn at_the_console(&self) -> Result<Self, OpenError> {
        if self.is_shared() { Self::open_beside(&self.location).await } else { Ok(self.clone()) }
    }

    /// Closes it at a clean end. On SQLite the database's file then holds all there is, and can be copied by itself.
    pub async fn close(&self) {
        if let Backend::Sqlite(sqlite) = &*self.backend {
            sqlite.close().await;
        }
    }

    /// Which database it stands on.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match &*self.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Changes each time that this process commits something: a hint to look at the feed now. Others' commits on
    /// PostgreSQL are seen by looking every now and then.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(crate) fn announce(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// Whether other processes may serve it at the same time: on PostgreSQL.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.folder().is_none()
    }

    /// The data folder, on SQLite.
    #[must_use]
    pub fn data_folder(&self) -> Option<&Path> {
        self.folder()
    }

    /// The data folder, on SQLite.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &*self.backend {
            Backend::Sqlite(sqlite) => Some(sqlite.folder()),
            Backend::Postgres(_) => None,
        }
    }

    /// Runs one reading statement.
    pub(crate) async fn query(&self, sql: Sql) -> Result<Vec<Row>, StorageError> {
        Ok(self.read(vec![sql]).await?.pop().unwrap_or_default())
    }

    /// Runs reading statements on one snapshot.
    pub(crate) async fn read(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.read(batch).await,
            Backend::Postgres(postgres) => postgres.read(batch).await,
        }
    }

    /// Runs writing statements in one transaction; what they return is their rows.
    pub(crate) async fn write(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.write(batch).await,
            Backend::Postgres(postgres) => postgres.write(batch).await,
        }
    }

    /// Runs one writing statement; its rows are those of its `RETURNING`.
    pub(crate) async fn write_one(&self, sql: Sql) -> Result<Vec<Row>, StorageError> {
        Ok(self.write(vec![sql]).await?.pop().unwrap_or_default())
    }

    /// Has all on disk that was written, and each commit from now on before it is answered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle(&self) -> Result<(), StorageError> {
        match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.settle().await,
            Backend::Postgres(_) => Ok(()),
        }
    }

    pub(crate) async fn commit_once(&self, request: Arc<Request>) -> Result<Committed, Attempt> {
        match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.commit(request).await,
            Backend::Postgres(postgres) => postgres.commit(request).await,
        }
    }
}
