//! The stretches of days by which what is a time is grouped.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use yuheng_definition::Label;

use super::refusal::without_stretch;

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// A day.
    Day,
    /// Seven, from Monday.
    Week,
    /// A month of the calendar.
    Month,
}

impl Stretch {
    /// All, each by its word.
    pub const WORDS: [(&str, Self); 3] = [("day", Self::Day), ("week", Self::Week), ("month", Self::Month)];

    /// The first day of the stretch in which `day` lies.
    pub(super) fn first(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i64::from(day.weekday().since(Weekday::Monday)).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
        }
    }
}

/// The stretch that `text` names, of what is called `id`.
pub(super) fn stretched(id: &str, text: &str) -> Result<Stretch, Label> {
    let known = Stretch::WORDS.iter().find(|(word, _)| *word == text).map(|(_, stretch)| *stretch);
    known.ok_or_else(|| without_stretch(id))
}
