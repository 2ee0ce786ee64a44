//! Links that work once: an invitation, a new password.

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

impl Store {
    /// Creates a link, known by `hash`. Those that the account had before end: only the last one works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_link(
        &self,
        hash: [u8; 32],
        account: RecordId,
        purpose: &str,
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), StorageError> {
        let ended = Sql::new("UPDATE link SET used_at = ").bind(now).text(" WHERE used_at IS NULL AND account = ");
        let ended = ended.bind(account);
        let sql = Sql::new("INSERT INTO link (hash, account, purpose, expires_at) VALUES (").bind(hash).text(", ");
        let sql = sql.bind(account).text(", ").bind(purpose).text(", ").bind(expires_at).text(")");
        self.write(vec![ended, sql]).await.map(|_| ())
    }

    /// Whose link it is, if it still works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link(&self, hash: [u8; 32], purpose: &str, now: Timestamp) -> Result<Option<RecordId>, StorageError> {
        let sql = Sql::new("SELECT account FROM link WHERE hash = ").bind(hash).text(" AND purpose = ").bind(purpose);
        let sql = sql.text(" AND used_at IS NULL AND expires_at > ").bind(now);
        self.query(sql).await?.first_mut().map(Row::get).transpose()
    }

    /// Uses a link up: whose it is, if it still worked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_link(
        &self,
        hash: [u8; 32],
        purpose: &str,
        now: Timestamp,
    ) -> Result<Option<RecordId>, StorageError> {
        let sql = Sql::new("UPDATE link SET used_at = ").bind(now).text(" WHERE hash = ").bind(hash);
        let sql = sql.text(" AND purpose = ").bind(purpose).text(" AND used_at IS NULL AND expires_at > ").bind(now);
        self.write_one(sql.text(" RETURNING account")).await?.first_mut().map(Row::get).transpose()
    }
}
