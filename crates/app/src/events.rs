//! What has happened since a position of the feed, as far as somebody may see it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yuheng_definition::{Process, ProcessId};
use yuheng_engine::{Record, RecordId};
use yuheng_store::{FeedItem, HistoryEntry};

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

/// An entry of the feed as somebody may read it.
pub(crate) struct SeenEntry {
    /// Its place.
    pub(crate) item: FeedItem,
    /// What of it may be read.
    pub(crate) entry: HistoryEntry,
    /// The record's process.
    pub(crate) process: Arc<Process>,
    /// The label of the record's number.
    pub(crate) number: String,
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
        let seen = self.seen_entries(caller, items, |_| true).await?;
        let happened = seen.into_iter().map(|seen| Happened {
            position: seen.item.position,
            record: seen.item.record,
            process: seen.process.id.clone(),
            number: seen.number,
            n: seen.item.n,
        });
        // Positions have no gaps.
        Ok((happened.collect(), ReadUpTo { position: next, has_more: next - position >= BATCH.into() }))
    }

    /// What of these entries `caller` may read, on records that are wanted, in their order; what tells of nothing is left out.
    pub(crate) async fn seen_entries(
        &self,
        caller: &Caller,
        items: Vec<(FeedItem, HistoryEntry)>,
        is_wanted: impl Fn(&Record) -> bool,
    ) -> Result<Vec<SeenEntry>> {
        let ids: BTreeSet<RecordId> = items.iter().map(|(item, _)| item.record).collect();
        let mut records = self.store.records(&ids.into_iter().collect::<Vec<_>>()).await?;
        records.retain(is_wanted);
        let since = self.reads_since(caller, &records.iter().collect::<Vec<_>>()).await?;
        let sights = self.sights(caller, &records).into_iter().zip(&records);
        let sights: BTreeMap<RecordId, _> =
            sights.filter_map(|(sight, record)| Some((record.id, (sight?, record)))).collect();
        let mut seen: Vec<_> = items
            .into_iter()
            .filter_map(|(item, entry)| {
                let (sight, record) = sights.get(&item.record)?;
                let entry = sight.entry(Since::read(since.get(&item.record), entry)?)?;
                Some(SeenEntry { item, entry, process: Arc::clone(&sight.process), number: record.label.clone() })
            })
            .collect();
        let targets = seen.iter().flat_map(|seen| seen.entry.related.iter().chain(&seen.entry.unrelated));
        let references = self.references(caller, targets.map(|related| related.target).collect()).await?;
        seen.retain_mut(|seen| {
            left_of(&mut seen.entry, &references);
            says_something(&seen.entry)
        });
        Ok(seen)
    }
}
