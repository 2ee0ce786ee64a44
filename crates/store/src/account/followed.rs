//! What those who follow a list are told: each record that comes into it once, under one notice as long as that one is unread.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{Record, RecordId};

use super::notice::{NOTICE, oldest_go, row as notice_row};
use crate::history::Replay;
use crate::sql::Sql;
use crate::{Notice, StorageError, Store};

/// What somebody is told of, because it came into a list that they follow.
#[derive(Clone, Debug)]
pub struct Gained {
    /// Who follows.
    pub person: RecordId,
    /// The list, by the record that keeps it.
    pub view: RecordId,
    /// What came into it, each once.
    pub records: Vec<RecordId>,
}

impl Store {
    /// Who follows which record of a process, after the record and person `after`: a page of `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn followed(
        &self,
        process: &str,
        after: (RecordId, RecordId),
        limit: u32,
    ) -> Result<Vec<(RecordId, RecordId)>, StorageError> {
        let sql =
            Sql::new("SELECT record, person FROM involvement WHERE part = 'watched' AND process = ").bind(process);
        let sql = sql.text(" AND (record, person) > (").bind(after.0).text(", ").bind(after.1).text(")");
        let sql = sql.text(" ORDER BY record, person LIMIT ").bind(i64::from(limit));
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?))).collect()
    }

    /// A record as it was before its entry `first` (none: there was none), and after each entry from that one on to `last`.
    /// Values that have been erased since are absent.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn states(&self, id: RecordId, first: u64, last: u64) -> Result<Vec<Option<Record>>, StorageError> {
        let (entries, values) = self.entries(id, last).await?;
        let mut replay = Replay::default();
        let mut states = Vec::new();
        for entry in &entries {
            if entry.n >= first {
                states.push(replay.as_of.as_ref().map(|as_of| as_of.record.clone()));
            }
            replay.apply(entry, &values);
        }
        states.push(replay.as_of.map(|as_of| as_of.record));
        Ok(states)
    }

    /// Those of `records` that were told already, by person and list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn told_of_views(
        &self,
        records: &[RecordId],
    ) -> Result<BTreeSet<(RecordId, RecordId, RecordId)>, StorageError> {
        if records.is_empty() {
            return Ok(BTreeSet::new());
        }
        let sql = Sql::new("SELECT person, view, record FROM view_told WHERE record IN (");
        let sql = sql.padded_list(records.iter().copied()).text(")");
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?, row.get()?))).collect()
    }

    /// Tells somebody what came into a list. What comes before they have read the notice of it is added to that one. The notice's key
    /// begins with the list's identity and a colon. Which notice it is is decided where it is written, so that one read meanwhile is
    /// followed by a new one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_gained(&self, gained: &Gained, notice: &Notice) -> Result<(), StorageError> {
        let Gained { person, view, records } = gained;
        let unread = |sql: Sql| {
            let sql = sql.text(" notice WHERE read_at IS NULL AND reason = ").bind(notice.reason.as_str());
            let sql = sql.text(" AND person = ").bind(*person).text(" AND key >= ").bind(format!("{view}:"));
            sql.text(" AND key < ").bind(format!("{view};"))
        };
        let renewed = Sql::new("UPDATE notice SET record = ").bind(*view).text(", n = NULL, doer = NULL, at = ");
        let renewed = renewed.bind(notice.at).text(" WHERE person = ").bind(*person);
        let renewed = unread(renewed.text(" AND key IN (SELECT key FROM")).text(") AND read_at IS NULL");
        let fresh = Sql::new("INSERT INTO notice (person, ").text(NOTICE).text(") SELECT ");
        let fresh = fresh.list(notice_row(*person, notice)).text(" WHERE NOT EXISTS (SELECT 1 FROM");
        let fresh = unread(fresh).text(") ON CONFLICT (person, key) DO NOTHING");
        let mut told = Sql::new("INSERT INTO view_told (person, view, record, notice) VALUES ");
        for (at, record) in records.iter().enumerate() {
            let row = told.text(if at == 0 { "(" } else { ", (" }).list([*person, *view, *record]);
            let row = unread(row.text(", COALESCE((SELECT key FROM")).text(" ORDER BY at DESC, key DESC LIMIT 1), ");
            told = row.bind(notice.key.as_str()).text("))");
        }
        let told = told.text(" ON CONFLICT (record, person, view) DO NOTHING");
        self.write(vec![renewed, fresh, told, oldest_go(*person)]).await.map(|_| ())
    }

    /// The lists that notices of a person are of, and how much came into them, by the notices' keys.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn gained(
        &self,
        person: RecordId,
        keys: &[&str],
    ) -> Result<BTreeMap<String, (RecordId, u64)>, StorageError> {
        if keys.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = Sql::new("SELECT notice, view, COUNT(*) FROM view_told WHERE person = ").bind(person);
        let sql = sql.text(" AND notice IN (").padded_list(keys.iter().copied()).text(") GROUP BY notice, view");
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, (row.get()?, row.get()?)))).collect()
    }

    /// Forgets what somebody was told who follows a list no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_gained(&self, person: RecordId, view: RecordId) -> Result<(), StorageError> {
        let sql = Sql::new("DELETE FROM view_told WHERE person = ").bind(person).text(" AND view = ").bind(view);
        // What a notice that is still there was of stays known.
        let sql = sql.text(" AND notice NOT IN (SELECT key FROM notice WHERE person = ").bind(person).text(")");
        self.write_one(sql).await.map(|_| ())
    }
}
