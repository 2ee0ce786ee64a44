//! The outbox: side effects that commits ask for and jobs bring about. A job holds a message for a time; if it dies,
//! another takes it over, and the first can't finish it any more.

use std::collections::BTreeSet;

use jiff::Timestamp;
use yuheng_engine::{OutboxMessage, RecordId};

use crate::dialect;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// A message that a job holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// What is to be brought about.
    pub message: OutboxMessage,
    /// The number of the entry that it tells of; none: of none, or it was asked for before that was kept.
    pub n: Option<u64>,
    /// How often it has been tried, this time included.
    pub attempts: u64,
    /// The number of this hold: finishing needs it.
    pub fence: u64,
}

impl Store {
    /// Takes messages that are due, oldest first, for the time until `until`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_outbox(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Claimed>, StorageError> {
        let sql = Sql::new("UPDATE outbox SET leased_until = ").bind(until);
        let sql = sql.text(", attempts = attempts + 1, fence = fence + 1 WHERE key IN (SELECT key FROM outbox");
        let sql = sql.text(" WHERE done_at IS NULL AND run_at <= ").bind(now).text(" AND (leased_until IS NULL OR ");
        let sql = sql.text("leased_until <= ").bind(now).text(") ORDER BY run_at, key LIMIT ").bind(i64::from(limit));
        let sql = sql.either(dialect::SKIP_LOCKED).text(") RETURNING message, n, attempts, fence");
        let claimed = |row: &mut Row| {
            let message = serde_json::from_str(&row.get::<String>()?)?;
            Ok(Claimed { message, n: row.optional()?, attempts: row.get()?, fence: row.get()? })
        };
        self.write_one(sql).await?.iter_mut().map(claimed).collect()
    }

    /// Whom messages tell of the entry `n` of `record`, delivered or not. A day after it was delivered a message is forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn told_of(&self, record: RecordId, n: u64) -> Result<BTreeSet<RecordId>, StorageError> {
        let sql = Sql::new("SELECT message FROM outbox WHERE record = ").bind(record).text(" AND n = ").bind(n);
        let mut told = BTreeSet::new();
        for mut row in self.query(sql).await? {
            told.extend(serde_json::from_str::<OutboxMessage>(&row.get::<String>()?)?.to);
        }
        Ok(told)
    }

    /// How many messages are due at `now` and wait.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outbox_backlog(&self, now: Timestamp) -> Result<u64, StorageError> {
        let sql = Sql::new("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND run_at <= ").bind(now);
        self.query(sql).await?.first_mut().map_or(Ok(0), Row::get)
    }

    /// Notes that a message has been brought about. False: another has taken it over meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_outbox(&self, claimed: &Claimed, now: Timestamp) -> Result<bool, StorageError> {
        let sql = Sql::new("UPDATE outbox SET done_at = ").bind(now).text(", leased_until = NULL, error = NULL");
        self.settle_outbox(sql, claimed).await
    }

    /// Notes that a message could not be brought about, to be tried again at `retry_at`; none: never. False: another
    /// has taken it over meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fail_outbox(
        &self,
        claimed: &Claimed,
        error: &str,
        now: Timestamp,
        retry_at: Option<Timestamp>,
    ) -> Result<bool, StorageError> {
        let sql = Sql::new("UPDATE outbox SET leased_until = NULL, error = ").bind(error);
        let sql = match retry_at {
            Some(at) => sql.text(", run_at = ").bind(at),
            None => sql.text(", done_at = ").bind(now),
        };
        self.settle_outbox(sql, claimed).await
    }

    async fn settle_outbox(&self, sql: Sql, claimed: &Claimed) -> Result<bool, StorageError> {
        let sql = sql.text(" WHERE done_at IS NULL AND key = ").bind(claimed.message.key.as_str());
        let sql = sql.text(" AND fence = ").bind(claimed.fence).text(" RETURNING fence");
        Ok(!self.write_one(sql).await?.is_empty())
    }

    /// Forgets messages done, links and sessions run out before `before`, tries counted since then, known
    /// addresses a month older, the keys of requests 48 hours older, and what followers were told of records closed before, once the
    /// notice of it has gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tidy(&self, before: Timestamp) -> Result<(), StorageError> {
        let outbox = Sql::new("DELETE FROM outbox WHERE done_at IS NOT NULL AND done_at < ").bind(before);
        let keys = Sql::new("DELETE FROM idempotency WHERE at < ").bind(before - crate::commit::found::KEPT);
        let links = Sql::new("DELETE FROM link WHERE expires_at < ").bind(before);
        let sessions = Sql::new("DELETE FROM session WHERE expires_at < ").bind(before);
        let tries = Sql::new("DELETE FROM throttle WHERE key NOT LIKE 'known:%' AND since < ").bind(before);
        let known = Sql::new("DELETE FROM throttle WHERE since < ").bind(before - crate::ADDRESS_KNOWN);
        let told =
            Sql::new("DELETE FROM view_told WHERE EXISTS (SELECT 1 FROM record r WHERE r.id = view_told.record AND ");
        let told = told.text("r.closed_at < ").bind(before).text(") AND NOT EXISTS (SELECT 1 FROM notice n WHERE ");
        let told = told.text("n.person = view_told.person AND n.key = view_told.notice)");
        self.write(vec![outbox, keys, links, sessions, tries, known, told]).await.map(|_| ())
    }
}
