//! Content that nothing holds is taken away after the time of grace, and nothing else is.

use jiff::{SignedDuration, Timestamp};
use yuheng_engine::{Attachment, Audience, EntryAction, Expected};
use yuheng_store::Store;

use crate::place::on_both;
use crate::sample::{committed, create, draft, new_id, set, whole, write};

const GRACE: SignedDuration = SignedDuration::from_hours(24);

fn at(hours: i64) -> Timestamp {
    "2026-11-20T01:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

async fn uploaded(store: &Store, text: &str) -> String {
    let mut upload = store.begin_upload().await.unwrap();
    upload.write(text.as_bytes()).await.unwrap();
    upload.finish().await.unwrap().digest
}

async fn attach(store: &Store, digest: &str) {
    let record = committed(store, &create("holds it")).await;
    let mut attach = set(write(record, Expected::Exists, vec![draft(EntryAction::Attached, 1)]));
    attach.writes[0].attached = vec![Attachment {
        id: new_id(),
        digest: digest.to_owned(),
        name: "held.txt".into(),
        media_type: "text/plain".into(),
        size: 4,
        audience: Audience::Public,
    }];
    store.commit(&attach, &yuheng_store::CommitOptions::in_epoch(1)).await.unwrap();
}

#[test]
fn what_nothing_holds_is_taken_after_the_time_of_grace() {
    on_both(|store, _| async move {
        let (held, left) = (uploaded(&store, "held").await, uploaded(&store, "left").await);
        attach(&store, &held).await;
        assert_eq!(store.sweep(at(0), GRACE).await.unwrap(), 0);
        assert_eq!(store.sweep(at(23), GRACE).await.unwrap(), 0);
        assert!(whole(&store, &left).await.is_some(), "within the time of grace it stays");
        assert_eq!(store.sweep(at(24), GRACE).await.unwrap(), 1);
        assert_eq!(store.sweep(at(24), GRACE).await.unwrap(), 0, "twice does no more");
        assert_eq!(whole(&store, &left).await, None);
        assert_eq!(whole(&store, &held).await.unwrap(), b"held");
        assert_eq!(store.sweep(at(9000), GRACE).await.unwrap(), 0);
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    });
}

#[test]
fn what_is_uploaded_anew_or_still_under_way_has_its_own_time_of_grace() {
    on_both(|store, _| async move {
        let again = uploaded(&store, "twice").await;
        let mut under_way = store.begin_upload().await.unwrap();
        under_way.write(b"first, ").await.unwrap();
        assert_eq!(store.sweep(at(0), GRACE).await.unwrap(), 0);
        under_way.write(b"then").await.unwrap();
        assert_eq!(uploaded(&store, "twice").await, again);
        assert_eq!(store.sweep(at(30), GRACE).await.unwrap(), 0, "both were written since");
        attach(&store, &again).await;
        let done = under_way.finish().await.unwrap().digest;
        attach(&store, &done).await;
        assert_eq!(store.sweep(at(90), GRACE).await.unwrap(), 0);
        assert_eq!(whole(&store, &done).await.unwrap(), b"first, then");
        assert_eq!(store.verify(|_, _| {}).await.unwrap().faults, []);
    });
}

#[test]
fn the_same_content_may_come_twice_at_once() {
    on_both(|store, _| async move {
        for round in 0..8 {
            let text = format!("the same, {round}");
            let (mut one, mut other) = (store.begin_upload().await.unwrap(), store.begin_upload().await.unwrap());
            one.write(text.as_bytes()).await.unwrap();
            for part in text.as_bytes().chunks(3) {
                other.write(part).await.unwrap();
            }
            let (one, other) = tokio::join!(tokio::spawn(one.finish()), tokio::spawn(other.finish()));
            let digest = one.unwrap().unwrap().digest;
            assert_eq!(other.unwrap().unwrap().digest, digest);
            assert_eq!(whole(&store, &digest).await.unwrap(), text.as_bytes());
        }
    });
}
