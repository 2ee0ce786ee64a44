//! The hours of a week, and the days of a year that have others.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

/// The seconds of a civil day.
pub(super) const DAY: i64 = 86_400;

/// All of a day.
pub(super) const WHOLE_DAY: &[Stretch] = &[Stretch { from: 0, until: DAY }];

/// A stretch of a day by the wall clock, in seconds after midnight; `until` is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Its first second.
    pub from: i64,
    /// The second after its last; at most 86 400.
    pub until: i64,
}

/// The hours of a week: for each day its stretches, in order and apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// Monday first.
    days: [Vec<Stretch>; 7],
}

/// The special days of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayYear {
    /// Which year.
    pub year: i16,
    /// Its days off, make-up days and half days.
    pub days: BTreeMap<Date, SpecialDay>,
}

/// A day that has not the hours of its weekday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    /// Its name, `春节`; may be empty.
    pub name: String,
    /// What hours it has.
    pub kind: SpecialKind,
}

/// What hours a special day has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpecialKind {
    /// None.
    Off,
    /// Those of its own weekday, or of the first working weekday if that has none: a make-up day (调休).
    Working,
    /// Those of another weekday: a make-up day.
    As(Weekday),
    /// Its own: a make-up day.
    WorkingAt(Vec<Stretch>),
    /// Its own: a half day.
    Half(Vec<Stretch>),
}

impl Week {
    /// Adds a stretch to a day.
    ///
    /// # Errors
    /// `Err` with the stretch that is already there, if they overlap.
    pub fn insert(&mut self, weekday: Weekday, stretch: Stretch) -> Result<(), Stretch> {
        insert(&mut self.days[index(weekday)], stretch)
    }

    /// The stretches of a weekday.
    #[must_use]
    pub fn on(&self, weekday: Weekday) -> &[Stretch] {
        &self.days[index(weekday)]
    }

    /// Whether there are no hours at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }

    /// The hours of a make-up day that falls on `weekday`.
    pub(super) fn make_up(&self, weekday: Weekday) -> &[Stretch] {
        let own = self.on(weekday);
        if !own.is_empty() {
            return own;
        }
        self.days.iter().find(|day| !day.is_empty()).map_or(&[], Vec::as_slice)
    }
}

/// Puts a stretch in its place among those of a day; one that overlaps another is refused with the other.
pub(super) fn insert(day: &mut Vec<Stretch>, stretch: Stretch) -> Result<(), Stretch> {
    if let Some(other) = day.iter().find(|other| stretch.from < other.until && other.from < stretch.until) {
        return Err(*other);
    }
    let at = day.partition_point(|other| other.from < stretch.from);
    day.insert(at, stretch);
    Ok(())
}

fn index(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)
}
