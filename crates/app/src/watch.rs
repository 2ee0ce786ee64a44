//! Following a record (关注): who follows it is told of what happens on it, as far as it may be seen then. It is personal: it stands
//! in no history, and who follows is nobody else's affair. How many follow a record is seen by the provider's people.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_engine::{Audience, Door, Record, RecordId, failpoint, shared};
use yuheng_store::{FeedItem, HistoryEntry, Notice};

use crate::sight::says_something;
use crate::since::Since;
use crate::{App, Caller, InForce, Result};

/// Under which key it stands how far the feed was read for those who follow.
const READ: &str = "watchers_told";

/// How many records that were merged into one are looked at.
const MOST_MERGED: u32 = 200;

/// Who hears of which record, by record and person.
type Listening = BTreeMap<(RecordId, RecordId), Listens>;

/// Why somebody hears of a record.
#[derive(Clone, Copy)]
enum Listens {
    /// They follow it, or what was merged into it.
    Follows,
    /// What they asked for was merged into it.
    Asked,
}

impl Listens {
    /// The reason that they are told for.
    fn word(self, reason: &'static str) -> &'static str {
        match self {
            Self::Follows => reason,
            Self::Asked => reason.strip_prefix("watched_").unwrap_or(reason),
        }
    }
}

/// How many entries one round reads.
const BATCH: u32 = 200;

impl App {
    /// Has the caller follow a record that it may see.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn watch(&self, caller: &Caller, record: RecordId) -> Result<()> {
        caller.must_write()?;
        let (record, _) = self.visible(caller, record).await?;
        Ok(self.store.watch(caller.actor.id, &record).await?)
    }

    /// Has the caller follow a record no longer.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unwatch(&self, caller: &Caller, record: RecordId) -> Result<()> {
        caller.must_write()?;
        self.store.unwatch(caller.actor.id, record).await?;
        Ok(self.store.forget_gained(caller.actor.id, record).await?)
    }

    /// Notes that the caller has read what it was told of a record.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn read_record(&self, caller: &Caller, record: RecordId) -> Result<()> {
        caller.must_write()?;
        self.store.read_record(caller.actor.id, record, self.now()).await?;
        self.show_notices();
        Ok(())
    }

    /// Tells those who follow what has been written since the last round; how many entries were read. Safe to do twice.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn watch_round(&self) -> Result<usize> {
        let _one_at_a_time = self.rounds.lock().await;
        let Some(position) = self.store.setting(READ).await?.and_then(|text| text.parse().ok()) else {
            // Nobody is told of what was before.
            self.store.note_progress(READ, &self.store.feed_position().await?.to_string()).await?;
            return Ok(0);
        };
        let (items, next) = self.store.feed(position, BATCH).await?;
        if next == position {
            return Ok(0);
        }
        self.tell_of_views(&items).await?;
        let told: Vec<_> = items.into_iter().filter(|(_, entry)| reason(entry).is_some()).collect();
        let records: BTreeSet<RecordId> = told.iter().map(|(item, _)| item.record).collect();
        let listening = self.listening(&records.into_iter().collect::<Vec<_>>()).await?;
        if !listening.is_empty() {
            self.tell_watchers(&told, &listening).await?;
        }
        self.store.note_progress(READ, &next.to_string()).await?;
        Ok(usize::try_from(next - position).unwrap_or(usize::MAX))
    }

    /// Who follows these records, or one that was merged into them, or had that asked for.
    async fn listening(&self, records: &[RecordId]) -> Result<Listening> {
        let followers = self.store.watchers(records).await?.into_iter();
        let mut listening: BTreeMap<_, _> = followers.map(|followed| (followed, Listens::Follows)).collect();
        let in_force = self.in_force().await?;
        let merges = in_force.definitions.processes.values().filter_map(|process| process.merges.as_ref());
        let kinds: Vec<&str> = merges.map(|merging| merging.relation.as_str()).collect();
        if kinds.is_empty() || failpoint::armed("watch.forgets_the_merged") {
            return Ok(listening);
        }
        for record in records {
            let mut parts = BTreeSet::new();
            let mut left = vec![*record];
            while let Some(whole) = left.pop() {
                let merged = self.store.outgoing(whole, &kinds, None, MOST_MERGED).await?;
                left.extend(merged.into_iter().map(|tie| tie.target).filter(|part| parts.insert(*part)));
            }
            let parts: Vec<RecordId> = parts.into_iter().collect();
            for (_, person) in self.store.watchers(&parts).await? {
                listening.entry((*record, person)).or_insert(Listens::Follows);
            }
            let merged = self.store.records(&parts).await?;
            for asker in merged.iter().filter_map(|part| part.reference(shared::REQUESTER)) {
                listening.entry((*record, asker)).or_insert(Listens::Asked);
            }
        }
        Ok(listening)
    }

    async fn tell_watchers(&self, told: &[(FeedItem, HistoryEntry)], listening: &Listening) -> Result<()> {
        let watched: Vec<RecordId> = listening.keys().map(|(record, _)| *record).collect();
        let records = self.store.records(&watched).await?;
        let records: BTreeMap<RecordId, Record> = records.into_iter().map(|record| (record.id, record)).collect();
        let in_force = self.in_force().await?;
        for (item, entry) in told {
            let Some(record) = records.get(&item.record).filter(|_| !follows_words(told, item, entry)) else {
                continue;
            };
            // Whoever is told of it anyhow, with a better reason, is told once.
            let called = self.store.told_of(item.record, item.n).await?;
            for ((_, person), how) in listening.iter().filter(|((watched, _), _)| *watched == item.record) {
                if is_own(*person, entry) || called.contains(person) {
                    continue;
                }
                if let Some(reason) = self.seen_by(&in_force, *person, record, entry).await? {
                    let reason = how.word(reason);
                    let key = format!("{reason}:{}:{}", item.record, item.n);
                    let doer = Some(entry.actor).filter(|doer| *doer != yuheng_engine::Actor::SYSTEM);
                    let (record, n, reason) = (item.record, Some(item.n), reason.to_owned());
                    let notice = Notice { key, at: self.now(), reason, record, n, doer, read_at: None };
                    self.told(&[*person], &notice).await?;
                }
            }
        }
        Ok(())
    }

    /// What `person`, as it is today, may be told of an entry; none: nothing.
    async fn seen_by(
        &self,
        in_force: &std::sync::Arc<InForce>,
        person: RecordId,
        record: &Record,
        entry: &HistoryEntry,
    ) -> Result<Option<&'static str>> {
        let caller = Caller::person(std::sync::Arc::clone(in_force), person, String::new(), Door::Job, None);
        let Some(caller) = caller else { return Ok(None) };
        let Some(sight) = self.sight(&caller, record) else { return Ok(None) };
        let since = self.reads_since(&caller, &[record]).await?;
        let seen = Since::read(since.get(&record.id), entry.clone()).and_then(|entry| sight.entry(entry));
        Ok(seen.filter(says_something).and_then(|entry| reason(&entry)))
    }
}

/// Why those who follow are told of an entry: something was said to all, or the record has moved.
fn reason(entry: &HistoryEntry) -> Option<&'static str> {
    let is_said = entry.comment.as_ref().is_some_and(|(audience, _)| *audience == Audience::Public);
    match (is_said, &entry.moved) {
        (true, _) => Some("watched_commented"),
        (false, Some(_)) => Some("watched_moved"),
        (false, None) => None,
    }
}

/// Whether an entry is what words brought about that are told themselves: an answer, and the step that goes on by it.
fn follows_words(told: &[(FeedItem, HistoryEntry)], item: &FeedItem, entry: &HistoryEntry) -> bool {
    let by_itself = entry.actor == yuheng_engine::Actor::SYSTEM;
    let are_before = |(before, words): &(FeedItem, HistoryEntry)| {
        before.record == item.record && before.n + 1 == item.n && Some(words.actor) == entry.on_behalf_of
    };
    by_itself && told.iter().any(are_before)
}

/// Whether an entry tells of somebody's own deed.
pub(crate) fn is_own(person: RecordId, entry: &HistoryEntry) -> bool {
    entry.actor == person || entry.on_behalf_of == Some(person)
}
