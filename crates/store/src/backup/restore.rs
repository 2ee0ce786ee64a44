//! An archive back into a store, of either kind.

use std::io::{BufRead as _, Read as _};
use std::path::Path;

use super::archive::{Checked, check, from_json};
use super::{BackupError, Manifest, Progress, TABLES, Table};
use crate::commit::statements::Statements;
use crate::dialect::{self, Dialect};
use crate::row::{Cell, Row};
use crate::search;
use crate::sql::{Bind, Sql};
use crate::{Location, StorageError, Store};

/// How many rows a statement brings in, and a transaction statements.
const ROWS: usize = 100;

/// Under which key it stands that a restore has begun and not ended: such a store is not opened.
pub(crate) const RESTORING: &str = "restoring";

/// How many bytes of a content are moved at a time.
const CHUNK: usize = 256 << 10;

/// What an empty store has no rows in.
const EMPTY: [(&str, &str); 5] = [
    ("record", "SELECT 1 FROM record LIMIT 1"),
    ("history", "SELECT 1 FROM history LIMIT 1"),
    ("account", "SELECT 1 FROM account LIMIT 1"),
    ("setting", "SELECT 1 FROM setting LIMIT 1"),
    ("definition_text", "SELECT 1 FROM definition_text LIMIT 1"),
];

/// Gives a place in the feed to entries that had none yet when the backup was made.
const LATE: &str = "INSERT INTO feed (position, record, n) \
    SELECT (SELECT COALESCE(MAX(position), 0) FROM feed) + ROW_NUMBER() OVER (ORDER BY h.at, h.record, h.n), h.record, h.n \
    FROM history h WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.record = h.record AND f.n = h.n)";

/// From here the sequencer goes on.
const CURSOR: &str = "UPDATE feed_cursor SET xid = pg_current_xact_id(), \
    position = (SELECT COALESCE(MAX(position), 0) FROM feed) WHERE one = 1";

impl Store {
    /// Restores the archive `from` into the empty place `location`. The archive is read whole and checked before anything is
    /// written; nobody may use the place meanwhile.
    ///
    /// # Errors
    /// When the archive is damaged or another program's, the place isn't empty, or the database or a file fails.
    pub async fn restore(from: &Path, location: &Location) -> Result<Manifest, BackupError> {
        let path = from.to_owned();
        let checked = tokio::task::spawn_blocking(move || check(&path, &Progress::default()));
        let checked = checked.await.map_err(|_| StorageError::Stopped)??;
        checked.ensure_known()?;
        let store = Self::open_to_fill(location).await?;
        let restored = store.restore_all(&checked).await;
        // Closed, not dropped: whoever opens the place next finds nobody there any more.
        store.close().await;
        restored.map(|()| checked.manifest)
    }

    async fn restore_all(&self, checked: &Checked) -> Result<(), BackupError> {
        for (table, sql) in EMPTY {
            if !self.query(Sql::new(sql)).await?.is_empty() {
                return Err(BackupError::NotEmpty(table));
            }
        }
        self.note_progress(RESTORING, "1").await?;
        // The contents first: what names them finds them.
        for digest in checked.contents() {
            self.restore_content(checked, digest).await?;
        }
        self.write_one(Sql::new("DELETE FROM epoch")).await?;
        for table in &TABLES {
            self.restore_table(checked, table).await?;
        }
        let mut last = vec![Sql::new(LATE)];
        if self.dialect() == Dialect::Postgres {
            last.push(Sql::new(CURSOR));
        }
        last.push(Sql::new("DELETE FROM setting WHERE key = ").bind(RESTORING));
        self.write(last).await?;
        Ok(self.settle().await?)
    }

    async fn restore_content(&self, checked: &Checked, digest: &str) -> Result<(), BackupError> {
        let mut part = checked.part(&format!("attachments/{digest}"))?;
        let mut upload = self.begin_upload().await?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = part.read(&mut chunk).map_err(unreadable)?;
            if count == 0 {
                break;
            }
            upload.write(chunk.get(..count).unwrap_or_default()).await?;
        }
        upload.finish().await?;
        Ok(())
    }

    async fn restore_table(&self, checked: &Checked, table: &Table) -> Result<(), BackupError> {
        let mut lines = checked.part(&table.part())?.lines();
        loop {
            let mut rows = Vec::with_capacity(ROWS);
            for line in lines.by_ref().take(ROWS) {
                let cells: Vec<serde_json::Value> =
                    serde_json::from_str(&line.map_err(unreadable)?).map_err(StorageError::from)?;
                rows.push(cells.into_iter().map(from_json).collect::<Result<Vec<Cell>, _>>()?);
            }
            if rows.is_empty() {
                return Ok(());
            }
            let batch = if table.name == "search_text" { self.texts(rows)? } else { vec![insert(table, rows)] };
            self.write(batch).await?;
        }
    }

    /// The statements of the full text, which finds its terms again.
    fn texts(&self, rows: Vec<Vec<Cell>>) -> Result<Vec<Sql>, StorageError> {
        let mut all = Statements::default();
        for cells in rows {
            let mut row = Row::new(cells);
            let record = row.get()?;
            let (part, public, internal): (String, String, String) = (row.get()?, row.get()?, row.get()?);
            search::write(&mut all, record, &part, &public, &internal, self.dialect());
        }
        all.first.append(&mut all.last);
        Ok(all.first)
    }
}

fn insert(table: &Table, rows: Vec<Vec<Cell>>) -> Sql {
    let mut sql = Sql::new("INSERT INTO ").text(table.name).text(" (").text(table.columns);
    if table.has_fields {
        sql = sql.text(", fields");
    }
    sql = sql.text(") VALUES ");
    for (index, mut cells) in rows.into_iter().enumerate() {
        sql = sql.text(if index == 0 { "(" } else { ", (" });
        let fields = if table.has_fields { cells.pop() } else { None };
        sql = sql.list(cells.into_iter().map(Bind::from));
        if let Some(fields) = fields {
            sql = sql.text(", ").either(dialect::JSON_OPEN).bind(fields).either(dialect::JSON_CLOSE);
        }
        sql = sql.text(")");
    }
    sql
}

impl From<Cell> for Bind {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(int) => Self::Int(int),
            Cell::Text(text) => Self::Text(text),
            Cell::Bytes(bytes) => Self::Bytes(bytes),
        }
    }
}

fn unreadable(error: std::io::Error) -> StorageError {
    StorageError::Corrupt(format!("the backup can't be read: {error}"))
}
