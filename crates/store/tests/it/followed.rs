//! What those who follow a list are told: each record once, under one notice while that one is unread.

use yuheng_engine::RecordId;
use yuheng_store::{Gained, Notice, Store};

use crate::place::on_both;
use crate::sample::{at, new_id};

async fn tell(store: &Store, person: RecordId, view: RecordId, records: &[RecordId], second: i64) {
    let notice = Notice {
        key: format!("{view}:{}", records[0]),
        at: at(second),
        reason: "view_gained".to_owned(),
        record: records[0],
        n: Some(1),
        doer: None,
        read_at: None,
    };
    store.tell_gained(&Gained { person, view, records: records.to_vec() }, &notice).await.unwrap();
}

#[test]
fn what_comes_into_a_list_is_one_notice_until_that_is_read() {
    on_both(|store, _| async move {
        let (ann, view) = (new_id(), new_id());
        let records: Vec<RecordId> = (0..4).map(|_| new_id()).collect();
        tell(&store, ann, view, &records[..1], 1).await;
        tell(&store, ann, view, &records[1..3], 2).await;
        // A round that was broken off is done again.
        tell(&store, ann, view, &records[1..3], 2).await;
        let told = store.notices(ann, None, 9).await.unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].record, told[0].n), (view, None), "it is of the list now");
        let key = told[0].key.clone();
        assert_eq!(store.gained(ann, &[&key]).await.unwrap()[&key], (view, 3));
        store.read_notices(ann, at(3)).await.unwrap();
        tell(&store, ann, view, &records[3..], 4).await;
        assert_eq!(store.notices(ann, None, 9).await.unwrap().len(), 2, "what comes after it was read is told anew");
        let known = store.told_of_views(&records).await.unwrap();
        assert!(records.iter().all(|record| known.contains(&(ann, view, *record))));
        store.forget_gained(ann, view).await.unwrap();
        assert_eq!(store.told_of_views(&records).await.unwrap().len(), 4, "what its notices are of stays known");
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    });
}
