//! A condition says of a row what it says of the record: random records under random conditions, on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;
use yuheng_definition::expression::{Expression, Node, Schema, bind, evaluate};
use yuheng_definition::{
    Field, FieldId, FieldKind, Label, Lifetime, OptionId, Process, Search, StateId, Value, index_text,
};
use yuheng_engine::{Actor, Clock, ClockState, Record, RecordFacts, RecordId};

use super::{Bounds, Direction, ListArm, ListError, ListQuery, Sort, lower};
use crate::details::Details;
use crate::sql::Sql;
use crate::{Location, Store, dialect};

fn field(id: &str, kind: FieldKind) -> (FieldId, Field) {
    let field = Field {
        id: id.into(),
        label: Label::default(),
        ask: None,
        help: None,
        kind,
        format: None,
        required: false,
        default: None,
        default_at: std::collections::BTreeMap::new(),
        default_for: Default::default(),
        indexed: false,
        search: Search::No,
        personal: false,
        internal: false,
        retired: false,
        derived: false,
        fixed: false,
        not_actor: false,
        keeps_customer: false,
        by_step: false,
        unique: false,
    };
    (id.into(), field)
}

fn fields() -> IndexMap<FieldId, Field> {
    let options = ["high", "low"].map(|id| (OptionId::from(id), Label::default()));
    let reference = || FieldKind::Reference { to: Vec::new() };
    let text = || FieldKind::Text { max: 200 };
    IndexMap::from([
        field("title", text()),
        field("cause", text()),
        field("impact", FieldKind::Choice { options: options.into() }),
        field("cost", FieldKind::Decimal),
        field("price", FieldKind::Decimal),
        field("count", FieldKind::Integer { min: None, max: None }),
        field("limit", FieldKind::Integer { min: None, max: None }),
        field("urgent", FieldKind::Boolean),
        field("confidential", FieldKind::Boolean),
        field("planned_on", FieldKind::Date),
        field("planned_at", FieldKind::Timestamp),
        field("assignee", reference()),
        field("requester", reference()),
        field("owner", reference()),
        field(
            "priority",
            FieldKind::Choice { options: ["p1", "p2"].map(|id| (OptionId::from(id), Label::default())).into() },
        ),
    ])
}

fn person(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One of `values` or nothing.
fn perhaps(values: &'static [&'static str]) -> impl Strategy<Value = Option<Value>> {
    prop::option::weighted(0.7, prop::sample::select(values).prop_map(Value::from))
}

const TEXTS: &[&str] = &["打印机坏了", "打印", "Printer", "printer", "a%b_c", "Z", "é"];
const PEOPLE: &[&str] = &["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"];
const DECIMALS: &[&str] = &["1", "2.50", "2.5", "10", "-3", "0.1"];
const INSTANTS: &[&str] = &["2026-11-22T07:59:59Z", "2026-11-22T08:00:00Z", "2026-11-21T16:00:00Z"];
const MOMENTS: &[&str] =
    &["2026-11-22T08:00:00Z", "2026-11-22T08:00:00.5Z", "2026-11-20T00:00:00Z", "2026-11-21T16:00:00Z"];

fn records() -> impl Strategy<Value = Record> {
    let fields = [
        ("title", perhaps(TEXTS).boxed()),
        ("cause", perhaps(TEXTS).boxed()),
        ("impact", perhaps(&["high", "low"]).boxed()),
        ("cost", perhaps(DECIMALS).boxed()),
        ("price", perhaps(DECIMALS).boxed()),
        ("count", prop::option::weighted(0.7, (-2_i64..12).prop_map(Value::from)).boxed()),
        ("limit", prop::option::weighted(0.7, (-2_i64..12).prop_map(Value::from)).boxed()),
        ("urgent", prop::option::weighted(0.7, any::<bool>().prop_map(Value::from)).boxed()),
        ("confidential", prop::option::weighted(0.5, any::<bool>().prop_map(Value::from)).boxed()),
        ("planned_on", perhaps(&["2026-11-21", "2026-11-22", "2026-12-01"]).boxed()),
        ("planned_at", perhaps(INSTANTS).boxed()),
        ("assignee", perhaps(PEOPLE).boxed()),
        ("requester", perhaps(PEOPLE).boxed()),
        ("owner", perhaps(PEOPLE).boxed()),
        ("priority", perhaps(&["p1", "p2"]).boxed()),
    ];
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let moment = || prop::sample::select(MOMENTS).prop_map(at);
    let some = || prop::option::of(moment());
    let state = prop::sample::select(vec!["new", "closed"]);
    let clock = prop::option::of((any::<bool>(), any::<bool>(), moment()));
    (values, state, any::<u128>(), moment(), some(), (any::<bool>(), clock)).prop_map(
        move |(values, state, id, opened_at, resolved_at, (own, clock))| Record {
            id: RecordId(Uuid::from_u128(id)),
            process: "incident".into(),
            number: 1,
            label: "INC0000001".into(),
            state: state.into(),
            is_open: state == "new",
            fields: names.iter().zip(values).filter_map(|(name, value)| Some((FieldId::from(*name), value?))).collect(),
            clocks: clock.map(|clock| ("response".into(), made(clock))).into_iter().collect(),
            approvals: Vec::new(),
            opened_by: person(if own { 1 } else { 3 }),
            opened_at,
            updated_at: opened_at,
            entered_at: opened_at,
            silence_escalated_at: None,
            resolved_at,
            closed_at: None,
            doers: BTreeMap::new(),
            voided: None,
            version: 1,
            n: 1,
            definition: String::new(),
        },
    )
}

pub(crate) fn made((running, breached, due_at): (bool, bool, Timestamp)) -> Clock {
    Clock {
        state: if running { ClockState::Running } else { ClockState::Stopped },
        started_at: due_at,
        since: due_at,
        used_seconds: 0,
        target_seconds: 60,
        calendar: None,
        agreement: None,
        target_row: None,
        due_at: Some(due_at),
        next_at: None,
        warned: 0,
        stopped_at: (!running).then_some(due_at),
        breached_at: breached.then_some(due_at),
        pause_reason: None,
    }
}

/// Conditions as people write them, one by one and joined.
fn conditions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(LEAVES).prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("!({one})")),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("({})", all.join(" && "))),
            prop::collection::vec(inner, 1..3).prop_map(|any| format!("({})", any.join(" || "))),
        ]
    })
}

const LEAVES: &[&str] = &[
    "true",
    "record.title == '打印'",
    "record.title != 'Printer'",
    "record.title < 'a'",
    "record.title >= record.cause",
    "record.title == record.cause",
    "record.title.contains('印')",
    "record.title.contains('%')",
    "record.title.contains('')",
    "record.title.startsWith('P')",
    "record.title.startsWith('')",
    "record.title.endsWith('机坏了')",
    "record.title.endsWith('')",
    "record.title.endsWith('a very long text that no title ends with')",
    "record.number.startsWith('INC')",
    "record.impact == 'high'",
    "record.impact in ['low']",
    "record.impact in []",
    "record.title in ['Z', 'é']",
    "record.count in [1, 2, 3]",
    "record.count != 3",
    "record.count > 9",
    "3 < record.count",
    "record.count < record.limit",
    "record.count != record.limit",
    "record.count <= record.cost",
    "record.cost == 2.5",
    "record.cost > -3",
    "record.cost >= record.price",
    "record.cost in [0.1, '2.50']",
    "record.urgent",
    "record.urgent == false",
    "record.urgent != record.confidential",
    "!(has(record.confidential) && record.confidential)",
    "record.is_open",
    "record.is_void",
    "!record.is_void && record.is_open",
    "record.is_open == record.urgent",
    "has(record.title)",
    "has(record.assignee)",
    "has(record.resolved_at)",
    "has(record.clocks.response.outcome)",
    "has(actor.customer)",
    "record.planned_on < today + days(1)",
    "record.planned_on == '2026-11-21'",
    "record.planned_at < now",
    "record.planned_at >= '2026-11-22'",
    "record.planned_at == record.opened_at",
    "record.planned_at <= record.clocks.response.due_at",
    "record.opened_at <= now",
    "record.opened_at >= today - days(2)",
    "record.opened_at == '2026-11-22T08:00:00.5Z'",
    "record.resolved_at < record.opened_at + hours(4)",
    "record.resolved_at != record.opened_at",
    "record.opened_at in ['2026-11-20T00:00:00Z', '2026-11-22']",
    "record.planned_at in ['2026-11-22']",
    "record.clocks.response.outcome == 'breached'",
    "record.clocks.response.state != 'running'",
    "record.clocks.response.due_at < now",
    "record.due_at <= now",
    "record.assignee == actor.id",
    "record.assignee != actor.id",
    "record.assignee == actor.customer",
    "record.assignee == record.requester",
    "record.assignee == record.owner",
    "record.owner == record.opened_by",
    "record.opened_by == record.assignee",
    "record.opened_by != record.id",
    "record.owner in ['00000000-0000-0000-0000-000000000002']",
    "record.requester in ['00000000-0000-0000-0000-000000000001']",
    "actor.id in record.participants",
    "'engineer' in actor.roles",
    "record.state == 'new'",
    "record.state in ['closed', 'new']",
];

/// Each database that there is: SQLite, and PostgreSQL where the tests are given one.
pub(crate) async fn stores() -> Vec<(Store, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
    let mut stores = vec![(sqlite, Some(folder))];
    if let Ok(url) = std::env::var("YUHENG_TEST_POSTGRES") {
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let name = format!("list_{}", Uuid::now_v7().simple());
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
        let url = format!("{}/{name}", url.rsplit_once('/').unwrap().0);
        stores.push((Store::open(&Location::Postgres(url)).await.unwrap(), None));
    }
    stores
}

/// The rows of a record that lists read, written as a commit writes them.
fn rows(record: &Record, indexed: &[&str]) -> Vec<Sql> {
    let mut all = vec![record_row(record)];
    all.extend(beside(record, indexed));
    all
}

fn record_row(record: &Record) -> Sql {
    let reference = |field: &str| record.reference(field);
    Sql::new("INSERT INTO record (id, process, number, label, state, is_open, priority, customer, assignee, ")
        .text("requester, confidential, opened_by, opened_at, updated_at, due_at, resolved_at, version, n, head, ")
        .text("definition, details, fields) VALUES (")
        .bind(record.id)
        .text(", ")
        .bind(record.process.as_str())
        .text(", ")
        .bind(record.number)
        .text(", ")
        .bind(record.label.as_str())
        .text(", ")
        .bind(record.state.as_str())
        .text(", ")
        .bind(record.is_open)
        .text(", ")
        .bind(record.text("priority").map(str::to_owned))
        .text(", ")
        .bind(reference("customer"))
        .text(", ")
        .bind(reference("assignee"))
        .text(", ")
        .bind(reference("requester"))
        .text(", ")
        .bind(record.fields.get("confidential").and_then(Value::as_bool).unwrap_or(false))
        .text(", ")
        .bind(record.opened_by)
        .text(", ")
        .bind(record.opened_at)
        .text(", ")
        .bind(record.updated_at)
        .text(", ")
        .bind(record.due_at())
        .text(", ")
        .bind(record.resolved_at)
        .text(", 1, 1, ")
        .bind(vec![0_u8; 32])
        .text(", '', ")
        .bind(serde_json::to_string(&Details::default()).unwrap())
        .text(", ")
        .either(dialect::JSON_OPEN)
        .bind(serde_json::to_string(&record.fields).unwrap())
        .either(dialect::JSON_CLOSE)
        .text(")")
}

fn beside(record: &Record, indexed: &[&str]) -> Vec<Sql> {
    let mut all = Vec::new();
    for (id, clock) in &record.clocks {
        let state = if clock.state == ClockState::Running { "running" } else { "stopped" };
        let sql = Sql::new(
            "INSERT INTO clock (warned, record, clock, process, state, outcome, started_at, due_at, stopped_at)",
        )
        .text(" VALUES (0, ")
        .bind(record.id)
        .text(", ")
        .bind(id.as_str())
        .text(", 'incident', ")
        .bind(state)
        .text(", ")
        .bind(clock.outcome().map(|outcome| outcome.word().to_owned()))
        .text(", ")
        .bind(clock.started_at)
        .text(", ")
        .bind(clock.due_at)
        .text(", ")
        .bind(clock.stopped_at)
        .text(")");
        all.push(sql);
    }
    for person in record.participants() {
        let sql = Sql::new("INSERT INTO participant (person, record) VALUES (").bind(person).text(", ");
        all.push(sql.bind(record.id).text(")"));
    }
    for field in indexed {
        let fields = fields();
        let value = record.fields.get(*field).and_then(|value| index_text(&fields[*field].kind, value));
        all.extend(value.map(|value| {
            let sql = Sql::new("INSERT INTO field_index (process, field, value, sort_at, record) VALUES (");
            let sql = sql.bind(record.process.as_str()).text(", ").bind(*field).text(", ").bind(value).text(", ");
            sql.bind(record.opened_at).text(", ").bind(record.id).text(")")
        }));
    }
    all
}

pub(crate) async fn insert(store: &Store, records: &[Record], indexed: &[&str]) {
    let batch: Vec<Sql> = records.iter().flat_map(|record| rows(record, indexed)).collect();
    for some in batch.chunks(500) {
        store.write(some.to_vec()).await.unwrap();
    }
}

pub(crate) fn sample(count: usize) -> (Vec<Record>, TestRunner) {
    let mut runner = TestRunner::deterministic();
    let mut sample: Vec<Record> = (0..count).map(|_| records().new_tree(&mut runner).unwrap().current()).collect();
    for (record, number) in sample.iter_mut().zip(1_u64..) {
        record.number = number;
    }
    (sample, runner)
}

#[tokio::test]
async fn a_row_is_listed_exactly_when_the_condition_holds() {
    let schema = Schema::new(&fields(), &["new", "closed"].map(StateId::from), &["response".into()]);
    let (records, mut runner) = sample(120);
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let actor = Actor { id: person(1), ..Actor::system() };
    let unbound = RecordFacts { record: None, actor: &actor, now: at("2026-11-22T08:00:00Z"), zone: &zone };
    let random: Vec<_> = (0..600).map(|_| conditions().new_tree(&mut runner).unwrap().current()).collect();
    let single = LEAVES.iter().flat_map(|leaf| [(*leaf).to_owned(), format!("!({leaf})")]);
    let conditions: Vec<String> = single.chain(random).collect();
    for (store, _folder) in stores().await {
        insert(&store, &records, &[]).await;
        for condition in &conditions {
            let expression =
                Expression::check(condition, &schema).unwrap_or_else(|fault| panic!("{condition}: {fault}"));
            let bound = bind(&expression.root, &unbound);
            let holds = |record: &&Record| {
                let facts = RecordFacts { record: Some(record), ..unbound };
                let decided = evaluate(&bound, &facts);
                assert_eq!(decided, expression.evaluate(&facts), "bound differently: {condition}");
                decided.holds()
            };
            let expected: BTreeSet<RecordId> = records.iter().filter(holds).map(|record| record.id).collect();
            assert_eq!(listed(&store, &bound).await, expected, "{condition} on {:?}", store.dialect());
            let definite = Node::IsTrue(Box::new(bound));
            assert_eq!(listed(&store, &definite).await, expected, "definite: {condition} on {:?}", store.dialect());
            let rest: BTreeSet<RecordId> = records.iter().map(|record| record.id).collect();
            let rest: BTreeSet<RecordId> = rest.difference(&expected).copied().collect();
            let contrary = Node::Not(Box::new(definite));
            assert_eq!(listed(&store, &contrary).await, rest, "contrary: {condition} on {:?}", store.dialect());
        }
    }
}

async fn listed(store: &Store, node: &Node) -> BTreeSet<RecordId> {
    let sql = Sql::new("SELECT r.id FROM record r WHERE ").then(lower(node)).text(" ORDER BY r.id");
    let rows = store.query(sql).await.unwrap_or_else(|error| panic!("{node:?}: {error:?}"));
    rows.into_iter().map(|mut row| row.get().unwrap()).collect()
}

const INDEXED: [&str; 6] = ["impact", "count", "title", "planned_on", "assignee", "priority"];

pub(crate) fn process() -> Process {
    let mut fields = fields();
    for id in INDEXED {
        fields[id].indexed = true;
    }
    Process {
        id: "incident".into(),
        label: Label::default(),
        ask: None,
        purpose: Label::default(),
        group: String::new(),
        lifetime: Lifetime::Work,
        prefix: "INC".to_owned(),
        owner: "manager".into(),
        content: None,
        title: "title".into(),
        list: Vec::new(),
        clauses: Vec::new(),
        fields,
        states: IndexMap::new(),
        transitions: IndexMap::new(),
        relations: IndexMap::new(),
        clocks: IndexMap::new(),
        escalations: Vec::new(),
        derivations: Vec::new(),
        grants: Vec::new(),
        converts: Vec::new(),
        masks: IndexMap::new(),
        renamed_states: IndexMap::new(),
        told: Vec::new(),
        hash: String::new(),
        text: "".into(),
    }
}

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
const FILTERS: [&str; 14] = [
    "true",
    "record.is_open",
    "record.is_open && record.urgent",
    "record.impact == 'high' && record.count > 3",
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
            assert_eq!(pages(&store, &query, super::BOUNDS).await, expected, "{source} by {:?}", query.sort);
            if query.sort.is_plain() {
                let walked = pages(&store, &query, Bounds { small: 0, budget: 5_000 }).await;
                assert_eq!(walked, expected, "walked: {source} by {:?}", query.sort);
            }
        }
    }
}

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
