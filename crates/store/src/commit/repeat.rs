//! Whether a request has come before, asked before anything is decided: what it asked for may not be possible twice.

use super::found::idempotent;
use super::reads::idempotency;
use super::{Committed, Idempotency};
use crate::{CommitError, Store};

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
}
