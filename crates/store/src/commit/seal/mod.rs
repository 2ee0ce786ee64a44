//! Fills a write set's holes: numbers, `n`, `prev`, the entries' time, commitments, digests. No rule runs here, and no I/O.

mod changed;
mod check;
mod commitment;
mod drawn;
mod entry;
mod times;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yuheng_definition::ProcessId;
use yuheng_engine::{EntryAction, Expected, Record, Write};

pub use commitment::{HistoryValue, Salting, Salts, commitment};

use super::found::Found;
use super::reads::created;
use super::{ErasedItem, Erasure, Request};
use crate::CommitError;
use crate::details::{Details, Hex};
use crate::history::{Attached, Entry, ErasedValue};
use crate::record::Stored;
use crate::search;
use crate::state::{Hash, State};

/// One write with its holes filled.
#[derive(Debug)]
pub struct SealedWrite<'a> {
    /// The write as it came.
    pub write: &'a Write,
    /// The record as it is afterwards.
    pub record: Record,
    /// The record as it was.
    pub before: Option<&'a Stored>,
    /// The hash of its last entry.
    pub head: Hash,
    /// What no statement looks into, afterwards.
    pub details: Details,
    /// The entries, each with its bytes.
    pub entries: Vec<(Entry, Vec<u8>)>,
    /// The values that the entries hold commitments to.
    pub values: Vec<HistoryValue>,
    /// The values that go.
    pub erasures: Vec<&'a Erasure>,
}

/// Fills the holes of every write.
///
/// # Errors
/// When the write set contradicts itself or what was found.
pub fn seal<'a>(request: &'a Request, found: &'a Found, salts: Salts<'_>) -> Result<Vec<SealedWrite<'a>>, CommitError> {
    let created = created(&request.set.writes);
    let mut next: BTreeMap<&ProcessId, u64> = BTreeMap::new();
    for (process, by) in &created {
        let last = found.counters.get(process).copied().unwrap_or_default();
        next.insert(process, last.saturating_sub(*by) + 1);
    }
    let mut seen = BTreeSet::new();
    let mut sealed = Vec::with_capacity(request.set.writes.len());
    for write in &request.set.writes {
        if !seen.insert(write.record.id) {
            return Err(inconsistent(write, "a record is written twice"));
        }
        let mut record = write.record.clone();
        if write.expected == Expected::New {
            let number = next.get_mut(&record.process).ok_or_else(|| inconsistent(write, "no counter"))?;
            record.number = *number;
            record.label = format!("{}{:07}", write.prefix, *number);
            *number += 1;
        }
        sealed.push(Sealing::new(request, write, record, found)?.seal(salts)?);
    }
    Ok(sealed)
}

fn inconsistent(write: &Write, what: &'static str) -> CommitError {
    CommitError::Inconsistent { label: write.record.label.clone(), what }
}

struct Sealing<'a> {
    write: &'a Write,
    record: Record,
    before: Option<&'a Stored>,
    found: &'a Found,
    state: State,
    entries: Vec<(Entry, Vec<u8>)>,
    values: Vec<HistoryValue>,
    erasures: Vec<&'a Erasure>,
    /// Whether clocks, approvals and the like are taken from the write, or stay as found.
    whole: bool,
}

impl<'a> Sealing<'a> {
    fn new(request: &'a Request, write: &'a Write, record: Record, found: &'a Found) -> Result<Self, CommitError> {
        let before = found.records.get(&record.id);
        let mut state = before.map(Stored::state).transpose().map_err(CommitError::from)?.unwrap_or_default();
        for (related, holds) in found.relations.get(&record.id).into_iter().flatten() {
            state.relations.load(related.ordinal, related.id, related.row(*holds));
        }
        for attached in found.attachments.get(&record.id).into_iter().flatten() {
            state.attachments.load(attached.ordinal, attached.id, attached.row());
        }
        let whole = writes_whole(write, before)?;
        let erasures = request.options.erases.iter().filter(|erasure| erasure.record == record.id).collect();
        Ok(Self { write, record, before, found, state, entries: Vec::new(), values: Vec::new(), erasures, whole })
    }

    fn seal(mut self, salts: Salts<'_>) -> Result<SealedWrite<'a>, CommitError> {
        let digest = self.before.map(|_| self.state.digest());
        let count = self.write.entries.len();
        if count == 0 {
            return Err(inconsistent(self.write, "it has no entry"));
        }
        let attaching = self.write.entries.iter().position(|draft| draft.action == EntryAction::Attached);
        let mut entries = Vec::with_capacity(count);
        for (index, draft) in self.write.entries.iter().enumerate() {
            let mut entry = self.entry(index, draft, salts)?;
            if index == attaching.unwrap_or(count - 1) {
                self.attach(&mut entry, salts)?;
            }
            if index + 1 == count {
                self.finish(&mut entry, salts)?;
            }
            self.state.apply(&entry);
            entries.push(entry);
        }
        let after = self.state.digest();
        let version = self.before.map_or(0, |before| before.record.version) + u64::from(digest != Some(after));
        self.chain(entries, version, after);
        self.check()?;
        self.done(version)
    }

    /// Adds to the last entry what the write does beside its drafts.
    fn finish(&mut self, entry: &mut Entry, salts: Salts<'_>) -> Result<(), CommitError> {
        if self.whole {
            let before = self.before.map(|before| &before.record);
            let changed = |of: fn(&Record) -> Option<Timestamp>| {
                (of(&self.record) != before.and_then(of)).then(|| of(&self.record))
            };
            entry.resolved_at = changed(|record| record.resolved_at);
            entry.closed_at = changed(|record| record.closed_at);
            entry.open =
                (before.map(|before| before.is_open) != Some(self.record.is_open)).then_some(self.record.is_open);
            entry.clock_states = self.changed_clocks(before);
            entry.approvals = self.changed_approvals(entry.n, salts)?;
        }
        self.relate(entry)?;
        if !self.erasures.is_empty() && entry.action != EntryAction::Erased {
            return Err(inconsistent(self.write, "values are erased without an entry that says so"));
        }
        entry.erased = self.erasures.iter().map(|erasure| erased(&erasure.item, entry.n)).collect();
        entry.erased.sort();
        Ok(())
    }

    /// Adds to an entry the files that the write attaches.
    fn attach(&mut self, entry: &mut Entry, salts: Salts<'_>) -> Result<(), CommitError> {
        for attachment in &self.write.attached {
            let name = self.text(entry.n, &format!("attachment:{}", attachment.id), &attachment.name, salts)?;
            entry.attached.push(Attached {
                id: attachment.id,
                digest: attachment.digest.clone(),
                name,
                media_type: attachment.media_type.clone(),
                size: attachment.size,
                audience: attachment.audience,
                ordinal: self.state.attachments.count() + entry.attached.len() as u64,
            });
        }
        Ok(())
    }

    fn chain(&mut self, entries: Vec<Entry>, version: u64, digest: Hash) {
        let mut head = self.before.map_or(Hash::default(), |before| before.head);
        let count = entries.len();
        for (index, mut entry) in entries.into_iter().enumerate() {
            entry.prev = head;
            entry.version = version;
            entry.digest = (index + 1 == count).then_some(digest);
            let bytes = entry.encode();
            head = Entry::hash(&bytes);
            self.record.n = entry.n;
            self.entries.push((entry, bytes));
        }
    }

    fn done(mut self, version: u64) -> Result<SealedWrite<'a>, CommitError> {
        if !self.whole
            && let Some(before) = self.before
        {
            self.record = Record { n: self.record.n, ..before.record.clone() };
        }
        self.record.version = version;
        self.take_times();
        let known = self.before.map(|before| &before.details);
        let index = if self.whole {
            self.write.index.clone()
        } else {
            known.map(|known| known.index.clone()).unwrap_or_default()
        };
        let texts = self.write.texts.as_ref().map(|texts| Hex(search::digest(&texts.public, &texts.internal)));
        let texts = texts.or_else(|| known.and_then(|known| known.texts));
        let last_at = self.entries.last().map(|(entry, _)| entry.at).unwrap_or_default();
        let details = Details::of(&self.record, &self.state, last_at, index, texts);
        let head = self.entries.last().map(|(_, bytes)| Entry::hash(bytes)).unwrap_or_default();
        let Self { write, record, before, entries, values, erasures, .. } = self;
        Ok(SealedWrite { write, record, before, head, details, entries, values, erasures })
    }
}

/// Whether the record is written as the write has it. What fits any version of it (a comment, a notice) leaves it as it is
/// found; all else needs the very record that the decision was made from.
fn writes_whole(write: &Write, before: Option<&Stored>) -> Result<bool, CommitError> {
    let Some(before) = before.filter(|_| write.expected == Expected::Exists) else { return Ok(true) };
    let merges = write.entries.iter().all(|draft| {
        draft.changes.is_empty()
            && draft.clocks.is_empty()
            && draft.moved.is_none()
            && draft.vote.is_none()
            && draft.approval.is_none()
    });
    if merges {
        Ok(false)
    } else if before.record.n == write.record.n {
        Ok(true)
    } else {
        Err(CommitError::Conflict(write.record.id))
    }
}

fn erased(item: &ErasedItem, n: u64) -> ErasedValue {
    match item {
        // Of a field every value goes, up to this entry.
        ErasedItem::Field(field) => ErasedValue { n, item: format!("field:{field}") },
        ErasedItem::Comment(of) => ErasedValue { n: *of, item: "comment".to_owned() },
        ErasedItem::Attachment(id) => ErasedValue { n, item: format!("attachment:{id}") },
    }
}
