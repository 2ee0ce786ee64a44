//! What a record is found by, made anew: nothing else of it changes, nobody's write is undone, and all of it verifies.

use std::collections::BTreeMap;
use std::sync::Arc;

use yuheng_definition::expression::Node;
use yuheng_definition::{Definitions, Source};
use yuheng_engine::{Audience, Effect, Projection, Record, RecordId, SearchText, WriteSet};
use yuheng_store::{CommitError, CommitOptions, SearchArm, SearchQuery, Store};

use crate::place::on_both;
use crate::sample::{comment, commit, committed, create, update};

/// Found by its title within the provider only, and indexed by `title` instead of `impact`.
fn anew(record: &Record) -> Projection {
    let title = record.text("title").unwrap_or_default().to_owned();
    Projection {
        record: record.id,
        n: record.n,
        index: BTreeMap::from([("title".into(), title.clone())]),
        texts: SearchText { public: String::new(), internal: title },
    }
}

fn set(made: Projection) -> WriteSet {
    WriteSet { projections: vec![made], ..WriteSet::default() }
}

async fn is_so(store: &Store, made: &Projection) -> bool {
    store.found_by(made.record).await.unwrap().unwrap().is(made)
}

/// The records that a word finds: for somebody who sees what is internal or not, where the texts of fields can be trusted
/// or not.
async fn found(store: &Store, word: &str, internal: bool, trusted: bool) -> Vec<RecordId> {
    let definitions = Definitions::load(&Source::shipped()).unwrap();
    let process = Arc::clone(definitions.process("incident").unwrap());
    let (internal, trusted) = (Node::truth(internal), Node::truth(trusted));
    let arm = SearchArm { process, seen: Node::truth(true), internal, trusted };
    let query = SearchQuery { text: word.to_owned(), arms: vec![arm], limit: 10 };
    store.search(&query).await.unwrap().hits.into_iter().map(|hit| hit.record.id).collect()
}

async fn faults(store: &Store) -> usize {
    store.verify(|_, _| {}).await.unwrap().faults.len()
}

#[test]
fn a_record_is_found_by_what_was_made_anew_and_is_what_it_was() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("核心交换机")).await;
        let other = committed(&store, &create("核心路由器")).await;
        let made = anew(&record);
        assert!(!is_so(&store, &made).await);
        assert_eq!(found(&store, "交换机", false, true).await, [record.id]);
        let entries = store.history(record.id, 0, 10).await.unwrap().len();
        for _ in 0..2 {
            commit(&store, &set(made.clone())).await;
            assert!(is_so(&store, &made).await);
            assert_eq!(found(&store, "交换机", false, true).await, []);
            assert_eq!(found(&store, "交换机", true, true).await, [record.id]);
            assert_eq!(found(&store, "核心", false, true).await, [other.id]);
            assert_eq!(store.record(record.id).await.unwrap().unwrap(), record, "nothing has happened to it");
            assert_eq!(store.history(record.id, 0, 10).await.unwrap().len(), entries);
            assert_eq!(faults(&store).await, 0);
        }
        committed(&store, &update(&record, "impact", Some("high".into()), false, 1)).await;
        assert_eq!(faults(&store).await, 0, "and it goes on from there");
    });
}

#[test]
fn what_was_made_of_an_earlier_entry_does_not_hold() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("a")).await;
        let late = anew(&record);
        let said = committed(&store, &comment(&record, "said", Audience::Public, 1)).await;
        let epoch = CommitOptions::in_epoch(1);
        let refused = store.commit(&set(late.clone()), &epoch).await;
        assert!(matches!(refused, Err(CommitError::Conflict(id)) if id == record.id), "{refused:?}");
        assert!(!is_so(&store, &late).await);
        commit(&store, &WriteSet { effect: Effect::Changes, ..create("b") }).await;
        let refused = store.commit(&set(anew(&said)), &epoch).await;
        assert!(matches!(refused, Err(CommitError::Epoch { .. })), "{refused:?}");
        assert_eq!(faults(&store).await, 0);
    });
}

/// What the samples themselves are found by.
fn as_written(record: &Record) -> Projection {
    let text = |field: &str| record.text(field).unwrap_or_default().to_owned();
    Projection {
        record: record.id,
        n: record.n,
        index: BTreeMap::from([("impact".into(), text("impact"))]),
        texts: SearchText { public: text("title"), internal: String::new() },
    }
}

#[test]
fn whoever_writes_at_the_same_time_is_not_undone() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("a")).await;
        let id = record.id;
        let projecting = {
            let store = store.clone();
            tokio::spawn(async move {
                let mut done = 0;
                for _ in 0..40 {
                    let record = store.record(id).await.unwrap().unwrap();
                    tokio::task::yield_now().await;
                    match store.commit(&set(as_written(&record)), &CommitOptions::in_epoch(1)).await {
                        Ok(_) => done += 1,
                        Err(CommitError::Conflict(_)) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
                done
            })
        };
        let mut last = record;
        for second in 0..40 {
            let impact = if second % 2 == 0 { "high" } else { "low" };
            last = committed(&store, &update(&last, "impact", Some(impact.into()), false, second)).await;
            assert!(is_so(&store, &as_written(&last)).await, "at {second}");
        }
        assert!(projecting.await.unwrap() > 0);
        assert!(is_so(&store, &as_written(&last)).await);
        assert_eq!(store.record(id).await.unwrap().unwrap(), last);
        assert_eq!((last.version, last.text("impact")), (41, Some("low")));
        assert_eq!(faults(&store).await, 0);
    });
}

#[test]
fn texts_that_are_not_trusted_find_nothing_but_what_was_said() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("交换机")).await;
        committed(&store, &comment(&record, "路由器", Audience::Public, 1)).await;
        assert_eq!(found(&store, "交换机", false, true).await, [record.id]);
        assert_eq!(found(&store, "交换机", false, false).await, []);
        assert_eq!(found(&store, "路由器", false, false).await, [record.id]);
    });
}

#[test]
fn progress_is_noted_only_over_what_was_read() {
    on_both(|store, _| async move {
        let note = async |before, after| store.replace_progress("pass", before, after).await.unwrap();
        assert!(!note(Some("1"), "2").await, "nothing was noted");
        assert!(note(None, "1").await);
        assert!(!note(None, "2").await);
        assert!(note(Some("1"), "2").await);
        assert!(!note(Some("1"), "3").await);
        assert_eq!(store.setting("pass").await.unwrap().as_deref(), Some("2"));
    });
}
