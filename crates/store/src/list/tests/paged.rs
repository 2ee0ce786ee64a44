//! Pages together are the whole list in order, whichever way its rows are found.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use yuheng_definition::expression::{Expression, Schema, bind, evaluate};
use yuheng_definition::{Process, index_text};
use yuheng_engine::{Actor, Record, RecordFacts, RecordId};

use super::random::{INDEXED, at, fields, person};
use super::{insert, process, sample, stores};
use crate::Store;
use crate::list::{BOUNDS, Bounds, Direction, ListArm, ListQuery, Sort};

/// What a record is sorted by, as the database compares it.
fn key(record: &Record, sort: &Sort) -> Option<String> {
    let micros = |at: Timestamp| format!("{:020}", at.as_microsecond());
    match sort.name() {
        "opened_at" => Some(micros(record.opened_at)),
        "updated_at" => Some(micros(record.updated_at)),
        "number" => Some(format!("{:020}", record.number)),
        "due_at" => record.due_at().map(micros),
        "state" => Some(record.state.to_string()),
        "assignee" => record.text("assignee").map(str::to_owned),
        field => index_text(&fields()[field].kind, record.fields.get(field)?),
    }
}

/// The records in the list's order, sorted in memory.
fn in_order(mut records: Vec<&Record>, sort: &Sort) -> Vec<RecordId> {
    let time = |record: &Record| if sort.is_plain() { 0 } else { record.opened_at.as_microsecond() };
    records.sort_by(|left, right| {
        let (first, second) = (key(left, sort), key(right, sort));
        let inside = first.cmp(&second).then(time(left).cmp(&time(right))).then(left.id.cmp(&right.id));
        let inside = if sort.direction == Direction::Descending { inside.reverse() } else { inside };
        first.is_none().cmp(&second.is_none()).then(inside)
    });
    records.into_iter().map(|record| record.id).collect()
}

/// All pages of a list.
async fn pages(store: &Store, query: &ListQuery, bounds: Bounds) -> Vec<RecordId> {
    let (mut query, mut ids) = (query.clone(), Vec::new());
    loop {
        let page = store.list_within(&query, bounds).await.unwrap();
        assert!(page.records.len() <= query.limit);
        ids.extend(page.records.iter().map(|record| record.id));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return ids,
        }
    }
}

const SORTS: [&str; 12] = [
    "opened_at",
    "-opened_at",
    "-updated_at",
    "number",
    "count",
    "-title",
    "-impact",
    "assignee",
    "due_at",
    "-state",
    "priority",
    "-priority",
];
pub(super) const FILTERS: [&str; 17] = [
    "true",
    "record.is_open",
    "record.is_open && record.urgent",
    "record.is_open == true && record.urgent != true",
    "record.is_open && !has(record.assignee)",
    "record.impact == 'high' && record.count > 3",
    "false == record.urgent || record.count == 3",
    "record.impact in ['high', 'low'] && record.state == 'new'",
    "record.is_open && record.assignee == actor.id || record.impact == 'high'",
    "record.count == 3",
    "actor.id in record.participants",
    "record.cause.contains('印')",
    "record.opened_at >= timestamp('2026-11-20T00:00:00Z') && timestamp('2026-11-22T08:00:00Z') > record.opened_at",
    "record.impact == 'high' && record.opened_at > timestamp('2026-11-20T00:00:00Z')",
    "record.is_open && record.due_at <= now && record.urgent",
    "record.updated_at < now && record.planned_on < today",
    "record.planned_on >= today && record.planned_on < today + days(3) && record.count <= 7",
];

#[tokio::test]
async fn pages_together_are_the_whole_list_in_order_whichever_way_they_are_found() {
    let (records, _) = sample(300);
    let process = Arc::new(process());
    let (actor, zone) = (Actor { id: person(1), ..Actor::system() }, TimeZone::UTC);
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    for (store, _folder) in stores().await {
        insert(&store, &records, &INDEXED).await;
        for (source, sort) in FILTERS.iter().flat_map(|filter| SORTS.iter().map(move |sort| (filter, sort))) {
            let filter = bind(&Expression::check(source, &Schema::of(&process)).unwrap().root, &unbound);
            let sort = Sort::parse(sort, [&*process]).unwrap();
            let arms = vec![ListArm { process: process.clone(), node: filter.clone() }];
            let query = ListQuery { arms, sort, cursor: None, limit: 29, total: false };
            let holds = |record: &&Record| evaluate(&filter, &RecordFacts { record: Some(record), ..unbound }).holds();
            let expected = in_order(records.iter().filter(holds).collect(), &query.sort);
            let sorted = pages(&store, &query, Bounds { small: 5_000, budget: 0 }).await;
            assert_eq!(sorted, expected, "sorted: {query:?}");
            let can_walk = match query.sort.name() {
                "state" => false,
                "due_at" => source.starts_with("record.is_open") && !source.contains("||"),
                _ => true,
            };
            if can_walk {
                let walked = pages(&store, &query, Bounds { small: 0, budget: 5_000 }).await;
                assert_eq!(walked, expected, "walked: {query:?}");
            }
            let counted = store.count_within(&query, 1_000, Bounds { small: 0, budget: 5_000 }).await.unwrap();
            assert_eq!((counted.count, counted.is_capped), (expected.len(), false), "{query:?}");
            let tight = store.count_whole_within(&query, Bounds { small: 0, budget: 0 }).await.unwrap();
            let roomy = store.count_whole(&query).await.unwrap();
            assert_eq!((tight, roomy), (expected.len() as u64, expected.len() as u64), "{query:?}");
        }
    }
}

#[tokio::test]
async fn the_records_of_several_processes_are_one_list() {
    let (mut records, _) = sample(300);
    for (record, of) in records.iter_mut().zip(["incident", "request", "task"].into_iter().cycle()) {
        record.process = of.into();
    }
    let of = |id: &str| Arc::new(Process { id: id.into(), ..process() });
    let processes = ["incident", "request", "task"].map(of);
    let (actor, zone) = (Actor { id: person(1), ..Actor::system() }, TimeZone::UTC);
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    for (store, _folder) in stores().await {
        insert(&store, &records, &INDEXED).await;
        for (source, sort) in FILTERS.iter().flat_map(|filter| SORTS.iter().map(move |sort| (filter, sort))) {
            let node = bind(&Expression::check(source, &Schema::of(&processes[0])).unwrap().root, &unbound);
            let arms = processes.iter().map(|process| ListArm { process: Arc::clone(process), node: node.clone() });
            let sort = Sort::parse(sort, processes.iter().map(|process| &**process)).unwrap();
            let query = ListQuery { arms: arms.collect(), sort, cursor: None, limit: 29, total: false };
            let holds = |record: &&Record| evaluate(&node, &RecordFacts { record: Some(record), ..unbound }).holds();
            let expected = in_order(records.iter().filter(holds).collect(), &query.sort);
            assert_eq!(pages(&store, &query, BOUNDS).await, expected, "{source} by {:?}", query.sort);
            if query.sort.is_plain() {
                let walked = pages(&store, &query, Bounds { small: 0, budget: 5_000 }).await;
                assert_eq!(walked, expected, "walked: {source} by {:?}", query.sort);
            }
        }
    }
}
