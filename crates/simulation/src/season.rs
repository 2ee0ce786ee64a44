//! When things begin: more on a Monday morning than at night, fewer on holidays, more in a bad month. So many moments as
//! are asked for, in order, by chance.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use yuheng_engine::calendar::DatedCalendar;

use crate::Chance;
use crate::story::{Scene, Shape, Spell, Story};

/// An hour at a scene.
#[derive(Clone, Copy, Debug)]
struct Hour {
    /// When it begins.
    at: Timestamp,
    /// The scene's place in the story.
    scene: usize,
    /// How much begins in it.
    weight: f64,
}

/// The moments at which things begin, in order, each with its scene.
pub struct Season {
    hours: Vec<Hour>,
    whole: f64,
    /// What lies behind: as a share of `whole`.
    passed: f64,
    place: usize,
    before: f64,
    gaps: f64,
    left: u64,
    chance: Chance,
}

/// The time in which things begin.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// From.
    pub from: Timestamp,
    /// Until.
    pub until: Timestamp,
}

impl Season {
    /// `count` moments within `stretch`; each scene keeps its own calendar.
    #[must_use]
    pub fn new(story: &Story, calendars: &[&DatedCalendar], stretch: Stretch, count: u64, seed: u64) -> Self {
        let mut hours = Vec::new();
        for (place, (scene, calendar)) in story.scene.iter().zip(calendars).enumerate() {
            if let Some(shape) = story.shape.iter().find(|shape| shape.id == scene.shape) {
                hours.extend(of_scene((place, scene), (shape, &story.spell), calendar, stretch));
            }
        }
        hours.sort_by_key(|hour| (hour.at, hour.scene));
        let whole = hours.iter().map(|hour| hour.weight).sum();
        let chance = Chance::new(seed, u64::MAX - 1);
        // As many moments by chance, in order, as shares of the whole: gaps as long as chance has them, made to fit.
        let mut again = chance.clone();
        let gaps = (0..=count).map(|_| gap(&mut again)).sum();
        Self { hours, whole, passed: 0.0, place: 0, before: 0.0, gaps, left: count, chance }
    }
}

/// The time between two moments, if one comes on average in each.
fn gap(chance: &mut Chance) -> f64 {
    -(1.0 - chance.share()).ln()
}

impl Iterator for Season {
    type Item = (Timestamp, usize);

    #[expect(clippy::cast_possible_truncation, reason = "an hour has few seconds")]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        self.passed += gap(&mut self.chance) / self.gaps;
        let target = self.passed * self.whole;
        while self.place + 1 < self.hours.len() && self.before + self.hours[self.place].weight < target {
            self.before += self.hours[self.place].weight;
            self.place += 1;
        }
        let hour = self.hours.get(self.place)?;
        let share = ((target - self.before) / hour.weight).clamp(0.0, 0.999);
        let seconds = jiff::SignedDuration::from_millis((share * 3_600_000.0) as i64);
        Some((hour.at.saturating_add(seconds).unwrap_or(hour.at), hour.scene))
    }
}

/// The hours of a scene in which anything may begin.
fn of_scene(
    (place, scene): (usize, &Scene),
    (shape, spells): (&Shape, &[Spell]),
    calendar: &DatedCalendar,
    stretch: Stretch,
) -> Vec<Hour> {
    let zone = calendar.latest().zone();
    let mut hours = Vec::new();
    let mut at = stretch.from;
    while at < stretch.until {
        let local = at.to_zoned(zone.clone());
        let percent = spell(spells, at, stretch.until).map_or(100, |spell| spell.arrivals);
        let weight = weight(shape, calendar, local.date(), local.hour()) * f64::from(scene.share * percent);
        if weight > 0.0 {
            hours.push(Hour { at, scene: place, weight });
        }
        at = at.saturating_add(jiff::SignedDuration::from_hours(1)).unwrap_or(stretch.until);
    }
    // What is left of the last hour counts for no more than that.
    if let Some(last) = hours.last_mut() {
        let left = stretch.until.duration_since(last.at).as_secs().clamp(0, 3600);
        last.weight *= f64::from(u16::try_from(left).unwrap_or(3600)) / 3600.0;
    }
    hours
}

fn weight(shape: &Shape, calendar: &DatedCalendar, date: Date, hour: i8) -> f64 {
    let hour = usize::try_from(hour).unwrap_or_default();
    let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
    if !calendar.latest().is_working_day(date) {
        return f64::from(shape.free[hour]);
    }
    let month_end = if date.day() >= 26 { shape.month_end } else { 100 };
    f64::from(shape.working[hour] * shape.weekdays[day] * month_end) / 10_000.0
}

/// The spell that `at` lies in, told from the `end`.
#[must_use]
pub fn spell(spells: &[Spell], at: Timestamp, end: Timestamp) -> Option<&Spell> {
    let before = |days: u32| end - (24 * i64::from(days)).hours();
    spells.iter().find(|spell| (before(spell.from)..before(spell.until)).contains(&at))
}

#[cfg(test)]
mod tests {
    use yuheng_engine::calendar::ServiceCalendar;

    use super::*;

    const DAYS: &str = "
        [[shape]]
        id = \"day\"
        working = [0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 0, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0]
        free = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        weekdays = [200, 100, 100, 100, 100, 0, 0]
        month_end = 100
        [[scene]]
        id = \"one\"
        share = 1
        calendar = \"@hours\"
        shape = \"day\"
        [[spell]]
        from = 28
        until = 14
        arrivals = 300
    ";

    #[test]
    fn things_begin_by_day_more_on_mondays_and_most_in_the_bad_weeks() {
        let story = Story::read([("a.toml", DAYS)]).unwrap();
        let around: DatedCalendar = ServiceCalendar::around_the_clock(jiff::tz::TimeZone::UTC).into();
        let stretch =
            Stretch { from: "2026-09-07T00:00:00Z".parse().unwrap(), until: "2026-11-02T00:00:00Z".parse().unwrap() };
        let all: Vec<Timestamp> = Season::new(&story, &[&around], stretch, 600, 9).map(|(at, _)| at).collect();
        assert_eq!(all.len(), 600);
        assert!(all.is_sorted());
        let local = |at: &Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC);
        assert!(all.iter().all(|at| (9..17).contains(&local(at).hour())));
        let on = |day| all.iter().filter(|at| local(at).weekday() == day).count();
        assert!(on(jiff::civil::Weekday::Monday) > on(jiff::civil::Weekday::Thursday) * 3 / 2);
        let bad = all.iter().filter(|at| spell(&story.spell, **at, stretch.until).is_some()).count();
        assert!((250..350).contains(&bad), "a quarter of the time, half of all: {bad}");
        let again: Vec<Timestamp> = Season::new(&story, &[&around], stretch, 600, 9).map(|(at, _)| at).collect();
        assert_eq!(again, all);
    }
}
