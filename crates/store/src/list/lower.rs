//! A condition as SQL over `record r`, with the same three truths as `yuheng_definition::expression::evaluate`: a
//! property test holds the two equal on both databases.

use jiff::Timestamp;
use uuid::Uuid;
use yuheng_definition::expression::{
    ClockPath, Comparison, Node, Order, Path, RecordPath, TextOperator, instant_micros,
};
use yuheng_definition::{FieldId, Value};
use yuheng_engine::{ApprovalOutcome, RecordId};

use super::dialect;
use crate::dialect::Texts;
use crate::history::words;
use crate::involvement::Part;
use crate::sql::{Bind, Sql};

/// `node` as a truth of SQL. It must be bound: what still names the actor or the moment is unknown.
pub fn lower(node: &Node) -> Sql {
    match node {
        Node::Literal(Value::Bool(true)) => Sql::new("TRUE"),
        Node::Literal(Value::Bool(false)) => Sql::new("FALSE"),
        Node::Path(path) => truth(path),
        Node::Not(inner) => Sql::new("NOT (").then(lower(inner)).text(")"),
        Node::IsTrue(inner) => Sql::new("((").then(lower(inner)).text(") IS TRUE)"),
        Node::All(parts) => joined(parts, " AND ", "TRUE"),
        Node::Any(parts) => joined(parts, " OR ", "FALSE"),
        Node::Has(path) => has(path),
        Node::Compare { operator, order: Order::Plain, left, right } => plain(*operator, left, right),
        Node::Compare { operator, order: Order::Decimal, left, right } => {
            decimal(left).text(word(*operator)).then(decimal(right))
        }
        Node::Compare { operator, order: Order::Instant, left, right } => instants(*operator, left, right),
        Node::In { item, list } => contained(item, list),
        Node::Text { operator, subject, argument } => text(*operator, subject, argument),
        Node::Literal(_) | Node::List(_) | Node::Shift { .. } | Node::Midnight(_) | Node::Unknown => unknown(),
    }
}

fn unknown() -> Sql {
    Sql::new("CAST(NULL AS boolean)")
}

fn joined(parts: &[Node], by: &'static str, neutral: &'static str) -> Sql {
    let mut lowered = parts.iter().map(lower);
    let Some(first) = lowered.next() else {
        return Sql::new(neutral);
    };
    lowered.fold(Sql::new("(").then(first), |sql, part| sql.text(by).then(part)).text(")")
}

/// The operator, with a space on both sides.
pub(super) const fn word(operator: Comparison) -> &'static str {
    match operator {
        Comparison::Equal => " = ",
        Comparison::NotEqual => " <> ",
        Comparison::Less => " < ",
        Comparison::LessOrEqual => " <= ",
        Comparison::Greater => " > ",
        Comparison::GreaterOrEqual => " >= ",
    }
}

/// What kind of value a part is, as far as its other side tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Bool,
    Id,
}

/// The column that holds a shared field of references, or the priority.
fn shared_column(field: &FieldId) -> Option<(&'static str, Kind)> {
    Some(match field.as_str() {
        "customer" => ("r.customer", Kind::Id),
        "service" => ("r.service", Kind::Id),
        "assignee" => ("r.assignee", Kind::Id),
        "group" => ("r.assigned_group", Kind::Id),
        "requester" => ("r.requester", Kind::Id),
        "department" => ("r.department", Kind::Id),
        "priority" => ("r.priority", Kind::Text),
        _ => return None,
    })
}

/// The column or subquery of a path beside fields; none for what is no single value of the record.
fn column(path: &Path) -> Option<(Sql, Kind)> {
    Some(match path {
        Path::Field(field) => shared_column(field).map(|(column, kind)| (Sql::new(column), kind))?,
        Path::Record(path) => {
            let (column, kind) = match path {
                RecordPath::Id => ("r.id", Kind::Id),
                RecordPath::OpenedBy => ("r.opened_by", Kind::Id),
                RecordPath::Process => ("r.process", Kind::Text),
                RecordPath::Number => ("r.label", Kind::Text),
                RecordPath::State => ("r.state", Kind::Text),
                RecordPath::IsOpen => ("r.is_open", Kind::Bool),
                RecordPath::IsVoid => ("(r.voided IS NOT NULL)", Kind::Bool),
                RecordPath::OpenedAt => ("r.opened_at", Kind::Int),
                RecordPath::UpdatedAt => ("r.updated_at", Kind::Int),
                RecordPath::DueAt => ("r.due_at", Kind::Int),
                RecordPath::ResolvedAt => ("r.resolved_at", Kind::Int),
                RecordPath::ClosedAt => ("r.closed_at", Kind::Int),
                RecordPath::Definition => ("r.definition", Kind::Text),
                RecordPath::Participants
                | RecordPath::Doers
                | RecordPath::Mentioned
                | RecordPath::Unread
                | RecordPath::Watchers
                | RecordPath::Awaited => return None,
            };
            (Sql::new(column), kind)
        }
        Path::Clock(clock, path) => {
            let (start, kind) = match path {
                ClockPath::State => ("(SELECT k.state FROM clock k", Kind::Text),
                ClockPath::Outcome => ("(SELECT k.outcome FROM clock k", Kind::Text),
                ClockPath::StartedAt => ("(SELECT k.started_at FROM clock k", Kind::Int),
                ClockPath::StoppedAt => ("(SELECT k.stopped_at FROM clock k", Kind::Int),
                ClockPath::DueAt => ("(SELECT k.due_at FROM clock k", Kind::Int),
            };
            (Sql::new(start).text(" WHERE k.record = r.id AND k.clock = ").bind(clock.as_str()).text(")"), kind)
        }
        Path::Column(..) | Path::Actor(_) | Path::Now | Path::Today => return None,
    })
}

/// A value of the record as it is grouped by: a column, or a field's JSON where it is what the field holds.
pub(super) fn group_value(path: &Path, is_truth: bool) -> Sql {
    match (column(path), path) {
        (Some((column, _)), _) => column,
        (None, Path::Field(field)) => json(field, if is_truth { Kind::Bool } else { Kind::Text }),
        _ => Sql::new("NULL"),
    }
}

/// An instant of the record in microseconds.
pub(super) fn micros_of(path: &Path) -> Sql {
    match (column(path), path) {
        (Some((column, _)), _) => column,
        (None, Path::Field(field)) => {
            Sql::new("").either(dialect::EPOCH_OPEN).then(json(field, Kind::Text)).either(dialect::EPOCH_CLOSE)
        }
        _ => Sql::new("NULL"),
    }
}

/// A path that is itself a truth.
fn truth(path: &Path) -> Sql {
    match path {
        Path::Record(RecordPath::IsOpen) => Sql::new("r.is_open"),
        Path::Record(RecordPath::IsVoid) => Sql::new("(r.voided IS NOT NULL)"),
        Path::Field(field) => json(field, Kind::Bool),
        _ => unknown(),
    }
}

fn has(path: &Path) -> Sql {
    match (column(path), path) {
        (Some((column, _)), _) => column.text(" IS NOT NULL"),
        (None, Path::Field(field)) => json_text(field).text(" IS NOT NULL"),
        (None, Path::Record(RecordPath::Participants | RecordPath::Awaited)) => Sql::new("TRUE"),
        (None, _) => Sql::new("FALSE"),
    }
}

/// A field's content as text, whatever it is.
fn json_text(field: &FieldId) -> Sql {
    Sql::new("(r.fields ->> CAST(").bind(field.as_str()).text(" AS text))")
}

/// A field's content where it is of the kind; nothing where it is something else.
fn json(field: &FieldId, kind: Kind) -> Sql {
    let (open, middle, close) = match kind {
        Kind::Text | Kind::Id => dialect::JSON_TEXT,
        Kind::Int => dialect::JSON_INT,
        Kind::Bool => dialect::JSON_BOOL,
    };
    let sql = Sql::new("(CASE WHEN ").either(open).text("CAST(").bind(field.as_str()).text(" AS text)").either(middle);
    sql.text("CAST(").bind(field.as_str()).text(" AS text)").either(close).text(" END)")
}

fn plain(operator: Comparison, left: &Node, right: &Node) -> Sql {
    match (left, right) {
        (Node::Path(path), Node::Literal(value)) => beside_literal(operator, path, value),
        (Node::Literal(value), Node::Path(path)) => beside_literal(operator.mirrored(), path, value),
        (Node::Path(left), Node::Path(right)) => beside_path(operator, left, right),
        _ => unknown(),
    }
}

fn beside_literal(operator: Comparison, path: &Path, value: &Value) -> Sql {
    let Some((found, bound)) = typed(path, value) else {
        return unknown();
    };
    found.text(word(operator)).bind(bound)
}

/// The path read as what `value` is, and the value to bind beside it.
fn typed(path: &Path, value: &Value) -> Option<(Sql, Bind)> {
    let (kind, bound) = match value {
        Value::Int(int) => (Kind::Int, Bind::Int(*int)),
        Value::Bool(truth) => (Kind::Bool, Bind::Bool(*truth)),
        Value::Text(text) => (Kind::Text, Bind::Text(text.clone())),
        Value::List(_) | Value::Row(_) => return None,
    };
    match (column(path), path) {
        (Some((column, Kind::Id)), _) => Some((column, Bind::Id(RecordId(Uuid::parse_str(value.as_text()?).ok()?)))),
        (Some((column, of)), _) if of == kind => Some((column, bound)),
        (None, Path::Field(field)) => Some((json(field, kind), bound)),
        _ => None,
    }
}

/// Two things of the record beside each other: columns as they are; a field's JSON where one side has no column.
fn beside_path(operator: Comparison, left: &Path, right: &Path) -> Sql {
    if let (Some((first, of_first)), Some((second, of_second))) = (column(left), column(right)) {
        return if of_first == of_second { first.text(word(operator)).then(second) } else { unknown() };
    }
    let kinds = [left, right].map(|path| column(path).map(|(_, kind)| kind));
    let kind = match kinds {
        [Some(Kind::Id), _] | [_, Some(Kind::Id)] => Kind::Text,
        [Some(kind), _] | [_, Some(kind)] => kind,
        [None, None] => {
            let both = |kind| Sql::new("(").then(as_kind(left, kind)).text(word(operator)).then(as_kind(right, kind));
            let sql = Sql::new("COALESCE(").then(both(Kind::Text)).text("), ").then(both(Kind::Int));
            return sql.text("), ").then(both(Kind::Bool)).text("))");
        }
    };
    as_kind(left, kind).text(word(operator)).then(as_kind(right, kind))
}

fn as_kind(path: &Path, kind: Kind) -> Sql {
    match (column(path), path) {
        (_, Path::Field(field)) => json(field, kind),
        (Some((_, Kind::Id)), Path::Record(RecordPath::Id)) => Sql::new("").either(dialect::ID_TEXT),
        (Some((_, Kind::Id)), _) => Sql::new("").either(dialect::OPENED_BY_TEXT),
        (Some((column, _)), _) => column,
        (None, _) => Sql::new("NULL"),
    }
}

fn decimal(node: &Node) -> Sql {
    match node {
        Node::Literal(Value::Int(int)) => Sql::new("").either(dialect::NUMBER_OPEN).bind(int.to_string()),
        Node::Literal(Value::Text(text)) => Sql::new("").either(dialect::NUMBER_OPEN).bind(text.as_str()),
        Node::Path(Path::Field(field)) => Sql::new("").either(dialect::NUMBER_OPEN).then(json_text(field)),
        _ => Sql::new("").either(dialect::NUMBER_OPEN).text("NULL"),
    }
    .either(dialect::NUMBER_CLOSE)
}

/// Instants as microseconds; beside a field, which is kept to the second, as texts to the second.
fn instants(operator: Comparison, left: &Node, right: &Node) -> Sql {
    let is_field = |node: &Node| matches!(node, Node::Path(Path::Field(_)));
    let read = if is_field(left) || is_field(right) { seconds } else { micros };
    match (read(left), read(right)) {
        (Some(left), Some(right)) => left.text(word(operator)).then(right),
        _ => unknown(),
    }
}

fn micros(node: &Node) -> Option<Sql> {
    match node {
        Node::Literal(value) => Some(Sql::new("").bind(instant_micros(value.as_text()?)?)),
        Node::Path(path) => column(path).map(|(sql, _)| sql),
        Node::Shift { base, minutes } => {
            Some(Sql::new("(").then(micros(base)?).text(" + ").bind(minutes.checked_mul(60_000_000)?).text(")"))
        }
        _ => None,
    }
}

/// `2026-11-22T08:00:00`, in UTC.
fn seconds(node: &Node) -> Option<Sql> {
    match node {
        Node::Literal(value) => {
            let instant = value.as_text()?.parse::<Timestamp>().ok()?;
            let second = Timestamp::from_second(instant.as_microsecond().div_euclid(1_000_000)).ok()?;
            Some(Sql::new("").bind(second.strftime("%Y-%m-%dT%H:%M:%S").to_string()))
        }
        Node::Path(Path::Field(field)) => Some(Sql::new("substr(").then(json(field, Kind::Text)).text(", 1, 19)")),
        node => {
            let sql = Sql::new("").either(dialect::SECOND_OPEN).then(micros(node)?);
            Some(sql.either(dialect::SECOND_CLOSE))
        }
    }
}

fn contained(item: &Node, list: &Node) -> Sql {
    match (item, list) {
        (Node::Path(path), Node::List(entries)) => contained_in_list(path, entries),
        (Node::Literal(step), Node::Path(Path::Record(RecordPath::Awaited))) => {
            step.as_text().map_or_else(unknown, awaits)
        }
        (Node::Literal(sought), Node::Path(Path::Column(table, column))) => {
            sought.as_text().map_or_else(unknown, |sought| in_column(sought, table, column))
        }
        (Node::Literal(person), Node::Path(Path::Record(list))) => {
            let id = person.as_text().and_then(|text| Uuid::parse_str(text).ok()).map(RecordId);
            id.and_then(|id| concerned(id, *list)).unwrap_or_else(unknown)
        }
        _ => unknown(),
    }
}

/// That a row of a table holds the text in a column; unknown where there is no table.
fn in_column(sought: &str, table: &FieldId, column: &FieldId) -> Sql {
    let named = |sql: Sql, id: &FieldId| sql.text("CAST(").bind(id.as_str()).text(" AS text)");
    let sql = named(Sql::new("(CASE WHEN ").either(TABLE_OPEN), table).either(TABLE_CLOSE);
    let sql = named(sql.text(" THEN EXISTS (SELECT 1 FROM ").either(ROWS_OPEN), table).either(ROWS_CLOSE);
    named(sql.text(" WHERE (e.value ->> "), column).text(") = ").bind(sought).text(") END)")
}

/// Before and after a field's name: whether it holds a table.
const TABLE_OPEN: Texts = ("json_type(r.fields -> ", "jsonb_typeof(r.fields -> ");
const TABLE_CLOSE: Texts = (") = 'array'", ") = 'array'");
/// Before and after a field's name: the rows `e` of its table, each as JSON in `value`.
const ROWS_OPEN: Texts = ("json_each(r.fields -> ", "jsonb_array_elements(r.fields -> ");
const ROWS_CLOSE: Texts = (") e", ") e(value)");

/// That the step waits for an approval. Details are parsed for it, so it is asked last, of the few that the rest leaves.
fn awaits(step: &str) -> Sql {
    let sql = Sql::new("EXISTS (SELECT 1 FROM ").either(dialect::APPROVALS).text(" WHERE a.value ->> 'outcome' = ");
    sql.bind(words::outcome(ApprovalOutcome::Pending)).text(" AND a.value ->> 'transition' = ").bind(step).text(")")
}

/// That somebody has that to do with the record.
fn concerned(person: RecordId, list: RecordPath) -> Option<Sql> {
    if list == RecordPath::Participants {
        let sql = Sql::new("EXISTS (SELECT 1 FROM participant a WHERE a.record = r.id AND a.person = ");
        return Some(sql.bind(person).text(")"));
    }
    let sql = Sql::new("EXISTS (SELECT 1 FROM involvement v WHERE v.person = ").bind(person).text(" AND v.part = ");
    let sql = sql.bind(involved_by(list)?.word()).text(" AND v.process = r.process AND v.sort_at = r.opened_at");
    let sql = sql.text(" AND v.record = r.id");
    Some(if list == RecordPath::Unread { sql.text(" AND v.read_at IS NULL)") } else { sql.text(")") })
}

/// What those whom a list of the record names have to do with it, as a row says.
pub(super) const fn involved_by(list: RecordPath) -> Option<Part> {
    match list {
        RecordPath::Doers => Some(Part::Acted),
        RecordPath::Mentioned | RecordPath::Unread => Some(Part::Mentioned),
        RecordPath::Watchers => Some(Part::Watched),
        _ => None,
    }
}

fn contained_in_list(path: &Path, entries: &[Node]) -> Sql {
    let values = entries.iter().filter_map(|entry| match entry {
        Node::Literal(value) => typed(path, value),
        _ => None,
    });
    let mut values = values.peekable();
    if values.peek().is_none() {
        return Sql::new("CASE WHEN ").then(has(path)).text(" THEN FALSE END");
    }
    let mut bound = Vec::new();
    let mut found = Sql::default();
    for (sql, value) in values {
        found = sql;
        bound.push(value);
    }
    found.text(" IN (").padded_list(bound).text(")")
}

fn text(operator: TextOperator, subject: &Node, argument: &Node) -> Sql {
    let (Node::Path(path), Node::Literal(Value::Text(sought))) = (subject, argument) else {
        return unknown();
    };
    let subject = || match (column(path), path) {
        (Some((column, Kind::Text)), _) => Some(column),
        (_, Path::Field(field)) => Some(json(field, Kind::Text)),
        _ => None,
    };
    let (Some(once), Some(again)) = (subject(), subject()) else {
        return unknown();
    };
    let length = i64::try_from(sought.chars().count()).unwrap_or(i64::MAX);
    match operator {
        TextOperator::Contains => {
            let sql = Sql::new("").either(dialect::POSITION).text("(").then(once).text(", ");
            sql.bind(sought.as_str()).text(") > 0")
        }
        TextOperator::StartsWith => {
            let sql = Sql::new("substr(").then(once).text(", 1, CAST(CAST(").bind(length);
            sql.text(" AS bigint) AS integer)) = ").bind(sought.as_str())
        }
        TextOperator::EndsWith => {
            let sql = Sql::new("(length(")
                .then(once)
                .text(") >= CAST(")
                .bind(length)
                .text(" AS bigint) AND substr(")
                .then(again.clone());
            let sql = sql.text(", CAST(length(").then(again).text(") - CAST(").bind(length);
            sql.text(" AS bigint) + 1 AS integer)) = ").bind(sought.as_str()).text(")")
        }
    }
}
