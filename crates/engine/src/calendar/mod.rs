//! Business time: weekly hours, breaks, public holidays, make-up days, half days, zones. No I/O; `now` is an argument.
//!
//! Time counts in whole seconds. An instant is counted when the wall clock of the calendar's zone stands within the
//! hours of that day; so an hour that the zone skips counts nothing, and one that it repeats counts twice.

mod dated;
mod explain;
mod hours;
pub(crate) mod notice;
mod parse;
mod recurrence;
mod timeline;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

pub use dated::DatedCalendar;
pub use explain::{Piece, Why};
pub use hours::{HolidayYear, SpecialDay, SpecialKind, Stretch, Week};
pub use recurrence::{Coming, MonthDay, NonWorkingDay, Pattern, Recurrence};

use timeline::Timeline;

/// The longest search for a working day, in days: no calendar in use closes for longer.
const LONGEST_CLOSURE: i32 = 400;

/// A service calendar, ready to count with.
#[derive(Clone, Debug)]
pub struct ServiceCalendar {
    zone: TimeZone,
    /// None: around the clock.
    hours: Option<Attended>,
}

/// The hours of a calendar that is not around the clock.
#[derive(Clone, Debug)]
struct Attended {
    week: Week,
    /// None: public holidays are worked through.
    holidays: Option<BTreeMap<i16, HolidayYear>>,
    timeline: Timeline,
}

impl ServiceCalendar {
    /// The zone by whose wall clock its hours run.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// A calendar in which all time counts; the zone says where days begin.
    #[must_use]
    pub const fn around_the_clock(zone: TimeZone) -> Self {
        Self { zone, hours: None }
    }

    /// A calendar of weekly hours that public holidays don't change.
    #[must_use]
    pub fn weekly(zone: TimeZone, week: Week) -> Self {
        Self { zone, hours: Some(Attended { week, holidays: None, timeline: Timeline::default() }) }
    }

    /// A calendar of weekly hours that follows the holidays of `years`; a year that is not among them counts by its
    /// weekly hours.
    #[must_use]
    pub fn with_holidays(zone: TimeZone, week: Week, years: impl IntoIterator<Item = HolidayYear>) -> Self {
        let holidays = Some(years.into_iter().map(|year| (year.year, year)).collect());
        Self { zone, hours: Some(Attended { week, holidays, timeline: Timeline::default() }) }
    }

    /// The instant at which `seconds` of the calendar have passed since `start`; none when that lies outside the years
    /// that are counted, 1970 to 2199. No time at all, or less, is used up at once.
    #[must_use]
    pub fn add(&self, start: Timestamp, seconds: i64) -> Option<Timestamp> {
        let start = start.as_second();
        let due = match &self.hours {
            _ if seconds <= 0 => Some(start),
            None => start.checked_add(seconds),
            Some(_) => timeline::add(self, start, seconds),
        };
        due.and_then(|due| Timestamp::from_second(due).ok())
    }

    /// The seconds of the calendar between two instants; 0 when `until` is not later.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> i64 {
        let (from, until) = (from.as_second(), until.as_second());
        match &self.hours {
            _ if until <= from => 0,
            None => until - from,
            Some(_) => timeline::between(self, from, until),
        }
    }

    /// Whether time counts at `at`.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.hours.is_none() || timeline::opening(self, at.as_second()) == Some(at.as_second())
    }

    /// The first instant from `at` on at which time counts.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        if self.hours.is_none() {
            return Some(at);
        }
        let opening = timeline::opening(self, at.as_second())?;
        if opening == at.as_second() { Some(at) } else { Timestamp::from_second(opening).ok() }
    }

    /// Whether time counts at all on that day.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.stretches(date).is_empty()
    }

    /// The first working day after `date`.
    #[must_use]
    pub fn next_working_day(&self, date: Date) -> Option<Date> {
        (1..=LONGEST_CLOSURE).map_while(|days| date.checked_add(days.days()).ok()).find(|day| self.is_working_day(*day))
    }

    /// The last working day before `date`.
    #[must_use]
    pub fn previous_working_day(&self, date: Date) -> Option<Date> {
        (1..=LONGEST_CLOSURE).map_while(|days| date.checked_sub(days.days()).ok()).find(|day| self.is_working_day(*day))
    }

    /// The years among `years` whose public holidays it should follow but does not know.
    #[must_use]
    pub fn missing_years(&self, years: RangeInclusive<i16>) -> Vec<i16> {
        let known = self.hours.as_ref().and_then(|hours| hours.holidays.as_ref());
        known.map_or_else(Vec::new, |known| years.filter(|year| !known.contains_key(year)).collect())
    }

    /// The hours of `date`, in order and apart from each other.
    fn stretches(&self, date: Date) -> &[Stretch] {
        match (&self.hours, self.special(date)) {
            (None, _) => hours::WHOLE_DAY,
            (Some(_), Some(SpecialDay { kind: SpecialKind::Off, .. })) => &[],
            (Some(_), Some(SpecialDay { kind: SpecialKind::WorkingAt(own) | SpecialKind::Half(own), .. })) => own,
            (Some(hours), Some(SpecialDay { kind: SpecialKind::As(weekday), .. })) => hours.week.on(*weekday),
            (Some(hours), Some(SpecialDay { kind: SpecialKind::Working, .. })) => hours.week.make_up(date.weekday()),
            (Some(hours), None) => hours.week.on(date.weekday()),
        }
    }

    /// What is special about `date`.
    fn special(&self, date: Date) -> Option<&SpecialDay> {
        self.hours.as_ref()?.holidays.as_ref()?.get(&date.year())?.days.get(&date)
    }
}

#[cfg(test)]
mod tests;
