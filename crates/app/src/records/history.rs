//! A record's history as somebody sees it, and the record as it was.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{FieldId, Label, Process};
use yuheng_engine::explain::Explain;
use yuheng_engine::{EntryDraft, Record, RecordId, WriteSet};
use yuheng_store::{Approving, FieldChange, HistoryEntry, Told};

use super::load::Loaded;
use crate::lists::{LONGEST_PAGE, page_length};
use crate::mentioned::mentioned;
use crate::sight::{left_of, says_something};
use crate::since::Since;
use crate::view::{ListRow, References, collect};
use crate::{App, Caller, Error, Result};

/// A page of a history.
pub struct HistoryPage {
    /// The entries, oldest first, without what may not be seen.
    pub entries: Vec<HistoryEntry>,
    /// What the program says of entries whose reason it gave, by their numbers.
    pub told: BTreeMap<u64, Label>,
    /// The record's process.
    pub process: std::sync::Arc<Process>,
    /// What they name.
    pub references: References,
    /// Whom what was said mentions, by the number of its entry, as far as their names may be told.
    pub mentioned: BTreeMap<u64, Vec<RecordId>>,
    /// After which entry the next page begins.
    pub next: Option<u64>,
}

impl App {
    /// A page of a record's history after entry `after`.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn history(&self, caller: &Caller, id: RecordId, after: u64, limit: Option<u32>) -> Result<HistoryPage> {
        let mut record = self.store.record(id).await?.ok_or_else(Error::not_found)?;
        let sight = self.sight(caller, &record).ok_or_else(Error::not_found)?;
        if sight.sees_account() {
            self.later.settled_soon().await;
            record = self.store.record(id).await?.ok_or_else(Error::not_found)?;
        }
        let limit = page_length(limit, 100, LONGEST_PAGE)?;
        let mut entries = self.store.history(id, after, limit).await?;
        let is_full = entries.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        let next = entries.last().filter(|last| is_full && last.n < record.n).map(|last| last.n);
        let since = self.reads_since(caller, &[&record]).await?.get(&record.id).copied();
        let of_its_time = |entry| Since::read(since.as_ref(), entry);
        entries = entries.into_iter().filter_map(of_its_time).filter_map(|entry| sight.entry(entry)).collect();
        let process = sight.process;
        let words = Explain { definitions: &caller.in_force.definitions, process: Some(&process) };
        let told = entries.iter_mut().filter_map(|entry| told(&words, entry)).collect();
        let mentioned = mentioned(caller, &entries);
        let named = named(&process, &entries).into_iter().chain(mentioned.values().flatten().copied());
        let references = self.references(caller, named.collect()).await?;
        for entry in &mut entries {
            left_of(entry, &references);
        }
        // What is about nothing that may be seen is not told of.
        entries.retain(says_something);
        Ok(HistoryPage { entries, told, process, references, mentioned, next })
    }

    /// What would be written on a record, as its history would tell it.
    pub(super) async fn foreseen(&self, caller: &Caller, on: &Loaded, set: WriteSet) -> Result<HistoryPage> {
        let record = on.snapshot.record.as_ref().ok_or_else(Error::not_found)?;
        let sight = self.sight(caller, record).ok_or_else(Error::not_found)?;
        let written =
            set.writes.into_iter().filter(|write| write.record.id == record.id).flat_map(|write| write.entries);
        let mut held = record.fields.clone();
        let entries = (1..).zip(written).map(|(at, draft)| coming(record, at, draft, &mut held));
        let mut entries: Vec<HistoryEntry> = entries.filter_map(|entry| sight.entry(entry)).collect();
        entries.retain(says_something);
        let process = sight.process;
        let words = Explain { definitions: &caller.in_force.definitions, process: Some(&process) };
        let told = entries.iter_mut().filter_map(|entry| told(&words, entry)).collect();
        let mentioned = mentioned(caller, &entries);
        let named = named(&process, &entries).into_iter().chain(mentioned.values().flatten().copied());
        let references = self.references(caller, named.collect()).await?;
        Ok(HistoryPage { entries, told, process, references, mentioned, next: None })
    }

    /// The record as it was at an instant, or at the end of a day.
    ///
    /// # Errors
    /// Not found, also when there was none yet.
    pub async fn as_of(&self, caller: &Caller, id: RecordId, moment: &str) -> Result<ListRow> {
        self.visible(caller, id).await?;
        let at = self.moment(moment)?;
        let then = self.store.as_of(id, at).await?.ok_or_else(Error::not_found)?;
        self.rows(caller, vec![then.record]).await?.pop().ok_or_else(Error::not_found)
    }

    fn moment(&self, text: &str) -> Result<Timestamp> {
        if let Ok(at) = text.parse() {
            return Ok(at);
        }
        let end = |day: Date| day.tomorrow().ok()?.to_zoned(self.zone()).ok();
        let end = text.parse::<Date>().ok().and_then(end);
        end.map(|zoned| zoned.timestamp() - jiff::SignedDuration::from_micros(1))
            .ok_or_else(|| Error::parameter("as_of", "as_of 应为日期或时刻", "as_of has to be a day or an instant"))
    }
}

/// An entry that is not written, as it would be read. `held` is what the fields hold before it, and then after it.
fn coming(
    record: &Record,
    at: u64,
    draft: EntryDraft,
    held: &mut BTreeMap<FieldId, yuheng_definition::Value>,
) -> HistoryEntry {
    let changes = draft.changes.into_iter().map(|(field, change)| {
        let to = change.value;
        let from = match &to {
            Some(value) => held.insert(field.clone(), value.clone()),
            None => held.remove(&field),
        };
        FieldChange { field, from: from.map(Told::Value), to: to.map(Told::Value) }
    });
    HistoryEntry {
        n: record.n + at,
        version: record.version + 1,
        at: draft.at,
        actor: draft.actor,
        on_behalf_of: draft.on_behalf_of,
        door: draft.door,
        action: draft.action,
        transition: draft.transition,
        moved: draft.moved,
        changes: changes.collect(),
        comment: draft.comment.map(|(body, audience)| (audience, Told::Value(body))),
        reason: draft.reason.map(Told::Value),
        clocks: draft.clocks,
        approval: draft.approval,
        vote: draft.vote,
        approving: Approving::default(),
        related: Vec::new(),
        unrelated: Vec::new(),
        attached: Vec::new(),
    }
}

/// What the program says of an entry in place of its reason, if it gave it.
fn told(words: &Explain, entry: &mut HistoryEntry) -> Option<(u64, Label)> {
    let Some(Told::Value(reason)) = &entry.reason else { return None };
    let told = words.told(entry.action, reason)?;
    entry.reason = None;
    Some((entry.n, told))
}

fn named(process: &Process, entries: &[HistoryEntry]) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::new();
    for entry in entries {
        found.insert(entry.actor);
        found.extend(entry.on_behalf_of);
        found.extend(entry.vote.iter().flat_map(|vote| [Some(vote.voter), vote.deputy]).flatten());
        let came = entry.approving.signers.iter().flat_map(|it| [Some(it.person), Some(it.by), it.deputy]).flatten();
        found.extend(came.chain(entry.approving.copies.iter().copied()));
        found.extend(entry.related.iter().chain(&entry.unrelated).map(|related| related.target));
        let kinds: BTreeMap<_, _> = process.fields.iter().map(|(id, field)| (id, &field.kind)).collect();
        for change in &entry.changes {
            for told in change.from.iter().chain(&change.to) {
                if let (Told::Value(value), Some(kind)) = (told, kinds.get(&change.field)) {
                    collect(kind, value, &mut found);
                }
            }
        }
    }
    found
}
