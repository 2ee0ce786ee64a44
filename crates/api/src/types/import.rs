//! A file of records read, and what came of it, as it goes out; and its rows as they come in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuheng_app::import::{self, Refused, RowProblem, Table, TableRow};
use yuheng_definition::Language;

/// What came of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Imported {
    /// Whether it was only tried.
    pub dry_run: bool,
    /// How many rows have something in them.
    pub rows: usize,
    /// The rows opened now; in a trial those that would be, without their numbers.
    pub opened: Vec<ImportedRow>,
    /// The key that the file went under. A mended file is sent with it as `Idempotency-Key`, and opens only what is new.
    pub key: String,
    /// The rows that had been opened before under this key.
    pub already: Vec<ImportedRow>,
    /// What is wrong.
    pub problems: Vec<ImportProblem>,
    /// The headers of columns that were not read, because the program writes them.
    pub ignored: Vec<String>,
    /// The rows that were refused, with the reason: what makes a file of them takes them so.
    pub failed: Vec<FailedRow>,
    /// The same as CSV, the reason behind the columns of the header; null when there are none, or CSV is not what was sent.
    pub failed_csv: Option<String>,
}

impl Imported {
    /// In the language of the request.
    #[must_use]
    pub fn new(done: import::Imported, dry_run: bool, language: Language) -> Self {
        Self {
            dry_run,
            key: done.key,
            rows: done.rows,
            opened: done.opened.into_iter().map(Into::into).collect(),
            already: done.already.into_iter().map(Into::into).collect(),
            problems: done.problems.into_iter().map(|problem| ImportProblem::new(problem, language)).collect(),
            ignored: done.ignored,
            failed: done.refused.into_iter().map(Into::into).collect(),
            failed_csv: None,
        }
    }
}

/// A file of records, read: nothing is tried or written yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportTable {
    /// What the file is known by: the `Idempotency-Key` under which its rows are opened once.
    pub key: String,
    /// Which kind of file it was: `csv` or `xlsx`.
    pub format: String,
    /// Its header.
    pub header: Vec<String>,
    /// The headers of columns that are not read, because the program writes them.
    pub ignored: Vec<String>,
    /// The rows that have something in them.
    pub rows: Vec<ImportRow>,
}

/// A row of a file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRow {
    /// Its number in the spreadsheet.
    pub row: usize,
    /// Of the rows of the file that say the same, the how manieth it is.
    pub nth: usize,
    /// Its cells as texts.
    pub cells: Vec<String>,
}

/// Rows of a file under its header.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRows {
    /// The header.
    pub header: Vec<String>,
    /// At most 200 rows.
    pub rows: Vec<ImportRow>,
}

/// A row that was refused.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedRow {
    /// Its cells.
    pub cells: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Rows that were refused, under their header.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedRows {
    /// The header.
    pub header: Vec<String>,
    /// The rows.
    pub failed: Vec<FailedRow>,
}

impl From<Table> for ImportTable {
    fn from(table: Table) -> Self {
        let rows = table.rows.into_iter().map(|TableRow { row, nth, cells }| ImportRow { row, nth, cells });
        Self {
            key: table.key,
            format: table.kind.ending().to_owned(),
            header: table.header,
            ignored: table.ignored,
            rows: rows.collect(),
        }
    }
}

impl From<ImportRow> for TableRow {
    fn from(ImportRow { row, nth, cells }: ImportRow) -> Self {
        Self { row, nth, cells }
    }
}

impl From<Refused> for FailedRow {
    fn from(Refused { cells, reason }: Refused) -> Self {
        Self { cells, reason }
    }
}

impl From<FailedRow> for Refused {
    fn from(FailedRow { cells, reason }: FailedRow) -> Self {
        Self { cells, reason }
    }
}

/// A row and its record.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedRow {
    /// The row in the spreadsheet; the header is row 1.
    pub row: usize,
    /// The record's number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProblem {
    /// The row in the spreadsheet; the header is row 1.
    pub row: usize,
    /// The field, if it is one.
    pub field: Option<String>,
    /// In words.
    pub message: String,
}

impl From<(usize, String)> for ImportedRow {
    fn from((row, number): (usize, String)) -> Self {
        Self { row, number }
    }
}

impl ImportProblem {
    /// In the language of the request.
    #[must_use]
    pub fn new(problem: RowProblem, language: Language) -> Self {
        let RowProblem { row, field, message } = problem;
        Self { row, field, message: message.text(language).to_owned() }
    }
}
