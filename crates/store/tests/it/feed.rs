//! The feed: complete, without gaps, in each record's order, whatever runs at the same time.

use std::collections::BTreeMap;

use yuheng_engine::Audience;
use yuheng_store::CommitOptions;

use crate::place::{on_both, on_postgres};
use crate::sample::{comment, committed, create, sequenced};

#[test]
fn every_entry_is_in_the_feed_once_and_in_order() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("shared")).await;
        let mut tasks = tokio::task::JoinSet::new();
        for worker in 0..8 {
            let (store, record) = (store.clone(), record.clone());
            tasks.spawn(async move {
                for index in 0..10 {
                    let set = if index % 2 == 0 {
                        create("own")
                    } else {
                        comment(&record, &format!("{worker}-{index}"), Audience::Internal, index)
                    };
                    store.commit(&set, &CommitOptions::in_epoch(1)).await.unwrap();
                    store.advance_feed().await.unwrap();
                }
            });
        }
        tasks.join_all().await;
        sequenced(&store, 81).await;
        let (feed, _) = store.feed(0, 1000).await.unwrap();
        assert_eq!(feed.len(), 81);
        let mut last = BTreeMap::new();
        for (index, (item, _)) in feed.iter().enumerate() {
            assert_eq!(item.position, index as u64 + 1);
            let n = last.entry(item.record).or_insert(0);
            assert_eq!(item.n, *n + 1, "{item:?}");
            *n = item.n;
        }
        assert_eq!(store.feed(80, 10).await.unwrap().0.len(), 1);
    });
}

#[test]
fn a_commit_is_announced() {
    on_both(|store, _| async move {
        let mut changes = store.changes();
        committed(&store, &create("a")).await;
        changes.changed().await.unwrap();
    });
}

#[test]
fn the_feed_goes_on_after_an_entry_that_cannot_be_read() {
    on_both(|store, place| async move {
        let record = committed(&store, &create("a")).await;
        for second in 1..=3 {
            committed(&store, &comment(&record, "b", Audience::Internal, second)).await;
        }
        sequenced(&store, 4).await;
        let damaged = place.pick("x'00'", r"'\x00'");
        place.tamper(&format!("UPDATE history SET bytes = {damaged} WHERE n IN (2, 4)")).await;
        let read = async |after: u64, limit: u32| {
            let (items, read) = store.feed(after, limit).await.unwrap();
            (items.into_iter().map(|(item, _)| item.n).collect::<Vec<_>>(), read)
        };
        assert_eq!(read(0, 10).await, (vec![1, 3], 4));
        assert_eq!(read(1, 1).await, (vec![], 2), "nothing but what is damaged, and yet further");
        assert_eq!(read(4, 10).await, (vec![], 4));
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults[0].n, Some(2));
    });
}

#[test]
fn an_entry_waits_for_transactions_that_began_before_it() {
    // On SQLite there is one writer: nothing can come late.
    on_postgres(|store, place| async move {
        let earlier = place.begin().await;
        committed(&store, &create("a")).await;
        for _ in 0..3 {
            store.advance_feed().await.unwrap();
            assert_eq!(store.feed(0, 10).await.unwrap().0, [], "an earlier entry could still come");
        }
        earlier.batch_execute("COMMIT").await.unwrap();
        sequenced(&store, 1).await;
    });
}
