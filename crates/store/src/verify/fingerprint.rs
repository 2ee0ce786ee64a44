//! What tells a store's histories from another's.

use sha2::{Digest as _, Sha256};
use yuheng_engine::RecordId;

use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many records are looked at together.
const PAGE: i64 = 1_000;

impl Store {
    /// A hash over the last entries of all histories, in hex: two stores with the same content have the same.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fingerprint(&self) -> Result<String, StorageError> {
        let (mut hash, mut after) = (Sha256::new(), RecordId(uuid::Uuid::nil()));
        loop {
            let sql = Sql::new("SELECT id, head FROM record WHERE id > ").bind(after).text(" ORDER BY id LIMIT ");
            let mut rows = self.query(sql.bind(PAGE)).await?;
            if rows.is_empty() {
                return Ok(hex::encode(hash.finalize()));
            }
            for row in &mut rows {
                let (id, head): (RecordId, crate::state::Hash) = (row.get()?, row.get()?);
                hash.update(id.0.as_bytes());
                hash.update(head);
                after = id;
            }
        }
    }
}
