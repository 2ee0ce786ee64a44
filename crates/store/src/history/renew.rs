//! When each record was last changed and since when it has been quiet, read from the history anew. A step of the schema that
//! changes what counts as a change notes that this is stale; the program that then opens the store renews it before it serves.

use std::collections::BTreeMap;

use jiff::Timestamp;
use yuheng_engine::{Record, RecordId};

use super::{Entry, Replay, Values};
use crate::details::Details;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// The setting that says that both are stale.
pub const STALE: &str = "updated_at";

/// How many records are taken at a time.
const AT_ONCE: i64 = 200;

/// A record's row, as far as it is renewed.
struct Found {
    id: RecordId,
    n: u64,
    updated_at: Timestamp,
    details: String,
}

impl Store {
    /// Reads anew when each record was last changed and since when it has been quiet, if that is stale. Broken off, it is begun
    /// again the next time.
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
            let sql = Sql::new("SELECT id, n, updated_at, details FROM record WHERE id > ").bind(after);
            let mut rows = self.query(sql.text(" ORDER BY id LIMIT ").bind(AT_ONCE)).await?;
            let found = rows.iter_mut().map(found).collect::<Result<Vec<_>, _>>()?;
            let Some(last) = found.last().map(|found| found.id) else { break };
            let told = self.replayed(after, last).await?;
            after = last;
            let told = found.iter().filter_map(|found| Some((found, told.get(&found.id)?.as_of.as_ref()?)));
            let renewed = told.map(|(found, told)| renewed(found, &told.record)).collect::<Result<Vec<_>, _>>()?;
            self.write(renewed.into_iter().flatten().collect()).await?;
        }
        self.write_one(Sql::new("DELETE FROM setting WHERE key = ").bind(STALE)).await.map(|_| ())
    }

    /// The records beyond `after`, up to `last`, as the history tells them. An entry that can't be read tells nothing: to name it
    /// is for a verification.
    async fn replayed(&self, after: RecordId, last: RecordId) -> Result<BTreeMap<RecordId, Replay>, StorageError> {
        let sql = Sql::new("SELECT bytes FROM history WHERE record > ").bind(after).text(" AND record <= ").bind(last);
        let (mut told, values) = (BTreeMap::<RecordId, Replay>::new(), Values::default());
        for mut row in self.query(sql.text(" ORDER BY record, n")).await? {
            if let Ok(entry) = Entry::decode(&row.get::<Vec<u8>>()?) {
                told.entry(entry.record).or_default().apply(&entry, &values);
            }
        }
        Ok(told)
    }
}

fn found(row: &mut Row) -> Result<Found, StorageError> {
    Ok(Found { id: row.get()?, n: row.get()?, updated_at: row.get()?, details: row.get()? })
}

/// The statement that renews a row; none: it is right, or can't be read. Unless somebody has changed the record meanwhile: then
/// it is right. What has been quiet for longer than was known is looked at at once.
fn renewed(found: &Found, told: &Record) -> Result<Option<Sql>, StorageError> {
    let Ok(mut details) = serde_json::from_str::<Details>(&found.details) else { return Ok(None) };
    if (found.updated_at, details.quiet_since) == (told.updated_at, told.quiet_since) {
        return Ok(None);
    }
    details.quiet_since = told.quiet_since;
    let sql = Sql::new("UPDATE record SET updated_at = ").bind(told.updated_at);
    let mut sql = sql.text(", details = ").bind(serde_json::to_string(&details)?);
    if let Some(since) = told.quiet_since {
        sql = sql.text(", next_at = CASE WHEN next_at > ").bind(since).text(" THEN ").bind(since);
        sql = sql.text(" ELSE next_at END");
    }
    Ok(Some(sql.text(" WHERE id = ").bind(found.id).text(" AND n = ").bind(found.n)))
}
