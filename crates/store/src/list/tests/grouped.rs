//! Counts by field: every record is in one group, and a group's condition lists just its records, on both databases.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use yuheng_definition::expression::{Expression, Node, Schema, bind, evaluate};
use yuheng_engine::{Actor, Group, Grouping, Record, RecordFacts};

use super::random::{INDEXED, at, person};
use super::{insert, process, sample, stores};
use crate::list::{BOUNDS, Bounds, GroupQuery, ListArm, ListError};

const NOW: &str = "2026-11-22T08:00:00Z";

const BY: [&[&str]; 14] = [
    &[],
    &["state"],
    &["is_open"],
    &["opened_by"],
    &["age"],
    &["opened_at:day"],
    &["resolved_at:week"],
    &["planned_at:day"],
    &["planned_on:month"],
    &["urgent"],
    &["owner"],
    &["opened_at:month", "priority"],
    &["age", "impact"],
    &["assignee", "confidential"],
];

const FILTERS: [&str; 4] = [
    "true",
    "record.is_open",
    "record.impact == 'high' || record.count > 5",
    "record.opened_at >= '2026-06-01' && has(record.priority)",
];

const COUNTED: &str = "record.count > 3 || record.urgent";

/// The records opened over a year, night and day, both changes of the clocks in it.
fn over_a_year() -> Vec<Record> {
    let (mut records, _) = sample(240);
    for (record, number) in records.iter_mut().zip(0_i64..) {
        record.opened_at = at(NOW).checked_sub((number * 37).hours()).unwrap();
        record.updated_at = record.opened_at;
    }
    records
}

/// A zone's offsets in these two years.
fn offsets(zone: &TimeZone) -> Vec<(i64, i64)> {
    let from = at("2025-01-01T00:00:00Z");
    let micros = |seconds: i32| i64::from(seconds) * 1_000_000;
    let first = (i64::MIN, micros(zone.to_offset(from).seconds()));
    let later = zone.following(from).take_while(|change| change.timestamp() < at("2027-06-01T00:00:00Z"));
    let later = later.map(|change| (change.timestamp().as_microsecond(), micros(change.offset().seconds())));
    std::iter::once(first).chain(later).collect()
}

#[tokio::test]
async fn every_record_is_in_the_group_whose_condition_lists_it() {
    let records = over_a_year();
    let process = Arc::new(process());
    let actor = Actor { id: person(1), ..Actor::system() };
    for (store, _folder) in stores().await {
        insert(&store, &records, &INDEXED).await;
        for zone in ["Asia/Shanghai", "America/New_York"] {
            let zone = TimeZone::get(zone).unwrap();
            let unbound = RecordFacts { record: None, actor: &actor, now: at(NOW), zone: &zone };
            let today = at(NOW).to_zoned(zone.clone()).date();
            let read = |source: &str| bind(&Expression::check(source, &Schema::of(&process)).unwrap().root, &unbound);
            let holds =
                |node: &Node, record: &Record| evaluate(node, &RecordFacts { record: Some(record), ..unbound }).holds();
            for (by, filter) in BY.iter().flat_map(|by| FILTERS.map(|filter| (by, filter))) {
                let by: Vec<Grouping> = by.iter().map(|by| Grouping::of(by, &process, |_| false).unwrap()).collect();
                let (node, counted) = (read(filter), read(COUNTED));
                let query = GroupQuery {
                    arm: ListArm { process: process.clone(), node: node.clone() },
                    by: by.clone(),
                    counted: Some(counted.clone()),
                    offsets: offsets(&zone),
                };
                let sorted = store.count_by(&query).await.unwrap();
                let scanned = store.count_by_within(&query, Bounds { small: 0, budget: 0 }, 1_000).await.unwrap();
                let what = format!("{by:?} of {filter} on {:?}", store.dialect());
                for rows in [sorted, scanned] {
                    let mut groups: BTreeMap<Vec<Group>, (u64, u64)> = BTreeMap::new();
                    for row in rows {
                        let group = by.iter().zip(row.cells).map(|(by, cell)| by.group(cell, today)).collect();
                        let sum = groups.entry(group).or_default();
                        *sum = (sum.0 + row.count, sum.1 + row.counted);
                    }
                    let all = records.iter().filter(|record| holds(&node, record)).count() as u64;
                    assert_eq!(groups.values().map(|sum| sum.0).sum::<u64>(), all, "{what}");
                    for (group, sum) in groups {
                        let conditions = by.iter().zip(&group).map(|(by, group)| by.condition(group));
                        let condition = Node::all(conditions.map(|text| read(&text)).chain([node.clone()]));
                        let listed: Vec<_> = records.iter().filter(|record| holds(&condition, record)).collect();
                        let apart = listed.iter().filter(|record| holds(&counted, record)).count() as u64;
                        assert_eq!((listed.len() as u64, apart), sum, "{group:?} {what}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn more_records_than_may_be_counted_are_refused() {
    let records = over_a_year();
    let process = Arc::new(process());
    let zone = TimeZone::UTC;
    let actor = Actor::system();
    let unbound = RecordFacts { record: None, actor: &actor, now: at(NOW), zone: &zone };
    for (store, _folder) in stores().await {
        insert(&store, &records, &INDEXED).await;
        let count = async |filter: &str, most: usize| {
            let node = bind(&Expression::check(filter, &Schema::of(&process)).unwrap().root, &unbound);
            let arm = ListArm { process: process.clone(), node };
            let by = vec![Grouping::of("state", &process, |_| false).unwrap()];
            let query = GroupQuery { arm, by, counted: None, offsets: Vec::new() };
            store.count_by_within(&query, Bounds { small: 5, ..BOUNDS }, most).await
        };
        let all = records.len();
        assert!(matches!(count("true", all - 1).await, Err(ListError::TooMany(most)) if most == all - 1));
        assert!(count("true", all).await.is_ok());
        let since: Timestamp = at(NOW).checked_sub((37 * 20).hours()).unwrap();
        let narrowed = format!("record.opened_at > '{since}'");
        assert_eq!(count(&narrowed, 20).await.unwrap().iter().map(|row| row.count).sum::<u64>(), 20);
    }
}
