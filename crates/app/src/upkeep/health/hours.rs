//! Service hours: whether the public holidays that calendars follow are known, for this year and in time for the next.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use yuheng_definition::Label;

use super::Found;
use super::line::Line;

/// How long before a year begins its holidays should be known: they are announced some weeks earlier.
const AHEAD_DAYS: i32 = 31;

/// The lines of the group; none where no calendar follows public holidays.
pub(super) fn lines(found: &Found<'_>) -> Vec<Line> {
    let calendars = found.in_force.world.calendars.values().map(|(_, calendar)| calendar.latest());
    let following = calendars.filter(|calendar| !calendar.missing_years(NEVER..=NEVER).is_empty()).collect::<Vec<_>>();
    if following.is_empty() {
        return Vec::new();
    }
    let (first, last) = years_due(found.in_force.today);
    let missing = following.iter().flat_map(|calendar| calendar.missing_years(first..=last)).collect::<BTreeSet<_>>();
    vec![line(&missing, (first, last))]
}

/// A year whose holidays nobody knows: a calendar that misses it follows holidays.
const NEVER: i16 = 1;

/// The years whose holidays have to be known on a day.
fn years_due(today: Date) -> (i16, i16) {
    (today.year(), today.saturating_add(AHEAD_DAYS.days()).year())
}

fn line(missing: &BTreeSet<i16>, (first, last): (i16, i16)) -> Line {
    let label = Label::new("节假日安排", "Public holidays");
    let told = |years: &[String]| Label { zh: years.join("、") + " 年", en: years.join(", ") };
    let due = (first..=last).map(|year| year.to_string()).collect::<Vec<_>>();
    if missing.is_empty() {
        return Line::good("holidays", label, told(&due));
    }
    let missing = missing.iter().map(ToString::to_string).collect::<Vec<_>>();
    let figure =
        Label { zh: format!("缺 {} 年", missing.join("、")), en: format!("{} missing", missing.join(", ")) };
    Line::fact("holidays", label, figure).attention(
        ("缺少", "missing"),
        Label::new(
            "没有安排的年份按平常周计时，法定节假日也算工作日。请在“节假日安排”中新建或导入这一年，并使其生效",
            "A year that is missing counts by its plain weeks, public holidays included. Open one under Holiday year, or import it, and \
             put it in force",
        ),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{line, years_due};
    use crate::upkeep::Level;

    #[test]
    fn the_next_year_is_due_a_month_before_it_begins() {
        assert_eq!(years_due(date(2026, 11, 30)), (2026, 2026));
        assert_eq!(years_due(date(2026, 12, 1)), (2026, 2027));
        assert_eq!(years_due(date(2027, 1, 1)), (2027, 2027));
    }

    #[test]
    fn a_year_that_is_missing_is_named() {
        assert_eq!(line(&[].into(), (2026, 2026)).level, Level::Good);
        let missing = line(&[2027].into(), (2026, 2027));
        assert_eq!((missing.level, missing.figure.zh.as_str()), (Level::Attention, "缺 2027 年"));
    }
}
