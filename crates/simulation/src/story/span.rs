//! How long something takes: a range of which the shorter ends are the more usual, counted around the clock or in the
//! working hours of whoever does it. `5..25m`, `work 1..3h`, `2d`.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use yuheng_engine::calendar::DatedCalendar;

use crate::Chance;

/// How long something takes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Span {
    from: i64,
    to: i64,
    /// Counted in working hours.
    works: bool,
}

/// How long a working day is, in seconds: what `d` means in working hours.
const WORKING_DAY: i64 = 8 * 3600;

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no span; one reads `5..25m`, `work 1..3h` or `2d`");
        let (works, rest) = text.strip_prefix("work ").map_or((false, text.as_str()), |rest| (true, rest));
        let unit = rest.chars().last().ok_or_else(wrong)?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' if works => WORKING_DAY,
            'd' => 24 * 3600,
            _ => return Err(wrong()),
        };
        let numbers = rest.trim_end_matches(unit);
        let (from, to) = numbers.split_once("..").unwrap_or((numbers, numbers));
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| wrong());
        let (from, to) = (number(from)? * seconds, number(to)? * seconds);
        if from < 0 || to < from { Err(wrong()) } else { Ok(Self { from, to, works }) }
    }
}

impl Span {
    /// At once.
    pub const NONE: Self = Self { from: 20, to: 90, works: false };

    /// A moment so long after `start`, drawn by `chance` and stretched to `percent`.
    #[must_use]
    pub fn after(self, start: Timestamp, calendar: &DatedCalendar, chance: &mut Chance, percent: u32) -> Timestamp {
        let seconds = self.drawn(chance).saturating_mul(i64::from(percent)) / 100;
        let later = start.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(start);
        if self.works { calendar.add(start, seconds.max(1)).unwrap_or(later) } else { later }
    }

    /// So many seconds: as likely between once and twice as between twice and four times the shortest.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a span is short")]
    fn drawn(self, chance: &mut Chance) -> i64 {
        let (from, to) = (self.from.max(1) as f64, self.to.max(1) as f64);
        (from * (to / from).powf(chance.share())).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use yuheng_engine::calendar::ServiceCalendar;

    use super::*;

    fn span(text: &str) -> Span {
        text.to_owned().try_into().unwrap()
    }

    #[test]
    fn it_reads_ranges_and_units() {
        assert_eq!(span("5..25m"), Span { from: 300, to: 1500, works: false });
        assert_eq!(span("work 1..2d"), Span { from: 28_800, to: 57_600, works: true });
        assert_eq!(span("3h"), Span { from: 10_800, to: 10_800, works: false });
        assert!(Span::try_from("soon".to_owned()).is_err());
        assert!(Span::try_from("5..3m".to_owned()).unwrap_err().contains("5..25m"));
    }

    #[test]
    fn shorter_ones_are_more_usual_and_all_lie_within() {
        let around = ServiceCalendar::around_the_clock(TimeZone::UTC).into();
        let start: Timestamp = "2026-11-20T01:00:00Z".parse().unwrap();
        let mut chance = Chance::new(5, 0);
        let drawn: Vec<i64> = (0..500)
            .map(|_| span("10..160m").after(start, &around, &mut chance, 100).duration_since(start).as_mins())
            .collect();
        assert!(drawn.iter().all(|minutes| (10..=160).contains(minutes)));
        assert!(drawn.iter().filter(|minutes| **minutes < 40).count() > 200);
    }
}
