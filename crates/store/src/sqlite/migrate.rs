//! Brings a SQLite file to the schema of this program. The file is copied first.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::connection::failed;
use crate::migration::{Migration, missing};
use crate::{OpenError, StorageError};

/// Runs the steps that are missing, all in one transaction.
pub fn migrate(connection: &mut Connection, folder: &Path, migrations: &[Migration]) -> Result<(), OpenError> {
    let found = version(connection)?;
    let steps = missing(migrations, found)?;
    let Some(last) = steps.last() else { return Ok(()) };
    if found > 0 {
        back_up(connection, folder, found)?;
    }
    let run = |connection: &mut Connection| {
        let transaction = connection.transaction()?;
        for step in steps {
            transaction.execute_batch(step.sqlite)?;
        }
        transaction.pragma_update(None, "user_version", last.version)?;
        transaction.commit()
    };
    run(connection).map_err(failed("bringing the schema up to date"))?;
    tracing::info!(from = found, to = last.version, "schema brought from {found} to {}", last.version);
    Ok(())
}

/// Refuses a store that this program would first have to migrate.
pub fn must_be_current(connection: &Connection, migrations: &[Migration]) -> Result<(), OpenError> {
    let found = version(connection)?;
    match missing(migrations, found)?.last() {
        None => Ok(()),
        Some(last) => Err(OpenError::Older { found, known: last.version }),
    }
}

fn version(connection: &Connection) -> Result<i64, StorageError> {
    let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    version.map_err(failed("reading the schema's version"))
}

/// Copies the file as it is, so that the older program can still be gone back to.
fn back_up(connection: &Connection, folder: &Path, found: i64) -> Result<(), StorageError> {
    let path = folder.join(format!("before-migration-from-{found}.db"));
    let mut copy = Connection::open(&path).map_err(failed("opening the copy before a migration"))?;
    let backup = rusqlite::backup::Backup::new(connection, &mut copy);
    let backup = backup.map_err(failed("copying before a migration"))?;
    backup
        .run_to_completion(i32::MAX, Duration::from_millis(50), None)
        .map_err(failed("copying before a migration"))?;
    tracing::info!(from = found, "the store as it was is kept in {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration = Migration { version: 1, sqlite: "CREATE TABLE a (x)", postgres: "" };
    const SECOND: Migration = Migration { version: 2, sqlite: "CREATE TABLE b (x)", postgres: "" };

    #[test]
    fn an_older_store_is_copied_and_brought_up_to_date() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = super::super::connection::open(folder.path()).unwrap();
        migrate(&mut connection, folder.path(), &[FIRST]).unwrap();
        connection.execute("INSERT INTO a VALUES (7)", []).unwrap();
        migrate(&mut connection, folder.path(), &[FIRST, SECOND]).unwrap();
        connection.execute("INSERT INTO b VALUES (8)", []).unwrap();
        let copy = Connection::open(folder.path().join("before-migration-from-1.db")).unwrap();
        assert_eq!(copy.query_row("SELECT x FROM a", [], |row| row.get::<_, i64>(0)), Ok(7));
        assert!(copy.prepare("SELECT x FROM b").is_err());
    }

    #[test]
    fn a_newer_store_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = super::super::connection::open(folder.path()).unwrap();
        migrate(&mut connection, folder.path(), &[FIRST, SECOND]).unwrap();
        let refused = migrate(&mut connection, folder.path(), &[FIRST]).unwrap_err();
        assert!(matches!(refused, OpenError::Newer { found: 2, known: 1 }), "{refused}");
    }

    #[test]
    fn a_step_that_fails_leaves_the_store_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = super::super::connection::open(folder.path()).unwrap();
        migrate(&mut connection, folder.path(), &[FIRST]).unwrap();
        let broken = Migration { version: 2, sqlite: "CREATE TABLE b (x); CREATE TABLE a (x)", postgres: "" };
        assert!(migrate(&mut connection, folder.path(), &[FIRST, broken]).is_err());
        assert!(connection.prepare("SELECT x FROM b").is_err());
        migrate(&mut connection, folder.path(), &[FIRST, SECOND]).unwrap();
    }
}
