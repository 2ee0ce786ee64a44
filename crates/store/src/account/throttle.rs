//! Counters of failed tries by key (an account, an address), shared by all nodes.

use jiff::{SignedDuration, Timestamp};

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// What the keys of addresses begin with that a login is known to come from.
pub const KNOWN_ADDRESS: &str = "known:";
/// How long such an address is known: longer than tries are kept.
pub const ADDRESS_KNOWN: SignedDuration = SignedDuration::from_hours(24 * 30);

impl Store {
    /// How many tries there were in the window that began with the first of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tries(&self, key: &str, now: Timestamp, window: SignedDuration) -> Result<u64, StorageError> {
        let sql = Sql::new("SELECT count FROM throttle WHERE key = ").bind(key).text(" AND since > ");
        self.query(sql.bind(now - window)).await?.first_mut().map_or(Ok(0), Row::get)
    }

    /// Counts a try, and says how many there were in the window that it falls into, this one included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn throttle(&self, key: &str, now: Timestamp, window: SignedDuration) -> Result<u64, StorageError> {
        let begins = now - window;
        let sql = Sql::new("INSERT INTO throttle (key, count, since) VALUES (").bind(key).text(", 1, ").bind(now);
        let sql = sql.text(") ON CONFLICT (key) DO UPDATE SET count = CASE WHEN throttle.since > ").bind(begins);
        let sql = sql.text(" THEN throttle.count + 1 ELSE 1 END, since = CASE WHEN throttle.since > ").bind(begins);
        let sql = sql.text(" THEN throttle.since ELSE excluded.since END RETURNING count");
        self.write_one(sql).await?.first_mut().map_or(Ok(1), Row::get)
    }

    /// Takes one try back: it was none that counts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unthrottle(&self, key: &str) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE throttle SET count = count - 1 WHERE count > 0 AND key = ").bind(key);
        self.write_one(sql).await.map(|_| ())
    }

    /// Forgets the tries of a key: the right one came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear_throttle(&self, key: &str) -> Result<(), StorageError> {
        self.write_one(Sql::new("DELETE FROM throttle WHERE key = ").bind(key)).await.map(|_| ())
    }
}
