//! Why a deadline lies where it lies: the time from start to due, cut into pieces that count and pieces that don't.

use jiff::Timestamp;

use super::ServiceCalendar;
use super::hours::{DAY, SpecialDay, SpecialKind};
use super::timeline::{date_of, seasons};

/// A piece of the time between a start and what is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its begin.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// Whether it counts.
    pub counted: bool,
    /// Why it counts, or doesn't.
    pub why: Why,
}

/// Why a piece of time counts or doesn't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Service hours.
    Hours,
    /// Between two stretches of the same day: lunch.
    Break,
    /// Before the first or after the last stretch of a day.
    Night,
    /// A weekday without hours.
    Weekend,
    /// Off by a public holiday, or the closed part of a half day.
    Holiday(String),
    /// Hours of a make-up working day (调休).
    MakeUp(String),
}

impl ServiceCalendar {
    /// The pieces from `start` until `seconds` of the calendar have passed; none when that is never.
    #[must_use]
    pub fn explain(&self, start: Timestamp, seconds: i64) -> Vec<Piece> {
        match self.add(start, seconds) {
            Some(due) => self.pieces(start, due),
            None => Vec::new(),
        }
    }

    /// The pieces of `[from, until)`.
    #[must_use]
    pub fn pieces(&self, from: Timestamp, until: Timestamp) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for season in seasons(self.zone(), from.as_second(), until.as_second()) {
            for day in (season.from + season.offset).div_euclid(DAY)..=(season.until + season.offset).div_euclid(DAY) {
                let midnight = day * DAY - season.offset;
                for part in self.parts(day) {
                    let begin = (midnight + part.from).max(season.from);
                    let end = (midnight + part.until).min(season.until);
                    let (Ok(from), Ok(until)) = (Timestamp::from_second(begin), Timestamp::from_second(end)) else {
                        continue;
                    };
                    match pieces.last_mut() {
                        _ if from >= until => {}
                        Some(last) if last.why == part.why && last.until == from => last.until = until,
                        _ => pieces.push(Piece { from, until, counted: part.counted, why: part.why }),
                    }
                }
            }
        }
        pieces
    }

    /// A day, cut into its parts.
    fn parts(&self, day: i64) -> Vec<Part> {
        let Some(date) = date_of(day) else { return Vec::new() };
        let special = self.special(date);
        let (open, closed) = match special {
            Some(SpecialDay { name, kind: SpecialKind::Off }) => (Why::Hours, Some(Why::Holiday(name.clone()))),
            Some(SpecialDay { name, kind: SpecialKind::Working | SpecialKind::As(_) | SpecialKind::WorkingAt(_) }) => {
                (Why::MakeUp(name.clone()), None)
            }
            Some(SpecialDay { name, kind: SpecialKind::Half(_) }) => (Why::Hours, Some(Why::Holiday(name.clone()))),
            None => (Why::Hours, None),
        };
        let stretches = self.stretches(date);
        let mut parts = Vec::new();
        let mut at = 0;
        for stretch in stretches {
            let closed = closed.clone().unwrap_or(if at == 0 { Why::Night } else { Why::Break });
            parts.push(Part { from: at, until: stretch.from, counted: false, why: closed });
            parts.push(Part { from: stretch.from, until: stretch.until, counted: true, why: open.clone() });
            at = stretch.until;
        }
        let rest = closed.unwrap_or(if stretches.is_empty() { Why::Weekend } else { Why::Night });
        parts.push(Part { from: at, until: DAY, counted: false, why: rest });
        parts
    }
}

/// A part of a day by the wall clock.
struct Part {
    from: i64,
    until: i64,
    counted: bool,
    why: Why,
}
