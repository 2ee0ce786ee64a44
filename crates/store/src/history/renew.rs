//! When each record was last changed, read from the history anew. The step of the schema that changes what counts as a change
//! notes that the column is stale; the program that then opens the store renews it before it serves.

use std::collections::BTreeMap;

use jiff::Timestamp;
use yuheng_engine::RecordId;

use super::Entry;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// The setting that says that the column is stale.
pub const STALE: &str = "updated_at";

/// How many records are taken at a time.
const AT_ONCE: i64 = 200;

impl Store {
    /// Reads anew when each record was last changed, if that is stale. Broken off, it is begun again the next time.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn renew_updated(&self) -> Result<(), StorageError> {
        if self.setting(STALE).await?.is_none() {
            return Ok(());
        }
        tracing::info!("when each record was last changed is read from the history");
        let mut after = RecordId(uuid::Uuid::nil());
        loop {
            let sql = Sql::new("SELECT id, updated_at FROM record WHERE id > ").bind(after);
            let mut rows = self.query(sql.text(" ORDER BY id LIMIT ").bind(AT_ONCE)).await?;
            let found = rows.iter_mut().map(found).collect::<Result<Vec<_>, _>>()?;
            let Some((last, _)) = found.last() else { break };
            let told = self.last_activity(after, *last).await?;
            after = *last;
            let changed =
                found.iter().filter_map(|(id, at)| told.get(id).filter(|told| *told != at).map(|told| (id, at, told)));
            self.write(changed.map(|(id, at, told)| renewed(*id, *at, *told)).collect()).await?;
        }
        self.write_one(Sql::new("DELETE FROM setting WHERE key = ").bind(STALE)).await.map(|_| ())
    }

    /// The last activity of each record beyond `after`, up to `last`. An entry that can't be read tells nothing: to name it is
    /// for a verification.
    async fn last_activity(
        &self,
        after: RecordId,
        last: RecordId,
    ) -> Result<BTreeMap<RecordId, Timestamp>, StorageError> {
        let sql = Sql::new("SELECT bytes FROM history WHERE record > ").bind(after).text(" AND record <= ").bind(last);
        let mut told = BTreeMap::new();
        for mut row in self.query(sql.text(" ORDER BY record, n")).await? {
            if let Ok(entry) = Entry::decode(&row.get::<Vec<u8>>()?)
                && entry.action.is_activity()
            {
                told.insert(entry.record, entry.at);
            }
        }
        Ok(told)
    }
}

fn found(row: &mut Row) -> Result<(RecordId, Timestamp), StorageError> {
    Ok((row.get()?, row.get()?))
}

/// Unless somebody has changed the record meanwhile: then its time is right.
fn renewed(id: RecordId, stale: Timestamp, told: Timestamp) -> Sql {
    let sql = Sql::new("UPDATE record SET updated_at = ").bind(told).text(" WHERE id = ").bind(id);
    sql.text(" AND updated_at = ").bind(stale)
}
