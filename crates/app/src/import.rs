//! Records opened from CSV: each row by the ordinary command, under the caller's rights; the rows that are refused come
//! back with the reason. A file sent again opens nothing twice; under one idempotency key, nor does one that was mended.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use yuheng_definition::{Action, Field, FieldKind, Label, Language, Process, ProcessId, nearest};
use yuheng_engine::explain::Explain;
use yuheng_engine::{Command, Fault, FieldFault, Rejection, access};

use crate::export::STANDING;
use crate::lists::Ask;
use crate::records::{Idempotency, Rehearsal, Request};
use crate::{App, Caller, Error, Result, csv};

/// The most rows in one file.
pub const MOST_ROWS: usize = 1_000;
/// The largest file, in bytes.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// What stands over the reasons, in the file of the rows that were refused.
const REASON: (&str, &str) = ("失败原因", "Reason for failure");

/// How a file is imported.
#[derive(Clone, Copy, Debug)]
pub struct How<'a> {
    /// Whether it is only tried.
    pub rehearsal: Rehearsal,
    /// In whose language the refused rows say why.
    pub language: Language,
    /// What several files have in common of which a row is to be opened once; without it each file is for itself.
    pub key: Option<&'a str>,
}

/// What came of a file.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// How many rows have something in them.
    pub rows: usize,
    /// The rows that were opened now, with the label of the record's number; in a rehearsal those that would be, without.
    pub opened: Vec<(usize, String)>,
    /// The rows that had been opened before: with the same values, under the same key, by the same person, within 48 hours.
    pub already: Vec<(usize, String)>,
    /// What is wrong, by row.
    pub problems: Vec<RowProblem>,
    /// The headers of columns that are not read: they are written by the program.
    pub ignored: Vec<String>,
    /// The key that it went under: a mended file under the same opens nothing twice.
    pub key: String,
    /// The rows that were refused as CSV, with the reason; none: there is no such row.
    pub refused: Option<Vec<u8>>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Its number in the spreadsheet: the header is row 1.
    pub row: usize,
    /// The field, if it is one.
    pub field: Option<String>,
    /// In words.
    pub message: Label,
}

/// A column that is read.
struct Column<'a> {
    at: usize,
    field: &'a Field,
}

impl App {
    /// Opens a record of `process` for each row of `file`.
    ///
    /// # Errors
    /// When nothing of the file can be read, the right to create is missing, or the store fails: what was opened by then
    /// is not opened again when the file is sent again.
    pub async fn import(&self, caller: &Caller, process: &str, file: &[u8], how: How<'_>) -> Result<Imported> {
        let How { rehearsal, language, .. } = how;
        let definition = self.process(caller, process)?;
        access::may(&self.context(caller, None), &definition, None, Action::Create).map_err(Error::forbidden)?;
        let mut rows = csv::read(file)?.into_iter();
        let header = rows.next().ok_or_else(|| Error::argument("文件是空的", "The file is empty"))?;
        let rows: Vec<_> =
            (2..).zip(rows).filter(|(_, cells)| !cells.iter().all(|cell| cell.trim().is_empty())).collect();
        if rows.len() > MOST_ROWS {
            return Err(Error::argument(
                &format!("一个文件最多 {MOST_ROWS} 行，此文件有 {} 行：请拆分", rows.len()),
                &format!("A file has {MOST_ROWS} rows at most, this one has {}: split it", rows.len()),
            ));
        }
        let (columns, ignored) = columns(&definition, &header)?;
        let batch = how.key.map_or_else(|| hex::encode(Sha256::digest(file)), str::to_owned);
        let mut before = BTreeMap::new();
        let mut imported = Imported { rows: rows.len(), ignored, ..Imported::default() };
        let mut refused = Vec::new();
        for (row, cells) in rows {
            let done = match values(&columns, header.len(), &cells) {
                Ok(values) => {
                    let idempotency = Some(key((process, &batch), &values, &mut before));
                    self.import_row(caller, &definition, values, &Request { based_on: None, idempotency }, rehearsal)
                        .await
                }
                Err(message) => Err(Error::Argument(message)),
            };
            match done {
                Ok((number, true)) => imported.already.push((row, number)),
                Ok((number, false)) => imported.opened.push((row, number)),
                Err(error) => {
                    let found = self.row_problems(caller, &definition, row, error)?;
                    let reason: Vec<_> = found.iter().map(|problem| in_words(&definition, problem, language)).collect();
                    refused.push((cells, reason.join("; ")));
                    imported.problems.extend(found);
                }
            }
        }
        imported.key = batch;
        imported.refused = (!refused.is_empty()).then(|| sheet(header, refused, language)).transpose()?;
        Ok(imported)
    }

    /// Opens one record, or only tries to: the label of its number, and whether it had been opened before.
    async fn import_row(
        &self,
        caller: &Caller,
        process: &Process,
        values: Map<String, Json>,
        request: &Request,
        rehearsal: Rehearsal,
    ) -> Result<(String, bool)> {
        if let Some(before) = self.written_before(caller, request).await? {
            return Ok((before.receipt.number, true));
        }
        let values = self.with_references(caller, process, values).await?;
        if rehearsal == Rehearsal::No {
            let written = self.create(caller, process.id.as_str(), values, request).await?;
            return Ok((written.receipt.number, written.replayed));
        }
        let fields = self.changes(process, values).await?.into_iter().filter_map(|(id, value)| Some((id, value?)));
        let command = Command::Create { process: process.id.clone(), fields: fields.collect() };
        self.rehearse(caller, None, &command, None).await?;
        Ok((String::new(), false))
    }

    /// The values with what their references name: a number, as the export writes it before the title, or the title alone.
    async fn with_references(
        &self,
        caller: &Caller,
        process: &Process,
        mut values: Map<String, Json>,
    ) -> Result<Map<String, Json>> {
        for (id, value) in &mut values {
            let field = process.fields.get(id.as_str());
            let Some(FieldKind::Reference { to }) = field.map(|field| &field.kind) else { continue };
            let cell = value.as_str().unwrap_or_default();
            let number = cell.split_whitespace().next().unwrap_or_default();
            *value = match self.identity(number).await? {
                Some(_) => Json::from(number),
                None => self.called(caller, (id, to), cell).await?.map_or_else(|| Json::from(cell), Json::from),
            };
        }
        Ok(values)
    }

    /// The number of the one record that is called `title`, among those that the caller sees; none: there is none.
    async fn called(&self, caller: &Caller, (field, to): (&str, &[ProcessId]), title: &str) -> Result<Option<String>> {
        let mut found = Vec::new();
        for process in to.iter().filter_map(|id| self.seen_process(caller, id.as_str()).ok()) {
            let filter = format!("record.{} == {} && !record.is_void", process.title, Json::from(title));
            let ask = Ask { filter: Some(filter), limit: Some(2), ..Ask::default() };
            found.extend(self.list(caller, Some(process.id.as_str()), &ask).await?.rows);
        }
        if let [_, _, ..] = found.as_slice() {
            let label = Label::new("有几条同名的记录，请填编号", "there are several of that name: give the number");
            return Err(Error::invalid(vec![FieldFault { field: field.to_owned(), fault: Fault::Content(label) }]));
        }
        Ok(found.first().map(|row| row.record.label.to_string()))
    }

    /// What a person can mend in the row; other errors end the import.
    fn row_problems(&self, caller: &Caller, process: &Process, row: usize, error: Error) -> Result<Vec<RowProblem>> {
        let words = Explain { definitions: &caller.in_force.definitions, process: Some(process) };
        let whole = |message| Ok(vec![RowProblem { row, field: None, message }]);
        match error {
            Error::Rejected(Rejection::Invalid(faults)) => Ok(faults
                .iter()
                .map(|it| RowProblem { row, field: Some(it.field.clone()), message: words.wrong(&it.fault) })
                .collect()),
            Error::Rejected(rejection) => whole(words.rejection(&rejection)),
            Error::Argument(label) | Error::Guarded(label) | Error::Parameter { said: label, .. } => whole(label),
            other => Err(other),
        }
    }
}

/// The request of a row: in a batch the same values are the same request, but for those of one file, which `before` counts.
fn key(
    (process, batch): (&str, &str),
    values: &Map<String, Json>,
    before: &mut BTreeMap<[u8; 32], usize>,
) -> Idempotency {
    let sorted: BTreeMap<_, _> = values.iter().collect();
    let body: [u8; 32] = Sha256::digest(format!("{sorted:?}")).into();
    let nth = before.entry(body).or_default();
    *nth += 1;
    let key = hex::encode(Sha256::digest(format!("{batch} {} {nth}", hex::encode(body))));
    Idempotency { key, route: format!("import {process}"), body }
}

/// The columns to be read, and the headers of those that are not.
fn columns<'a>(process: &'a Process, header: &[String]) -> Result<(Vec<Column<'a>>, Vec<String>)> {
    let (mut columns, mut ignored, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (at, name) in header.iter().enumerate() {
        let name = name.trim();
        let is_of_program = || STANDING.iter().chain([&REASON]).any(|(zh, en)| [*zh, *en].contains(&name));
        match process.fields.values().find(|field| is_called(field, name)) {
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
fn values(columns: &[Column], width: usize, cells: &[String]) -> std::result::Result<Map<String, Json>, Label> {
    if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
        return Err(Label::new(
            "单元格比表头多：含逗号的内容要放在引号中",
            "It has more cells than the header: put a text with a comma in quotes",
        ));
    }
    let filled = columns.iter().filter_map(|column| {
        let cell = cells.get(column.at)?;
        (!cell.trim().is_empty()).then(|| (column.field.id.to_string(), value(column.field, cell)))
    });
    Ok(filled.collect())
}

/// What a cell says, as the API takes it; what it can't be is left to the engine to refuse.
fn value(field: &Field, cell: &str) -> Json {
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
        FieldKind::Text { .. }
        | FieldKind::Decimal
        | FieldKind::Date
        | FieldKind::Timestamp
        | FieldKind::Reference { .. } => Json::from(text),
    }
}

fn in_words(process: &Process, problem: &RowProblem, language: Language) -> String {
    let message = problem.message.text(language);
    let field = problem
        .field
        .as_deref()
        .map(|id| process.fields.get(id).map_or_else(|| id.to_owned(), |field| field.label.text(language).to_owned()));
    field.map_or_else(|| message.to_owned(), |field| format!("{field}: {message}"))
}

/// The rows that were refused under their header, the reason behind it; cells beyond the header come last.
fn sheet(header: Vec<String>, refused: Vec<(Vec<String>, String)>, language: Language) -> Result<Vec<u8>> {
    let width = header.len();
    let kept: Vec<bool> = header.iter().map(|name| ![REASON.0, REASON.1].contains(&name.trim())).collect();
    let reason = if language == Language::Zh { REASON.0 } else { REASON.1 };
    let line = |mut cells: Vec<String>, reason: String| -> Vec<String> {
        cells.resize(width.max(cells.len()), String::new());
        let beyond = cells.split_off(width);
        let cells = cells.into_iter().zip(&kept).filter_map(|(cell, kept)| kept.then_some(cell));
        cells.chain([reason]).chain(beyond).collect()
    };
    let mut rows = vec![line(header, reason.to_owned())];
    rows.extend(refused.into_iter().map(|(cells, reason)| line(cells, reason)));
    csv::write(&rows)
}
