//! Tables as files: written row by row as CSV or as Excel's `.xlsx`, and read from either.

mod cell;
mod inflated;
mod moment;
mod read;
mod xlsx;

pub use cell::{Cell, Kind};
pub(crate) use moment::{day, instant};
pub(crate) use read::rows;
pub(crate) use xlsx::{Xlsx, columns_wide, failed, heading, named, text_format, width};

use jiff::tz::TimeZone;

use crate::{Result, csv};

/// The kinds of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileKind {
    /// CSV in UTF-8.
    #[default]
    Csv,
    /// Excel's workbook, `.xlsx`.
    Xlsx,
}

impl FileKind {
    /// Its media type, as it is answered with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// What its name ends with, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The kind with this ending; none: there is no such kind.
    #[must_use]
    pub fn of(ending: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx].into_iter().find(|kind| kind.ending() == ending)
    }

    /// What `bytes` begin like. Excel's older files, and those with a password, are taken for Excel's too: they are refused
    /// with what to do.
    #[must_use]
    pub fn sniffed(bytes: &[u8]) -> Self {
        let is_excel = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(read::COMPOUND);
        if is_excel { Self::Xlsx } else { Self::Csv }
    }
}

/// A file that is written row by row.
pub enum Book {
    /// CSV: what is written stands at once.
    Csv,
    /// Excel's: it stands when all is written.
    Xlsx(Box<Xlsx>),
}

impl Book {
    /// A file with its header; what of it stands by now. `name` is the sheet's, `zone` the one that instants are told in.
    ///
    /// # Errors
    /// When there is no room to write in.
    pub fn begin(kind: FileKind, name: &str, header: &[String], zone: TimeZone) -> Result<(Self, Vec<u8>)> {
        match kind {
            FileKind::Csv => Ok((Self::Csv, csv::write(&[header.to_vec()])?)),
            FileKind::Xlsx => Ok((Self::Xlsx(Box::new(Xlsx::begin(name, header, zone)?)), Vec::new())),
        }
    }

    /// Writes rows; what more of the file stands by now.
    ///
    /// # Errors
    /// When there is no room to write in.
    pub fn rows(&mut self, rows: Vec<Vec<Cell>>) -> Result<Vec<u8>> {
        match self {
            Self::Csv => {
                let texts = |row: Vec<Cell>| row.into_iter().map(|cell| cell.text).collect();
                csv::lines(&rows.into_iter().map(texts).collect::<Vec<_>>())
            }
            Self::Xlsx(book) => book.rows(&rows).map(|()| Vec::new()),
        }
    }

    /// The rest of the file.
    ///
    /// # Errors
    /// When there is no room to write in.
    pub fn end(self) -> Result<Vec<u8>> {
        match self {
            Self::Csv => Ok(Vec::new()),
            Self::Xlsx(book) => book.end(),
        }
    }
}
