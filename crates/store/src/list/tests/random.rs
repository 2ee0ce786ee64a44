//! A process, random records of it and random conditions on them, the same in each run.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use uuid::Uuid;
use yuheng_definition::{Field, FieldId, FieldKind, Label, Lifetime, OptionId, Process, Value};
use yuheng_engine::{Clock, ClockState, Record, RecordId};

fn field(id: &str, kind: FieldKind) -> (FieldId, Field) {
    (id.into(), Field::plain(id, kind))
}

pub(super) fn fields() -> IndexMap<FieldId, Field> {
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
            "offered_to",
            FieldKind::Table { columns: IndexMap::from([field("person", reference()), field("note", text())]) },
        ),
        field(
            "priority",
            FieldKind::Choice { options: ["p1", "p2"].map(|id| (OptionId::from(id), Label::default())).into() },
        ),
    ])
}

pub(super) fn person(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

pub(super) fn at(text: &str) -> Timestamp {
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

/// A row of a table, with empty cells.
fn rows() -> impl Strategy<Value = Value> {
    (perhaps(PEOPLE), perhaps(TEXTS)).prop_map(|(person, note)| {
        let cells = [("person", person), ("note", note)];
        Value::Row(cells.into_iter().filter_map(|(id, value)| Some((id.to_owned(), value?))).collect())
    })
}

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
        ("offered_to", prop::option::weighted(0.7, prop::collection::vec(rows(), 0..3).prop_map(Value::List)).boxed()),
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
            quiet_since: None,
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
pub(super) fn conditions() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(LEAVES).prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| format!("!({one})")),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| format!("({})", all.join(" && "))),
            prop::collection::vec(inner, 1..3).prop_map(|any| format!("({})", any.join(" || "))),
        ]
    })
}

pub(super) const LEAVES: &[&str] = &[
    "true",
    "record.title == '打印'",
    "has(record.offered_to)",
    "'打印' in record.offered_to.note",
    "'00000000-0000-0000-0000-000000000001' in record.offered_to.person",
    "actor.id in record.offered_to.person",
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
    "record.is_open == true",
    "record.is_void != true",
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

pub(crate) fn sample(count: usize) -> (Vec<Record>, TestRunner) {
    let mut runner = TestRunner::deterministic();
    let mut sample: Vec<Record> = (0..count).map(|_| records().new_tree(&mut runner).unwrap().current()).collect();
    for (record, number) in sample.iter_mut().zip(1_u64..) {
        record.number = number;
    }
    (sample, runner)
}

pub(super) const INDEXED: [&str; 7] = ["impact", "count", "title", "urgent", "planned_on", "assignee", "priority"];

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
        merges: None,
        splits: None,
        masks: IndexMap::new(),
        renamed_states: IndexMap::new(),
        told: Vec::new(),
        hash: String::new(),
        text: "".into(),
    }
}
