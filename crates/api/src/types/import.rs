//! What came of a CSV file, as it goes out.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::import::RowProblem;
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
    /// The rows that were refused as CSV, the reason behind the columns of the header; null when there are none.
    pub failed_csv: Option<String>,
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
