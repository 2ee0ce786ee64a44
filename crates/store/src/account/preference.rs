//! What an account keeps for itself, by key: columns, the language. Values are the caller's JSON.

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

impl Store {
    /// What an account keeps under keys that begin with `prefix`, by key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preferences(&self, account: RecordId, prefix: &str) -> Result<Vec<(String, String)>, StorageError> {
        let sql = Sql::new("SELECT key, value FROM preference WHERE account = ").bind(account);
        let sql = sql.text(" AND key >= ").bind(prefix).text(" AND key < ").bind(format!("{prefix}\u{10ffff}"));
        let mut rows = self.query(sql.text(" ORDER BY key LIMIT 1000")).await?;
        rows.iter_mut().map(|row: &mut Row| Ok((row.get()?, row.get()?))).collect()
    }

    /// Keeps `value` under `key`; none: nothing any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_preference(
        &self,
        account: RecordId,
        key: &str,
        value: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let sql = match value {
            None => Sql::new("DELETE FROM preference WHERE account = ").bind(account).text(" AND key = ").bind(key),
            Some(value) => Sql::new("INSERT INTO preference (account, key, value, at) VALUES (")
                .bind(account)
                .text(", ")
                .bind(key)
                .text(", ")
                .bind(value)
                .text(", ")
                .bind(now)
                .text(") ON CONFLICT (account, key) DO UPDATE SET value = excluded.value, at = excluded.at"),
        };
        self.write_one(sql).await.map(|_| ())
    }
}
