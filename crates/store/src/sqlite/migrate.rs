//! Brings a SQLite file to the schema of this program. The file is copied first.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use yuheng_engine::failpoint;

use super::connection::failed;
use crate::migration::{COUNTED, Migration, missing, must_be_kept};
use crate::{OpenError, StorageError, Upgraded};

/// Runs the steps that are missing, all in one transaction; none were.
pub fn migrate(
    connection: &mut Connection,
    folder: &Path,
    migrations: &[Migration],
) -> Result<Option<Upgraded>, OpenError> {
    let found = version(connection)?;
    let steps = missing(migrations, found)?;
    let Some(last) = steps.last() else { return Ok(None) };
    if found == 0 {
        run(connection, steps, last.version, &[])?;
        return Ok(None);
    }
    let known = last.version;
    let failed = |source| OpenError::Upgrade { found, known, source };
    tracing::info!(from = found, to = known, "the store has schema {found}, this program {known}: it is copied first");
    let copy = back_up(connection, folder, found).map_err(failed)?;
    tracing::info!(from = found, "the store as it was is kept in {}", copy.display());
    run(connection, steps, known, counted(connection)).map_err(failed)?;
    tracing::info!(from = found, to = known, "schema brought from {found} to {known}, with every row still there");
    Ok(Some(Upgraded { from: found, to: known, copy: copy.display().to_string() }))
}

fn run(
    connection: &mut Connection,
    steps: &[Migration],
    version: i64,
    counted: &[&'static str],
) -> Result<(), StorageError> {
    let migrating = failed("bringing the schema up to date");
    let transaction = connection.transaction().map_err(&migrating)?;
    let before = counts(&transaction, counted)?;
    for step in steps {
        transaction.execute_batch(step.sqlite).map_err(&migrating)?;
    }
    must_be_kept(&before, &counts(&transaction, counted)?)?;
    transaction.pragma_update(None, "user_version", version).map_err(&migrating)?;
    transaction.commit().map_err(&migrating)
}

/// What is counted: nothing where there are no records' tables, as in tests of the steps alone.
fn counted(connection: &Connection) -> &'static [&'static str] {
    if connection.table_exists(None, "record").unwrap_or(false) { &COUNTED } else { &[] }
}

fn counts(connection: &Connection, counted: &[&'static str]) -> Result<Vec<i64>, StorageError> {
    let count = |sql: &&'static str| connection.query_row(sql, [], |row| row.get(0));
    counted.iter().map(count).collect::<Result<_, _>>().map_err(failed("counting rows"))
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

/// Copies the file as it is, so that the older program can still be gone back to. The copy gets its name once it is whole and
/// on disk: one that broke off is never taken for it.
fn back_up(connection: &Connection, folder: &Path, found: i64) -> Result<PathBuf, StorageError> {
    let path = folder.join(format!("before-migration-from-{found}.db"));
    if failpoint::armed("store.migrates_without_a_copy") {
        return Ok(path);
    }
    let unfinished = path.with_extension("db-unfinished");
    let file = |attempted| {
        let path = unfinished.clone();
        move |source| StorageError::File { attempted, path, source }
    };
    let copying = failed("copying before a migration");
    let mut copy = Connection::open(&unfinished).map_err(&copying)?;
    let backup = rusqlite::backup::Backup::new(connection, &mut copy).map_err(&copying)?;
    backup.run_to_completion(i32::MAX, Duration::from_millis(50), None).map_err(&copying)?;
    drop(backup);
    let sound: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(&copying)?;
    if sound != "ok" || version(&copy)? != found {
        return Err(StorageError::Corrupt(format!("the copy before a migration is not what was copied: {sound}")));
    }
    // The copy is a file by itself: nothing of it stands in a log beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(&copying)?;
    copy.close().map_err(|(_, error)| copying(error))?;
    File::open(&unfinished).and_then(|copy| copy.sync_all()).map_err(file("syncing"))?;
    std::fs::rename(&unfinished, &path).map_err(file("moving"))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(file("syncing the folder of"))?;
    Ok(path)
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
        let upgraded = migrate(&mut connection, folder.path(), &[FIRST, SECOND]).unwrap().unwrap();
        assert_eq!((upgraded.from, upgraded.to), (1, 2));
        assert!(upgraded.copy.ends_with("before-migration-from-1.db"), "{}", upgraded.copy);
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
        let refused = migrate(&mut connection, folder.path(), &[FIRST, broken]);
        assert!(matches!(refused, Err(OpenError::Upgrade { found: 1, known: 2, .. })), "{refused:?}");
        assert!(connection.prepare("SELECT x FROM b").is_err());
        migrate(&mut connection, folder.path(), &[FIRST, SECOND]).unwrap();
    }
}
