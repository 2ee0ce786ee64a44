//! Sessions: known by the SHA-256 of what the cookie holds.

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::dialect;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its identity, to be shown and revoked by.
    pub id: RecordId,
    /// Whose it is.
    pub account: RecordId,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub seen_at: Timestamp,
    /// When it ends in any case.
    pub expires_at: Timestamp,
    /// Where it was begun from.
    pub address: String,
    /// With what it was begun.
    pub agent: String,
}

const COLUMNS: &str = "SELECT s.id, s.account, s.created_at, s.seen_at, s.expires_at, s.address, s.agent";

fn session(row: &mut Row) -> Result<Session, StorageError> {
    Ok(Session {
        id: row.get()?,
        account: row.get()?,
        created_at: row.get()?,
        seen_at: row.get()?,
        expires_at: row.get()?,
        address: row.get()?,
        agent: row.get()?,
    })
}

impl Store {
    /// Begins a session, known by `hash`. False: the account may not be used. A lock at the same time comes before, or
    /// ends it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_session(&self, session: &Session, hash: [u8; 32]) -> Result<bool, StorageError> {
        let sql = Sql::new("INSERT INTO session (id, hash, account, created_at, seen_at, expires_at, address, agent)");
        let sql = sql.text(" SELECT ").bind(session.id).text(", ").bind(hash).text(", id, ").bind(session.created_at);
        let sql = sql.text(", ").bind(session.seen_at).text(", ").bind(session.expires_at).text(", ");
        let sql = sql.bind(session.address.as_str()).text(", ").bind(session.agent.as_str());
        let sql = sql.text(" FROM account WHERE id = ").bind(session.account).text(" AND is_active");
        Ok(!self.write_one(sql.either(dialect::FOR_UPDATE).text(" RETURNING id")).await?.is_empty())
    }

    /// The session known by `hash`, of an active account and not run out at `now`, with the account's login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<(Session, String)>, StorageError> {
        let sql = Sql::new(COLUMNS).text(", a.login FROM session s JOIN account a ON a.id = s.account");
        let sql = sql.text(" WHERE a.is_active AND s.hash = ").bind(hash).text(" AND s.expires_at > ");
        let found = |row: &mut Row| Ok((session(row)?, row.get()?));
        self.query(sql.bind(now)).await?.first_mut().map(found).transpose()
    }

    /// Notes that a session is being used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&self, id: RecordId, now: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE session SET seen_at = ").bind(now).text(" WHERE id = ").bind(id);
        self.write_one(sql).await.map(|_| ())
    }

    /// The sessions of an account, the last used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions_of(&self, account: RecordId, now: Timestamp) -> Result<Vec<Session>, StorageError> {
        let sql = Sql::new(COLUMNS).text(" FROM session s WHERE s.account = ").bind(account);
        let sql = sql.text(" AND s.expires_at > ").bind(now).text(" ORDER BY s.seen_at DESC, s.id LIMIT 200");
        self.query(sql).await?.iter_mut().map(session).collect()
    }

    /// Whether an account has a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_session(&self, account: RecordId, id: RecordId) -> Result<bool, StorageError> {
        let sql = Sql::new("SELECT id FROM session WHERE account = ").bind(account).text(" AND id = ").bind(id);
        Ok(!self.query(sql).await?.is_empty())
    }

    /// Ends all sessions of an account but `kept`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_sessions(&self, account: RecordId, kept: Option<RecordId>) -> Result<(), StorageError> {
        let sql = Sql::new("DELETE FROM session WHERE account = ").bind(account);
        let sql = match kept {
            Some(kept) => sql.text(" AND id <> ").bind(kept),
            None => sql,
        };
        self.write_one(sql).await.map(|_| ())
    }
}
