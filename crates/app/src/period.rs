//! Periods of an objective: months, quarters and years in the organisation's zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use yuheng_definition::Label;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Length {
    /// `2026-11`
    Month,
    /// `2026-Q4`
    Quarter,
    /// `2026`
    Year,
}

/// A period: its name and its bounds, the end not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `2026-11`, `2026-Q4` or `2026`.
    pub name: String,
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
}

impl Length {
    /// From the option of the objective's field.
    #[must_use]
    pub fn from_option(option: &str) -> Self {
        match option {
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => Self::Month,
        }
    }

    /// The length of the period called `name`, as far as that is written as one.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name.split_once('-') {
            None => Self::Year,
            Some((_, rest)) if rest.starts_with('Q') => Self::Quarter,
            Some(_) => Self::Month,
        }
    }

    /// What it is called, and how one is written.
    #[must_use]
    pub fn label(self) -> Label {
        match self {
            Self::Month => Label::new("月，如 2026-11", "months, such as 2026-11"),
            Self::Quarter => Label::new("季度，如 2026-Q4", "quarters, such as 2026-Q4"),
            Self::Year => Label::new("年，如 2026", "years, such as 2026"),
        }
    }

    const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

impl Period {
    /// The period of `length` in which `day` lies.
    #[must_use]
    pub fn containing(length: Length, day: Date, zone: &TimeZone) -> Option<Self> {
        let month = match length {
            Length::Month => day.month(),
            Length::Quarter => (day.month() - 1) / 3 * 3 + 1,
            Length::Year => 1,
        };
        let first = Date::new(day.year(), month, 1).ok()?;
        let next = first.checked_add(length.months().months()).ok()?;
        let name = match length {
            Length::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Length::Quarter => format!("{:04}-Q{}", first.year(), (month - 1) / 3 + 1),
            Length::Year => format!("{:04}", first.year()),
        };
        Some(Self { name, from: midnight(first, zone)?, until: midnight(next, zone)? })
    }

    /// The period of `length` in which the one called `name` ends: who looks at November sees the yearly objective in its
    /// year.
    #[must_use]
    pub fn named(length: Length, name: &str, zone: &TimeZone) -> Option<Self> {
        let (year, rest) = name.split_once('-').map_or((name, None), |(year, rest)| (year, Some(rest)));
        let last_month = match rest {
            None => 12,
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => quarter.parse::<i8>().ok()?.checked_mul(3)?,
                None => rest.parse().ok()?,
            },
        };
        Self::containing(length, Date::new(year.parse().ok()?, last_month, 1).ok()?, zone)
    }
}

fn midnight(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    day.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(length: Length, day: &str, expected: &str) {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let period = Period::containing(length, day.parse().unwrap(), &zone).unwrap();
        assert_eq!(format!("{} {} {}", period.name, period.from, period.until), expected);
        assert_eq!(Period::named(length, &period.name, &zone), Some(period));
    }

    #[test]
    fn a_period_begins_and_ends_at_midnight_of_the_organisation() {
        check(Length::Month, "2026-11-22", "2026-11 2026-10-31T16:00:00Z 2026-11-30T16:00:00Z");
        check(Length::Quarter, "2026-11-22", "2026-Q4 2026-09-30T16:00:00Z 2026-12-31T16:00:00Z");
        check(Length::Year, "2026-11-22", "2026 2025-12-31T16:00:00Z 2026-12-31T16:00:00Z");
    }

    #[test]
    fn a_period_of_another_length_gives_the_one_in_which_it_ends() {
        let named = |length, name| Period::named(length, name, &TimeZone::UTC).map(|period| period.name);
        assert_eq!(named(Length::Year, "2026-11").as_deref(), Some("2026"));
        assert_eq!(named(Length::Quarter, "2026-11").as_deref(), Some("2026-Q4"));
        assert_eq!(named(Length::Month, "2026-Q3").as_deref(), Some("2026-09"));
        assert_eq!(named(Length::Month, "2026").as_deref(), Some("2026-12"));
        for wrong in ["", "x", "2026-", "2026-13", "2026-Q5", "2026-Q", "2026-11-01"] {
            assert_eq!(named(Length::Year, wrong), None, "{wrong}");
        }
    }
}
