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
    /// The day that periods of several weeks or months are counted from.
    pub anchor: Date,
    /// The days by the calendar on the wall.
    pub pattern: Pattern,
    /// What happens when such a day is no working day.
    pub shift: NonWorkingDay,
}

/// The days on which something comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Every so many working days after the last time.
    EveryWorkingDays(u32),
    /// The nth working day of each month, from 1.
    WorkingDayOfMonth(u8),
    /// The last working day of each month.
    LastWorkingDayOfMonth,
    /// Every so many weeks, on that weekday.
    Weekly {
        /// How many weeks.
        weeks: u8,
        /// The day.
        weekday: Weekday,
    },
    /// Every so many months on a day of the month; in a shorter month on its last day.
    Monthly {
        /// How many months.
        months: u8,
        /// The day, from 1.
        day: i8,
    },
    /// Every year on that day.
    Yearly {
        /// The month, from 1.
        month: i8,
        /// The day, from 1; in a shorter month its last.
        day: i8,
    },
}

/// What happens when the day is no working day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NonWorkingDay {
    /// Nothing: it stays.
    Stays,
    /// It moves to the working day before.
    Earlier,
    /// It moves to the working day after.
    #[default]
    Later,
}

impl Recurrence {
    /// The next day after `last`, the last time it came (or the day from which on it is to come).
    #[must_use]
    pub fn next(&self, calendar: &ServiceCalendar, last: Date) -> Option<Date> {
        if let Pattern::EveryWorkingDays(days) = self.pattern {
            return (0..days.max(1)).try_fold(last, |day, _| calendar.next_working_day(day));
        }
        // From one period before the one that `last` lies in: a day may have moved out of its period.
        let first = self.period_of(last)? - 1;
        (first..first + LONGEST_SEARCH).find_map(|period| {
            let day = self.day_in(calendar, period)?;
            self.shift.apply(calendar, day).filter(|day| *day > last)
        })
    }

    /// The period that `day` lies in, counted from the anchor's.
    fn period_of(&self, day: Date) -> Option<i32> {
        let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let between = months(day) - months(self.anchor);
        Some(match self.pattern {
            Pattern::EveryWorkingDays(_) => return None,
            Pattern::WorkingDayOfMonth(_) | Pattern::LastWorkingDayOfMonth => between,
            Pattern::Weekly { weeks, .. } => {
                let days = monday_of(self.anchor)?.until(monday_of(day)?).ok()?.get_days();
                days.div_euclid(7 * i32::from(weeks.max(1)))
            }
            Pattern::Monthly { months, .. } => between.div_euclid(i32::from(months.max(1))),
            Pattern::Yearly { .. } => i32::from(day.year()) - i32::from(self.anchor.year()),
        })
    }

    /// The day in a period, if it has one, before it moves.
    fn day_in(&self, calendar: &ServiceCalendar, period: i32) -> Option<Date> {
        let month = |months: i32| self.anchor.first_of_month().checked_add((months * period).months()).ok();
        match self.pattern {
            Pattern::EveryWorkingDays(_) => None,
            Pattern::WorkingDayOfMonth(nth) => working_days(calendar, month(1)?).nth(usize::from(nth.max(1)) - 1),
            Pattern::LastWorkingDayOfMonth => working_days(calendar, month(1)?).last(),
            Pattern::Weekly { weeks, weekday } => {
                let week = 7 * i32::from(weeks.max(1)) * period + i32::from(weekday.to_monday_zero_offset());
                monday_of(self.anchor)?.checked_add(week.days()).ok()
            }
            Pattern::Monthly { months, day } => on_day(month(i32::from(months.max(1)))?, day),
            Pattern::Yearly { month, day } => {
                let year = self.anchor.year().checked_add(i16::try_from(period).ok()?)?;
                on_day(Date::new(year, month, 1).ok()?, day)
            }
        }
    }
}

impl NonWorkingDay {
    fn apply(self, calendar: &ServiceCalendar, day: Date) -> Option<Date> {
        match self {
            _ if calendar.is_working_day(day) => Some(day),
            Self::Stays => Some(day),
            Self::Earlier => calendar.previous_working_day(day),
            Self::Later => calendar.next_working_day(day),
        }
    }
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
