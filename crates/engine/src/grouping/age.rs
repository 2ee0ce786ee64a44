//! How many days ago what is open was opened, in ranges.

use jiff::Unit;
use jiff::civil::Date;

/// The ranges of age: value, the least and the most days since the day of opening, label. The youngest first.
pub(super) const AGES: [(&str, i32, Option<i32>, &str, &str); 5] = [
    ("0", 0, Some(0), "今天", "Today"),
    ("1-3", 1, Some(3), "1～3 天", "1–3 days"),
    ("4-7", 4, Some(7), "4～7 天", "4–7 days"),
    ("8-30", 8, Some(30), "8～30 天", "8–30 days"),
    ("31-", 31, None, "超过 30 天", "Over 30 days"),
];

/// The place among the ages of what was opened on `day`.
pub(super) fn age(day: Date, today: Date) -> usize {
    let days = day.until((Unit::Day, today)).map_or(0, |span| span.get_days()).max(0);
    AGES.iter().position(|(_, _, most, ..)| most.is_none_or(|most| days <= most)).unwrap_or_default()
}

/// Open, and opened as many days ago as the age at `at` says.
pub(super) fn opened_ago(at: usize) -> String {
    let Some((_, least, most, ..)) = AGES.get(at) else { return "false".to_owned() };
    let since = most.map(|most| {
        if most == 0 {
            " && record.opened_at >= today".to_owned()
        } else {
            format!(" && record.opened_at >= today - days({most})")
        }
    });
    let before = match least {
        0 => String::new(),
        1 => " && record.opened_at < today".to_owned(),
        least => format!(" && record.opened_at < today - days({})", least - 1),
    };
    format!("record.is_open{}{before}", since.unwrap_or_default())
}
