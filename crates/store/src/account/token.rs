//! Tokens for programs: known by the SHA-256 of their text, never by the text.

use std::collections::BTreeSet;

use jiff::Timestamp;
use yuheng_definition::ProcessId;
use yuheng_engine::RecordId;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its identity, to be shown and revoked by.
    pub id: RecordId,
    /// Whose rights it has.
    pub account: RecordId,
    /// What its owner calls it.
    pub name: String,
    /// The processes that it is for; empty: all.
    pub processes: BTreeSet<ProcessId>,
    /// Whether it may only read.
    pub read_only: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when; none: until it is revoked.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute or so.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "SELECT t.id, t.account, t.name, t.processes, t.read_only, t.created_at, t.expires_at, t.used_at, t.revoked_at";

fn token(row: &mut Row) -> Result<Token, StorageError> {
    Ok(Token {
        id: row.get()?,
        account: row.get()?,
        name: row.get()?,
        processes: serde_json::from_str(&row.get::<String>()?)?,
        read_only: row.get()?,
        created_at: row.get()?,
        expires_at: row.optional()?,
        used_at: row.optional()?,
        revoked_at: row.optional()?,
    })
}

impl Store {
    /// Creates a token, known by `hash`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_token(&self, token: &Token, hash: [u8; 32]) -> Result<(), StorageError> {
        let sql = Sql::new("INSERT INTO token (id, hash, account, name, processes, read_only, created_at, expires_at)");
        let sql = sql.text(" VALUES (").bind(token.id).text(", ").bind(hash).text(", ").bind(token.account).text(", ");
        let sql = sql.bind(token.name.as_str()).text(", ").bind(serde_json::to_string(&token.processes)?).text(", ");
        let sql = sql.bind(token.read_only).text(", ").bind(token.created_at).text(", ").bind(token.expires_at);
        self.write_one(sql.text(")")).await.map(|_| ())
    }

    /// The token known by `hash`, of an active account, neither run out at `now` nor revoked, with the account's login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn token(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<(Token, String)>, StorageError> {
        let sql = Sql::new(COLUMNS).text(", a.login FROM token t JOIN account a ON a.id = t.account");
        let sql = sql.text(" WHERE a.is_active AND t.revoked_at IS NULL AND t.hash = ").bind(hash);
        let sql = sql.text(" AND (t.expires_at IS NULL OR t.expires_at > ").bind(now).text(")");
        let found = |row: &mut Row| Ok((token(row)?, row.get()?));
        self.query(sql).await?.first_mut().map(found).transpose()
    }

    /// Notes that a token is being used.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_token(&self, id: RecordId, now: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE token SET used_at = ").bind(now).text(" WHERE id = ").bind(id);
        self.write_one(sql).await.map(|_| ())
    }

    /// The tokens of an account, the newest first, revoked ones included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens_of(&self, account: RecordId) -> Result<Vec<Token>, StorageError> {
        let sql = Sql::new(COLUMNS).text(" FROM token t WHERE t.account = ").bind(account);
        let sql = sql.text(" ORDER BY t.created_at DESC, t.id LIMIT 200");
        self.query(sql).await?.iter_mut().map(token).collect()
    }

    /// Revokes a token of an account. False: it has no such token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_token(&self, account: RecordId, id: RecordId, now: Timestamp) -> Result<bool, StorageError> {
        let sql = Sql::new("UPDATE token SET revoked_at = ").bind(now).text(" WHERE revoked_at IS NULL AND account = ");
        let sql = sql.bind(account).text(" AND id = ").bind(id).text(" RETURNING id");
        Ok(!self.write_one(sql).await?.is_empty())
    }
}
