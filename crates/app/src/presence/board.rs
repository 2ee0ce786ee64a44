//! Who is where, as far as this node knows: what it was told here, and what it has read of other nodes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;
use yuheng_engine::RecordId;
use yuheng_store::{OpenTab, Stay};

use super::{PresenceTold, Present};

/// In how many tabs one person is at most; beyond them the one that runs out first is gone. Nobody looks at as many.
const TABS: usize = 64;
/// Before everybody in the order of identities.
const NOBODY: RecordId = RecordId(Uuid::nil());

/// Who is where.
#[derive(Debug, Default)]
pub(crate) struct Board {
    known: Mutex<Known>,
    news: watch::Sender<u64>,
    is_full: AtomicBool,
}

#[derive(Debug, Default)]
struct Known {
    open: BTreeMap<OpenTab, Stay>,
    /// The same tabs, by whose they are.
    tabs: BTreeMap<RecordId, BTreeSet<OpenTab>>,
    /// Who is seen at which record, and whether writing.
    seen: BTreeMap<(RecordId, RecordId), bool>,
    /// The records in sight in people's lists, by the tab that shows them, and until when that holds. It is of this node alone.
    lists: BTreeMap<(RecordId, String), (Timestamp, BTreeSet<RecordId>)>,
    /// What the other nodes are to be told; without a stay: that a tab has left.
    untold: BTreeMap<OpenTab, Option<Stay>>,
}

impl Board {
    /// A tab is there until a moment, whether it writes there or not; none: it has left.
    pub(crate) fn note(&self, tab: OpenTab, here: Option<(Timestamp, bool)>, now: Timestamp) {
        let is_news = self.known().note(tab, here, now);
        self.announce(is_news);
    }

    /// Those at a record but `person`, in the order in which they came.
    pub(crate) fn others(&self, record: RecordId, person: RecordId, now: Timestamp) -> Vec<Present> {
        let known = self.known();
        let mut others: BTreeMap<RecordId, Present> = BTreeMap::new();
        let there = known.at(record).filter(|(tab, stay)| tab.person != person && stay.until > now);
        for (OpenTab { person, .. }, stay) in there {
            let new = Present { person: *person, since: stay.since, is_writing: false };
            let other = others.entry(*person).or_insert(new);
            other.since = other.since.min(stay.since);
            other.is_writing |= stay.is_writing;
        }
        let mut others: Vec<Present> = others.into_values().collect();
        others.sort_by_key(|other| (other.since, other.person));
        others
    }

    /// Who is at the records that `person` has open or in sight in a list, but `person`.
    pub(crate) fn around(&self, person: RecordId) -> PresenceTold {
        let known = self.known();
        let open = known.tabs.get(&person).into_iter().flatten().map(|tab| tab.record);
        let listed = known.lists.range((person, String::new())..).take_while(|((whose, _), _)| *whose == person);
        let listed = listed.flat_map(|(_, (_, records))| records.iter().copied());
        let records: BTreeSet<RecordId> = open.chain(listed).collect();
        records.into_iter().map(|record| (record, known.seen_at(record, person))).collect()
    }

    /// A tab of `person` shows these records in a list, until a moment.
    pub(crate) fn look(
        &self,
        person: RecordId,
        tab: &str,
        records: BTreeSet<RecordId>,
        until: Timestamp,
        now: Timestamp,
    ) {
        let lists = &mut self.known().lists;
        lists.retain(|_, (until, _)| *until > now);
        let tabs = lists.range((person, String::new())..).take_while(|((whose, _), _)| *whose == person);
        let tabs: Vec<(Timestamp, String)> = tabs.map(|((_, tab), (until, _))| (*until, tab.clone())).collect();
        if let Some((_, first)) = tabs.iter().filter(|(_, it)| it != tab).min().filter(|_| tabs.len() >= TABS) {
            lists.remove(&(person, first.clone()));
        }
        lists.insert((person, tab.to_owned()), (until, records));
    }

    /// Comes back once what is around `person` is not as it was `told`. What happens elsewhere wakes nobody.
    pub(crate) async fn becomes_other(&self, news: &mut watch::Receiver<u64>, person: RecordId, told: &PresenceTold) {
        // Its sender lives as long as the board.
        while news.changed().await.is_ok() {
            if self.around(person) != *told {
                return;
            }
        }
    }

    /// What the other nodes are to be told.
    pub(crate) fn take(&self) -> BTreeMap<OpenTab, Option<Stay>> {
        std::mem::take(&mut self.known().untold)
    }

    /// What could not be told is told later, unless something newer is.
    pub(crate) fn put_back(&self, untold: BTreeMap<OpenTab, Option<Stay>>) {
        let mut known = self.known();
        let newer = std::mem::replace(&mut known.untold, untold);
        known.untold.extend(newer);
    }

    /// What all nodes know; what this one has not told yet is newer.
    pub(crate) fn learn(&self, found: BTreeMap<OpenTab, Stay>, now: Timestamp) {
        let mut known = self.known();
        known.open = found;
        let Known { open, untold, .. } = &mut *known;
        for (tab, stay) in &*untold {
            match stay {
                Some(stay) => drop(open.insert(tab.clone(), *stay)),
                None => drop(open.remove(tab)),
            }
        }
        let is_news = known.count_anew(now);
        drop(known);
        self.announce(is_news);
    }

    /// Those who have not been heard of for too long are gone.
    pub(crate) fn run_out(&self, now: Timestamp) {
        let is_news = self.known().count_anew(now);
        self.announce(is_news);
    }

    /// Whether more tabs are open than are read, and were not before.
    pub(crate) fn becomes_full(&self, is_full: bool) -> bool {
        !self.is_full.swap(is_full, Ordering::Relaxed) && is_full
    }

    /// Changes with who is seen where.
    pub(crate) fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    fn announce(&self, is_news: bool) {
        if is_news {
            self.news.send_modify(|count| *count += 1);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Whether somebody is seen otherwise by it.
    fn note(&mut self, tab: OpenTab, here: Option<(Timestamp, bool)>, now: Timestamp) -> bool {
        let before = self.open.get(&tab).filter(|stay| stay.until > now).map(|stay| stay.since);
        let stay = here.map(|(until, is_writing)| Stay { since: before.unwrap_or(now), until, is_writing });
        let is_news = self.put(tab.clone(), stay, now);
        match self.too_many(&tab) {
            Some(first) => self.put(first, None, now) | is_news,
            None => is_news,
        }
    }

    /// Another node may know of a tab that is not known here, so that it has left is told all the same.
    fn put(&mut self, tab: OpenTab, stay: Option<Stay>, now: Timestamp) -> bool {
        let at = (tab.record, tab.person);
        let tabs = self.tabs.entry(tab.person).or_default();
        match stay {
            Some(stay) => {
                tabs.insert(tab.clone());
                self.open.insert(tab.clone(), stay);
            }
            None => {
                tabs.remove(&tab);
                self.open.remove(&tab);
            }
        }
        if tabs.is_empty() {
            self.tabs.remove(&tab.person);
        }
        self.untold.insert(tab, stay);
        let there = self.at(at.0).filter(|(tab, stay)| tab.person == at.1 && stay.until > now);
        let writes = there.map(|(_, stay)| stay.is_writing).reduce(|one, other| one | other);
        let before = match writes {
            Some(writes) => self.seen.insert(at, writes),
            None => self.seen.remove(&at),
        };
        before != writes
    }

    /// Who is seen at a record but `person`, and whether writing.
    fn seen_at(&self, record: RecordId, person: RecordId) -> Vec<(RecordId, bool)> {
        let there = self.seen.range((record, NOBODY)..).take_while(|((at, _), _)| *at == record);
        let others = there.filter(|((_, other), _)| *other != person);
        others.map(|((_, other), is_writing)| (*other, *is_writing)).collect()
    }

    /// Counts anew who is seen where; whether that is otherwise than before.
    fn count_anew(&mut self, now: Timestamp) -> bool {
        self.open.retain(|_, stay| stay.until > now);
        self.lists.retain(|_, (until, _)| *until > now);
        self.tabs.clear();
        let mut seen = BTreeMap::new();
        for (tab, stay) in &self.open {
            self.tabs.entry(tab.person).or_default().insert(tab.clone());
            *seen.entry((tab.record, tab.person)).or_default() |= stay.is_writing;
        }
        let before = std::mem::replace(&mut self.seen, seen);
        before != self.seen
    }

    fn at(&self, record: RecordId) -> impl Iterator<Item = (&OpenTab, &Stay)> {
        let first = OpenTab { record, person: NOBODY, tab: String::new() };
        self.open.range(first..).take_while(move |(tab, _)| tab.record == record)
    }

    /// The tab that runs out first of those of the person who has just been heard of by `heard`, if there are too many.
    fn too_many(&self, heard: &OpenTab) -> Option<OpenTab> {
        let tabs = self.tabs.get(&heard.person).filter(|tabs| tabs.len() > TABS)?;
        let others = tabs.iter().filter(|tab| *tab != heard);
        others.min_by_key(|tab| self.open.get(*tab).map(|stay| stay.until)).cloned()
    }
}

#[cfg(test)]
mod tests;
