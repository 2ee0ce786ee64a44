//! The one way in: what is written is read, and what is expected holds.

use uuid::Uuid;
use yuheng_definition::Value;
use yuheng_engine::{Audience, Effect, Expected, NewRelation, OutboxMessage, RecordId, WriteSet};
use yuheng_store::{CommitError, CommitOptions, Idempotency, Location, OpenError, Store};

use crate::place::{on_both, runtime};
use crate::sample::{at, changes, comment, commit, committed, create, draft, new_id, set, update, write};

const FIRST: CommitOptions = CommitOptions::in_epoch(1);

#[test]
fn what_is_committed_is_read_back() {
    on_both(|store, _| async move {
        let set = create("网络中断");
        let record = committed(&store, &set).await;
        let mut expected = set.writes[0].record.clone();
        (expected.number, expected.label, expected.n) = (1, "INC0000001".into(), 1);
        assert_eq!(record, expected);
        assert_eq!(store.by_label("incident", "INC0000001").await.unwrap(), Some(expected.clone()));
        assert_eq!(store.by_any_label("INC0000001").await.unwrap(), Some(expected.clone()));
        assert_eq!(store.all_of("incident", &["new"], None, 10).await.unwrap(), [expected]);
        assert_eq!(store.all_of("incident", &["closed"], None, 10).await.unwrap(), []);
        assert_eq!(store.record(new_id()).await.unwrap(), None);
    });
}

#[test]
fn a_record_that_changed_meanwhile_is_a_conflict() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("a")).await;
        let changed = committed(&store, &update(&record, "impact", Some("high".into()), false, 1)).await;
        assert_eq!((changed.version, changed.n), (2, 2));
        let again = store.commit(&update(&record, "impact", Some("medium".into()), false, 2), &FIRST).await;
        assert!(matches!(again, Err(CommitError::Conflict(id)) if id == record.id), "{again:?}");
        let twice = set(write(record.clone(), Expected::New, vec![draft(yuheng_engine::EntryAction::Created, 3)]));
        assert!(matches!(store.commit(&twice, &FIRST).await, Err(CommitError::Conflict(_))));
    });
}

#[test]
fn comments_merge_and_raise_n_alone() {
    on_both(|store, _| async move {
        let record = committed(&store, &create("a")).await;
        let changed = committed(&store, &update(&record, "impact", Some("high".into()), false, 1)).await;
        // Said by somebody who has read the record before it changed.
        let said = committed(&store, &comment(&record, "on it", Audience::Public, 2)).await;
        assert_eq!((said.version, said.n, &said.fields), (changed.version, changed.n + 1, &changed.fields));
        let comments = store.said_in(&[(record.id, 2), (record.id, 3)]).await.unwrap();
        assert_eq!(comments.iter().map(|said| (said.n, said.body.as_str())).collect::<Vec<_>>(), [(3, "on it")]);
    });
}

#[test]
fn a_write_set_that_contradicts_itself_is_refused() {
    on_both(|store, _| async move {
        let mut untold = create("a");
        untold.writes[0].entries[0].changes = changes(&[("impact", Some("low".into()), false)]);
        let refused = store.commit(&untold, &FIRST).await;
        assert!(matches!(refused, Err(CommitError::Inconsistent { .. })), "{refused:?}");
        let nul = store.commit(&create("a\0b"), &FIRST).await;
        assert!(matches!(nul, Err(CommitError::Unstorable)), "{nul:?}");
        assert_eq!(committed(&store, &create("b")).await.number, 1);
    });
}

#[test]
fn a_bad_write_set_among_good_ones_fails_alone_and_numbers_have_no_gap() {
    on_both(|store, _| async move {
        let taken = WriteSet { claims: vec![("mail:1".into(), new_id())], ..create("first") };
        commit(&store, &taken).await;
        let mut tasks = tokio::task::JoinSet::new();
        for index in 0..60 {
            let store = store.clone();
            let claims = if index % 3 == 0 { vec![("mail:1".to_owned(), new_id())] } else { Vec::new() };
            let set = WriteSet { claims, ..create("x") };
            tasks.spawn(async move { (index, store.commit(&set, &FIRST).await) });
        }
        let mut numbers = vec![1];
        while let Some(done) = tasks.join_next().await {
            match done.unwrap() {
                (index, Err(CommitError::Claimed(key))) => assert!(index % 3 == 0 && key == "mail:1"),
                (index, done) => {
                    assert!(index % 3 != 0);
                    numbers.push(done.unwrap().records[0].number);
                }
            }
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=41).collect::<Vec<u64>>());
    });
}

#[test]
fn a_claim_given_back_can_be_taken_again() {
    on_both(|store, _| async move {
        commit(&store, &WriteSet { claims: vec![("a".into(), new_id())], ..create("x") }).await;
        assert!(store.commit(&WriteSet { claims: vec![("a".into(), new_id())], ..create("x") }, &FIRST).await.is_err());
        commit(&store, &WriteSet { releases: vec!["a".into()], ..create("x") }).await;
        commit(&store, &WriteSet { claims: vec![("a".into(), new_id())], ..create("x") }).await;
    });
}

fn key(body: u8, second: i64) -> CommitOptions {
    let idempotency = Idempotency {
        scope: "ann POST records/incident".into(),
        key: "k".into(),
        body_hash: [body; 32],
        status: 201,
        at: at(second),
    };
    CommitOptions { idempotency: Some(idempotency), ..FIRST }
}

#[test]
fn a_request_repeated_is_answered_and_not_done_twice() {
    on_both(|store, _| async move {
        let first = store.commit(&create("a"), &key(1, 0)).await.unwrap();
        let again = store.commit(&create("a"), &key(1, 60)).await.unwrap();
        assert!(!first.replayed && again.replayed);
        assert_eq!((again.records, again.status), (first.records, Some(201)));
        let other = store.commit(&create("b"), &key(2, 61)).await;
        assert!(matches!(other, Err(CommitError::KeyReused)), "{other:?}");
        let later = store.commit(&create("b"), &key(2, 48 * 3600)).await.unwrap();
        assert_eq!((later.replayed, later.records[0].number), (false, 2));
    });
}

#[test]
fn requests_repeated_at_once_are_done_once() {
    on_both(|store, _| async move {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let store = store.clone();
            tasks.spawn(async move { store.commit(&create("a"), &key(1, 0)).await.unwrap() });
        }
        let done = tasks.join_all().await;
        assert_eq!(done.iter().filter(|done| !done.replayed).count(), 1);
        assert!(done.iter().all(|done| done.records[0].number == 1));
    });
}

#[test]
fn a_decision_of_an_earlier_epoch_is_refused() {
    on_both(|store, _| async move {
        commit(&store, &WriteSet { effect: Effect::Adds, ..create("a") }).await;
        assert_eq!(store.content_epoch().await.unwrap(), 2);
        store.commit(&create("b"), &FIRST).await.unwrap();
        commit(&store, &WriteSet { effect: Effect::Changes, ..create("c") }).await;
        let late = store.commit(&create("d"), &CommitOptions::in_epoch(2)).await;
        assert!(matches!(late, Err(CommitError::Epoch { now: 3 })), "{late:?}");
    });
}

#[test]
fn relations_are_dated_and_a_reference_field_is_one() {
    on_both(|store, _| async move {
        let (customer, other) = (new_id(), new_id());
        let record = committed(&store, &create("a")).await;
        let named = update(&record, "customer", Some(customer.to_string().into()), false, 10);
        let named = committed(&store, &named).await;
        let relations = store.relations_of(record.id).await.unwrap();
        assert_eq!(relations.len(), 1);
        assert!(relations[0].kind == "customer" && relations[0].target == customer && relations[0].from == at(10));
        let moved = committed(&store, &update(&named, "customer", Some(other.to_string().into()), false, 20)).await;
        let targets = async |second| {
            let relations = store.relations_as_of(record.id, at(second)).await.unwrap();
            relations.iter().map(|relation| relation.target).collect::<Vec<_>>()
        };
        assert_eq!(targets(5).await, []);
        assert_eq!(targets(15).await, [customer]);
        assert_eq!(targets(25).await, [other]);
        let mut drawn =
            set(write(moved.clone(), Expected::Exists, vec![draft(yuheng_engine::EntryAction::Related, 30)]));
        let link = new_id();
        drawn.writes[0].related = vec![NewRelation { id: link, kind: "related".into(), target: customer }];
        let drawn = committed(&store, &drawn).await;
        assert_eq!((drawn.version, drawn.n), (moved.version + 1, moved.n + 1));
        assert_eq!(store.incoming(customer, &["related"], None, 10).await.unwrap().len(), 1);
        let mut ended =
            set(write(drawn.clone(), Expected::Exists, vec![draft(yuheng_engine::EntryAction::Unrelated, 40)]));
        ended.writes[0].unrelated = vec![link];
        commit(&store, &ended).await;
        assert_eq!(targets(35).await, [other, customer]);
        assert_eq!(targets(45).await, [other]);
        assert!(matches!(store.commit(&ended, &FIRST).await, Err(CommitError::Conflict(_))));
    });
}

#[test]
fn a_message_of_the_outbox_is_finished_only_by_whoever_holds_it() {
    on_both(|store, _| async move {
        let message = |key: &str| OutboxMessage {
            key: key.into(),
            job: "notify".into(),
            record: new_id(),
            to: Vec::new(),
            reason: "assigned".into(),
            process: "incident".into(),
            doer: None,
            entry: 0,
        };
        commit(&store, &WriteSet { outbox: vec![message("a"), message("b")], ..create("x") }).await;
        commit(&store, &WriteSet { outbox: vec![message("a")], ..create("y") }).await;
        let first = store.claim_outbox(at(10), at(20), 1).await.unwrap();
        assert_eq!(first.len(), 1);
        assert_eq!(store.claim_outbox(at(11), at(20), 9).await.unwrap().len(), 1);
        assert_eq!(store.claim_outbox(at(12), at(20), 9).await.unwrap().len(), 0);
        let second = store.claim_outbox(at(20), at(30), 9).await.unwrap();
        let same = second.iter().find(|claimed| claimed.message == first[0].message).unwrap();
        assert_eq!((same.attempts, same.fence), (2, 2));
        assert!(!store.finish_outbox(&first[0], at(21)).await.unwrap());
        assert!(store.finish_outbox(same, at(21)).await.unwrap());
        assert!(!store.finish_outbox(same, at(22)).await.unwrap());
        let other = second.iter().find(|claimed| *claimed != same).unwrap();
        assert!(store.fail_outbox(other, "no route", at(22), Some(at(40))).await.unwrap());
        assert_eq!(store.claim_outbox(at(39), at(50), 9).await.unwrap().len(), 0);
        assert_eq!(store.claim_outbox(at(40), at(50), 9).await.unwrap().len(), 1);
    });
}

#[test]
fn a_store_opened_again_is_the_same() {
    on_both(|store, place| async move {
        let record = committed(&store, &create("a")).await;
        if !place.is_postgres() {
            let second = Store::open(&place.location).await;
            assert!(matches!(second, Err(OpenError::InUse(_))), "{second:?}");
        }
        drop(store);
        let store = Store::open(&place.location).await.unwrap();
        assert_eq!(store.record(record.id).await.unwrap(), Some(record));
    });
}

#[test]
fn a_store_of_a_newer_program_is_refused_by_name() {
    on_both(|store, place| async move {
        drop(store);
        place.tamper(place.pick("PRAGMA user_version = 99", "UPDATE schema_version SET version = 99")).await;
        let refused = Store::open(&place.location).await;
        assert!(matches!(refused, Err(OpenError::Newer { found: 99, .. })), "{refused:?}");
    });
}

#[test]
fn a_location_is_an_address_or_a_folder() {
    assert!(matches!(Location::parse("postgres://localhost/x"), Location::Postgres(_)));
    assert_eq!(Location::parse("/var/lib/yuheng"), Location::Folder("/var/lib/yuheng".into()));
}

#[test]
fn a_connection_cut_while_it_commits_leaves_the_outcome_unknown_until_the_request_is_repeated() {
    on_both(|store, place| async move {
        if !place.is_postgres() {
            return; // The commit happens in this process: its outcome is always known.
        }
        // The connection learns the statements, so that the lock holds up the commit itself.
        let mut known = key(1, 0);
        known.idempotency.as_mut().unwrap().key = "before".into();
        store.commit(&create("before"), &known).await.unwrap();
        let other = place.begin().await;
        let table = format!("LOCK TABLE {}.history IN EXCLUSIVE MODE", place.schema());
        other.batch_execute(&table).await.unwrap();
        let committing = store.clone();
        let commit = tokio::spawn(async move { committing.commit(&create("a"), &key(1, 0)).await });
        let cut = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation \
                   JOIN pg_namespace s ON s.oid = c.relnamespace WHERE NOT l.granted AND s.nspname = $1";
        while other.query(cut, &[&place.schema()]).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let done = commit.await.unwrap();
        assert!(matches!(done, Err(CommitError::Unknown)), "{done:?}");
        other.batch_execute("COMMIT").await.unwrap();
        let repeated = store.commit(&create("a"), &key(1, 1)).await.unwrap();
        assert_eq!((repeated.replayed, repeated.records[0].number), (false, 2));
    });
}

#[test]
fn a_store_is_only_made_when_that_is_asked_for() {
    runtime().block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("nowhere");
        let refused = Store::open_existing(&Location::Folder(nowhere.clone())).await;
        assert!(matches!(refused, Err(OpenError::Missing(_))), "{refused:?}");
        assert!(!nowhere.exists());
    });
    on_both(|store, place| async move {
        drop(store);
        assert!(Store::open_existing(&place.location).await.is_ok());
        place.tamper("DROP TABLE IF EXISTS schema_version").await;
        let found = Store::open_existing(&place.location).await;
        assert_eq!(matches!(found, Err(OpenError::Missing(_))), place.is_postgres(), "{found:?}");
    });
}

#[test]
fn what_is_said_to_one_customer_is_not_said_to_another() {
    on_both(|store, _| async move {
        let customer = |id: u128| Some(Value::from(RecordId(Uuid::from_u128(id)).to_string()));
        let first = committed(&store, &create("Whose")).await;
        let theirs = committed(&store, &update(&first, "customer", customer(1), false, 1)).await;
        committed(&store, &update(&theirs, "customer", customer(2), false, 2)).await;
        let late = store.commit(&comment(&theirs, "For them alone", Audience::Public, 3), &FIRST).await;
        assert!(matches!(late, Err(CommitError::Conflict(id)) if id == theirs.id), "{late:?}");
    });
}
