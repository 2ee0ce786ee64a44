//! A record's entries: linked by their hashes, replayed, compared with the values behind their commitments.

use std::collections::BTreeSet;

use jiff::Timestamp;
use yuheng_engine::RecordId;

use super::fault::Fault;
use crate::StorageError;
use crate::history::{ApprovalChange, Changed, Entry, ErasedValue, Replay, Values};
use crate::row::{Cell, Row};
use crate::state::Hash;

/// An entry as it stands in its row.
struct Link {
    n: i64,
    at: Timestamp,
    hash: Hash,
    entry: Result<Entry, String>,
}

/// A history that has been followed to its end.
#[derive(Default)]
pub struct Chain {
    /// The label in its first entry, as far as that can be read.
    pub label: Option<String>,
    /// The process and number in its first entry.
    pub number: Option<(String, u64)>,
    /// Whether its last entry says that the record was removed.
    pub is_removed: bool,
    /// The entries, if none of them is broken.
    pub entries: Vec<Entry>,
    /// The last entry's hash.
    pub head: Hash,
    /// The last entry's time.
    pub last_at: Timestamp,
    /// Where it leads to.
    pub replay: Replay,
    /// The first thing that doesn't fit, and its entry.
    pub fault: Option<(u64, Fault)>,
}

/// What the record's row says of its history: how many entries there are, and the last one's hash.
#[derive(Clone, Copy)]
pub struct End {
    pub n: u64,
    pub head: Hash,
}

impl Chain {
    /// Follows the entries in `rows` (n, at, bytes) of record `id` to `end`; none: wherever they lead.
    ///
    /// # Errors
    /// When the rows are not what was asked for.
    pub fn follow(id: RecordId, rows: Vec<Row>, values: &Values, end: Option<End>) -> Result<Self, StorageError> {
        let links = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut chain = Self::default();
        if let Some(Ok(first)) = links.iter().find(|link| link.n == 1).map(|link| &link.entry)
            && let Some(opened) = &first.opened
        {
            chain.label = Some(opened.label.clone());
            chain.number = Some((opened.process.to_string(), opened.number));
        }
        chain.fault = missing(&links, end).or_else(|| broken(id, &links, end));
        if chain.fault.is_none() {
            let entries: Vec<Entry> = links.into_iter().filter_map(|link| link.entry.ok()).collect();
            chain.fault = chain.replay(&entries, values).err();
            chain.entries = entries;
        }
        Ok(chain)
    }

    /// The last entry that tells of an account of the person; none: no entry does. Accounts are locked, never removed.
    pub fn of_account(&self) -> Option<u64> {
        let mut entries = self.entries.iter().rev();
        entries.find(|entry| entry.action.is_of_account()).map(|entry| entry.n)
    }

    fn replay(&mut self, entries: &[Entry], values: &Values) -> Result<(), (u64, Fault)> {
        let mut last: Option<&Entry> = None;
        let mut digest = None;
        for entry in entries {
            let fault = |fault| Err((entry.n, fault));
            if last.is_some_and(|last| entry.at < last.at) {
                return fault(Fault::EntryEarlier);
            }
            self.replay.apply(entry, values);
            let version = last.map_or(0, |last| last.version);
            let goes_on = last.is_some_and(|last| last.digest.is_none());
            if if goes_on { entry.version != version } else { !(version..=version + 1).contains(&entry.version) } {
                return fault(Fault::Version);
            }
            if let Some(told) = entry.digest {
                if told != self.replay.state.digest() {
                    return fault(Fault::State);
                }
                let before = digest.replace((told, entry.version));
                let (raised, changed) =
                    before.map_or((entry.version == 1, true), |(old, version)| (entry.version > version, told != old));
                if raised != changed {
                    return fault(Fault::Version);
                }
            }
            last = Some(entry);
        }
        match last {
            Some(last) if last.digest.is_none() => return Err((last.n, Fault::State)),
            Some(last) => {
                self.is_removed = last.action == yuheng_engine::EntryAction::Removed;
                self.last_at = last.at;
                self.head = Entry::hash(&last.encode());
            }
            None => {}
        }
        commitments(entries, values)
    }
}

fn read(mut row: Row) -> Result<Link, StorageError> {
    let (n, at, bytes): (i64, i64, Vec<u8>) = (row.get()?, row.get()?, row.get()?);
    // A time that no clock shows is none of ours: the entry's own will differ.
    let at = Timestamp::from_microsecond(at).unwrap_or(Timestamp::MIN);
    let entry = Entry::decode(&bytes).map_err(|error| error.to_string());
    Ok(Link { n, at, hash: Entry::hash(&bytes), entry })
}

/// The first number without an entry, or else the first entry beyond the last.
fn missing(links: &[Link], end: Option<End>) -> Option<(u64, Fault)> {
    let found: BTreeSet<i64> = links.iter().map(|link| link.n).collect();
    let last = end.map_or(links.len() as u64, |end| end.n);
    if let Some(n) = (1..=last).find(|n| !found.contains(&n.cast_signed())) {
        return Some((n, Fault::EntryMissing));
    }
    let beyond = found.into_iter().find(|n| *n < 1 || n.unsigned_abs() > last);
    beyond.map(|n| (n.unsigned_abs(), Fault::EntryTooMany))
}

/// The first entry whose bytes are not those that were written. Where two neighbours don't fit each other, the one
/// that its own follower doesn't know either is the changed one.
fn broken(id: RecordId, links: &[Link], end: Option<End>) -> Option<(u64, Fault)> {
    let known = |index: usize| match links.get(index + 1) {
        Some(next) => {
            next.entry.as_ref().map_or(true, |next| links.get(index).is_some_and(|own| own.hash == next.prev))
        }
        None => end.is_none_or(|end| links.get(index).is_some_and(|own| own.hash == end.head)),
    };
    let mut before = (0, Hash::default());
    for (index, link) in links.iter().enumerate() {
        let n = link.n.unsigned_abs();
        let entry = match &link.entry {
            Ok(entry) => entry,
            Err(why) => return Some((n, Fault::EntryBroken(why.clone()))),
        };
        if (entry.record, entry.n, entry.at) != (id, n, link.at) || entry.opened.is_some() != (n == 1) {
            return Some((n, Fault::EntryBroken("it is another's".to_owned())));
        }
        if entry.prev != before.1 {
            return Some((if known(index) && index > 0 { before.0 } else { n }, Fault::EntryChanged));
        }
        before = (n, link.hash);
    }
    (!links.is_empty() && !known(links.len() - 1)).then_some((before.0, Fault::EntryChanged))
}

/// Each commitment fits its value; a value is missing only where a later entry says so, and none is there beside.
fn commitments(entries: &[Entry], values: &Values) -> Result<(), (u64, Fault)> {
    let erased: BTreeSet<&ErasedValue> = entries.iter().flat_map(|entry| &entry.erased).collect();
    let is_erased = |n: u64, item: &str| erased.iter().any(|erased| erased.covers(n, item));
    let mut committed = BTreeSet::new();
    for entry in entries {
        for (item, hash) in entry.commitments() {
            match values.fits(entry.n, &item, &hash) {
                Some(false) => return Err((entry.n, Fault::ValueChanged(item))),
                None if !is_erased(entry.n, &item) => return Err((entry.n, Fault::ValueMissing(item))),
                Some(true) if is_erased(entry.n, &item) => return Err((entry.n, Fault::ValueTooMany(item))),
                Some(true) | None => drop(committed.insert((entry.n, item))),
            }
        }
    }
    match values.keys().find(|key| !committed.contains(*key)) {
        Some((n, item)) => Err((*n, Fault::ValueTooMany(item.clone()))),
        None => Ok(()),
    }
}

/// Values from rows of n, item, salt and value; whether each could be read.
pub fn values(rows: Vec<Row>) -> Result<(Values, bool), StorageError> {
    let count = rows.len();
    let readable = |row: &Row| matches!(row.clone().cell(), Ok(Cell::Int(n)) if n > 0);
    let rows: Vec<Row> = rows.into_iter().filter(readable).collect();
    let all = rows.len() == count;
    Ok((Values::read(rows)?, all))
}

impl ErasedValue {
    /// Whether this says that the value of `item` in entry `n` is gone: of a comment only that one, else all so far.
    fn covers(&self, n: u64, item: &str) -> bool {
        self.item == item && if item == "comment" { self.n == n } else { n <= self.n }
    }
}

impl Entry {
    /// The commitments in the entry, by item.
    fn commitments(&self) -> Vec<(String, Hash)> {
        let fields = self.changes.iter().filter_map(|(field, changed)| match changed {
            Changed::Committed(hash) => Some((format!("field:{field}"), *hash)),
            Changed::Plain(_) | Changed::Emptied => None,
        });
        let values = self.approvals.iter().filter_map(|change| match change {
            ApprovalChange::Asked(asked) => asked.values.map(|hash| (format!("values:{}", asked.id), hash)),
            ApprovalChange::Stands { .. } => None,
        });
        let names = self.attached.iter().map(|attached| (format!("attachment:{}", attached.id), attached.name));
        let comment = self.comment.map(|(_, hash)| ("comment".to_owned(), hash));
        let reason = self.reason.map(|hash| ("reason".to_owned(), hash));
        let opinion = self.vote.as_ref().and_then(|vote| vote.opinion).map(|hash| ("opinion".to_owned(), hash));
        fields.chain(values).chain(names).chain(comment).chain(reason).chain(opinion).collect()
    }
}
