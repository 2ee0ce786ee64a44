//! What has happened since a position of the feed, as far as somebody may see it.

use yuheng_definition::ProcessId;
use yuheng_engine::RecordId;

use crate::{App, Caller, Result};

/// How many events are read at once.
const BATCH: u32 = 200;

/// An entry that was written.
pub struct Happened {
    /// Its place in the feed.
    pub position: u64,
    /// The record.
    pub record: RecordId,
    /// Its process.
    pub process: ProcessId,
    /// The label of its number.
    pub number: String,
    /// The entry's number among the record's.
    pub n: u64,
}

impl App {
    /// The last position of the feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_position(&self) -> Result<u64> {
        Ok(self.store.feed_position().await?)
    }

    /// What happened after `position` to records that `caller` may see, and the position that was read up to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn happened(&self, caller: &Caller, position: u64) -> Result<(Vec<Happened>, u64)> {
        let items = self.store.feed(position, BATCH).await?;
        let next = items.last().map_or(position, |item| item.position);
        let ids: Vec<RecordId> = items.iter().map(|item| item.record).collect();
        let records = self.store.records(&ids).await?;
        let seen: Vec<_> = records.into_iter().filter_map(|record| self.masked(caller, record)).collect();
        let happened = items.iter().filter_map(|item| {
            let (record, _) = seen.iter().find(|(record, _)| record.id == item.record)?;
            Some(Happened {
                position: item.position,
                record: item.record,
                process: record.process.clone(),
                number: record.label.clone(),
                n: item.n,
            })
        });
        Ok((happened.collect(), next))
    }
}
