//! What has happened since a position of the feed, as far as somebody may see it.

use std::collections::BTreeMap;

use yuheng_definition::ProcessId;
use yuheng_engine::RecordId;

use crate::sight::{left_of, says_something};
use crate::since::Since;
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

/// How far the feed was read.
pub struct ReadUpTo {
    /// The last position read.
    pub position: u64,
    /// Whether more may stand behind it already.
    pub has_more: bool,
}

impl App {
    /// The last position of the feed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn feed_position(&self) -> Result<u64> {
        Ok(self.store.feed_position().await?)
    }

    /// What happened after `position` of which `caller` would see something in the history, and how far was read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn happened(&self, caller: &Caller, position: u64) -> Result<(Vec<Happened>, ReadUpTo)> {
        let (items, next) = self.store.feed(position, BATCH).await?;
        let ids: Vec<RecordId> = items.iter().map(|(item, _)| item.record).collect();
        let records = self.store.records(&ids).await?;
        let since = self.reads_since(caller, &records.iter().collect::<Vec<_>>()).await?;
        let sights = self.sights(caller, &records).into_iter().zip(records);
        let sights: BTreeMap<RecordId, _> =
            sights.filter_map(|(sight, record)| Some((record.id, (sight?, record)))).collect();
        let mut seen: Vec<_> = items
            .into_iter()
            .filter_map(|(item, entry)| {
                let (sight, record) = sights.get(&item.record)?;
                Some((item, record, sight.entry(Since::read(since.get(&item.record), entry)?)?))
            })
            .collect();
        let targets = seen.iter().flat_map(|(.., entry)| entry.related.iter().chain(&entry.unrelated));
        let references = self.references(caller, targets.map(|related| related.target).collect()).await?;
        seen.retain_mut(|(.., entry)| {
            left_of(entry, &references);
            says_something(entry)
        });
        let happened = seen.into_iter().map(|(item, record, _)| Happened {
            position: item.position,
            record: item.record,
            process: record.process.clone(),
            number: record.label.clone(),
            n: item.n,
        });
        // Positions have no gaps.
        Ok((happened.collect(), ReadUpTo { position: next, has_more: next - position >= BATCH.into() }))
    }
}
