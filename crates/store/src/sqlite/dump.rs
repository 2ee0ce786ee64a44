//! The rows of a backup, all of them as one moment had them: SQLite's own backup copies the file, in steps and while others
//! write, and the copy is read.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::connection::{self, cell, failed};
use crate::attachment;
use crate::backup::{Archive, BackupError, DIGESTS, TABLES};
use crate::dialect::Dialect;
use crate::migration::{MIGRATIONS, missing};
use crate::{Location, OpenError, StorageError};

/// How many pages are copied at a time.
const PAGES: i32 = 1000;

/// How many bytes of a content are moved at a time.
const CHUNK: usize = 256 << 10;

/// Writes the tables and contents of the store in `folder` into `archive`; another process may be serving it.
///
/// # Errors
/// When there is no store of this program's schema, or the database or a file fails.
pub async fn dump(folder: PathBuf, mut archive: Archive) -> Result<Archive, BackupError> {
    let dump = tokio::task::spawn_blocking(move || {
        current(&folder)?;
        let path = archive.copy();
        let done = copy(&folder, &path, &archive).and_then(|copy| tables(&copy, &folder, &mut archive));
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            // What can't be removed only takes space.
            drop(fs::remove_file(name));
        }
        done.map(|()| archive)
    });
    dump.await.map_err(|_| StorageError::Stopped)?
}

/// Refuses a folder without a store, and a store with another schema than this program's.
fn current(folder: &Path) -> Result<(), BackupError> {
    if !super::is_there(folder) {
        return Err(OpenError::Missing(Location::Folder(folder.to_owned())).into());
    }
    let source = connection::open(folder)?;
    let found = source.query_row("PRAGMA user_version", [], |row| row.get(0));
    let found = found.map_err(failed("reading the schema's version"))?;
    match missing(MIGRATIONS, found)?.last() {
        Some(step) => Err(BackupError::Schema { found, known: step.version }),
        None => Ok(()),
    }
}

/// Copies the database. The source stays in one transaction: a commit meanwhile doesn't make the copy begin again.
fn copy(folder: &Path, to: &Path, archive: &Archive) -> Result<Connection, BackupError> {
    let source = connection::open(folder)?;
    let mut copied = Connection::open(to).map_err(failed("opening the copy of a backup"))?;
    let mut copying = || -> rusqlite::Result<()> {
        source.execute_batch("PRAGMA query_only = ON; BEGIN")?;
        source.query_row("SELECT value FROM epoch", [], |_| Ok(()))?;
        let backup = Backup::new(&source, &mut copied)?;
        while backup.step(PAGES)? != StepResult::Done && archive.go_on().is_ok() {}
        drop(backup);
        source.execute_batch("COMMIT")
    };
    copying().map_err(failed("copying the database"))?;
    archive.go_on()?;
    Ok(copied)
}

fn tables(copy: &Connection, folder: &Path, archive: &mut Archive) -> Result<(), BackupError> {
    let reading = failed("reading the rows of a backup");
    for table in &TABLES {
        let mut statement = copy.prepare(&table.select().render(Dialect::Sqlite).0).map_err(&reading)?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).map_err(&reading)?;
        while let Some(row) = rows.next().map_err(&reading)? {
            let cells = (0..columns).map(|column| row.get_ref(column).map(cell));
            archive.row(cells.collect::<Result<Vec<_>, _>>().map_err(&reading)?)?;
        }
        archive.end_table(&table.part())?;
    }
    let mut statement = copy.prepare(DIGESTS).map_err(&reading)?;
    let mut rows = statement.query([]).map_err(&reading)?;
    while let Some(row) = rows.next().map_err(&reading)? {
        content(folder, &row.get::<_, String>(0).map_err(&reading)?, archive)?;
    }
    Ok(())
}

fn content(folder: &Path, digest: &str, archive: &mut Archive) -> Result<(), BackupError> {
    let path = attachment::path(folder, digest)?;
    let failed = |attempted| {
        let path = path.clone();
        move |source| StorageError::File { attempted, path, source }
    };
    let mut file = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(BackupError::Erased(digest.to_owned())),
        opened => opened.map_err(failed("opening"))?,
    };
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = file.read(&mut chunk).map_err(failed("reading"))?;
        if count == 0 {
            return archive.end_content(digest);
        }
        archive.write(chunk.get(..count).unwrap_or_default())?;
    }
}
