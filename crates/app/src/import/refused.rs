//! The rows that were refused, as a file to be mended: under their header, the reason behind it.

use yuheng_definition::{Language, Process};

use super::columns::called;
use super::{Refused, RowProblem};
use crate::sheets::{Book, Cell, FileKind, Kind};
use crate::{App, Caller, Error, Result};

/// What stands over the reasons.
pub const REASON: (&str, &str) = ("失败原因", "Reason for failure");

impl App {
    /// The rows that were refused as a file of `kind`; cells beyond the header come last.
    ///
    /// # Errors
    /// When the caller sees nothing of the process, or there is no room to write in.
    pub async fn refused_file(
        &self,
        caller: &Caller,
        process: &str,
        (header, refused): (Vec<String>, Vec<Refused>),
        (kind, language): (FileKind, Language),
    ) -> Result<Vec<u8>> {
        let (process, zone) = (self.seen_process(caller, process)?, self.zone());
        let work = move || {
            let rows = rows(&process, header, refused, language);
            let (head, rows) = rows.split_first().map(|(head, rows)| (head.clone(), rows.to_vec())).unwrap_or_default();
            let head: Vec<String> = head.into_iter().map(|cell| cell.text).collect();
            let (mut book, mut bytes) = Book::begin(kind, process.label.text(language), &head, zone)?;
            bytes.extend(book.rows(rows)?);
            bytes.extend(book.end()?);
            Ok(bytes)
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Unwritten(error.into()))?
    }
}

/// The header and the rows; the reason that an earlier file had is left out.
fn rows(process: &Process, header: Vec<String>, refused: Vec<Refused>, language: Language) -> Vec<Vec<Cell>> {
    let width = header.len();
    let kinds: Vec<Option<Kind>> = header
        .iter()
        .map(|name| {
            let is_reason = [REASON.0, REASON.1].contains(&name.trim());
            (!is_reason).then(|| called(process, name).map_or(Kind::Text, |field| Kind::of(&field.kind)))
        })
        .collect();
    let reason = if language == Language::Zh { REASON.0 } else { REASON.1 };
    let text = |text| Cell { text, kind: Kind::Text };
    let line = |mut cells: Vec<String>, reason: String| -> Vec<Cell> {
        cells.resize(width.max(cells.len()), String::new());
        let beyond = cells.split_off(width);
        let cells = cells.into_iter().zip(&kinds).filter_map(|(text, kind)| kind.map(|kind| Cell { text, kind }));
        cells.chain([text(reason)]).chain(beyond.into_iter().map(text)).collect()
    };
    let mut rows = vec![line(header, reason.to_owned())];
    rows.extend(refused.into_iter().map(|refused| line(refused.cells, refused.reason)));
    rows
}

/// A problem as it stands in the file.
pub fn in_words(process: &Process, problem: &RowProblem, language: Language) -> String {
    let message = problem.message.text(language);
    let field = problem
        .field
        .as_deref()
        .map(|id| process.fields.get(id).map_or_else(|| id.to_owned(), |field| field.label.text(language).to_owned()));
    field.map_or_else(|| message.to_owned(), |field| format!("{field}: {message}"))
}
