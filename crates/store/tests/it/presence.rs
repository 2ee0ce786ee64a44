//! Who has a record open: noted together, read as long as it holds, forgotten afterwards.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use yuheng_store::{OpenTab, Stay, Store};

use crate::place::on_both;
use crate::sample::{at, new_id};

async fn here(store: &Store, now: i64) -> Vec<(OpenTab, Stay)> {
    let mut found = store.presence(at(now)).await.unwrap();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

#[test]
fn a_tab_is_there_until_it_leaves_or_runs_out() {
    on_both(|store, _| async move {
        let record = new_id();
        let tab = |name: &str| OpenTab { record, person: new_id(), tab: name.into() };
        let stay = |until, is_writing| Stay { since: at(0), until: at(until), is_writing };
        let (first, second) = (tab("a"), tab("b"));
        let came = BTreeMap::from([(first.clone(), Some(stay(75, false))), (second.clone(), Some(stay(80, true)))]);
        store.note_presence(&came).await.unwrap();
        assert_eq!(here(&store, 10).await.len(), 2);
        let later = BTreeMap::from([(first.clone(), Some(stay(105, true))), (second.clone(), None)]);
        store.note_presence(&later).await.unwrap();
        assert_eq!(here(&store, 104).await, [(first, stay(105, true))], "said anew it holds on; who left is gone");
        assert_eq!(here(&store, 105).await, [], "and then it has run out");
        store.forget_absent(at(104)).await.unwrap();
        assert_eq!(here(&store, 104).await.len(), 1, "what holds is not forgotten");
        store.forget_absent(at(105)).await.unwrap();
        assert_eq!(here(&store, 0).await, []);
        store.note_presence(&BTreeMap::new()).await.unwrap();
    });
}

#[test]
fn a_stay_is_told_by_the_clock_that_all_nodes_share() {
    on_both(|store, _| async move {
        let (before, after) = (store.clock().await.unwrap(), store.clock().await.unwrap());
        assert!(before <= after && before > at(0), "it goes on: {before}, {after}");
        let stay = Stay { since: at(100), until: at(175), is_writing: true };
        let ahead = SignedDuration::from_secs(-30);
        assert_eq!(stay.shifted(ahead), Stay { since: at(70), until: at(145), is_writing: true });
    });
}

#[test]
fn a_crowd_is_noted_at_once() {
    on_both(|store, _| async move {
        let stay = Some(Stay { since: at(0), until: at(75), is_writing: false });
        let record = new_id();
        let tab = |n: u32| (OpenTab { record, person: new_id(), tab: n.to_string() }, stay);
        store.note_presence(&(0..500).map(tab).collect()).await.unwrap();
        assert_eq!(here(&store, 1).await.len(), 500);
    });
}
