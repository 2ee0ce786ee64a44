//! Accounts, by the id of the person's or contact's record. What happens to them stands in that record's history, too:
//! the caller commits the entry.

mod draft;
mod followed;
mod link;
mod notice;
mod preference;
mod session;
mod throttle;
mod token;
pub mod viewing;

use jiff::Timestamp;
use yuheng_engine::RecordId;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

pub use draft::{DRAFTS_KEPT, Draft};
pub use followed::Gained;
pub use notice::{NOTICES_KEPT, Notice};
pub use session::Session;
pub use throttle::{ADDRESS_KNOWN, KNOWN_ADDRESS};
pub use token::Token;
pub use viewing::Viewing;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The person or contact.
    pub id: RecordId,
    /// The name to sign in with, as it is compared: the caller folds its case.
    pub login: String,
    /// The password's hash; none: it has none yet.
    pub password: Option<String>,
    /// Whether it may sign in.
    pub is_active: bool,
    /// Whether the password must be changed at the next sign-in.
    pub must_change: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// When it last signed in.
    pub signed_in_at: Option<Timestamp>,
}

const COLUMNS: &str = "SELECT id, login, password, is_active, must_change, created_at, signed_in_at FROM account ";

fn account(row: &mut Row) -> Result<Account, StorageError> {
    Ok(Account {
        id: row.get()?,
        login: row.get()?,
        password: row.optional()?,
        is_active: row.get()?,
        must_change: row.get()?,
        created_at: row.get()?,
        signed_in_at: row.optional()?,
    })
}

impl Store {
    /// Creates an account. False: the login, or the person's account, is there already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn create_account(&self, account: &Account) -> Result<bool, StorageError> {
        let sql = Sql::new("INSERT INTO account (id, login, password, is_active, must_change, created_at) VALUES (");
        let sql = sql.bind(account.id).text(", ").bind(account.login.as_str()).text(", ");
        let sql = sql.bind(account.password.as_deref()).text(", ").bind(account.is_active).text(", ");
        let sql = sql.bind(account.must_change).text(", ").bind(account.created_at);
        Ok(!self.write_one(sql.text(") ON CONFLICT DO NOTHING RETURNING login")).await?.is_empty())
    }

    /// The account of a person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, id: RecordId) -> Result<Option<Account>, StorageError> {
        self.query(Sql::new(COLUMNS).text("WHERE id = ").bind(id)).await?.first_mut().map(account).transpose()
    }

    /// The account with a login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StorageError> {
        self.query(Sql::new(COLUMNS).text("WHERE login = ").bind(login)).await?.first_mut().map(account).transpose()
    }

    /// All accounts, by login: a page of `limit` after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self, after: &str, limit: u32) -> Result<Vec<Account>, StorageError> {
        let sql = Sql::new(COLUMNS).text("WHERE login > ").bind(after).text(" ORDER BY login LIMIT ");
        self.query(sql.bind(i64::from(limit))).await?.iter_mut().map(account).collect()
    }

    /// The people whose account is locked, by id: a page of `limit` after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn locked_accounts(&self, after: RecordId, limit: u32) -> Result<Vec<RecordId>, StorageError> {
        let sql = Sql::new("SELECT id FROM account WHERE NOT is_active AND id > ");
        let sql = sql.bind(after).text(" ORDER BY id LIMIT ").bind(i64::from(limit));
        self.query(sql).await?.iter_mut().map(Row::get).collect()
    }

    /// Takes the password of an account away: nobody signs in until another is set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_password(&self, id: RecordId) -> Result<(), StorageError> {
        self.write_one(Sql::new("UPDATE account SET password = NULL WHERE id = ").bind(id)).await.map(|_| ())
    }

    /// Sets the password of an account that is active, and was read with the password `before`. False: it is locked by
    /// now, or somebody else has set another; nothing has changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(&self, id: RecordId, before: Option<&str>, hash: &str) -> Result<bool, StorageError> {
        let sql = Sql::new("UPDATE account SET password = ").bind(hash).text(", must_change = FALSE WHERE id = ");
        let sql = sql.bind(id).text(" AND is_active AND coalesce(password, '') = ").bind(before.unwrap_or_default());
        Ok(!self.write_one(sql.text(" RETURNING login")).await?.is_empty())
    }

    /// Notes that an account has signed in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_sign_in(&self, id: RecordId, now: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE account SET signed_in_at = ").bind(now).text(" WHERE id = ").bind(id);
        self.write_one(sql).await.map(|_| ())
    }
}
