//! Figures over more records than are looked at one by one: what is kept of them is as exact as what stands in the store.

use std::sync::Arc;

use yuheng_definition::expression::{Comparison, Node, Order, Path};
use yuheng_definition::{Definitions, Source, Value};
use yuheng_engine::{Expected, Record, RecordId, WriteSet};
use yuheng_store::{ListArm, Store};

use crate::place::on_both;
use crate::sample::{at, commit, committed, create, update};

/// More than a list looks at one by one.
const RECORDS: usize = 5_200;
const DAY: i64 = 86_400;

fn is(field: &str, value: &str) -> Node {
    Node::Compare {
        operator: Comparison::Equal,
        order: Order::Plain,
        left: Box::new(Node::Path(Path::Field(field.into()))),
        right: Box::new(Node::Literal(Value::from(value))),
    }
}

fn opened_on(title: &str, day: i64) -> WriteSet {
    let mut set = create(title);
    set.writes[0].record.opened_at = at(day * DAY);
    set
}

async fn fill(store: &Store) -> Vec<RecordId> {
    let mut ids = Vec::new();
    for first in (0..RECORDS).step_by(200) {
        let mut some = WriteSet::default();
        for number in first..first + 200 {
            some.writes.extend(opened_on("kept", (number % 90) as i64).writes);
        }
        ids.extend(some.writes.iter().map(|write| write.record.id));
        commit(store, &some).await;
    }
    ids
}

/// Raises the impact of a record, in one write.
fn raised(record: &Record, impact: &str) -> WriteSet {
    let set = update(record, "impact", Some(impact.into()), false, 100);
    assert!(matches!(set.writes[0].expected, Expected::Version(_)));
    set
}

#[test]
fn a_figure_asked_for_again_counts_what_was_written_since() {
    on_both(|store, _| async move {
        let definitions = Definitions::load(&Source::shipped()).unwrap();
        let arm = ListArm { process: Arc::clone(definitions.process("incident").unwrap()), node: Node::truth(true) };
        let nodes = [Node::truth(true), is("impact", "high"), is("title", "late")];
        let count = async || store.count_each(&arm, &nodes).await.unwrap();
        let ids = fill(&store).await;
        let all = RECORDS as u64;
        assert_eq!(count().await, [all, 0, 0]);
        assert_eq!(count().await, [all, 0, 0]);
        for at_once in [1, 3, 40] {
            let before = count().await;
            for id in ids.iter().rev().step_by(61).take(at_once) {
                let record = store.record(*id).await.unwrap().unwrap();
                let is_high = record.text("impact") == Some("high");
                commit(&store, &raised(&record, if is_high { "low" } else { "high" })).await;
            }
            let mut high = 0;
            for some in ids.chunks(1000) {
                let records = store.records(some).await.unwrap();
                high += records.iter().filter(|record| record.text("impact") == Some("high")).count() as u64;
            }
            let after = count().await;
            assert_eq!(after, [all, high, 0], "after {at_once} changes; {before:?} before");
        }
        committed(&store, &opened_on("late", 400)).await;
        assert_eq!(count().await[0], all + 1);
        assert_eq!(count().await[2], 1);
    });
}

#[test]
fn whoever_counts_while_others_write_finds_it_all_afterwards() {
    on_both(|store, _| async move {
        let definitions = Definitions::load(&Source::shipped()).unwrap();
        let arm = ListArm { process: Arc::clone(definitions.process("incident").unwrap()), node: Node::truth(true) };
        let nodes = [Node::truth(true), is("title", "late")];
        fill(&store).await;
        let mut tasks = tokio::task::JoinSet::new();
        for worker in 0..6 {
            let (store, arm, nodes) = (store.clone(), arm.clone(), nodes.clone());
            tasks.spawn(async move {
                for index in 0..10 {
                    if worker % 2 == 0 {
                        commit(&store, &opened_on("late", 7 * worker + index)).await;
                    } else {
                        store.count_each(&arm, &nodes).await.unwrap();
                    }
                }
            });
        }
        tasks.join_all().await;
        assert_eq!(store.count_each(&arm, &nodes).await.unwrap(), [RECORDS as u64 + 30, 30]);
    });
}
