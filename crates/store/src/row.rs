//! A row as either database gives it, and how its cells are read.

use jiff::Timestamp;
use uuid::Uuid;
use yuheng_engine::RecordId;

use crate::StorageError;

/// A cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A number, an instant, or yes (1) or no (0).
    Int(i64),
    /// A text, or JSON as text.
    Text(String),
    /// Bytes, or an identity.
    Bytes(Vec<u8>),
}

/// A row: its cells in the order of the select's columns.
#[derive(Clone, Debug)]
pub struct Row {
    cells: std::vec::IntoIter<Cell>,
    at: usize,
}

impl Row {
    /// A row of `cells`.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells: cells.into_iter(), at: 0 }
    }

    /// Takes the next cell, whatever it is.
    ///
    /// # Errors
    /// When there is none.
    pub fn cell(&mut self) -> Result<Cell, StorageError> {
        self.at += 1;
        self.cells.next().ok_or_else(|| self.wrong("a cell"))
    }

    /// Takes the next cell as something that may be absent.
    ///
    /// # Errors
    /// When it is something else.
    pub fn optional<T: FromCell>(&mut self) -> Result<Option<T>, StorageError> {
        match self.cell()? {
            Cell::Null => Ok(None),
            cell => T::from_cell(cell).map(Some).ok_or_else(|| self.wrong(T::NAME)),
        }
    }

    /// Takes the next cell.
    ///
    /// # Errors
    /// When it is absent or something else.
    pub fn get<T: FromCell>(&mut self) -> Result<T, StorageError> {
        self.optional()?.ok_or_else(|| self.wrong(T::NAME))
    }

    fn wrong(&self, what: &str) -> StorageError {
        StorageError::Corrupt(format!("column {} of a row is not {what}", self.at))
    }
}

/// What a cell can be read as.
pub trait FromCell: Sized {
    /// What it is called in an error.
    const NAME: &'static str;
    /// The cell as this; none when it is something else.
    fn from_cell(cell: Cell) -> Option<Self>;
}

impl FromCell for i64 {
    const NAME: &'static str = "a number";
    fn from_cell(cell: Cell) -> Option<Self> {
        if let Cell::Int(int) = cell { Some(int) } else { None }
    }
}

impl FromCell for u64 {
    const NAME: &'static str = "a count";
    fn from_cell(cell: Cell) -> Option<Self> {
        i64::from_cell(cell).and_then(|int| Self::try_from(int).ok())
    }
}

impl FromCell for bool {
    const NAME: &'static str = "yes or no";
    fn from_cell(cell: Cell) -> Option<Self> {
        match cell {
            Cell::Int(0) => Some(false),
            Cell::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromCell for String {
    const NAME: &'static str = "a text";
    fn from_cell(cell: Cell) -> Option<Self> {
        if let Cell::Text(text) = cell { Some(text) } else { None }
    }
}

impl FromCell for Vec<u8> {
    const NAME: &'static str = "bytes";
    fn from_cell(cell: Cell) -> Option<Self> {
        if let Cell::Bytes(bytes) = cell { Some(bytes) } else { None }
    }
}

impl FromCell for [u8; 32] {
    const NAME: &'static str = "a hash";
    fn from_cell(cell: Cell) -> Option<Self> {
        Vec::from_cell(cell).and_then(|bytes| Self::try_from(bytes).ok())
    }
}

impl FromCell for RecordId {
    const NAME: &'static str = "an identity";
    fn from_cell(cell: Cell) -> Option<Self> {
        Vec::from_cell(cell).and_then(|bytes| Uuid::from_slice(&bytes).ok()).map(RecordId)
    }
}

impl FromCell for Timestamp {
    const NAME: &'static str = "an instant";
    fn from_cell(cell: Cell) -> Option<Self> {
        i64::from_cell(cell).and_then(|int| Self::from_microsecond(int).ok())
    }
}
