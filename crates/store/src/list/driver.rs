//! The ranges of an index that hold all of a condition's records: what a list starts from.

use yuheng_definition::expression::{Comparison, Node, Order, Path, RecordPath};
use yuheng_definition::{FieldId, Process, Value, index_text};
use yuheng_engine::RecordId;

use super::dialect;
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

/// The drivers that `condition` offers, one for each part that an index answers.
pub(super) fn drivers(process: &Process, condition: &Node) -> Vec<Driver> {
    let mut parts = Vec::new();
    flatten(condition, &mut parts);
    let is_open = parts.iter().any(|part| **part == Node::Path(Path::Record(RecordPath::IsOpen)));
    parts.into_iter().filter_map(|part| driver(process, part, is_open)).collect()
}

fn flatten<'n>(node: &'n Node, parts: &mut Vec<&'n Node>) {
    match node {
        Node::All(inner) => inner.iter().for_each(|part| flatten(part, parts)),
        part => parts.push(part),
    }
}

fn driver(process: &Process, part: &Node, is_open: bool) -> Option<Driver> {
    let ranges = match part {
        Node::Path(Path::Record(RecordPath::IsOpen)) => {
            let ids = Sql::new("SELECT r.id AS id FROM record r").either(dialect::BY_DUE);
            let ids = ids.text(" WHERE r.is_open AND r.process = ").bind(process.id.as_str());
            vec![Range { ids, walk: None }]
        }
        Node::Compare { operator: Comparison::Equal, order: Order::Plain, left, right } => {
            let (Node::Path(path), Node::Literal(value)) = (&**left, &**right) else {
                return None;
            };
            vec![equal(process, path, value, is_open)?]
        }
        Node::In { item, list } => match (&**item, &**list) {
            (Node::Path(path), Node::List(entries)) => {
                let values = entries.iter().map(|entry| match entry {
                    Node::Literal(value) => equal(process, path, value, is_open),
                    _ => None,
                });
                values.collect::<Option<Vec<_>>>()?
            }
            (Node::Literal(person), Node::Path(Path::Record(RecordPath::Participants))) => {
                let sql =
                    Sql::new("SELECT a.record AS id FROM participant a WHERE a.person = ").bind(identity(person)?);
                vec![Range { ids: sql, walk: None }]
            }
            _ => return None,
        },
        Node::Any(arms) => {
            let drivers = arms.iter().map(|arm| narrowest(process, arm, is_open));
            drivers.collect::<Option<Vec<_>>>()?.into_iter().flat_map(|driver| driver.ranges).collect()
        }
        _ => return None,
    };
    (!ranges.is_empty() && ranges.len() <= MAX_RANGES).then_some(Driver { ranges })
}

/// The driver of one arm that promises the least: by a value sooner than by being open.
fn narrowest(process: &Process, arm: &Node, is_open: bool) -> Option<Driver> {
    let mut parts = Vec::new();
    flatten(arm, &mut parts);
    let open = Node::Path(Path::Record(RecordPath::IsOpen));
    let is_open = is_open || parts.iter().any(|part| **part == open);
    parts.sort_by_key(|part| **part == open);
    parts.into_iter().find_map(|part| driver(process, part, is_open))
}

/// The records whose `path` equals `value`.
fn equal(process: &Process, path: &Path, value: &Value, is_open: bool) -> Option<Range> {
    let in_process = |column: &'static str, value: Bind| {
        of_record(Sql::new(column).bind(value).text(" AND r.process = ").bind(process.id.as_str()))
    };
    match path {
        Path::Record(RecordPath::Id) => Some(Range {
            ids: Sql::new("SELECT r.id AS id FROM record r WHERE r.id = ").bind(identity(value)?),
            walk: None,
        }),
        Path::Record(RecordPath::State) => Some(in_process("r.state = ", value.as_text()?.into())),
        Path::Record(RecordPath::Number) => Some(Range {
            ids: Sql::new("SELECT r.id AS id FROM record r WHERE r.label = ").bind(value.as_text()?),
            walk: None,
        }),
        Path::Field(field) => match field.as_str() {
            "customer" => Some(in_process("r.customer = ", identity(value)?.into())),
            "service" => Some(in_process("r.service = ", identity(value)?.into())),
            "requester" => Some(in_process("r.requester = ", identity(value)?.into())),
            "assignee" if is_open => Some(in_process("r.is_open AND r.assignee = ", identity(value)?.into())),
            "group" if is_open => Some(in_process("r.is_open AND r.assigned_group = ", identity(value)?.into())),
            _ => indexed(process, field, value),
        },
        _ => None,
    }
}

fn indexed(process: &Process, field: &FieldId, value: &Value) -> Option<Range> {
    let field = process.fields.get(field).filter(|field| field.indexed)?;
    let value = index_text(&field.kind, value)?;
    let range = |start| {
        let sql = Sql::new(start).bind(process.id.as_str()).text(" AND i.field = ").bind(field.id.as_str());
        sql.text(" AND i.value = ").bind(value.as_str())
    };
    Some(Range {
        ids: range("SELECT i.record AS id FROM field_index i WHERE i.process = "),
        walk: Some(Walk {
            from: range("FROM field_index i JOIN record r ON r.id = i.record WHERE i.process = "),
            by_side_index: true,
        }),
    })
}

fn of_record(condition: Sql) -> Range {
    Range {
        ids: Sql::new("SELECT r.id AS id FROM record r WHERE ").then(condition.clone()),
        walk: Some(Walk { from: Sql::new("FROM record r WHERE ").then(condition), by_side_index: false }),
    }
}

fn identity(value: &Value) -> Option<RecordId> {
    value.as_text()?.parse().ok().map(RecordId)
}
