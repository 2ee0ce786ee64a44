//! The open intervals of a calendar in UTC, year by year, each made when it is first asked for and kept: counting is a
//! binary search over their running sums. What is kept is a function of the calendar alone.

use std::sync::OnceLock;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::ServiceCalendar;
use super::hours::DAY;

/// The first year counted.
const FIRST: i16 = 1970;
/// The last year counted.
const LAST: i16 = 2199;
/// How many years are counted.
const YEARS: usize = (LAST - FIRST + 1) as usize;

/// The years of a calendar, as far as they have been asked for.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    years: Box<[OnceLock<Year>]>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self { years: (0..YEARS).map(|_| OnceLock::new()).collect() }
    }
}

/// The open intervals of one UTC year, in order and apart from each other.
#[derive(Clone, Debug, Default)]
struct Year {
    /// First second, and the one after the last.
    intervals: Vec<(i64, i64)>,
    /// Open seconds before each interval, and at the end of them all.
    before: Vec<i64>,
}

/// A time of constant offset from UTC: `[from, until)` in UTC seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Season {
    pub(super) from: i64,
    pub(super) until: i64,
    pub(super) offset: i64,
}

/// The second at which `seconds` open seconds have passed since `start`. `seconds` is positive.
pub(super) fn add(calendar: &ServiceCalendar, start: i64, seconds: i64) -> Option<i64> {
    let mut left = seconds;
    let mut from = start;
    for number in year_of(start)?..=LAST {
        let year = year(calendar, number)?;
        let done = year.open_before(from);
        if let Some(due) = year.after(done + left) {
            return Some(due);
        }
        left -= year.total() - done;
        from = begin(number + 1)?;
    }
    None
}

/// The open seconds of `[from, until)`, as far as they lie in the years counted.
pub(super) fn between(calendar: &ServiceCalendar, from: i64, until: i64) -> i64 {
    let Some(first) = year_of(from) else { return 0 };
    let last = year_of(until).unwrap_or(LAST);
    let years = (first..=last).filter_map(|number| year(calendar, number));
    years.map(|year| year.open_before(until) - year.open_before(from)).sum()
}

/// The first open second from `at` on.
pub(super) fn opening(calendar: &ServiceCalendar, at: i64) -> Option<i64> {
    (year_of(at)?..=LAST).find_map(|number| {
        let year = year(calendar, number)?;
        let next = year.intervals.partition_point(|(_, until)| *until <= at);
        year.intervals.get(next).map(|(from, _)| at.max(*from))
    })
}

impl Year {
    fn total(&self) -> i64 {
        self.before.last().copied().unwrap_or(0)
    }

    /// The open seconds of the year before `at`.
    fn open_before(&self, at: i64) -> i64 {
        let next = self.intervals.partition_point(|(from, _)| *from < at);
        match next.checked_sub(1).and_then(|last| Some((self.intervals.get(last)?, self.before.get(last)?))) {
            Some(((from, until), before)) => before + at.min(*until) - from,
            None => 0,
        }
    }

    /// The second at which `seconds` of the year's open seconds have passed, if it has that many.
    fn after(&self, seconds: i64) -> Option<i64> {
        if seconds > self.total() {
            return None;
        }
        let last = self.before.partition_point(|before| *before < seconds).checked_sub(1)?;
        let ((from, _), before) = (self.intervals.get(last)?, self.before.get(last)?);
        Some(from + seconds - before)
    }
}

fn year(calendar: &ServiceCalendar, number: i16) -> Option<&Year> {
    let hours = calendar.hours.as_ref()?;
    let slot = hours.timeline.years.get(usize::try_from(number - FIRST).ok()?)?;
    Some(slot.get_or_init(|| make(calendar, number).unwrap_or_default()))
}

fn make(calendar: &ServiceCalendar, number: i16) -> Option<Year> {
    let (from, until) = (begin(number)?, begin(number + 1)?);
    let mut intervals = Vec::new();
    for season in seasons(&calendar.zone, from, until) {
        // By the wall clock the season begins on this day and ends on that one.
        for day in (season.from + season.offset).div_euclid(DAY)..=(season.until + season.offset).div_euclid(DAY) {
            for stretch in calendar.stretches(date_of(day)?) {
                let midnight = day * DAY - season.offset;
                push(
                    &mut intervals,
                    (midnight + stretch.from).max(season.from),
                    (midnight + stretch.until).min(season.until),
                );
            }
        }
    }
    let mut before = vec![0];
    let mut sum = 0;
    for (from, until) in &intervals {
        sum += until - from;
        before.push(sum);
    }
    Some(Year { intervals, before })
}

/// Adds an interval at the end; an empty one is left out, an adjacent one joined.
fn push(intervals: &mut Vec<(i64, i64)>, from: i64, until: i64) {
    match intervals.last_mut() {
        _ if from >= until => {}
        Some(last) if last.1 == from => last.1 = until,
        _ => intervals.push((from, until)),
    }
}

/// The seasons of `[from, until)`, in order.
pub(super) fn seasons(zone: &TimeZone, from: i64, until: i64) -> Vec<Season> {
    let Ok(start) = Timestamp::from_second(from) else { return Vec::new() };
    let mut seasons = vec![Season { from, until, offset: i64::from(zone.to_offset(start).seconds()) }];
    for change in zone.following(start) {
        let at = change.timestamp().as_second();
        if at >= until {
            break;
        }
        if let Some(last) = seasons.last_mut() {
            last.until = at;
        }
        seasons.push(Season { from: at, until, offset: i64::from(change.offset().seconds()) });
    }
    seasons
}

/// The date that lies so many days after 1970-01-01.
pub(super) fn date_of(day: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(i32::try_from(day).ok()?.days()).ok()
}

/// The UTC year of a second, if it is counted; an earlier one counts from the first on.
fn year_of(second: i64) -> Option<i16> {
    let year = Timestamp::from_second(second).ok()?.to_zoned(TimeZone::UTC).year();
    (year <= LAST).then_some(year.max(FIRST))
}

/// The first second of a UTC year.
fn begin(number: i16) -> Option<i64> {
    let first = Date::new(number, 1, 1).ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(first.timestamp().as_second())
}
