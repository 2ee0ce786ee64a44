//! What the store is and how large: for whoever looks after it.

use std::path::Path;

use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::store::Backend;
use crate::{StorageError, Store, sqlite};

/// How large it is, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The database; on PostgreSQL the attachments lie in it.
    pub database: u64,
    /// What SQLite has written beside its file and not yet brought into it.
    pub log: u64,
    /// The contents of attachments, each counted once.
    pub attachments: u64,
}

/// Which database it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// `SQLite` or `PostgreSQL`.
    pub kind: &'static str,
    /// Its version.
    pub version: String,
    /// The store's schema.
    pub schema: i64,
}

const CONTENTS: &str = "SELECT CAST(COALESCE(SUM(one.size), 0) AS BIGINT) FROM \
    (SELECT MAX(size) AS size FROM attachment WHERE name IS NOT NULL GROUP BY digest) one";

impl Store {
    /// How large it is.
    ///
    /// # Errors
    /// When the database or a file fails.
    pub async fn sizes(&self) -> Result<Sizes, StorageError> {
        let attachments = self.number(Sql::new(CONTENTS)).await?;
        if let Backend::Sqlite(sqlite) = &*self.backend {
            let file = sqlite::database(sqlite.folder());
            let mut log = file.clone().into_os_string();
            log.push("-wal");
            return Ok(Sizes { database: length(&file), log: length(Path::new(&log)), attachments });
        }
        let database = self.number(Sql::new("SELECT pg_database_size(current_database())")).await?;
        Ok(Sizes { database, log: 0, attachments })
    }

    /// Which database it stands on.
    ///
    /// # Errors
    /// When it can't be asked.
    pub async fn database(&self) -> Result<Database, StorageError> {
        let (kind, version, schema) = match self.dialect() {
            Dialect::Sqlite => ("SQLite", "SELECT sqlite_version()", "SELECT user_version FROM pragma_user_version"),
            Dialect::Postgres => {
                ("PostgreSQL", "SELECT current_setting('server_version')", "SELECT version FROM schema_version")
            }
        };
        let version =
            self.query(Sql::new(version)).await?.first_mut().map_or(Ok(String::new()), crate::row::Row::get)?;
        let schema = self.query(Sql::new(schema)).await?.first_mut().map_or(Ok(0), crate::row::Row::get)?;
        Ok(Database { kind, version, schema })
    }

    /// How many records have to be looked at by now, and how many sessions and accounts there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counts(&self, now: jiff::Timestamp) -> Result<Counts, StorageError> {
        let due = Sql::new("SELECT COUNT(*) FROM record WHERE next_at IS NOT NULL AND next_at <= ").bind(now);
        let sessions = Sql::new("SELECT COUNT(*) FROM session WHERE expires_at > ").bind(now);
        Ok(Counts {
            due: self.number(due).await?,
            sessions: self.number(sessions).await?,
            accounts: self.number(Sql::new("SELECT COUNT(*) FROM account WHERE is_active")).await?,
            records: self.number(Sql::new("SELECT COUNT(*) FROM record")).await?,
        })
    }

    async fn number(&self, sql: Sql) -> Result<u64, StorageError> {
        let mut rows = self.query(sql).await?;
        let number: i64 = rows.first_mut().map_or(Ok(0), crate::row::Row::get)?;
        Ok(u64::try_from(number).unwrap_or_default())
    }
}

/// How much of it there is at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records whose clocks are due and were not looked at yet.
    pub due: u64,
    /// Sessions that have not ended.
    pub sessions: u64,
    /// Accounts that may sign in.
    pub accounts: u64,
    /// Records.
    pub records: u64,
}

/// The length of a file; none is there: nothing.
fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}
