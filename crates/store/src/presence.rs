//! Who has which record open, a row for each tab, which holds until it runs out (docs/adr/0024-presence.md). Nodes tell each
//! other by it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use yuheng_engine::RecordId;

use crate::commit::statements::rows;
use crate::dialect::MOMENT;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many rows one statement writes.
const TOGETHER: usize = 200;
/// How many rows are read at most: those that run out last.
pub const PRESENCE_READ: usize = 10_000;

/// A tab of a browser that has a record open.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenTab {
    /// The record.
    pub record: RecordId,
    /// Whose tab it is.
    pub person: RecordId,
    /// The tab's own name for itself.
    pub tab: String,
}

/// For how long a tab has a record open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Since when.
    pub since: Timestamp,
    /// When it runs out unless it is said anew.
    pub until: Timestamp,
    /// Whether something is being written there.
    pub is_writing: bool,
}

impl Stay {
    /// The same by a clock that is `ahead` of the one by which it was told.
    #[must_use]
    pub fn shifted(self, ahead: SignedDuration) -> Self {
        Self { since: self.since + ahead, until: self.until + ahead, ..self }
    }
}

impl Store {
    /// The moment by the database's clock, which is the one that all nodes share.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clock(&self) -> Result<Timestamp, StorageError> {
        let rows = self.query(Sql::new("SELECT ").either(MOMENT)).await;
        rows?.first_mut().ok_or_else(|| StorageError::Corrupt("the database told no time".into()))?.get()
    }

    /// Notes which tabs are there, and which (those without a stay) have left; all of them together.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_presence(&self, tabs: &BTreeMap<OpenTab, Option<Stay>>) -> Result<(), StorageError> {
        let here: Vec<_> = tabs.iter().filter_map(|(tab, stay)| Some((tab, (*stay)?))).collect();
        let mut batch = Vec::new();
        for some in here.chunks(TOGETHER) {
            let row = |(tab, stay): &(&OpenTab, Stay)| {
                let (whose, stays) = ((tab.record, tab.person), (stay.since, stay.until));
                let name = tab.tab.as_str();
                vec![
                    whose.0.into(),
                    whose.1.into(),
                    name.into(),
                    stays.0.into(),
                    stays.1.into(),
                    stay.is_writing.into(),
                ]
            };
            let sql = Sql::new("INSERT INTO presence (record, person, tab, since_at, until_at, is_writing) VALUES ");
            let sql = rows(sql, some.iter().map(row)).text(
                " ON CONFLICT (record, person, tab) DO UPDATE SET since_at = excluded.since_at, \
                 until_at = excluded.until_at, is_writing = excluded.is_writing \
                 WHERE excluded.until_at >= presence.until_at",
            );
            batch.push(sql);
        }
        for tab in tabs.iter().filter(|(_, stay)| stay.is_none()).map(|(tab, _)| tab) {
            let sql = Sql::new("DELETE FROM presence WHERE record = ").bind(tab.record).text(" AND person = ");
            batch.push(sql.bind(tab.person).text(" AND tab = ").bind(tab.tab.as_str()));
        }
        if batch.is_empty() { Ok(()) } else { self.write(batch).await.map(|_| ()) }
    }

    /// The tabs that are there at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn presence(&self, now: Timestamp) -> Result<Vec<(OpenTab, Stay)>, StorageError> {
        let sql =
            Sql::new("SELECT record, person, tab, since_at, until_at, is_writing FROM presence WHERE until_at > ");
        let sql = sql.bind(now).text(" ORDER BY until_at DESC, record, person, tab LIMIT ").bind(PRESENCE_READ as u64);
        self.query(sql).await?.iter_mut().map(tab).collect()
    }

    /// Forgets the tabs that had run out at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_absent(&self, now: Timestamp) -> Result<(), StorageError> {
        self.write_one(Sql::new("DELETE FROM presence WHERE until_at <= ").bind(now)).await.map(|_| ())
    }
}

fn tab(row: &mut Row) -> Result<(OpenTab, Stay), StorageError> {
    let tab = OpenTab { record: row.get()?, person: row.get()?, tab: row.get()? };
    Ok((tab, Stay { since: row.get()?, until: row.get()?, is_writing: row.get()? }))
}
