//! Whether a request has come before, asked before anything is decided: what it asked for may not be possible twice.

use super::found::{KEPT, idempotent};
use super::reads::idempotency;
use super::{Committed, Idempotency};
use crate::sql::Sql;
use crate::{CommitError, StorageError, Store};

impl Store {
    /// What was answered to the same request before; none when it is new.
    ///
    /// # Errors
    /// [`CommitError::KeyReused`] when the key came with another body, or when the database fails.
    pub async fn repeated(&self, given: &Idempotency) -> Result<Option<Committed>, CommitError> {
        let mut rows = self.query(idempotency(given)).await?;
        match rows.first_mut().map(idempotent).transpose()? {
            Some(found) => found.replay(given),
            None => Ok(None),
        }
    }

    /// Whether something was written in the scope of `given`, under any of its keys, for another body: the parts of a request
    /// have a scope of their own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_of_another_body(&self, given: &Idempotency) -> Result<bool, StorageError> {
        let sql = Sql::new("SELECT key FROM idempotency WHERE scope = ").bind(given.scope.as_str()).text(" AND at > ");
        let sql = sql.bind(given.at - KEPT).text(" AND body_hash <> ").bind(given.body_hash);
        Ok(!self.query(sql.text(" ORDER BY key LIMIT 1")).await?.is_empty())
    }
}
