//! What comes again on working days: duties, reports, reviews.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::ServiceCalendar;

/// How many periods are looked at: one may have no such day (the 23rd working day), and a day that moves may come
/// before its period or after.
const LONGEST_SEARCH: i32 = 60;

/// When something comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurrence {
    /// The day that periods are counted from.
    pub anchor: Date,
    /// The days by the calendar on the wall.
    pub pattern: Pattern,
    /// What happens when such a day is no working day.
    pub shift: NonWorkingDay,
}

/// The days on which something comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Every so many days.
    Daily {
        /// How many days.
        days: u16,
    },
    /// Every so many weeks, on that weekday.
    Weekly {
        /// How many weeks.
        weeks: u16,
        /// The day.
        weekday: Weekday,
    },
    /// Every so many months, counted from the anchor's: twelve are a year.
    Monthly {
        /// How many months.
        months: u16,
        /// The day in the month.
        on: MonthDay,
    },
}

/// A day in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthDay {
    /// That day, from 1; in a shorter month its last.
    Day(i8),
    /// The nth working day, from 1; a month that has fewer has none.
    WorkingDay(u8),
    /// The last working day.
    LastWorkingDay,
}

/// What happens when the day is no working day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NonWorkingDay {
    /// It moves to the working day before.
    Earlier,
    /// It moves to the working day after.
    #[default]
    Later,
    /// This time it does not come.
    Skips,
}

/// A day on which something comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The day.
    pub day: Date,
    /// The day that it would be, were that a working day.
    pub planned: Date,
}

impl Recurrence {
    /// The next day after `last`, the last time it came (or the day from which on it is to come).
    #[must_use]
    pub fn next(&self, calendar: &ServiceCalendar, last: Date) -> Option<Coming> {
        // From one period before the one that `last` lies in: a day may have moved out of its period.
        let first = self.period_of(last)? - 1;
        (first..first.checked_add(LONGEST_SEARCH)?).find_map(|period| {
            let planned = self.day_in(calendar, period)?;
            let day = self.shift.apply(calendar, planned).filter(|day| *day > last)?;
            Some(Coming { day, planned })
        })
    }

    /// The period that `day` lies in, counted from the anchor's.
    fn period_of(&self, day: Date) -> Option<i32> {
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        Some(match self.pattern {
            Pattern::Daily { days } => between(self.anchor, day)?.div_euclid(i32::from(days.max(1))),
            Pattern::Weekly { weeks, .. } => {
                between(monday_of(self.anchor)?, monday_of(day)?)?.div_euclid(7 * i32::from(weeks.max(1)))
            }
            Pattern::Monthly { months: every, .. } => {
                (months(day) - months(self.anchor)).div_euclid(i32::from(every.max(1)))
            }
        })
    }

    /// The day in a period, if it has one, before it moves.
    fn day_in(&self, calendar: &ServiceCalendar, period: i32) -> Option<Date> {
        match self.pattern {
            Pattern::Daily { days } => self.anchor.checked_add(i32::from(days.max(1)).checked_mul(period)?.days()).ok(),
            Pattern::Weekly { weeks, weekday } => {
                let days = (7 * i32::from(weeks.max(1))).checked_mul(period)?;
                let days = days.checked_add(i32::from(weekday.to_monday_zero_offset()))?;
                monday_of(self.anchor)?.checked_add(days.days()).ok()
            }
            Pattern::Monthly { months, on } => {
                let months = i32::from(months.max(1)).checked_mul(period)?;
                let first = self.anchor.first_of_month().checked_add(months.months()).ok()?;
                match on {
                    MonthDay::Day(day) => on_day(first, day),
                    MonthDay::WorkingDay(nth) => working_days(calendar, first).nth(usize::from(nth.max(1)) - 1),
                    MonthDay::LastWorkingDay => working_days(calendar, first).last(),
                }
            }
        }
    }
}

impl NonWorkingDay {
    fn apply(self, calendar: &ServiceCalendar, day: Date) -> Option<Date> {
        match self {
            _ if calendar.is_working_day(day) => Some(day),
            Self::Earlier => calendar.previous_working_day(day),
            Self::Later => calendar.next_working_day(day),
            Self::Skips => None,
        }
    }
}

/// How many days lie between two.
fn between(first: Date, last: Date) -> Option<i32> {
    first.until(last).ok().map(|span| span.get_days())
}

/// The Monday of the week that `day` lies in.
fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// The working days of the month that begins on `first`.
fn working_days(calendar: &ServiceCalendar, first: Date) -> impl Iterator<Item = Date> {
    let days = (0..i32::from(first.days_in_month())).filter_map(move |days| first.checked_add(days.days()).ok());
    days.filter(|day| calendar.is_working_day(*day))
}

/// That day of the month that begins on `first`, or its last.
fn on_day(first: Date, day: i8) -> Option<Date> {
    Date::new(first.year(), first.month(), day.clamp(1, first.days_in_month())).ok()
}
