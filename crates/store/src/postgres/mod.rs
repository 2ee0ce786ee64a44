//! PostgreSQL: a pool of connections; a commit takes two round trips.

mod bind;
mod commit;
mod connection;
mod dump;
mod migrate;
mod patience;

use std::sync::Arc;

use deadpool_postgres::{ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::NoTls;

use self::connection::{failed, pipeline};
use self::patience::{CONNECTING, LIMIT, Patience};
use crate::commit::{Attempt, Committed, Request};
use crate::migration::MIGRATIONS;
use crate::row::Row;
use crate::sql::Sql;
use crate::{OpenError, StorageError, Upgraded};

/// How many connections a node holds at most.
const CONNECTIONS: usize = 16;

/// Takes the store's tables away, with all that is in them.
const EMPTY: &str = "DO $$ DECLARE one record; BEGIN \
        FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LOOP \
            EXECUTE format('DROP TABLE %I CASCADE', one.name); \
        END LOOP; \
        DROP FUNCTION IF EXISTS history_is_never_changed CASCADE; \
    END $$";

/// Who waits for answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Whoever asks the server.
    Asked,
    /// Whoever reads or writes all there is, at the console.
    AtTheConsole,
}

/// A store on PostgreSQL.
#[derive(Debug)]
pub struct Postgres {
    pool: Pool,
    patience: Patience,
}

impl Postgres {
    /// Opens the store at `url`.
    pub async fn open(url: &str, pace: Pace) -> Result<(Self, Option<Upgraded>), OpenError> {
        let postgres = Self::connect(url, pace)?;
        let upgraded = migrate::migrate(postgres.connection().await?, MIGRATIONS).await?;
        Ok((postgres, upgraded))
    }

    /// Opens the store at `url` beside whoever serves it. Nothing is made and nothing migrated.
    pub async fn open_beside(url: &str) -> Result<Self, OpenError> {
        if !Self::is_there(url).await? {
            return Err(OpenError::Missing(crate::Location::Postgres(url.to_owned())));
        }
        let postgres = Self::connect(url, Pace::AtTheConsole)?;
        migrate::must_be_current(&postgres.connection().await?, MIGRATIONS).await?;
        Ok(postgres)
    }

    /// Empties the store at `url` if `key` is noted in it; whether it is empty now.
    pub async fn empty(url: &str, key: &'static str) -> Result<bool, OpenError> {
        let connection = Self::connect(url, Pace::AtTheConsole)?.connection().await?;
        let noted = connection.query_opt("SELECT 1 FROM setting WHERE key = $1", &[&key]).await;
        if noted.map_err(failed("looking what the store holds"))?.is_none() {
            return Ok(false);
        }
        connection.batch_execute(EMPTY).await.map_err(failed("emptying the database"))?;
        Ok(true)
    }

    /// Whether there is a store at `url`.
    pub async fn is_there(url: &str) -> Result<bool, OpenError> {
        let connection = Self::connect(url, Pace::Asked)?.connection().await?;
        let row = connection.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[]).await;
        Ok(row.map_err(failed("looking for a store"))?.get(0))
    }

    /// Has the place to itself as long as the session lasts; `waits` is called when another session has it.
    pub async fn alone(url: &str, waits: impl FnOnce()) -> Result<ClientWrapper, OpenError> {
        let session = Object::take(Self::connect(url, Pace::AtTheConsole)?.connection().await?);
        let locking = failed("having the database alone");
        session.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0").await.map_err(&locking)?;
        let tried = "SELECT pg_try_advisory_lock(hashtext('alone.' || current_schema()))";
        if !session.query_one(tried, &[]).await.map_err(&locking)?.get::<_, bool>(0) {
            waits();
            let waited = "SELECT pg_advisory_lock(hashtext('alone.' || current_schema()))";
            session.batch_execute(waited).await.map_err(&locking)?;
        }
        Ok(session)
    }

    fn connect(url: &str, pace: Pace) -> Result<Self, OpenError> {
        let config: tokio_postgres::Config =
            url.parse().map_err(|_| OpenError::Location("a PostgreSQL address".to_owned()))?;
        let patience = match pace {
            Pace::Asked => Patience::Bounded(Box::new(config.clone())),
            Pace::AtTheConsole => Patience::Endless,
        };
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let limited = Hook::async_fn(|client: &mut ClientWrapper, _| {
            Box::pin(async move { client.batch_execute(LIMIT).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager).max_size(CONNECTIONS);
        let pool = if pace == Pace::Asked { pool.post_create(limited) } else { pool }.build();
        Ok(Self { pool: pool.map_err(|error| StorageError::NoConnection(error.to_string()))?, patience })
    }

    async fn connection(&self) -> Result<Object, StorageError> {
        let connection = tokio::time::timeout(CONNECTING, self.pool.get()).await.map_err(|_| StorageError::Silent)?;
        connection.map_err(|error| {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
            StorageError::NoConnection(format!("{error}{source}"))
        })
    }

    /// Runs reading statements on one snapshot.
    pub async fn read(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        storable(&batch)?;
        let connection = self.connection().await?;
        if batch.len() == 1 {
            let read = self.patience.answered(pipeline(&connection, None, &batch, None)).await;
            return read.unwrap_or_else(|| Err(given_up(connection)));
        }
        self.in_transaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", batch).await
    }

    /// Runs writing statements in one transaction.
    pub async fn write(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        storable(&batch)?;
        self.in_transaction(self.connection().await?, "BEGIN", batch).await
    }

    /// Commits a write set. It goes on when whoever asked has gone: no connection is left within a transaction.
    pub async fn commit(&self, request: Arc<Request>) -> Result<Committed, Attempt> {
        let connection = self.connection().await?;
        let patience = self.patience.clone();
        let task = tokio::spawn(async move { commit::commit(connection, &request, &patience).await });
        task.await.map_err(|_| StorageError::Stopped)?
    }

    /// Runs statements between `begin` and COMMIT, to the end even if nobody waits for it any more.
    async fn in_transaction(
        &self,
        connection: Object,
        begin: &'static str,
        batch: Vec<Sql>,
    ) -> Result<Vec<Vec<Row>>, StorageError> {
        let patience = self.patience.clone();
        let task = tokio::spawn(async move {
            let done = patience.answered(pipeline(&connection, Some(begin), &batch, Some("COMMIT"))).await;
            let Some(done) = done else { return Err(given_up(connection)) };
            connection::settle(connection, done.is_ok()).await;
            done
        });
        task.await.map_err(|_| StorageError::Stopped)?
    }
}

/// Throws away a connection on which no answer came.
fn given_up(connection: Object) -> StorageError {
    drop(Object::take(connection));
    StorageError::Silent
}

/// Refuses a text that PostgreSQL can't be sent.
fn storable(batch: &[Sql]) -> Result<(), StorageError> {
    if batch.iter().any(Sql::holds_nul) { Err(StorageError::Unstorable) } else { Ok(()) }
}
