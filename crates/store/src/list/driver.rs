//! The ranges of an index that hold all of a condition's records: what a list starts from.

use yuheng_definition::expression::{Comparison, Node, Order, Path, RecordPath, instant_micros};
use yuheng_definition::{Field, FieldId, FieldKind, Process, Value, index_text};
use yuheng_engine::{Actor, RecordId, failpoint};

use super::dialect;
use super::lower::{involved_by, word};
use crate::involvement::Part;
use crate::sql::{Bind, Sql};

/// The most ranges that a driver may have.
const MAX_RANGES: usize = 64;

/// Ranges that together hold every record for which a condition of a process can hold.
#[derive(Clone, Debug)]
pub(super) struct Driver {
    pub(super) ranges: Vec<Range>,
}

/// One range of an index.
#[derive(Clone, Debug)]
pub(super) struct Range {
    /// `SELECT` of the records' identities.
    pub(super) ids: Sql,
    /// How its records are walked in the order of opening; none where the index can't.
    pub(super) walk: Option<Walk>,
}

/// Records `r` that an index gives in an order.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    /// `FROM … WHERE …`
    pub(super) from: Sql,
    /// The side index gives the order, not the record.
    pub(super) by_side_index: bool,
}

/// What a driver is made from: the parts of a condition that all have to hold.
struct Given<'n> {
    process: &'n Process,
    parts: Vec<&'n Node>,
    is_open: bool,
    /// When whatever is listed was opened.
    opened: Window<'n>,
}

impl<'n> Given<'n> {
    fn new(process: &'n Process, condition: &'n Node) -> Self {
        let parts = conjuncts(condition);
        let is_open = parts.contains(&&IS_OPEN);
        let opened = Window::of(&parts, RecordPath::OpenedAt);
        Self { process, parts, is_open, opened }
    }
}

/// Between which instants a column must lie.
#[derive(Clone, Debug, Default)]
pub(super) struct Window<'n> {
    bounds: Vec<(Comparison, &'n Value)>,
}

impl<'n> Window<'n> {
    /// What `parts`, which all have to hold, say of `path`.
    pub(super) fn of(parts: &[&'n Node], path: RecordPath) -> Self {
        let bound = |part: &&'n Node| match part {
            Node::Compare { operator, order: Order::Instant, left, right } => match (&**left, &**right) {
                (Node::Path(Path::Record(left)), Node::Literal(value)) if *left == path => Some((*operator, value)),
                (Node::Literal(value), Node::Path(Path::Record(right))) if *right == path => {
                    Some((operator.mirrored(), value))
                }
                _ => None,
            },
            _ => None,
        };
        Self { bounds: parts.iter().filter_map(bound).filter(|(operator, _)| is_range(*operator)).collect() }
    }

    /// Whether it says nothing.
    pub(super) const fn is_open(&self) -> bool {
        self.bounds.is_empty()
    }

    /// ` AND …`: that `column` lies within.
    pub(super) fn holds(&self, column: &'static str) -> Sql {
        self.bounds.iter().fold(Sql::default(), |sql, (operator, value)| {
            let Some(micros) = value.as_text().and_then(instant_micros) else { return sql };
            sql.text(" AND ").text(column).text(word(*operator)).bind(micros)
        })
    }
}

pub(super) const IS_OPEN: Node = Node::Path(Path::Record(RecordPath::IsOpen));

const fn is_range(operator: Comparison) -> bool {
    !matches!(operator, Comparison::NotEqual)
}

/// The drivers that `condition` offers, one for each part that an index answers.
pub(super) fn drivers(process: &Process, condition: &Node) -> Vec<Driver> {
    if failpoint::armed("list.knows_no_index") {
        return Vec::new();
    }
    let given = Given::new(process, condition);
    let changed = Window::of(&given.parts, RecordPath::UpdatedAt);
    let parts = given.parts.iter().filter_map(|part| driver(&given, part));
    parts.chain(updated(process, &changed)).collect()
}

/// The parts that all have to hold for `condition` to hold.
pub(super) fn conjuncts(condition: &Node) -> Vec<&Node> {
    let mut parts = Vec::new();
    flatten(condition, &mut parts);
    parts
}

fn flatten<'n>(node: &'n Node, parts: &mut Vec<&'n Node>) {
    match node {
        Node::All(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        part => parts.push(part),
    }
}

fn driver(given: &Given<'_>, part: &Node) -> Option<Driver> {
    let ranges = match part {
        Node::Path(Path::Record(RecordPath::IsOpen)) => vec![open(given)],
        Node::Path(path @ Path::Field(_)) => vec![equal(given, path, &Value::Bool(true))?],
        Node::Compare { operator: Comparison::Equal, order: Order::Plain, left, right } => {
            let (Node::Path(path), Node::Literal(value)) = (&**left, &**right) else {
                return None;
            };
            vec![equal(given, path, value)?]
        }
        Node::Compare { left, right, .. } => match (&**left, &**right) {
            (Node::Path(Path::Field(field)), Node::Literal(_)) | (Node::Literal(_), Node::Path(Path::Field(field))) => {
                vec![between(given, field, part)?]
            }
            _ => return None,
        },
        Node::In { item, list } => match (&**item, &**list) {
            (Node::Path(Path::Record(RecordPath::Id)), Node::List(entries)) => vec![any_of(entries)?],
            (Node::Path(path), Node::List(entries)) => {
                let values = entries.iter().map(|entry| match entry {
                    Node::Literal(value) => equal(given, path, value),
                    _ => None,
                });
                values.collect::<Option<Vec<_>>>()?
            }
            (Node::Literal(person), Node::Path(Path::Record(RecordPath::Participants))) => {
                let sql =
                    Sql::new("SELECT a.record AS id FROM participant a WHERE a.person = ").bind(identity(person)?);
                vec![Range { ids: sql, walk: None }]
            }
            (Node::Literal(person), Node::Path(Path::Record(list))) => {
                vec![involved(given, identity(person)?, involved_by(*list)?)]
            }
            _ => return None,
        },
        Node::Not(inner) => match &**inner {
            Node::Has(Path::Field(field)) => vec![without(given, field)?],
            Node::Path(path @ Path::Field(_)) => vec![equal(given, path, &Value::Bool(false))?],
            _ => return None,
        },
        Node::Any(arms) => {
            let drivers = arms.iter().map(|arm| narrowest(given, arm));
            drivers.collect::<Option<Vec<_>>>()?.into_iter().flat_map(|driver| driver.ranges).collect()
        }
        _ => return None,
    };
    (!ranges.is_empty() && ranges.len() <= MAX_RANGES).then_some(Driver { ranges })
}

/// The driver of one arm that promises the least: by a value sooner than by being open.
fn narrowest(given: &Given<'_>, arm: &Node) -> Option<Driver> {
    let mut parts = conjuncts(arm);
    let is_open = given.is_open || parts.contains(&&IS_OPEN);
    parts.sort_by_key(|part| **part == IS_OPEN);
    let inner = Given { process: given.process, is_open, opened: given.opened.clone(), parts: parts.clone() };
    parts.into_iter().find_map(|part| driver(&inner, part))
}

/// The open records, of which the index knows when they fall due.
fn open(given: &Given<'_>) -> Range {
    let due = Window::of(&given.parts, RecordPath::DueAt);
    let ids = Sql::new("SELECT r.id AS id FROM record r").either(dialect::BY_DUE);
    let ids = ids.text(" WHERE r.is_open AND r.process = ").bind(given.process.id.as_str());
    Range { ids: ids.then(due.holds("r.due_at")), walk: None }
}

/// The records that changed within a window.
fn updated(process: &Process, changed: &Window<'_>) -> Option<Driver> {
    let ids = Sql::new("SELECT r.id AS id FROM record r WHERE r.process = ").bind(process.id.as_str());
    let range = Range { ids: ids.then(changed.holds("r.updated_at")), walk: None };
    (!changed.is_open()).then(|| Driver { ranges: vec![range] })
}

/// When an index answers which records name something in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// For all records.
    Always,
    /// For open ones only.
    WhileOpen,
}

/// When an index answers which of a process's records hold a value in `field`; none: no index does.
#[must_use]
pub fn answered(process: &Process, field: &FieldId) -> Option<Answered> {
    let known = process.fields.get(field)?;
    match field.as_str() {
        "customer" | "service" | "requester" => Some(Answered::Always),
        _ if known.indexed => Some(Answered::Always),
        "assignee" | "group" => Some(Answered::WhileOpen),
        _ => None,
    }
}

/// The records whose `path` equals `value`.
fn equal(given: &Given<'_>, path: &Path, value: &Value) -> Option<Range> {
    let in_process = |by, column, value: Bind| of_process(given, by, Sql::new(column).bind(value));
    match path {
        Path::Record(RecordPath::Id) => Some(Range {
            ids: Sql::new("SELECT r.id AS id FROM record r WHERE r.id = ").bind(identity(value)?),
            walk: None,
        }),
        // What opens itself has no row.
        Path::Record(RecordPath::OpenedBy) => {
            let person = identity(value).filter(|person| *person != Actor::SYSTEM)?;
            Some(involved(given, person, Part::Opened))
        }
        Path::Record(RecordPath::State) => Some(in_process(dialect::BY_STATE, "r.state = ", value.as_text()?.into())),
        Path::Record(RecordPath::Number) => Some(Range {
            ids: Sql::new("SELECT r.id AS id FROM record r WHERE r.label = ").bind(value.as_text()?),
            walk: None,
        }),
        Path::Field(field) => match field.as_str() {
            "customer" => Some(in_process(dialect::BY_CUSTOMER, "r.customer = ", identity(value)?.into())),
            "service" => Some(in_process(dialect::BY_SERVICE, "r.service = ", identity(value)?.into())),
            "requester" => Some(in_process(dialect::BY_REQUESTER, "r.requester = ", identity(value)?.into())),
            "assignee" if given.is_open => {
                Some(in_process(dialect::BY_ASSIGNEE, "r.is_open AND r.assignee = ", identity(value)?.into()))
            }
            "group" if given.is_open => {
                Some(in_process(dialect::BY_GROUP, "r.is_open AND r.assigned_group = ", identity(value)?.into()))
            }
            _ => indexed(given, field, value),
        },
        _ => None,
    }
}

/// The open records that nobody, or no department, has.
fn without(given: &Given<'_>, field: &FieldId) -> Option<Range> {
    let (by, condition) = match field.as_str() {
        "assignee" => (dialect::BY_ASSIGNEE, "r.is_open AND r.assignee IS NULL"),
        "group" => (dialect::BY_GROUP, "r.is_open AND r.assigned_group IS NULL"),
        _ => return None,
    };
    given.is_open.then(|| of_process(given, by, Sql::new(condition)))
}

/// The process's records that a condition over an index's first columns names.
fn of_process(given: &Given<'_>, by: dialect::By, condition: Sql) -> Range {
    let condition = condition.text(" AND r.process = ").bind(given.process.id.as_str());
    of_record(by, condition.then(given.opened.holds("r.opened_at")))
}

/// The records with which somebody has that to do.
fn involved(given: &Given<'_>, person: RecordId, part: Part) -> Range {
    let range = |start| {
        let sql = Sql::new(start).bind(person).text(" AND i.part = ").bind(part.word()).text(" AND i.process = ");
        sql.bind(given.process.id.as_str()).then(given.opened.holds("i.sort_at"))
    };
    Range {
        ids: range("SELECT i.record AS id FROM involvement i WHERE i.person = "),
        walk: Some(Walk {
            from: range("FROM involvement i JOIN record r ON r.id = i.record WHERE i.person = "),
            by_side_index: true,
        }),
    }
}

/// The records with these identities.
fn any_of(entries: &[Node]) -> Option<Range> {
    let ids = entries.iter().map(|entry| match entry {
        Node::Literal(value) => identity(value),
        _ => None,
    });
    let ids = Sql::new("SELECT r.id AS id FROM record r WHERE r.id IN (").padded_list(ids.collect::<Option<Vec<_>>>()?);
    Some(Range { ids: ids.text(")"), walk: None })
}

fn indexed(given: &Given<'_>, field: &FieldId, value: &Value) -> Option<Range> {
    let field = given.process.fields.get(field).filter(|field| field.indexed)?;
    let value = index_text(&field.kind, value)?;
    let range = |start| {
        let sql = Sql::new(start).bind(given.process.id.as_str()).text(" AND i.field = ").bind(field.id.as_str());
        sql.text(" AND i.value = ").bind(value.as_str()).then(given.opened.holds("i.sort_at"))
    };
    Some(Range {
        ids: range("SELECT i.record AS id FROM field_index i WHERE i.process = "),
        walk: Some(Walk {
            from: range("FROM field_index i JOIN record r ON r.id = i.record WHERE i.process = "),
            by_side_index: true,
        }),
    })
}

/// The records whose indexed `field` lies between the bounds that the condition sets, if `part` is the first of them.
/// Only of kinds whose text in the index stands in the order that the condition asks for.
fn between(given: &Given<'_>, field: &FieldId, part: &Node) -> Option<Range> {
    let field = given.process.fields.get(field).filter(|field| field.indexed)?;
    if !matches!(field.kind, FieldKind::Date | FieldKind::Integer { .. }) {
        return None;
    }
    let bounds = given.parts.iter().filter_map(|part| bound(field, part).map(|bound| (*part, bound)));
    let bounds: Vec<_> = bounds.collect();
    if bounds.first().is_none_or(|(first, _)| *first != part) {
        return None;
    }
    let sql = Sql::new("SELECT i.record AS id FROM field_index i WHERE i.process = ");
    let sql = sql.bind(given.process.id.as_str()).text(" AND i.field = ").bind(field.id.as_str());
    let sql = bounds
        .into_iter()
        .fold(sql, |sql, (_, (operator, value))| sql.text(" AND i.value").text(word(operator)).bind(value));
    Some(Range { ids: sql, walk: None })
}

/// What a part says of where a field lies, as the index holds it.
fn bound(field: &Field, part: &Node) -> Option<(Comparison, String)> {
    let Node::Compare { operator, order: Order::Plain, left, right } = part else { return None };
    let (operator, path, value) = match (&**left, &**right) {
        (Node::Path(Path::Field(path)), Node::Literal(value)) => (*operator, path, value),
        (Node::Literal(value), Node::Path(Path::Field(path))) => (operator.mirrored(), path, value),
        _ => return None,
    };
    let is_it = *path == field.id && is_range(operator);
    is_it.then(|| index_text(&field.kind, value)).flatten().map(|value| (operator, value))
}

fn of_record(by: dialect::By, condition: Sql) -> Range {
    let from = Sql::new("FROM record r").either(by).text(" WHERE ").then(condition);
    Range { ids: Sql::new("SELECT r.id AS id ").then(from.clone()), walk: Some(Walk { from, by_side_index: false }) }
}

fn identity(value: &Value) -> Option<RecordId> {
    value.as_text()?.parse().ok().map(RecordId)
}
