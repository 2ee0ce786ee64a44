//! Who is seen where, what is news, and to whom.

use futures_util::FutureExt as _;
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
    board.learn(BTreeMap::from([(tab(BEN, "a"), Stay { since: at(35), until: at(110), is_writing: false })]), at(110));
    assert!(news(&board, &mut heard), "runs out");
}

#[test]
fn those_who_are_not_heard_of_are_gone_without_another_node_too() {
    let board = Board::default();
    board.note(tab(BEN, "a"), Some((at(75), false)), at(0));
    let mut heard = board.news();
    board.run_out(at(74));
    assert!(!news(&board, &mut heard), "holds still");
    board.run_out(at(75));
    assert!(news(&board, &mut heard), "runs out");
    assert_eq!(board.known().tabs, BTreeMap::new());
}

#[test]
fn a_hundred_who_come_elsewhere_wake_nobody_here() {
    let board = Board::default();
    board.note(tab(ANN, "a"), Some((at(75), false)), at(0));
    let (mut heard, told) = (board.news(), board.around(ANN));
    let mut woken = 0;
    let mut wakes = || woken += i32::from(board.becomes_other(&mut heard, ANN, &told).now_or_never().is_some());
    for n in 100..200 {
        let elsewhere =
            OpenTab { record: RecordId(Uuid::from_u128(n)), ..tab(RecordId(Uuid::from_u128(n + 1000)), "b") };
        board.note(elsewhere, Some((at(75), true)), at(1));
        wakes();
    }
    board.note(tab(BEN, "c"), Some((at(75), false)), at(2));
    wakes();
    assert_eq!(woken, 1, "by the one who comes here");
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
