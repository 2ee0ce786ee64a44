//! Records opened from a file: each row by the ordinary command, under the caller's rights; the rows that are refused come
//! back with the reason. A file sent again opens nothing twice; under one key, nor does one that was mended, or that comes in
//! parts.

mod columns;
mod refused;
mod table;

pub use table::{Table, TableRow, too_many};

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use yuheng_definition::{Action, FieldKind, Label, Language, Process, ProcessId};
use yuheng_engine::explain::Explain;
use yuheng_engine::{Command, Fault, FieldFault, Rejection, access, failpoint};

use self::columns::{columns, values};
use self::refused::in_words;
use crate::lists::Ask;
use crate::records::{Idempotency, Order, Rehearsal, Request};
use crate::{App, Caller, Error, Result};

/// The most rows of a file that is tried or imported with one request.
pub const MOST_ROWS: usize = 1_000;
/// The most rows of a file whose rows come in parts.
pub const MOST_READ: usize = 100_000;
/// The most rows of a part.
pub const MOST_AT_ONCE: usize = 200;
/// The largest file, in bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// How a file is imported.
#[derive(Clone, Copy, Debug)]
pub struct How<'a> {
    /// Whether it is only tried.
    pub rehearsal: Rehearsal,
    /// In whose language the refused rows say why.
    pub language: Language,
    /// What files and parts of files have in common of which a row is to be opened once; without it each file is for itself.
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
    /// The rows that were refused.
    pub refused: Vec<Refused>,
}

/// A row that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// Its cells.
    pub cells: Vec<String>,
    /// Why, in words, each field by its label.
    pub reason: String,
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

impl App {
    /// Opens a record of `process` for each row of a table that was read from a whole file.
    ///
    /// # Errors
    /// When the right to create is missing, or the store fails: what was opened by then is not opened again when the file is
    /// sent again.
    pub async fn import(&self, caller: &Caller, process: &str, table: &Table, how: How<'_>) -> Result<Imported> {
        let key = how.key.unwrap_or(&table.key).to_owned();
        let how = How { key: Some(&key), ..how };
        let mut imported = self.import_rows(caller, process, (&table.header, &table.rows), how).await?;
        imported.ignored.clone_from(&table.ignored);
        Ok(imported)
    }

    /// Opens a record of `process` for each of these rows under their header.
    ///
    /// # Errors
    /// As [`App::import`], and when the header can't be read.
    pub async fn import_rows(
        &self,
        caller: &Caller,
        process: &str,
        (header, rows): (&[String], &[TableRow]),
        how: How<'_>,
    ) -> Result<Imported> {
        let How { rehearsal, language, key: batch } = how;
        let batch = batch.unwrap_or_default();
        let (definition, zone) = (self.process(caller, process)?, self.zone());
        access::may(&self.context(caller, None), &definition, None, Action::Create).map_err(Error::forbidden)?;
        let (columns, ignored) = columns(&definition, header)?;
        let mut imported = Imported { rows: rows.len(), ignored, key: batch.to_owned(), ..Imported::default() };
        for TableRow { row, nth, cells } in rows {
            let done = match values(&columns, header.len(), cells, &zone) {
                Ok(values) => {
                    let request = Request { based_on: None, idempotency: Some(key((process, batch), &values, *nth)) };
                    match self.import_row(caller, &definition, values, &request, rehearsal).await {
                        Ok(done) => Ok(done),
                        Err(error) => Err(self.row_problems(caller, &definition, *row, error)?),
                    }
                }
                Err((field, message)) => Err(vec![RowProblem { row: *row, field, message }]),
            };
            match done {
                Ok((number, true)) => imported.already.push((*row, number)),
                Ok((number, false)) => imported.opened.push((*row, number)),
                Err(found) => {
                    let reason: Vec<_> = found.iter().map(|problem| in_words(&definition, problem, language)).collect();
                    imported.refused.push(Refused { cells: cells.clone(), reason: reason.join("; ") });
                    imported.problems.extend(found);
                }
            }
        }
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
        self.rehearse(caller, None, Order::Command(&command), None).await?;
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
            let named = match self.identity(number).await? {
                Some(id) => self.store.record(id).await?,
                None => None,
            };
            *value = match named.filter(|record| to.contains(&record.process)) {
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

/// The request of a row: in a batch the same values are the same request, but for those of one file, which are counted.
fn key((process, batch): (&str, &str), values: &Map<String, Json>, nth: usize) -> Idempotency {
    let body = digest(values);
    let batch =
        if failpoint::armed("import.forgets_its_rows") { uuid::Uuid::now_v7().to_string() } else { batch.to_owned() };
    let key = hex::encode(Sha256::digest(format!("{batch} {} {nth}", hex::encode(body))));
    Idempotency { key, route: format!("import {process}"), body }
}

/// What tells values from others, in whichever order they stand.
fn digest(values: &Map<String, Json>) -> [u8; 32] {
    let sorted: std::collections::BTreeMap<_, _> = values.iter().collect();
    Sha256::digest(format!("{sorted:?}")).into()
}
