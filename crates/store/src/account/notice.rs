//! What people are told, a row each: told once, read by them, and of each only the newest are kept.

use std::collections::BTreeSet;

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::commit::statements::rows;
use crate::row::Row;
use crate::sql::{Bind, Sql};
use crate::{StorageError, Store};

/// How many notices are kept for a person.
pub const NOTICES_KEPT: u32 = 500;

/// How many notices are brought in together.
const TOGETHER: usize = 200;

/// What somebody was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What was told: nobody is told the same twice.
    pub key: String,
    /// When.
    pub at: Timestamp,
    /// Why, as a word.
    pub reason: String,
    /// The record that it is about.
    pub record: RecordId,
    /// The number of the record's entry that it tells of; none: of none.
    pub n: Option<u64>,
    /// Whose deed it tells of; none: it came by itself.
    pub doer: Option<RecordId>,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

impl Store {
    /// Tells `people`, each once, all or none of them. Beyond [`NOTICES_KEPT`] somebody's oldest go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell(&self, people: &[RecordId], notice: &Notice) -> Result<(), StorageError> {
        // In one order, so that two that tell the same people never wait for each other.
        let people: BTreeSet<RecordId> = people.iter().copied().collect();
        let mut batch = Vec::with_capacity(people.len() * 2);
        for person in &people {
            let sql =
                Sql::new("INSERT INTO notice (person, ").text(NOTICE).text(") VALUES (").list(row(*person, notice));
            batch.push(sql.text(") ON CONFLICT (person, key) DO NOTHING"));
            batch.push(oldest_go(*person));
        }
        if batch.is_empty() { Ok(()) } else { self.write(batch).await.map(|_| ()) }
    }

    /// Brings in what people were told long ago; what they were told already stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bring_notices(&self, told: &[(RecordId, Notice)]) -> Result<(), StorageError> {
        for some in told.chunks(TOGETHER) {
            let sql = Sql::new("INSERT INTO notice (person, ").text(NOTICE).text(") VALUES ");
            let sql = rows(sql, some.iter().map(|(person, notice)| row(*person, notice)));
            let sql = sql.text(" ON CONFLICT (person, key) DO NOTHING");
            self.write_one(sql).await?;
        }
        Ok(())
    }

    /// A page of what `person` was told, newest first; `after` is where the page before ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notices(
        &self,
        person: RecordId,
        after: Option<(Timestamp, &str)>,
        limit: u32,
    ) -> Result<Vec<Notice>, StorageError> {
        let sql = Sql::new("SELECT ").text(NOTICE).text(" FROM notice WHERE person = ");
        let mut sql = sql.bind(person);
        if let Some((at, key)) = after {
            sql = sql.text(" AND (at, key) < (").bind(at).text(", ").bind(key).text(")");
        }
        let sql = sql.text(" ORDER BY at DESC, key DESC LIMIT ").bind(i64::from(limit));
        self.query(sql).await?.iter_mut().map(notice).collect()
    }

    /// How many notices `person` has not read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unread(&self, person: RecordId) -> Result<u64, StorageError> {
        let sql = Sql::new("SELECT COUNT(*) FROM notice WHERE read_at IS NULL AND person = ").bind(person);
        let mut rows = self.query(sql).await?;
        rows.first_mut().map_or(Ok(0), Row::get)
    }

    /// Notes that `person` has read one of its notices.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_notice(&self, person: RecordId, key: &str, now: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE notice SET read_at = ").bind(now).text(" WHERE read_at IS NULL AND person = ");
        self.write_one(sql.bind(person).text(" AND key = ").bind(key)).await.map(|_| ())
    }

    /// Notes that `person` has read all that it was told so far.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_notices(&self, person: RecordId, now: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE notice SET read_at = ").bind(now);
        self.write_one(sql.text(" WHERE read_at IS NULL AND person = ").bind(person)).await.map(|_| ())
    }
}

/// Beyond [`NOTICES_KEPT`] somebody's oldest go.
pub(super) fn oldest_go(person: RecordId) -> Sql {
    let sql = Sql::new("DELETE FROM notice WHERE person = ").bind(person);
    let sql = sql.text(" AND key IN (SELECT key FROM notice WHERE person = ").bind(person);
    let sql = sql.text(" ORDER BY at DESC, key DESC LIMIT 1000 OFFSET ").bind(i64::from(NOTICES_KEPT));
    sql.text(")")
}

/// The columns of a notice, in the order of [`row`], which has whose it is before them.
pub(super) const NOTICE: &str = "key, at, reason, record, n, doer, read_at";

pub(super) fn row(person: RecordId, notice: &Notice) -> Vec<Bind> {
    let (key, reason) = (notice.key.as_str().into(), notice.reason.as_str().into());
    let Notice { at, record, n, doer, read_at, .. } = *notice;
    vec![person.into(), key, at.into(), reason, record.into(), n.into(), doer.into(), read_at.into()]
}

fn notice(row: &mut Row) -> Result<Notice, StorageError> {
    Ok(Notice {
        key: row.get()?,
        at: row.get()?,
        reason: row.get()?,
        record: row.get()?,
        n: row.optional()?,
        doer: row.optional()?,
        read_at: row.optional()?,
    })
}
