//! The feed: every entry of the history in one order that all readers see alike. On SQLite a commit writes it; on
//! PostgreSQL a sequencer does afterwards, behind the oldest transaction that still runs, so that no late commit is
//! skipped. Within a record the order is that of its entries.

use std::collections::BTreeMap;

use yuheng_engine::RecordId;

use crate::dialect::{self, Dialect};
use crate::history::{Entry, HistoryEntry, Related};
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// An entry's place in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// Its place, from 1, without gaps.
    pub position: u64,
    /// The record.
    pub record: RecordId,
    /// The entry's number among the record's.
    pub n: u64,
}

impl Store {
    /// What comes after `position` in the feed, with the entries, at most `limit` of them, and the position read up to. Of
    /// what may be erased (a field's value, a comment's text) they tell that it is there, not what it is. An entry that can't
    /// be read is passed over, so that the feed goes on after it: to name it is for a verification.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed(&self, position: u64, limit: u32) -> Result<(Vec<(FeedItem, HistoryEntry)>, u64), StorageError> {
        let sql = Sql::new(
            "SELECT f.position, f.record, f.n, h.bytes FROM feed f JOIN history h ON h.record = f.record AND h.n = f.n \
             WHERE f.position > ",
        );
        let sql = sql.bind(position).text(" ORDER BY f.position LIMIT ").bind(i64::from(limit));
        self.fed(sql, position).await
    }

    /// The entries that a query of the feed finds, and the last position read; `position` where there is none.
    async fn fed(&self, sql: Sql, position: u64) -> Result<(Vec<(FeedItem, HistoryEntry)>, u64), StorageError> {
        let mut rows = self.query(sql).await?;
        let (mut items, mut read) = (Vec::new(), position);
        for row in &mut rows {
            let item = FeedItem { position: row.get()?, record: row.get()?, n: row.get()? };
            read = item.position;
            match Entry::decode(&row.get::<Vec<u8>>()?) {
                Ok(entry) => items.push((item, entry)),
                Err(error) => {
                    let (record, n) = (item.record, item.n);
                    tracing::error!(%record, n, error = &error as &dyn std::error::Error, "an entry can't be read");
                }
            }
        }
        let ended = items.iter().flat_map(|(_, entry)| entry.unrelated.iter().map(|ended| ended.id)).collect();
        let drawn = self.drawn(ended).await?;
        let told = |(item, entry)| (item, HistoryEntry::without_values(&entry, &drawn));
        Ok((items.into_iter().map(told).collect(), read))
    }

    /// What stands before `position` in the feed, the newest first, as [`Store::feed`] has it; and the position read down to,
    /// 1 where nothing is before it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_before(
        &self,
        position: u64,
        limit: u32,
    ) -> Result<(Vec<(FeedItem, HistoryEntry)>, u64), StorageError> {
        let sql = Sql::new(
            "SELECT f.position, f.record, f.n, h.bytes FROM feed f JOIN history h ON h.record = f.record AND h.n = f.n \
             WHERE f.position < ",
        );
        let sql = sql.bind(position).text(" ORDER BY f.position DESC LIMIT ").bind(i64::from(limit));
        let (items, read) = self.fed(sql, position).await?;
        let is_last = read == position;
        Ok((items, if is_last { 1 } else { read }))
    }

    /// The relations with these identities, ended ones too.
    async fn drawn(&self, ids: Vec<RecordId>) -> Result<BTreeMap<RecordId, Related>, StorageError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = Sql::new("SELECT id, kind, target, ordinal FROM relation WHERE id IN (").padded_list(ids).text(")");
        let related = |row: &mut Row| {
            let id = row.get()?;
            let kind = row.get::<String>()?.into();
            Ok((id, Related { id, kind, target: row.get()?, ordinal: row.get()? }))
        };
        self.query(sql).await?.iter_mut().map(related).collect()
    }

    /// The last position given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_position(&self) -> Result<u64, StorageError> {
        let mut rows = self.query(Sql::new("SELECT COALESCE(MAX(position), 0) FROM feed")).await?;
        rows.first_mut().map_or(Ok(0), Row::get)
    }

    /// How many entries wait for their place in the feed: on PostgreSQL those of transactions that have not been looked at
    /// yet, or can't be before an older one ends.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn feed_backlog(&self) -> Result<u64, StorageError> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(0);
        }
        let mut rows = self.query(Sql::new(WAITING)).await?;
        rows.first_mut().map_or(Ok(0), Row::get)
    }

    /// Gives positions to entries that have none yet and that no commit can come before any more. Any node may call it
    /// at any time; on SQLite there is nothing to do.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advance_feed(&self) -> Result<(), StorageError> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        let lock = Sql::new("SELECT position FROM feed_cursor WHERE one = 1").either(dialect::FOR_UPDATE);
        let mut answers = self.write(vec![lock, Sql::new(ADVANCE)]).await?;
        if answers.pop().is_some_and(|rows| !rows.is_empty()) {
            self.announce();
        }
        Ok(())
    }
}

/// Counts what has come since the sequencer last looked and has no place.
const WAITING: &str = "\
SELECT COUNT(*) FROM history h, feed_cursor c WHERE c.one = 1 AND h.xid >= c.xid \
AND NOT EXISTS (SELECT 1 FROM feed f WHERE f.record = h.record AND f.n = h.n)";

/// Takes the entries of finished transactions from where the last look ended. An entry whose transaction began before
/// that of an earlier entry of the same record pulls the earlier one along.
const ADVANCE: &str = "\
WITH cursor AS (SELECT position, xid FROM feed_cursor WHERE one = 1), \
horizon AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xid), \
touched AS (\
    SELECT h.record, MAX(h.n) AS top FROM history h, cursor c, horizon z WHERE h.xid >= c.xid AND h.xid < z.xid \
    GROUP BY h.record), \
fresh AS (\
    SELECT h.record, h.n, MAX(h.xid::text::bigint) OVER (PARTITION BY h.record ORDER BY h.n) AS place \
    FROM touched t JOIN history h ON h.record = t.record AND h.n <= t.top \
    AND h.n > COALESCE((SELECT MAX(f.n) FROM feed f WHERE f.record = t.record), 0)), \
given AS (\
    INSERT INTO feed (position, record, n) \
    SELECT c.position + ROW_NUMBER() OVER (ORDER BY f.place, f.record, f.n), f.record, f.n FROM fresh f, cursor c \
    RETURNING position) \
UPDATE feed_cursor SET position = feed_cursor.position + (SELECT COUNT(*) FROM given), xid = horizon.xid \
FROM horizon WHERE one = 1 AND EXISTS (SELECT 1 FROM given) RETURNING feed_cursor.position";
