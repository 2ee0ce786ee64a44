//! From when on somebody reads a record. Whoever sees it because it is of a certain customer reads nothing of the time when
//! it was another's, or nobody's: neither what happened then nor the approvals, files and ended clocks of that time. The fields
//! go along as they stand: a customer's words or a solution on it keep a record from going at all.

use std::collections::BTreeMap;

use jiff::Timestamp;
use yuheng_engine::{Record, RecordId, access};
use yuheng_store::{AttachedFile, HistoryEntry, Owned};

use crate::{App, Caller, Result};

/// From when on somebody reads a record: the entry by which it came into sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Since {
    n: u64,
    at: Timestamp,
}

impl App {
    /// From when on `caller` reads each of these records, which it sees; whatever is not named is read from its beginning.
    pub(crate) async fn reads_since(&self, caller: &Caller, records: &[&Record]) -> Result<BTreeMap<RecordId, Since>> {
        if !access::is_bounded(&caller.actor) {
            return Ok(BTreeMap::new());
        }
        let ids: Vec<RecordId> = records.iter().map(|record| record.id).collect();
        let owned = self.store.owners(&ids).await?;
        let context = self.context(caller, None);
        let since = records.iter().filter_map(|record| {
            let process = caller.in_force.definitions.process(record.process.as_str())?;
            let own = owned.iter().filter(|owned| owned.record == record.id);
            let times = times(record.opened_at, own);
            let unseen = |(_, customer): &(Since, _)| !access::sees_as(&context, process, record, *customer);
            // The last time is the one in which the record is seen.
            let before = times.get(..times.len().saturating_sub(1))?;
            let last = before.iter().rposition(unseen)?;
            Some((record.id, times.get(last + 1)?.0))
        });
        Ok(since.collect())
    }

    /// The record as `caller` sees it, without what is left of the time before it came into sight.
    pub(crate) async fn of_its_time(&self, caller: &Caller, mut record: Record) -> Result<Record> {
        let since = self.reads_since(caller, &[&record]).await?;
        since.get(&record.id).into_iter().for_each(|since| since.cut(&mut record));
        Ok(record)
    }
}

impl Since {
    /// Takes approvals and clocks away that are of the time before.
    pub(crate) fn cut(self, record: &mut Record) {
        record.approvals.retain(|approval| approval.asked_at >= self.at);
        record.clocks.retain(|_, clock| clock.stopped_at.is_none_or(|stopped| stopped >= self.at));
    }

    /// What is read of an entry by whoever reads since then, or from the beginning on.
    pub(crate) fn read(since: Option<&Self>, entry: HistoryEntry) -> Option<HistoryEntry> {
        match since {
            Some(since) => since.entry(entry),
            None => Some(entry),
        }
    }

    /// What is read of an entry; none: nothing. Of the one that brought the record into sight, not what was before.
    fn entry(self, mut entry: HistoryEntry) -> Option<HistoryEntry> {
        if entry.n == self.n {
            entry.changes.iter_mut().for_each(|change| change.from = None);
            entry.unrelated.clear();
        }
        (entry.n >= self.n).then_some(entry)
    }

    /// Whether an attached file is read.
    pub(crate) const fn reads(self, file: &AttachedFile) -> bool {
        file.n >= self.n
    }

    /// Whether what was said in the entry `n` is read; none: it stands in a field.
    pub(crate) fn hears(self, n: Option<u64>) -> bool {
        n.is_none_or(|n| n >= self.n)
    }
}

/// The times of a record and whose it was in each, oldest first; none: nobody's.
fn times<'o>(opened_at: Timestamp, owned: impl Iterator<Item = &'o Owned>) -> Vec<(Since, Option<RecordId>)> {
    let mut times = Vec::new();
    let mut free = Some((1, opened_at));
    for owned in owned {
        if let Some((n, at)) = free.filter(|(n, _)| *n < owned.from.0) {
            times.push((Since { n, at }, None));
        }
        let (n, at) = owned.from;
        times.push((Since { n, at }, Some(owned.customer)));
        free = owned.until;
    }
    times.extend(free.map(|(n, at)| (Since { n, at }, None)));
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const fn id(n: u128) -> RecordId {
        RecordId(Uuid::from_u128(n))
    }

    #[test]
    fn a_record_was_nobodys_between_two_customers() {
        let at = Timestamp::UNIX_EPOCH;
        let owned = |customer, from, until: Option<u64>| Owned {
            record: id(1),
            customer: id(customer),
            from: (from, at),
            until: until.map(|n| (n, at)),
        };
        let whose = |owned: &[Owned]| -> Vec<(u64, Option<RecordId>)> {
            times(at, owned.iter()).into_iter().map(|(since, customer)| (since.n, customer)).collect()
        };
        assert_eq!(whose(&[]), [(1, None)]);
        assert_eq!(whose(&[owned(7, 1, Some(3)), owned(8, 3, None)]), [(1, Some(id(7))), (3, Some(id(8)))]);
        let with_gaps = [owned(7, 2, Some(3)), owned(8, 5, Some(6))];
        assert_eq!(whose(&with_gaps), [(1, None), (2, Some(id(7))), (3, None), (5, Some(id(8))), (6, None)]);
    }
}
