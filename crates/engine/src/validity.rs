//! From when until when something holds.

use jiff::civil::Date;

/// Whether what holds from one day to another, both included, holds on `day`; an absent day bounds nothing.
#[must_use]
pub fn is_valid_on(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}
