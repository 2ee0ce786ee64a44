//! PostgreSQL: a pool of connections; a commit takes two round trips.

mod bind;
mod commit;
mod connection;
mod dump;

use std::sync::Arc;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::NoTls;

use self::connection::{failed, pipeline};
use crate::commit::{Attempt, Committed, Request};
use crate::migration::{MIGRATIONS, Migration, missing};
use crate::row::Row;
use crate::sql::Sql;
use crate::{OpenError, StorageError};

/// How many connections a node holds at most.
const CONNECTIONS: usize = 16;

/// A store on PostgreSQL.
#[derive(Debug)]
pub struct Postgres {
    pool: Pool,
}

impl Postgres {
    /// Opens the store at `url`.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let postgres = Self::connect(url)?;
        postgres.migrate(MIGRATIONS).await?;
        Ok(postgres)
    }

    /// Whether there is a store at `url`.
    pub async fn is_there(url: &str) -> Result<bool, OpenError> {
        let connection = Self::connect(url)?.connection().await?;
        let row = connection.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[]).await;
        Ok(row.map_err(failed("looking for a store"))?.get(0))
    }

    fn connect(url: &str) -> Result<Self, OpenError> {
        let config: tokio_postgres::Config =
            url.parse().map_err(|_| OpenError::Location("a PostgreSQL address".to_owned()))?;
        let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager).max_size(CONNECTIONS).build();
        Ok(Self { pool: pool.map_err(|error| StorageError::NoConnection(error.to_string()))? })
    }

    async fn connection(&self) -> Result<Object, StorageError> {
        let connection = self.pool.get().await;
        connection.map_err(|error| {
            let source = std::error::Error::source(&error).map(|source| format!(": {source}")).unwrap_or_default();
            StorageError::NoConnection(format!("{error}{source}"))
        })
    }

    /// Runs the steps that are missing, all in one transaction; other nodes wait.
    async fn migrate(&self, migrations: &[Migration]) -> Result<(), OpenError> {
        let connection = self.connection().await?;
        let begin = "BEGIN; SELECT pg_advisory_xact_lock(hashtext('migration.' || current_schema())); \
             CREATE TABLE IF NOT EXISTS schema_version (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL);";
        connection.batch_execute(begin).await.map_err(failed("beginning a migration"))?;
        let row = connection.query_opt("SELECT version FROM schema_version", &[]).await;
        let found = row.map_err(failed("reading the schema's version"))?.map_or(0_i64, |row| row.get(0));
        let steps = match missing(migrations, found) {
            Ok(steps) => steps,
            Err(newer) => {
                connection.batch_execute("ROLLBACK").await.map_err(failed("giving up a migration"))?;
                return Err(newer);
            }
        };
        for step in steps {
            if let Err(error) = connection.batch_execute(step.postgres).await {
                drop(Object::take(connection));
                return Err(failed("bringing the schema up to date")(error).into());
            }
            let sql = "INSERT INTO schema_version (one, version) VALUES (1, $1) \
                       ON CONFLICT (one) DO UPDATE SET version = excluded.version";
            connection.execute(sql, &[&step.version]).await.map_err(failed("noting the schema's version"))?;
        }
        connection.batch_execute("COMMIT").await.map_err(failed("ending a migration"))?;
        Ok(())
    }

    /// Runs reading statements on one snapshot.
    pub async fn read(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        let connection = self.connection().await?;
        if batch.len() == 1 {
            return pipeline(&connection, None, &batch, None).await;
        }
        in_transaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", batch).await
    }

    /// Runs writing statements in one transaction.
    pub async fn write(&self, batch: Vec<Sql>) -> Result<Vec<Vec<Row>>, StorageError> {
        in_transaction(self.connection().await?, "BEGIN", batch).await
    }

    /// Commits a write set. It goes on when whoever asked has gone: no connection is left within a transaction.
    pub async fn commit(&self, request: Arc<Request>) -> Result<Committed, Attempt> {
        let connection = self.connection().await?;
        let task = tokio::spawn(async move { commit::commit(connection, &request).await });
        task.await.map_err(|_| StorageError::Stopped)?
    }
}

/// Runs statements between `begin` and COMMIT, to the end even if nobody waits for it any more.
async fn in_transaction(
    connection: Object,
    begin: &'static str,
    batch: Vec<Sql>,
) -> Result<Vec<Vec<Row>>, StorageError> {
    let task = tokio::spawn(async move {
        let done = pipeline(&connection, Some(begin), &batch, Some("COMMIT")).await;
        connection::settle(connection, done.is_ok()).await;
        done
    });
    task.await.map_err(|_| StorageError::Stopped)?
}
