//! What those who follow a list are told: each record once, under one notice while that one is unread.

use uuid::Uuid;
use yuheng_engine::RecordId;
use yuheng_store::{Gained, Notice, Store};

use crate::place::on_both;
use crate::sample::{at, committed, create, new_id, update};

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

#[test]
fn what_comes_in_while_the_notice_is_read_is_not_lost() {
    on_both(|store, _| async move {
        let (ann, view) = (new_id(), new_id());
        for second in 1..=60 {
            let record = [new_id()];
            let read = store.read_notices(ann, at(second));
            let (_, read) = tokio::join!(tell(&store, ann, view, &record, second), read);
            read.unwrap();
            let told = store.notices(ann, None, 999).await.unwrap();
            let newest = told.first().map(|notice| notice.at);
            assert_eq!(newest, Some(at(second)), "told by a notice of its own time, not by one that was read before");
            let keys: Vec<&str> = told.iter().filter(|it| it.at == at(second)).map(|it| it.key.as_str()).collect();
            let counted: u64 = store.gained(ann, &keys).await.unwrap().values().map(|(_, count)| count).sum();
            assert!(counted > 0, "and that notice counts it");
        }
    });
}

#[test]
fn what_was_told_of_a_closed_record_is_forgotten_with_its_notice() {
    on_both(|store, place| async move {
        let (ann, view) = (new_id(), new_id());
        let mut opened = create("Printer");
        opened.writes[0].record.closed_at = Some(at(2));
        let closed = committed(&store, &opened).await.id;
        let open = committed(&store, &create("Mail")).await.id;
        tell(&store, ann, view, &[closed, open], 1).await;
        store.tidy(at(9)).await.unwrap();
        assert_eq!(store.told_of_views(&[closed, open]).await.unwrap().len(), 2, "its notice is there");
        place.tamper("DELETE FROM notice").await;
        store.tidy(at(2)).await.unwrap();
        assert_eq!(store.told_of_views(&[closed, open]).await.unwrap().len(), 2, "it was not closed before then");
        store.tidy(at(9)).await.unwrap();
        let left = store.told_of_views(&[closed, open]).await.unwrap();
        assert_eq!(left.into_iter().map(|(.., record)| record).collect::<Vec<_>>(), [open]);
    });
}

#[test]
fn who_follows_is_read_page_by_page() {
    on_both(|store, _| async move {
        let (mut follows, nil) = (Vec::new(), RecordId(Uuid::nil()));
        for title in ["Printer", "Mail"] {
            let id = committed(&store, &create(title)).await.id;
            let record = store.record(id).await.unwrap().unwrap();
            for _ in 0..2 {
                let person = new_id();
                store.watch(person, &record).await.unwrap();
                follows.push((id, person));
            }
        }
        follows.sort();
        let (mut read, mut after) = (Vec::new(), (nil, nil));
        while let Some(last) = store.followed("incident", after, 1).await.unwrap().first() {
            read.push(*last);
            after = *last;
        }
        assert_eq!(read, follows);
        assert_eq!(store.followed("incident", (nil, nil), 9).await.unwrap(), follows);
    });
}

#[test]
fn a_record_is_known_before_and_after_each_of_its_entries() {
    on_both(|store, _| async move {
        let id = committed(&store, &create("Printer")).await.id;
        let opened = store.record(id).await.unwrap().unwrap();
        committed(&store, &update(&opened, "title", Some("Printers".into()), false, 2)).await;
        let titles = async |first, last| {
            let states = store.states(id, first, last).await.unwrap();
            states.iter().map(|it| it.as_ref().and_then(|it| it.text("title").map(str::to_owned))).collect::<Vec<_>>()
        };
        let (before, after) = (Some("Printer".to_owned()), Some("Printers".to_owned()));
        let n = store.record(id).await.unwrap().unwrap().n;
        assert_eq!(titles(n, n).await, [before.clone(), after.clone()]);
        let all = titles(1, n).await;
        assert_eq!((all.first(), all.last(), all.len()), (Some(&None), Some(&after), n as usize + 1));
    });
}
