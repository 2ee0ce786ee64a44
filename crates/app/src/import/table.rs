//! A file read as a table: its header and its rows, each with what tells it from the rows that are equal to it. What is made
//! of the rows comes later, and may come in parts.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use yuheng_definition::{Action, Label};
use yuheng_engine::access;

use super::columns::{columns, values};
use super::{MOST_READ, digest};
use crate::sheets::{self, FileKind};
use crate::{App, Caller, Error, Result, csv};

/// A file of records, read.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the file is known by: the same for the same file.
    pub key: String,
    /// What it was.
    pub kind: FileKind,
    /// Its header.
    pub header: Vec<String>,
    /// The headers of columns that are not read: they are written by the program.
    pub ignored: Vec<String>,
    /// The rows that have something in them.
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Its number in the spreadsheet: the first row is 1.
    pub row: usize,
    /// Of the rows of the file that say the same, the how manieth it is: equal rows are records of their own.
    pub nth: usize,
    /// Its cells as texts.
    pub cells: Vec<String>,
}

impl App {
    /// Reads a file of records of `process`, at most [`MOST_READ`] rows; `is_excel` where whoever sends it says that it is
    /// Excel's. Nothing is tried or written.
    ///
    /// # Errors
    /// When the right to create is missing, or with what is wrong with the file or its header.
    pub async fn table(&self, caller: &Caller, process: &str, file: Vec<u8>, is_excel: bool) -> Result<Table> {
        let definition = self.process(caller, process)?;
        access::may(&self.context(caller, None), &definition, None, Action::Create).map_err(Error::forbidden)?;
        let Ok(_turn) = self.reading.acquire().await else { return Err(Error::Chance) };
        let zone = self.zone();
        let work = move || {
            let kind = if is_excel { FileKind::Xlsx } else { FileKind::sniffed(&file) };
            let mut rows = read(kind, &file)?.into_iter();
            let (_, header) = rows.next().ok_or_else(|| Error::argument("文件是空的", "The file is empty"))?;
            let rows: Vec<_> = rows.filter(|(_, cells)| !cells.iter().all(|cell| cell.trim().is_empty())).collect();
            if rows.len() > MOST_READ {
                return Err(too_many(rows.len(), MOST_READ));
            }
            let (columns, ignored) = columns(&definition, &header)?;
            let mut before: BTreeMap<[u8; 32], usize> = BTreeMap::new();
            let mut counted = |(row, cells): (usize, Vec<String>)| {
                let nth = values(&columns, header.len(), &cells, &zone).map_or(1, |values| {
                    let equal = before.entry(digest(&values)).or_default();
                    *equal += 1;
                    *equal
                });
                TableRow { row, nth, cells }
            };
            let rows = rows.into_iter().map(&mut counted).collect();
            let key = hex::encode(Sha256::digest(&file));
            Ok(Table { key, kind, ignored, rows, header: header.clone() })
        };
        // What breaks while a file is read, the file breaks.
        let broken = |error| {
            tracing::error!(%error, "a file broke what reads it");
            Error::argument("文件无法读取", "The file can't be read")
        };
        tokio::task::spawn_blocking(work).await.map_err(broken)?
    }
}

fn read(kind: FileKind, file: &[u8]) -> Result<Vec<(usize, Vec<String>)>> {
    match kind {
        FileKind::Csv => Ok((1..).zip(csv::read(file)?).collect()),
        FileKind::Xlsx => sheets::rows(file).map_err(Error::Argument),
    }
}

/// The file, or a part of it, is too long.
#[must_use]
pub fn too_many(rows: usize, most: usize) -> Error {
    Error::Argument(Label::new(
        &format!("一个文件最多 {most} 行，此文件有 {rows} 行：请拆分"),
        &format!("A file has {most} rows at most, this one has {rows}: split it"),
    ))
}
