//! The columns of a file of records: which field each is, and what its cells say.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};
use yuheng_definition::{Field, FieldKind, Label, Process, nearest};
use yuheng_engine::{Fault, FieldFault};

use super::refused::REASON;
use crate::export::STANDING;
use crate::{Error, Result, sheets};

/// What a spreadsheet shows where a formula came to nothing.
const ERRORS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"];

/// A column that is read.
pub struct Column<'a> {
    at: usize,
    field: &'a Field,
}

/// The columns to be read, and the headers of those that are not.
pub fn columns<'a>(process: &'a Process, header: &[String]) -> Result<(Vec<Column<'a>>, Vec<String>)> {
    let (mut columns, mut ignored, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (at, name) in header.iter().enumerate() {
        let name = name.trim();
        let is_of_program = || STANDING.iter().chain([&REASON]).any(|(zh, en)| [*zh, *en].contains(&name));
        match called(process, name) {
            Some(field) if field.derived || field.retired => ignored.push(name.to_owned()),
            Some(field) if seen.insert(&field.id) => columns.push(Column { at, field }),
            Some(_) => {
                return Err(column_fault(
                    name,
                    &format!("列「{name}」出现了两次"),
                    &format!("The column “{name}” stands there twice"),
                ));
            }
            None if name.is_empty() || is_of_program() => ignored.push(name.to_owned()),
            None => return Err(no_such_column(process, name)),
        }
    }
    Ok((columns, ignored))
}

/// The field that a header names: by its id or label, with a template's mark of what must be filled or without.
pub fn called<'a>(process: &'a Process, name: &str) -> Option<&'a Field> {
    let unmarked = name.trim().trim_end_matches(['*', '＊']).trim_end();
    let find = |name: &str| process.fields.values().find(|field| is_called(field, name));
    find(name.trim()).or_else(|| find(unmarked))
}

fn is_called(field: &Field, name: &str) -> bool {
    field.id.as_str() == name || field.label.zh == name || field.label.en.eq_ignore_ascii_case(name)
}

/// What is wrong with a header.
fn column_fault(name: &str, zh: &str, en: &str) -> Error {
    Error::invalid(vec![FieldFault { field: name.to_owned(), fault: Fault::Content(Label::new(zh, en)) }])
}

fn no_such_column(process: &Process, name: &str) -> Error {
    let names = process.fields.values().flat_map(|field| [field.id.as_str(), &field.label.zh, &field.label.en]);
    let (zh, en) = match nearest(name, names) {
        Some(nearest) => (format!("，是否指「{nearest}」？"), format!("; did you mean “{nearest}”?")),
        None => (String::new(), String::new()),
    };
    column_fault(name, &format!("没有列「{name}」{zh}"), &format!("There is no column “{name}”{en}"))
}

/// The values of a row; what is wrong with it as a row.
pub fn values(
    columns: &[Column<'_>],
    width: usize,
    cells: &[String],
    zone: &TimeZone,
) -> std::result::Result<Map<String, Json>, (Option<String>, Label)> {
    if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
        let (zh, en) = (
            "单元格比表头多：含逗号的内容要放在引号中",
            "It has more cells than the header: put a text with a comma in quotes",
        );
        return Err((None, Label::new(zh, en)));
    }
    let mut values = Map::new();
    for Column { at, field } in columns {
        let Some(cell) = cells.get(*at).filter(|cell| !cell.trim().is_empty()) else { continue };
        if ERRORS.contains(&cell.trim()) {
            let label = Label::new(
                &format!("公式出错（{}）：请改正公式，或填写内容", cell.trim()),
                &format!("a formula failed ({}): mend it, or write what is meant", cell.trim()),
            );
            return Err((Some(field.id.to_string()), label));
        }
        values.insert(field.id.to_string(), value(field, cell, zone));
    }
    Ok(values)
}

/// What a cell says, as the API takes it; what it can't be is left to the engine to refuse.
fn value(field: &Field, cell: &str, zone: &TimeZone) -> Json {
    let text = cell.trim();
    match &field.kind {
        FieldKind::Choice { options } => {
            let called = options
                .iter()
                .find(|(id, label)| id.as_str() == text || label.zh == text || label.en.eq_ignore_ascii_case(text));
            Json::from(called.map_or(text, |(id, _)| id.as_str()))
        }
        FieldKind::Boolean => match text.to_lowercase().as_str() {
            "true" | "yes" | "是" => Json::Bool(true),
            "false" | "no" | "否" => Json::Bool(false),
            _ => Json::from(text),
        },
        FieldKind::Integer { .. } => text.parse::<i64>().map_or_else(|_| Json::from(text), Json::from),
        FieldKind::Table { .. } => serde_json::from_str(text).unwrap_or_else(|_| Json::from(text)),
        FieldKind::LongText { .. } => Json::from(cell.replace("\r\n", "\n")),
        FieldKind::Date => sheets::day(text).map_or_else(|| Json::from(text), |day| Json::from(day.to_string())),
        FieldKind::Timestamp => {
            sheets::instant(text, zone).map_or_else(|| Json::from(text), |instant| Json::from(instant.to_string()))
        }
        FieldKind::Text { .. } | FieldKind::Decimal | FieldKind::Reference { .. } => Json::from(text),
    }
}
