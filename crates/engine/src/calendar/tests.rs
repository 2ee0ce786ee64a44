//! Days that a reader can check on paper: the calendar of mainland China, 2026, nine to six with a lunch break.

use expect_test::{Expect, expect};
use jiff::civil::{Weekday, date};
use yuheng_definition::{FieldId, Value};

use super::*;

type Fields = BTreeMap<FieldId, Value>;

fn row(columns: &[(&str, &str)]) -> Value {
    Value::Row(columns.iter().map(|(id, text)| ((*id).to_owned(), Value::from(*text))).collect())
}

fn hours(days: &[&str], stretches: &[(&str, &str)]) -> Value {
    let each = days.iter().flat_map(|day| stretches.iter().map(move |(from, until)| (day, from, until)));
    Value::List(each.map(|(day, from, until)| row(&[("weekday", day), ("from", from), ("until", until)])).collect())
}

fn fields(zone: &str, hours: Value) -> Fields {
    Fields::from([("zone".into(), zone.into()), ("hours".into(), hours), ("follows_holidays".into(), true.into())])
}

const WORKING_WEEK: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday"];
const NINE_TO_SIX: &[(&str, &str)] = &[("09:00", "12:00"), ("13:00", "18:00")];

fn holidays() -> Fields {
    let day = |date: &str, kind: &str, name: &str| row(&[("date", date), ("kind", kind), ("name", name)]);
    let days = vec![
        day("2026-09-20", "working", "国庆节调休"),
        day("2026-10-01", "off", "国庆节"),
        day("2026-10-02", "off", "国庆节"),
        row(&[("date", "2026-12-31"), ("kind", "half"), ("from", "09:00"), ("until", "12:00"), ("name", "岁末")]),
    ];
    Fields::from([("year".into(), 2026.into()), ("days".into(), Value::List(days))])
}

fn china() -> ServiceCalendar {
    let year = HolidayYear::from_fields(&holidays()).unwrap();
    ServiceCalendar::from_fields(&fields("Asia/Shanghai", hours(WORKING_WEEK, NINE_TO_SIX)), [year]).unwrap()
}

/// Adds hours to a start in the calendar's zone.
fn check(calendar: &ServiceCalendar, start: &str, hours: i64, expected: Expect) {
    let start = start.parse::<jiff::civil::DateTime>().unwrap().to_zoned(calendar.zone().clone()).unwrap();
    let due = calendar.add(start.timestamp(), hours * 3600).unwrap();
    assert_eq!(calendar.between(start.timestamp(), due), hours * 3600, "there and back");
    expected.assert_eq(&due.to_zoned(calendar.zone().clone()).strftime("%a %F %H:%M").to_string());
}

#[test]
fn lunch_night_and_weekend_do_not_count() {
    check(&china(), "2026-11-20T11:00", 2, expect!["Fri 2026-11-20 14:00"]);
    check(&china(), "2026-11-20T17:00", 2, expect!["Mon 2026-11-23 10:00"]);
    check(&china(), "2026-11-20T22:00", 8, expect!["Mon 2026-11-23 18:00"]);
}

#[test]
fn holidays_make_up_days_and_half_days_count_as_announced() {
    check(&china(), "2026-09-18T17:00", 2, expect!["Sun 2026-09-20 10:00"]);
    check(&china(), "2026-09-30T17:00", 2, expect!["Mon 2026-10-05 10:00"]);
    check(&china(), "2026-12-31T11:00", 2, expect!["Fri 2027-01-01 10:00"]);
}

#[test]
fn a_year_without_data_counts_by_its_week_and_is_reported() {
    assert_eq!(china().missing_years(2025..=2027), [2025, 2027]);
    check(&china(), "2029-10-01T09:00", 1, expect!["Mon 2029-10-01 10:00"]);
}

#[test]
fn skipped_hours_count_nothing_and_repeated_ones_twice() {
    let night = hours(&["sunday"], &[("00:00", "06:00")]);
    let berlin = ServiceCalendar::from_fields(&fields("Europe/Berlin", night), []).unwrap();
    check(&berlin, "2026-03-29T01:00", 2, expect!["Sun 2026-03-29 04:00"]);
    check(&berlin, "2026-10-25T01:00", 3, expect!["Sun 2026-10-25 03:00"]);
}

#[test]
fn a_break_within_the_repeated_hour_is_taken_twice() {
    let night = hours(&["sunday"], &[("00:00", "02:30"), ("04:00", "06:00")]);
    let berlin = ServiceCalendar::from_fields(&fields("Europe/Berlin", night), []).unwrap();
    check(&berlin, "2026-10-25T00:00", 3, expect!["Sun 2026-10-25 02:30"]);
    check(&berlin, "2026-10-25T00:00", 4, expect!["Sun 2026-10-25 05:00"]);
}

#[test]
fn working_days_keep_the_time_of_day() {
    let calendar = china();
    let start = date(2026, 9, 30).at(15, 20, 0, 0).to_zoned(calendar.zone().clone()).unwrap().timestamp();
    let due = DatedCalendar::from(calendar.clone()).add_working_days(start, 3).unwrap();
    let due = due.to_zoned(calendar.zone().clone());
    expect!["Wed 2026-10-07 15:20"].assert_eq(&due.strftime("%a %F %H:%M").to_string());
}

#[test]
fn a_deadline_is_explained_piece_by_piece() {
    let calendar = china();
    let start = date(2026, 9, 30).at(11, 30, 0, 0).to_zoned(calendar.zone().clone()).unwrap().timestamp();
    let lines: Vec<String> = calendar
        .explain(start, 6 * 3600)
        .into_iter()
        .map(|piece| {
            let at = |at: Timestamp| at.to_zoned(calendar.zone().clone()).strftime("%d %H:%M").to_string();
            let mark = if piece.counted { '+' } else { ' ' };
            format!("{mark} {}–{} {:?}", at(piece.from), at(piece.until), piece.why)
        })
        .collect();
    expect![[r#"
        + 30 11:30–30 12:00 Hours
          30 12:00–30 13:00 Break
        + 30 13:00–30 18:00 Hours
          30 18:00–01 00:00 Night
          01 00:00–03 00:00 Holiday("国庆节")
          03 00:00–05 00:00 Weekend
          05 00:00–05 09:00 Night
        + 05 09:00–05 09:30 Hours"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_make_up_day_can_have_hours_of_its_own() {
    let saturday = |from, until| row(&[("date", "2026-10-10"), ("kind", "working"), ("from", from), ("until", until)]);
    let days = Value::List(vec![saturday("08:00", "11:00"), saturday("12:00", "15:00")]);
    let year = HolidayYear::from_fields(&Fields::from([("year".into(), 2026.into()), ("days".into(), days)])).unwrap();
    let week = hours(WORKING_WEEK, NINE_TO_SIX);
    let calendar = ServiceCalendar::from_fields(&fields("Asia/Shanghai", week), [year]).unwrap();
    check(&calendar, "2026-10-10T10:00", 2, expect!["Sat 2026-10-10 13:00"]);
}

#[test]
fn faults_name_field_and_row() {
    let night = hours(&["monday"], &[("22:00", "06:00")]);
    let faults = ServiceCalendar::from_fields(&fields("Asia/Peking", night), []).unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["zone", "hours[0].until"]);
    let twice = hours(&["monday", "monday"], &[("09:00", "12:00")]);
    let faults = ServiceCalendar::from_fields(&fields("UTC", twice), []).unwrap_err();
    assert_eq!(faults[0].field, "hours[1].from");
    let mut year = holidays();
    year.insert("year".into(), 2025.into());
    assert_eq!(HolidayYear::from_fields(&year).unwrap_err()[0].field, "days[0].date");
}

#[test]
fn around_the_clock_counts_all() {
    let fields = Fields::from([("zone".into(), "Asia/Shanghai".into()), ("around_the_clock".into(), true.into())]);
    let calendar = ServiceCalendar::from_fields(&fields, []).unwrap();
    check(&calendar, "2026-10-01T23:00", 24, expect!["Fri 2026-10-02 23:00"]);
}

/// The next day of a rhythm in the Chinese calendar, counted from the first of 2026.
fn next(pattern: Pattern, shift: NonWorkingDay, last: Date) -> String {
    let rhythm = Recurrence { anchor: date(2026, 1, 1), pattern, shift };
    rhythm.next(&china(), last).map_or_else(|| "never".to_owned(), |coming| coming.day.to_string())
}

#[test]
fn recurrence_falls_on_working_days() {
    let (later, earlier) = (NonWorkingDay::Later, NonWorkingDay::Earlier);
    let monthly = |months, on| Pattern::Monthly { months, on };
    assert_eq!(next(monthly(1, MonthDay::WorkingDay(1)), later, date(2026, 9, 30)), "2026-10-05");
    assert_eq!(next(monthly(1, MonthDay::LastWorkingDay), later, date(2026, 10, 1)), "2026-10-30");
    assert_eq!(next(monthly(1, MonthDay::LastWorkingDay), later, date(2026, 10, 30)), "2026-11-30");
    assert_eq!(next(monthly(3, MonthDay::Day(31)), earlier, date(2026, 11, 30)), "2027-01-29");
    assert_eq!(next(monthly(3, MonthDay::Day(31)), later, date(2026, 2, 2)), "2026-04-30");
    assert_eq!(next(Pattern::Weekly { weeks: 1, weekday: Weekday::Thursday }, later, date(2026, 9, 25)), "2026-10-05");
}

#[test]
fn recurrence_skips_a_free_day_or_moves_once_for_several() {
    let weekly = Pattern::Weekly { weeks: 1, weekday: Weekday::Thursday };
    assert_eq!(next(weekly, NonWorkingDay::Skips, date(2026, 9, 25)), "2026-10-08");
    let daily = Pattern::Daily { days: 1 };
    assert_eq!(next(daily, NonWorkingDay::Skips, date(2026, 9, 30)), "2026-10-05");
    assert_eq!(next(daily, NonWorkingDay::Later, date(2026, 9, 30)), "2026-10-05");
    assert_eq!(next(daily, NonWorkingDay::Later, date(2026, 10, 5)), "2026-10-06");
    assert_eq!(next(Pattern::Daily { days: 3 }, NonWorkingDay::Skips, date(2026, 1, 4)), "2026-01-07");
    let never = Pattern::Monthly { months: 1, on: MonthDay::WorkingDay(24) };
    assert_eq!(next(never, NonWorkingDay::Later, date(2026, 1, 1)), "never");
}

#[test]
fn time_counts_by_what_was_in_force_in_it() {
    let weekly =
        |from, until| ServiceCalendar::from_fields(&fields("UTC", hours(WORKING_WEEK, &[(from, until)])), []).unwrap();
    let at = |text: &str| -> Timestamp { text.parse().unwrap() };
    let change = at("2026-11-20T12:00:00Z");
    let calendar = DatedCalendar::from(weekly("09:00", "17:00")).then(change, weekly("13:00", "14:00"));
    // Three hours before the change, one after it; on Monday another.
    assert_eq!(calendar.between(at("2026-11-20T09:00:00Z"), at("2026-11-20T20:00:00Z")), 4 * 3600);
    assert_eq!(calendar.add(at("2026-11-20T09:00:00Z"), 2 * 3600), Some(at("2026-11-20T11:00:00Z")));
    assert_eq!(calendar.add(at("2026-11-20T09:00:00Z"), 5 * 3600), Some(at("2026-11-23T14:00:00Z")));
    let counted = calendar.pieces(at("2026-11-20T09:00:00Z"), at("2026-11-20T20:00:00Z")).into_iter();
    let counted: Vec<_> = counted.filter(|piece| piece.counted).map(|piece| (piece.from, piece.until)).collect();
    let expected = [("2026-11-20T09:00:00Z", "2026-11-20T12:00:00Z"), ("2026-11-20T13:00:00Z", "2026-11-20T14:00:00Z")];
    assert_eq!(counted, expected.map(|(from, until)| (at(from), at(until))));
}
