//! CSV that spreadsheets open rightly and that carries no formula.

use crate::{Error, Result};

/// Writes rows as CSV in UTF-8 with a byte order mark, lines ended by CR LF. Rows may be of unequal length.
///
/// # Errors
/// When memory can't be written, which does not happen.
pub fn write(rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(lines(rows)?);
    Ok(bytes)
}

/// Writes rows that follow others.
///
/// # Errors
/// As [`write`].
pub fn lines(rows: &[Vec<String>]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(|_| Error::Chance)?;
    }
    writer.flush().map_err(|_| Error::Chance)?;
    drop(writer);
    Ok(bytes)
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if is_guarded(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Whether a cell begins a formula, behind however many apostrophes: one more goes before it, so that all are there again when it
/// is read.
fn is_guarded(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell that [`harmless`] was given.
fn as_it_was(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_guarded(rest) => rest,
        _ => cell,
    }
}

/// Reads CSV in UTF-8, with or without a byte order mark; a cell in quotes may hold line breaks. Rows may be of unequal
/// length.
///
/// # Errors
/// When it is not in UTF-8, or a quote is open or closed where none can be: it would swallow what follows.
pub fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        other_encoding(before.iter().filter(|byte| **byte == b'\n').count() + 1)
    })?;
    if let Some(line) = misquoted(text) {
        return Err(Error::argument(
            &format!("第 {line} 行的引号不成对：请补上引号；单元格内的引号要写两次（\"\"）"),
            &format!(
                "Line {line} opens a quote that is not closed where its cell ends: close it; a quote within a cell is written twice (\"\")"
            ),
        ));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let row = |row: csv::StringRecord| row.iter().map(|cell| as_it_was(cell).to_owned()).collect();
    // All of it is text, and rows may be of unequal length: nothing else can be wrong with CSV.
    reader.records().map(|found| found.map(row).map_err(|_| other_encoding(1))).collect()
}

/// The line in which a cell in quotes begins that never ends, or that ends before its cell does.
fn misquoted(text: &str) -> Option<usize> {
    let (mut cell, mut line, mut opened) = (Cell::Begins, 1, 1);
    for character in text.chars() {
        cell = match (cell, character) {
            (Cell::Begins, '"') => {
                opened = line;
                Cell::Quoted
            }
            (Cell::Quoted, '"') => Cell::QuoteEnds,
            (Cell::Quoted, _) | (Cell::QuoteEnds, '"') => Cell::Quoted,
            (_, ',' | '\r' | '\n') => Cell::Begins,
            (Cell::QuoteEnds, _) => return Some(opened),
            (Cell::Begins | Cell::Plain, _) => Cell::Plain,
        };
        line += usize::from(character == '\n');
    }
    (cell == Cell::Quoted).then_some(opened)
}

/// Where in a cell a reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Begins,
    Plain,
    Quoted,
    /// Behind a quote that ends the cell, unless another follows.
    QuoteEnds,
}

fn other_encoding(line: usize) -> Error {
    Error::argument(
        &format!("第 {line} 行不是 UTF-8 编码（可能是 GBK）：请在电子表格中另存为“CSV UTF-8（逗号分隔）”后重试"),
        &format!(
            "Line {line} is not in UTF-8, perhaps in GBK: save it as “CSV UTF-8 (comma delimited)” in the spreadsheet \
             and try again"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let rows = vec![["=1+1", "'=1", "'quoted'", "第一行\r\n第二行", "a, \"b\""].map(str::to_owned).to_vec()];
        assert_eq!(read(&write(&rows).unwrap()).unwrap(), rows);
        assert_eq!(read(b"a,b\nc\r\nd,e,f").unwrap().iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 3]);
    }

    #[test]
    fn another_encoding_is_told_with_its_line() {
        let gbk = [b"title\n".as_slice(), &[0xb6, 0xc2, 0xc0, 0xdd, 0xbb, 0xfa]].concat();
        let Err(Error::Argument(label)) = read(&gbk) else { panic!("GBK is no UTF-8") };
        assert!(label.zh.starts_with("第 2 行") && label.en.contains("GBK"), "{label:?}");
    }

    #[test]
    fn a_quote_that_swallows_what_follows_is_told_with_its_line() {
        for (text, line) in [("a,b\n\"c,d\ne,f\n", 2), ("a\n\nb,\"c\nd,\"e\"\n", 3), ("\"a\"b,c", 1)] {
            let Err(Error::Argument(label)) = read(text.as_bytes()) else { panic!("{text:?} is read") };
            assert!(label.zh.starts_with(&format!("第 {line} 行")), "{label:?}");
        }
        for text in ["5\" disk,b", "\"a \"\"b\"\"\nc\",d\r\n\"\",e", ""] {
            assert!(read(text.as_bytes()).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn no_formula_lives() {
        let rows = vec![["=1+1", "+1", "-1", "@a", "\tb", "网络，慢", "a \"b\""].map(str::to_owned).to_vec()];
        let text = String::from_utf8(write(&rows).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}'=1+1,'+1,'-1,'@a,'\tb,网络，慢,\"a \"\"b\"\"\"\r\n");
    }
}
