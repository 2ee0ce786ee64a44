//! Counting, and what bounds a list: the range of an index, the budget of a walk.

use std::sync::Arc;

use jiff::tz::TimeZone;
use yuheng_definition::expression::{Expression, Node, Schema, bind, evaluate};
use yuheng_engine::{Actor, Record, RecordFacts};

use super::paged::FILTERS;
use super::random::{INDEXED, at, person};
use super::{insert, process, sample, stores};
use crate::list::driver::drivers;
use crate::list::{Bounds, ListArm, ListError, ListQuery, Sort};

#[tokio::test]
async fn what_is_counted_in_one_pass_is_what_holds() {
    let (records, _) = sample(300);
    let process = Arc::new(process());
    let (actor, zone) = (Actor { id: person(1), ..Actor::system() }, TimeZone::UTC);
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    let read = |source: &str| bind(&Expression::check(source, &Schema::of(&process)).unwrap().root, &unbound);
    let nodes = FILTERS.map(read);
    for (store, _folder) in stores().await {
        insert(&store, &records, &INDEXED).await;
        for base in &nodes {
            let arm = ListArm { process: process.clone(), node: base.clone() };
            let holds =
                |node: &Node, record: &Record| evaluate(node, &RecordFacts { record: Some(record), ..unbound }).holds();
            let count = |node: &Node| records.iter().filter(|one| holds(base, one) && holds(node, one)).count() as u64;
            let expected: Vec<u64> = nodes.iter().map(count).collect();
            assert_eq!(store.count_each(&arm, &nodes).await.unwrap(), expected, "sorted: {base:?}");
            let walked = store.count_each_within(&arm, &nodes, Bounds { small: 0, budget: 0 }).await.unwrap();
            assert_eq!(walked, expected, "walked: {base:?}");
        }
    }
}

#[tokio::test]
async fn a_range_of_an_index_bounds_what_is_asked() {
    let (records, _) = sample(300);
    let process = Arc::new(process());
    let never = "record.cause == 'nothing has this'";
    let ranges = [
        ("record.opened_at < timestamp('2026-11-21T00:00:00Z')", "-opened_at"),
        ("record.updated_at < timestamp('2026-11-21T00:00:00Z')", "-updated_at"),
        ("record.updated_at < timestamp('2026-11-21T00:00:00Z')", "-opened_at"),
        ("record.is_open && record.due_at < timestamp('2026-11-21T00:00:00Z')", "-due_at"),
        ("record.impact == 'high' && record.opened_at < timestamp('2026-11-21T00:00:00Z')", "title"),
        ("record.planned_on > '2026-11-30'", "-opened_at"),
        ("record.count >= 11", "number"),
        ("record.is_open && !has(record.assignee)", "-opened_at"),
        ("record.is_open == true && !has(record.assignee)", "-opened_at"),
        ("record.is_open == true && record.due_at < timestamp('2026-11-21T00:00:00Z')", "due_at"),
        ("record.is_open && record.impact == 'high'", "-updated_at"),
    ];
    let (actor, zone) = (Actor { id: person(1), ..Actor::system() }, TimeZone::UTC);
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    for (store, _folder) in stores().await {
        insert(&store, &records, &INDEXED).await;
        for (range, sort) in ranges {
            let read = |source: &str| bind(&Expression::check(source, &Schema::of(&process)).unwrap().root, &unbound);
            let list = |node: Node| {
                let arms = vec![ListArm { process: process.clone(), node }];
                ListQuery { arms, sort: Sort::parse(sort, [&*process]).unwrap(), cursor: None, limit: 7, total: false }
            };
            let bounds = Bounds { small: 110, budget: 110 };
            let within = store.list_within(&list(read(&format!("{range} && {never}"))), bounds).await;
            assert!(within.unwrap().records.is_empty(), "{range} by {sort}");
            let without = store.list_within(&list(read(never)), bounds).await;
            assert!(matches!(without, Err(ListError::TooWide(_))), "{range} by {sort}");
        }
    }
}

#[test]
fn a_truth_that_is_indexed_is_found_by_its_index() {
    let process = process();
    let (actor, zone) = (Actor::system(), TimeZone::UTC);
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    for source in ["record.urgent", "record.urgent == true", "!record.urgent", "record.urgent == false"] {
        let node = bind(&Expression::check(source, &Schema::of(&process)).unwrap().root, &unbound);
        assert_eq!(drivers(&process, &node).len(), 1, "{source}");
    }
}

#[tokio::test]
async fn a_walk_beyond_the_budget_names_what_to_index() {
    let (records, _) = sample(60);
    let process = Arc::new(process());
    let filter = Expression::check("record.cause == 'nothing has this'", &Schema::of(&process)).unwrap().root;
    let arms = vec![ListArm { process, node: filter }];
    let query = ListQuery { arms, sort: Sort::NEWEST, cursor: None, limit: 7, total: false };
    for (store, _folder) in stores().await {
        insert(&store, &records, &[]).await;
        let refused = store.list_within(&query, Bounds { small: 10, budget: 30 }).await;
        assert!(matches!(refused, Err(ListError::TooWide(field)) if field == "cause"));
        let damaged = ListQuery { cursor: Some("AAAA".to_owned()), ..query.clone() };
        assert!(matches!(store.list(&damaged).await, Err(ListError::Cursor)));
    }
}
