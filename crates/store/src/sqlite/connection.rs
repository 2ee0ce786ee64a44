//! A connection to SQLite, and how a statement is run on it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql};

use crate::StorageError;
use crate::dialect::Dialect;
use crate::row::{Cell, Row};
use crate::sql::{Bind, Sql};

/// The database's file in `folder`.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("yuheng.db")
}

/// Opens the database in `folder` for writing. Each commit is on disk before it is answered (`synchronous = FULL`).
pub fn open(folder: &Path) -> Result<Connection, StorageError> {
    let open = || {
        let connection = Connection::open(database(folder))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
             PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
        )?;
        // A plan never depends on what is bound: otherwise a statement that a partial index might serve is planned anew each time.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(256);
        Ok(connection)
    };
    open().map_err(failed("opening the database"))
}

/// Lets the database's own file trail behind: for whoever fills a store that is worth nothing half filled.
pub fn relax(connection: &Connection) -> Result<(), StorageError> {
    let relaxed = "PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 8000;";
    connection.execute_batch(relaxed).map_err(failed("opening the database"))
}

/// Has all on disk that was written.
pub fn settle(connection: &Connection) -> Result<(), StorageError> {
    let settle = || {
        connection.execute_batch("PRAGMA synchronous = FULL")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    };
    settle().map_err(failed("writing all to disk"))
}

/// Takes everything away, the tables too.
pub fn reset(connection: &Connection) -> Result<(), StorageError> {
    let reset = || {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, true)?;
        let vacuumed = connection.execute_batch("VACUUM");
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_RESET_DATABASE, false)?;
        vacuumed
    };
    reset().map_err(failed("emptying the database"))
}

/// Turns an error into ours, with what was attempted.
pub fn failed(attempted: &'static str) -> impl Fn(rusqlite::Error) -> StorageError {
    move |source| match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StorageError::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StorageError::Corrupt(format!("{attempted}: {source}"))
        }
        _ => StorageError::Sqlite { attempted, source },
    }
}

/// A statement that takes as long is told in the log. PostgreSQL does so by a setting of its own.
const LONG: Duration = Duration::from_millis(500);

/// Runs a statement and takes all its rows.
pub fn run(connection: &Connection, sql: &Sql) -> Result<Vec<Row>, StorageError> {
    let (text, values) = sql.render(Dialect::Sqlite);
    let began = Instant::now();
    let run = || {
        let mut statement = connection.prepare_cached(&text)?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..columns).map(|column| row.get_ref(column).map(cell));
            found.push(Row::new(cells.collect::<Result<_, _>>()?));
        }
        Ok(found)
    };
    let found = run();
    if began.elapsed() >= LONG {
        let milliseconds = began.elapsed().as_millis();
        tracing::warn!(milliseconds, sql = text, "a statement took {milliseconds} ms");
    }
    found.map_err(|error| {
        tracing::debug!(sql = text, %error, "a statement failed");
        failed("running a statement")(error)
    })
}

/// A cell as SQLite gives it.
pub fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(int) => Cell::Int(int),
        // No column of ours holds a float: what comes as one is read as what it is not, and refused.
        ValueRef::Real(real) => Cell::Text(real.to_string()),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}

impl ToSql for Bind {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(truth) => ValueRef::Integer((*truth).into()),
            Self::Int(int) => ValueRef::Integer(*int),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Id(id) => ValueRef::Blob(id.0.as_bytes()),
        }))
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    /// Which index serves is decided once: a statement that looks at the column of a partial one isn't planned anew each time.
    #[test]
    fn a_statement_is_planned_once() {
        let folder = tempfile::tempdir().unwrap();
        let connection = super::open(folder.path()).unwrap();
        connection.execute_batch("CREATE TABLE t (a, b); CREATE INDEX i ON t (b) WHERE a = 1").unwrap();
        let mut statement = connection.prepare("SELECT b FROM t WHERE a = ?1 AND b > ?2").unwrap();
        for bound in 0..3 {
            statement.query_map([bound, bound], |row| row.get::<_, i64>(0)).unwrap().for_each(drop);
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
