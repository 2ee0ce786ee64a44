//! What a dotted name stands for, and its type.

use cel::common::ast::Expr;

use super::schema::{Schema, Type};
use super::{ActorPath, ClockPath, Fault, Path, RecordPath};
use crate::{ClockId, FieldId};

const ROOTS: [&str; 4] = ["record", "actor", "now", "today"];

const RECORD: [(&str, RecordPath); 14] = [
    ("id", RecordPath::Id),
    ("process", RecordPath::Process),
    ("number", RecordPath::Number),
    ("state", RecordPath::State),
    ("is_open", RecordPath::IsOpen),
    ("is_void", RecordPath::IsVoid),
    ("opened_at", RecordPath::OpenedAt),
    ("opened_by", RecordPath::OpenedBy),
    ("updated_at", RecordPath::UpdatedAt),
    ("due_at", RecordPath::DueAt),
    ("resolved_at", RecordPath::ResolvedAt),
    ("closed_at", RecordPath::ClosedAt),
    ("definition", RecordPath::Definition),
    ("participants", RecordPath::Participants),
];

const CLOCK: [(&str, ClockPath); 5] = [
    ("state", ClockPath::State),
    ("outcome", ClockPath::Outcome),
    ("started_at", ClockPath::StartedAt),
    ("stopped_at", ClockPath::StoppedAt),
    ("due_at", ClockPath::DueAt),
];

const ACTOR: [(&str, ActorPath); 4] = [
    ("id", ActorPath::Id),
    ("customer", ActorPath::Customer),
    ("department", ActorPath::Department),
    ("roles", ActorPath::Roles),
];

/// What `expr` stands for.
pub(super) fn resolve(expr: &Expr, schema: &Schema) -> Result<(Path, Type), Fault> {
    let segments = segments(expr)?;
    if schema.is_form {
        return answer_path(&segments, schema);
    }
    match segments.as_slice() {
        ["now"] => Ok((Path::Now, Type::Instant)),
        ["today"] => Ok((Path::Today, Type::Day)),
        ["record", "clocks", clock, part] => clock_path(clock, part, schema),
        ["record", name] => record_path(name, schema),
        ["record", table, column] => column_path(table, column, schema),
        ["actor", name] => actor_path(name, schema),
        ["record" | "actor" | "now" | "today", ..] => Err(Fault::new(
            format!("`{}` 不是可读取的内容", segments.join(".")),
            format!("`{}` names nothing that can be read", segments.join(".")),
        )),
        [root, ..] => {
            let known = schema.fields.contains_key(*root) || RECORD.iter().any(|(name, _)| name == root);
            Err(match known {
                true => Fault { nearest: Some(format!("record.{root}")), ..Fault::unknown("名称", "name", root, []) },
                false => Fault::unknown("名称", "name", root, ROOTS),
            })
        }
        [] => Err(Fault::new("缺少名称", "a name is missing")),
    }
}

fn record_path(name: &str, schema: &Schema) -> Result<(Path, Type), Fault> {
    if let Some((_, path)) = RECORD.iter().find(|(known, _)| *known == name) {
        let kind = match path {
            RecordPath::Id | RecordPath::OpenedBy => Type::Reference,
            RecordPath::Process => Type::Word(schema.processes.clone()),
            RecordPath::Number | RecordPath::Definition => Type::Text,
            RecordPath::State => Type::Word(schema.states.clone()),
            RecordPath::IsOpen | RecordPath::IsVoid => Type::Truth,
            RecordPath::Participants
            | RecordPath::Doers
            | RecordPath::Mentioned
            | RecordPath::Unread
            | RecordPath::Watchers => Type::List(Box::new(Type::Reference)),
            RecordPath::Awaited => Type::List(Box::new(Type::Text)),
            RecordPath::OpenedAt
            | RecordPath::UpdatedAt
            | RecordPath::DueAt
            | RecordPath::ResolvedAt
            | RecordPath::ClosedAt => Type::Instant,
        };
        return Ok((Path::Record(*path), kind));
    }
    match schema.fields.get(name) {
        Some(kind) => Ok((Path::Field(FieldId::from(name)), kind.clone())),
        None => {
            let known = schema.fields.keys().map(String::as_str).chain(RECORD.iter().map(|(name, _)| *name));
            Err(Fault::unknown("字段", "field", name, known))
        }
    }
}

/// What a condition of a form reads: the answer to a question.
fn answer_path(segments: &[&str], schema: &Schema) -> Result<(Path, Type), Fault> {
    match segments {
        ["answers", question] => match schema.fields.get(*question) {
            Some(kind) => Ok((Path::Field(FieldId::from(*question)), kind.clone())),
            None => Err(Fault::unknown("问题", "question", question, schema.fields.keys().map(String::as_str))),
        },
        _ => Err(Fault::new(
            format!("`{}` 不是可读取的内容，写作 answers.问题", segments.join(".")),
            format!("`{}` names nothing that can be read: write answers.question", segments.join(".")),
        )),
    }
}

/// A column of a table that holds words or references, as the list of what its rows hold.
fn column_path(table: &str, column: &str, schema: &Schema) -> Result<(Path, Type), Fault> {
    let Some(Type::Table(columns)) = schema.fields.get(table) else {
        return Err(Fault::new(
            format!("`record.{table}` 不是表格字段，没有 `{column}`"),
            format!("`record.{table}` is no table field: it has no `{column}`"),
        ));
    };
    match columns.get(column) {
        Some(kind @ (Type::Reference | Type::Text | Type::Word(_))) => {
            Ok((Path::Column(FieldId::from(table), FieldId::from(column)), Type::List(Box::new(kind.clone()))))
        }
        Some(kind) => {
            let (zh, en) = kind.name();
            Err(Fault::new(
                format!("列 `{column}` 是{zh}：`in` 只读取文本、选项或引用的列"),
                format!("the column `{column}` holds {en}: `in` reads columns of texts, options or references"),
            ))
        }
        None => Err(Fault::unknown("列", "column", column, columns.keys().map(String::as_str))),
    }
}

fn clock_path(clock: &str, part: &str, schema: &Schema) -> Result<(Path, Type), Fault> {
    if !schema.clocks.iter().any(|known| known == clock) {
        return Err(Fault::unknown("时钟", "clock", clock, schema.clocks.iter().map(String::as_str)));
    }
    let Some((_, path)) = CLOCK.iter().find(|(known, _)| *known == part) else {
        return Err(Fault::unknown("时钟内容", "part of a clock", part, CLOCK.iter().map(|(name, _)| *name)));
    };
    let words = |words: &[&str]| Type::Word(words.iter().map(ToString::to_string).collect());
    let kind = match path {
        ClockPath::State => words(&["running", "paused", "stopped"]),
        ClockPath::Outcome => words(&["met", "breached", "cancelled"]),
        ClockPath::StartedAt | ClockPath::StoppedAt | ClockPath::DueAt => Type::Instant,
    };
    Ok((Path::Clock(ClockId::from(clock), *path), kind))
}

fn actor_path(name: &str, schema: &Schema) -> Result<(Path, Type), Fault> {
    let Some((_, path)) = ACTOR.iter().find(|(known, _)| *known == name) else {
        return Err(Fault::unknown("名称 actor.", "name in actor:", name, ACTOR.iter().map(|(name, _)| *name)));
    };
    let kind = match path {
        ActorPath::Roles => Type::List(Box::new(Type::Word(schema.roles.clone()))),
        ActorPath::Id | ActorPath::Customer | ActorPath::Department => Type::Reference,
    };
    Ok((Path::Actor(*path), kind))
}

/// The segments of a dotted name, root first.
fn segments(mut expr: &Expr) -> Result<Vec<&str>, Fault> {
    let mut segments = Vec::new();
    loop {
        match expr {
            Expr::Select(select) if !select.test => {
                segments.push(select.field.as_str());
                expr = &select.operand.expr;
            }
            Expr::Ident(name) => {
                segments.push(name.as_str());
                segments.reverse();
                return Ok(segments);
            }
            _ => {
                return Err(Fault::new("此处应是名称，如 record.state", "a name such as record.state must stand here"));
            }
        }
    }
}
