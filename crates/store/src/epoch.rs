//! The epoch: a number that rises with each change of rights, organisation and standing content. Caches are keyed by it.
//! Beside it stands the earliest epoch whose decisions still hold: it follows when more than an addition was made.

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// Raises the epoch, and lets no earlier decision hold.
pub(crate) const RAISE: &str = "UPDATE epoch SET value = value + 1, holds_from = value + 1 WHERE one = 1";

impl Store {
    /// The epoch in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn content_epoch(&self) -> Result<u64, StorageError> {
        let mut rows = self.query(Sql::new("SELECT value FROM epoch WHERE one = 1")).await?;
        let row: Option<&mut Row> = rows.first_mut();
        row.map_or_else(|| Err(StorageError::Corrupt("the epoch's row is gone".to_owned())), Row::get)
    }

    /// Raises the epoch, for a change that is not a record's: definitions, an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn raise_epoch(&self) -> Result<(), StorageError> {
        let lock = Sql::default().either(crate::dialect::EPOCH_ALONE);
        self.write(vec![lock, Sql::new(RAISE)]).await?;
        self.announce();
        Ok(())
    }
}
