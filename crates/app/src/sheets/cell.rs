//! A cell on its way into a file: its text as CSV has it, and what it is where a file tells numbers and dates from texts.

use yuheng_definition::FieldKind;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A day, `2026-11-22`.
    Day,
    /// An instant, RFC 3339.
    Instant,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text; empty: there is nothing in it.
    pub text: String,
    /// What the text is, if it reads so; else it is words.
    pub kind: Kind,
}

impl Kind {
    /// What the values of a field are.
    #[must_use]
    pub const fn of(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Integer { .. } | FieldKind::Decimal => Self::Number,
            FieldKind::Boolean => Self::Truth,
            FieldKind::Date => Self::Day,
            FieldKind::Timestamp => Self::Instant,
            FieldKind::Text { .. }
            | FieldKind::LongText { .. }
            | FieldKind::Choice { .. }
            | FieldKind::Reference { .. }
            | FieldKind::Table { .. } => Self::Text,
        }
    }
}
