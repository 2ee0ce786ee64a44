//! A calendar through time: each instant counts by the content that was in force at it, so that what has been counted
//! stays counted when hours or public holidays change. No I/O; `now` is no argument: the changes have their moments.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::explain::Piece;
use super::{LONGEST_CLOSURE, ServiceCalendar};

/// A service calendar with what it was before.
#[derive(Clone, Debug)]
pub struct DatedCalendar {
    /// What counted before the first change.
    first: ServiceCalendar,
    /// What has counted from each change on, oldest first.
    changes: Vec<(Timestamp, ServiceCalendar)>,
}

impl From<ServiceCalendar> for DatedCalendar {
    fn from(first: ServiceCalendar) -> Self {
        Self { first, changes: Vec::new() }
    }
}

impl DatedCalendar {
    /// The same calendar until `at`, and `next` from then on. Changes are told in their order.
    #[must_use]
    pub fn then(mut self, at: Timestamp, next: ServiceCalendar) -> Self {
        self.changes.push((at, next));
        self
    }

    /// What counts now and from now on, as far as is known.
    #[must_use]
    pub fn latest(&self) -> &ServiceCalendar {
        self.changes.last().map_or(&self.first, |(_, calendar)| calendar)
    }

    /// The instant at which `seconds` of the calendar have passed since `start`; none when that lies outside the years
    /// that are counted.
    #[must_use]
    pub fn add(&self, start: Timestamp, seconds: i64) -> Option<Timestamp> {
        let (mut from, mut left) = (start, seconds);
        for stretch in self.stretches(start, None) {
            let Some(until) = stretch.until else { return stretch.calendar.add(from, left) };
            let counted = stretch.calendar.between(from, until);
            if left <= counted {
                return stretch.calendar.add(from, left);
            }
            (from, left) = (until, left - counted);
        }
        None
    }

    /// The seconds of the calendar between two instants; 0 when `until` is not later.
    #[must_use]
    pub fn between(&self, from: Timestamp, until: Timestamp) -> i64 {
        let stretches = self.stretches(from, Some(until));
        stretches.map(|it| it.calendar.between(it.from, it.until.unwrap_or(until))).sum()
    }

    /// The pieces of `[from, until)`, each with why it counts, or doesn't.
    #[must_use]
    pub fn pieces(&self, from: Timestamp, until: Timestamp) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for stretch in self.stretches(from, Some(until)) {
            for piece in stretch.calendar.pieces(stretch.from, stretch.until.unwrap_or(until)) {
                match pieces.last_mut() {
                    Some(last) if last.why == piece.why && last.until == piece.from => last.until = piece.until,
                    _ => pieces.push(piece),
                }
            }
        }
        pieces
    }

    /// The same time of day, `days` working days later; the day of `start` itself does not count.
    #[must_use]
    pub fn add_working_days(&self, start: Timestamp, days: u32) -> Option<Timestamp> {
        let zone = self.latest().zone();
        let start = start.to_zoned(zone.clone());
        let mut date = start.date();
        for _ in 0..days {
            let mut following = (1..=LONGEST_CLOSURE).map_while(|days| date.checked_add(days.days()).ok());
            date = following.find(|day| self.is_working_day(*day))?;
        }
        let then = zone.to_ambiguous_zoned(date.to_datetime(start.time())).compatible().ok()?;
        Some(then.timestamp())
    }

    /// Whether time counts at all on that day, by what is in force when it begins.
    fn is_working_day(&self, day: Date) -> bool {
        let midnight = day.to_zoned(self.latest().zone().clone()).map(|midnight| midnight.timestamp());
        midnight.is_ok_and(|midnight| self.at(midnight).is_working_day(day))
    }

    fn at(&self, instant: Timestamp) -> &ServiceCalendar {
        let change = self.changes.iter().rev().find(|(at, _)| *at <= instant);
        change.map_or(&self.first, |(_, calendar)| calendar)
    }

    /// The stretches of `[from, until)` under one content each; without `until`, for ever.
    fn stretches(&self, from: Timestamp, until: Option<Timestamp>) -> impl Iterator<Item = Stretch<'_>> {
        let begins = std::iter::once(Timestamp::MIN).chain(self.changes.iter().map(|(at, _)| *at));
        let ends = self.changes.iter().map(|(at, _)| Some(*at)).chain([None]);
        let calendars = std::iter::once(&self.first).chain(self.changes.iter().map(|(_, calendar)| calendar));
        begins.zip(ends).zip(calendars).filter_map(move |((begin, end), calendar)| {
            let from = begin.max(from);
            let until = [end, until].into_iter().flatten().min();
            until.is_none_or(|until| from < until).then_some(Stretch { from, until, calendar })
        })
    }
}

/// A time under one content.
struct Stretch<'c> {
    from: Timestamp,
    until: Option<Timestamp>,
    calendar: &'c ServiceCalendar,
}
