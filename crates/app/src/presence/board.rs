//! Who is where, as far as this node knows: what it was told here, and what it has read of other nodes.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;
use yuheng_engine::RecordId;
use yuheng_store::{OpenTab, Stay};

use super::{PresenceTold, Present};

/// In how many tabs one person is at most; beyond them the one that runs out first is gone. Nobody looks at as many.
const TABS: usize = 64;

/// Who is where.
#[derive(Debug, Default)]
pub(crate) struct Board {
    known: Mutex<Known>,
    news: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Known {
    open: BTreeMap<OpenTab, Stay>,
    /// What the other nodes are to be told; without a stay: that a tab has left.
    untold: BTreeMap<OpenTab, Option<Stay>>,
    /// Who is seen at which record, and whether writing.
    seen: BTreeMap<(RecordId, RecordId), bool>,
}

impl Board {
    /// A tab is there until a moment, whether it writes there or not; none: it has left.
    pub(crate) fn note(&self, tab: OpenTab, here: Option<(Timestamp, bool)>, now: Timestamp) {
        let mut known = self.known();
        match here {
            Some((until, is_writing)) => {
                let before = known.open.get(&tab).filter(|stay| stay.until > now);
                let stay = Stay { since: before.map_or(now, |stay| stay.since), until, is_writing };
                known.open.insert(tab.clone(), stay);
                known.untold.insert(tab.clone(), Some(stay));
                known.bound(tab.person);
            }
            // Another node may know of it: so it is told even if it is not known here.
            None => {
                known.open.remove(&tab);
                known.untold.insert(tab, None);
            }
        }
        self.tell(known, now);
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

    /// Who is at the records that `person` has open, but `person`.
    pub(crate) fn around(&self, person: RecordId) -> PresenceTold {
        let known = self.known();
        let mut around: PresenceTold = BTreeMap::new();
        for (record, _) in known.seen.keys().filter(|(_, at)| *at == person) {
            let there = known.seen.range((*record, RecordId(Uuid::nil()))..).take_while(|((at, _), _)| at == record);
            let others = there.filter(|((_, other), _)| *other != person);
            around.insert(*record, others.map(|((_, other), is_writing)| (*other, *is_writing)).collect());
        }
        around
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
        self.tell(known, now);
    }

    /// Changes with who is seen where.
    pub(crate) fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    fn tell(&self, mut known: MutexGuard<'_, Known>, now: Timestamp) {
        known.open.retain(|_, stay| stay.until > now);
        let mut seen = BTreeMap::new();
        for (tab, stay) in &known.open {
            *seen.entry((tab.record, tab.person)).or_default() |= stay.is_writing;
        }
        if seen != known.seen {
            known.seen = seen;
            drop(known);
            self.news.send_modify(|count| *count += 1);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn at(&self, record: RecordId) -> impl Iterator<Item = (&OpenTab, &Stay)> {
        let first = OpenTab { record, person: RecordId(Uuid::nil()), tab: String::new() };
        self.open.range(first..).take_while(move |(tab, _)| tab.record == record)
    }

    /// Lets go of the tab of `person` that runs out first, if there are too many.
    fn bound(&mut self, person: RecordId) {
        let own = || self.open.iter().filter(|(tab, _)| tab.person == person);
        if own().count() <= TABS {
            return;
        }
        if let Some(first) = own().min_by_key(|(_, stay)| stay.until).map(|(tab, _)| tab.clone()) {
            self.open.remove(&first);
            self.untold.insert(first, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    const RECORD: RecordId = RecordId(Uuid::from_u128(7));
    const ANN: RecordId = RecordId(Uuid::from_u128(1));
    const BEN: RecordId = RecordId(Uuid::from_u128(2));

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn tab(person: RecordId, name: &str) -> OpenTab {
        OpenTab { record: RECORD, person, tab: name.to_owned() }
    }

    /// What Ann sees, in words, `now`.
    fn others(board: &Board, now: i64) -> String {
        let others = board.others(RECORD, ANN, at(now)).into_iter();
        let told = others.map(|it| format!("{}{}", it.since.as_second(), if it.is_writing { " writes" } else { "" }));
        told.collect::<Vec<_>>().join(", ")
    }

    fn news(board: &Board, since: &mut watch::Receiver<u64>) -> bool {
        let is_news = since.has_changed().unwrap();
        since.mark_unchanged();
        assert!(board.known.try_lock().is_ok(), "nobody holds it");
        is_news
    }

    #[test]
    fn one_person_in_two_tabs_is_one_and_writes_in_any_of_them() {
        let board = Board::default();
        board.note(tab(BEN, "a"), Some((at(75), false)), at(0));
        board.note(tab(BEN, "b"), Some((at(85), true)), at(10));
        board.note(tab(ANN, "c"), Some((at(85), true)), at(10));
        assert_eq!(others(&board, 20), "0 writes");
        board.note(tab(BEN, "b"), None, at(21));
        assert_eq!(others(&board, 22), "0");
        assert_eq!(others(&board, 75), "", "whoever is not heard of any more is gone");
    }

    #[test]
    fn it_is_news_when_somebody_comes_writes_leaves_or_runs_out_and_not_that_they_are_there_still() {
        let board = Board::default();
        let mut heard = board.news();
        let mut note = |name: &str, here, now| {
            board.note(tab(BEN, name), here, at(now));
            news(&board, &mut heard)
        };
        assert!(note("a", Some((at(75), false)), 0), "comes");
        assert!(!note("a", Some((at(105), false)), 30), "is there still");
        assert!(!note("b", Some((at(105), false)), 31), "in another tab, too");
        assert!(note("b", Some((at(106), true)), 32), "writes");
        assert!(!note("a", None, 33), "is there in the other");
        assert!(note("b", None, 34), "leaves");
        note("a", Some((at(110), false)), 35);
        board.learn(
            BTreeMap::from([(tab(BEN, "a"), Stay { since: at(35), until: at(110), is_writing: false })]),
            at(110),
        );
        assert!(news(&board, &mut heard), "runs out");
    }

    #[test]
    fn what_has_not_been_told_yet_is_newer_than_what_was_read() {
        let board = Board::default();
        let stay = |is_writing| Stay { since: at(0), until: at(75), is_writing };
        board.note(tab(BEN, "a"), Some((at(75), false)), at(0));
        let told = board.take();
        board.note(tab(BEN, "a"), Some((at(75), true)), at(0));
        board.learn(BTreeMap::from([(tab(BEN, "a"), stay(false)), (tab(BEN, "z"), stay(false))]), at(1));
        assert_eq!(others(&board, 2), "0 writes");
        board.put_back(told);
        assert_eq!(board.take(), BTreeMap::from([(tab(BEN, "a"), Some(stay(true)))]));
        board.note(tab(BEN, "a"), None, at(3));
        board.learn(BTreeMap::from([(tab(BEN, "a"), stay(true))]), at(4));
        assert_eq!(others(&board, 5), "", "it has left, which others are still to hear");
    }

    #[test]
    fn around_somebody_are_the_others_at_the_records_that_are_open() {
        let board = Board::default();
        board.note(tab(BEN, "a"), Some((at(75), true)), at(0));
        assert_eq!(board.around(ANN), BTreeMap::new(), "who has it not open is told nothing");
        board.note(tab(ANN, "b"), Some((at(75), false)), at(1));
        assert_eq!(board.around(ANN), BTreeMap::from([(RECORD, vec![(BEN, true)])]));
        assert_eq!(board.around(BEN), BTreeMap::from([(RECORD, vec![(ANN, false)])]));
    }

    #[test]
    fn nobody_is_in_more_tabs_than_a_person_looks_at() {
        let board = Board::default();
        for n in 0..200 {
            board.note(tab(BEN, &n.to_string()), Some((at(75 + n), false)), at(n.min(60)));
        }
        assert_eq!(board.known().open.len(), TABS);
        assert!(board.known().open.contains_key(&tab(BEN, "199")));
    }
}
