//! Service hours: whether the public holidays that calendars follow are known, for this year and in time for the next.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yuheng_definition::Label;

use super::Found;
use super::line::Line;

/// From which month on the next year's holidays should be known: the State Council announces them in November.
const ANNOUNCED_IN: i8 = 11;

/// The lines of the group; none where no calendar follows public holidays.
pub(super) fn lines(found: &Found<'_>) -> Vec<Line> {
    let calendars = found.in_force.world.calendars.values().map(|(_, calendar)| calendar.latest());
    let following = calendars.filter(|calendar| !calendar.missing_years(NEVER..=NEVER).is_empty()).collect::<Vec<_>>();
    if following.is_empty() {
        return Vec::new();
    }
    let (first, last) = years_due(found.in_force.today);
    let due = following.iter().flat_map(|calendar| calendar.missing_years(first..=last));
    let missing = due.chain(found.reached.iter().copied()).collect::<BTreeSet<_>>();
    vec![line(&missing, &found.reached, (first, last))]
}

/// A year whose holidays nobody knows: a calendar that misses it follows holidays.
const NEVER: i16 = 1;

/// The years whose holidays have to be known on a day.
fn years_due(today: Date) -> (i16, i16) {
    (today.year(), if today.month() < ANNOUNCED_IN { today.year() } else { today.year() + 1 })
}

/// Of those that are `missing` some may be `reached` already by what counts.
fn line(missing: &BTreeSet<i16>, reached: &BTreeSet<i16>, (first, last): (i16, i16)) -> Line {
    let label = Label::new("节假日安排", "Public holidays");
    let told = |years: &[String]| Label { zh: years.join("、") + " 年", en: years.join(", ") };
    let due = (first..=last).map(|year| year.to_string()).collect::<Vec<_>>();
    if missing.is_empty() {
        return Line::good("holidays", label, told(&due));
    }
    let missing = missing.iter().map(ToString::to_string).collect::<Vec<_>>();
    let figure =
        Label { zh: format!("缺 {} 年", missing.join("、")), en: format!("{} missing", missing.join(", ")) };
    let (zh, en) = match reached.is_empty() {
        true => ("", ""),
        false => (
            "已有时限或周期工单算到这样的年份。",
            "Running clocks or recurring orders reach into such a year already. ",
        ),
    };
    let told = Label {
        zh: format!(
            "{zh}没有安排的年份按平常周计时，法定节假日也算工作日。国务院通常在 11 月公布次年安排：在“节假日安排”中新建或导入这一年，\
             并使其生效"
        ),
        en: format!(
            "{en}A year that is missing counts by its plain weeks, public holidays included. The State Council announces the next \
             year's in November: open one under Holiday year, or import it, and put it in force"
        ),
    };
    Line::fact("holidays", label, figure).attention(("缺少", "missing"), told)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{line, years_due};
    use crate::upkeep::Level;

    #[test]
    fn the_next_year_is_due_once_it_is_announced() {
        assert_eq!(years_due(date(2026, 10, 31)), (2026, 2026));
        assert_eq!(years_due(date(2026, 11, 1)), (2026, 2027));
        assert_eq!(years_due(date(2026, 12, 31)), (2026, 2027));
        assert_eq!(years_due(date(2027, 1, 1)), (2027, 2027));
    }

    #[test]
    fn a_year_that_is_missing_is_named() {
        let none = [].into();
        assert_eq!(line(&none, &none, (2026, 2026)).level, Level::Good);
        let missing = line(&[2027].into(), &none, (2026, 2027));
        assert_eq!((missing.level, missing.figure.zh.as_str()), (Level::Attention, "缺 2027 年"));
        let reached = line(&[2027].into(), &[2027].into(), (2026, 2026));
        let told = |line: &crate::upkeep::Line| line.to_do.as_ref().map(|to_do| to_do.en.contains("already"));
        assert_eq!((told(&missing), told(&reached)), (Some(false), Some(true)));
    }
}
