//! A calendar from the fields of its record and of the holiday years' records. What is wrong is said by field and row.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use yuheng_definition::{FieldId, Label, Value};

use super::ServiceCalendar;
use super::hours::{self, DAY, HolidayYear, SpecialDay, SpecialKind, Stretch, Week};
use crate::{Fault, FieldFault};

/// The values of a record.
type Fields = BTreeMap<FieldId, Value>;

impl ServiceCalendar {
    /// The calendar that a record of the content `calendar` describes, following the holidays of `years` if it says so.
    ///
    /// # Errors
    /// All that is wrong with its fields.
    pub fn from_fields(fields: &Fields, years: impl IntoIterator<Item = HolidayYear>) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let zone = zone(fields, &mut faults);
        let truth = |field: &str| fields.get(field).and_then(Value::as_bool).unwrap_or(false);
        let around_the_clock = truth("around_the_clock");
        let week = week(fields, &mut faults);
        if !around_the_clock && faults.is_empty() && week.is_empty() {
            faults.push(fault("hours", "没有任何服务时段", "there are no hours at all"));
        }
        match zone {
            Some(zone) if faults.is_empty() => Ok(match (around_the_clock, truth("follows_holidays")) {
                (true, _) => Self::around_the_clock(zone),
                (false, true) => Self::with_holidays(zone, week, years),
                (false, false) => Self::weekly(zone, week),
            }),
            _ => Err(faults),
        }
    }
}

impl HolidayYear {
    /// The holidays that a record of the content `holiday_year` describes. A date may have several rows of hours.
    ///
    /// # Errors
    /// All that is wrong with its fields.
    pub fn from_fields(fields: &Fields) -> Result<Self, Vec<FieldFault>> {
        let number = fields.get("year").and_then(Value::as_int).and_then(|year| i16::try_from(year).ok());
        let Some(number) = number else {
            return Err(vec![FieldFault { field: "year".to_owned(), fault: Fault::Missing }]);
        };
        let mut faults = Vec::new();
        let mut year = Self { year: number, days: BTreeMap::new() };
        for (at, row) in fields.get("days").map_or(&[][..], Value::rows).iter().enumerate() {
            if let Err(fault) = special_day(&mut year, row) {
                faults.push(fault.in_row("days", at));
            }
        }
        if faults.is_empty() { Ok(year) } else { Err(faults) }
    }
}

fn zone(fields: &Fields, faults: &mut Vec<FieldFault>) -> Option<TimeZone> {
    let name = fields.get("zone").and_then(Value::as_text).unwrap_or("");
    // The bundled data, so that every node and every test counts alike.
    let zone = TimeZoneDatabase::bundled().get(name).ok();
    if zone.is_none() {
        faults.push(fault("zone", "不是 IANA 时区名", "is no IANA zone name, such as Asia/Shanghai"));
    }
    zone
}

fn week(fields: &Fields, faults: &mut Vec<FieldFault>) -> Week {
    let mut week = Week::default();
    for (at, row) in fields.get("hours").map_or(&[][..], Value::rows).iter().enumerate() {
        let added = weekday(row, "weekday").and_then(|weekday| {
            let weekday = weekday.ok_or(RowFault::missing("weekday"))?;
            week.insert(weekday, stretch(row)?).map_err(|_| RowFault::overlap())
        });
        if let Err(fault) = added {
            faults.push(fault.in_row("hours", at));
        }
    }
    week
}

fn special_day(year: &mut HolidayYear, row: &Value) -> Result<(), RowFault> {
    let date: Date =
        text(row, "date").and_then(|date| date.parse().ok()).ok_or(RowFault::new("date", "不是日期", "is no date"))?;
    if date.year() != year.year {
        return Err(RowFault::new("date", "不在该年内", "lies in another year"));
    }
    let has_hours = text(row, "from").is_some() || text(row, "until").is_some();
    let kind = match (text(row, "kind"), has_hours) {
        (Some("off"), false) => SpecialKind::Off,
        (Some("off"), true) => return Err(RowFault::new("from", "放假日没有时段", "a day off has no hours")),
        (Some("working"), false) => weekday(row, "as_weekday")?.map_or(SpecialKind::Working, SpecialKind::As),
        (Some("working"), true) => SpecialKind::WorkingAt(vec![stretch(row)?]),
        (Some("half"), _) => SpecialKind::Half(vec![stretch(row)?]),
        _ => return Err(RowFault::new("kind", "须为 off、working 或 half", "must be off, working or half")),
    };
    let name = text(row, "name").unwrap_or("").to_owned();
    match (year.days.get_mut(&date).map(|day| &mut day.kind), kind) {
        (None, kind) => {
            year.days.insert(date, SpecialDay { name, kind });
            Ok(())
        }
        (Some(SpecialKind::WorkingAt(day)), SpecialKind::WorkingAt(more))
        | (Some(SpecialKind::Half(day)), SpecialKind::Half(more)) => {
            more.into_iter().try_for_each(|stretch| hours::insert(day, stretch)).map_err(|_| RowFault::overlap())
        }
        (Some(_), _) => Err(RowFault::new("date", "该日期重复", "stands there twice")),
    }
}

fn stretch(row: &Value) -> Result<Stretch, RowFault> {
    let (from, until) = (time(row, "from")?, time(row, "until")?);
    if from < until {
        Ok(Stretch { from, until })
    } else {
        let en = "must be later than `from`; hours over midnight are two rows, until 24:00 and from 00:00";
        Err(RowFault::new("until", "须晚于开始；跨午夜分两行写：至 24:00，从 00:00", en))
    }
}

/// A time of day `HH:MM`, in seconds; `24:00` is the day's end.
fn time(row: &Value, column: &'static str) -> Result<i64, RowFault> {
    let text = text(row, column).ok_or(RowFault::missing(column))?;
    parse_time(text).ok_or(RowFault::new(column, "须为 HH:MM", "must be HH:MM"))
}

fn parse_time(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let is_pair = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_pair(hours) || !is_pair(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = (hours * 60 + minutes) * 60;
    (minutes < 60 && seconds <= DAY).then_some(seconds)
}

fn weekday(row: &Value, column: &'static str) -> Result<Option<Weekday>, RowFault> {
    let Some(name) = text(row, column) else { return Ok(None) };
    Ok(Some(match name {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return Err(RowFault::new(column, "须为 monday 至 sunday", "must be monday to sunday")),
    }))
}

fn text<'v>(row: &'v Value, column: &str) -> Option<&'v str> {
    row.column(column).and_then(Value::as_text)
}

fn fault(field: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault { field: field.to_owned(), fault: Fault::Content(Label::new(zh, en)) }
}

/// What is wrong with a column of a row.
struct RowFault {
    column: &'static str,
    fault: Fault,
}

impl RowFault {
    fn new(column: &'static str, zh: &str, en: &str) -> Self {
        Self { column, fault: Fault::Content(Label::new(zh, en)) }
    }

    const fn missing(column: &'static str) -> Self {
        Self { column, fault: Fault::Missing }
    }

    fn overlap() -> Self {
        Self::new("from", "与另一时段重叠", "overlaps other hours of the day")
    }

    fn in_row(self, table: &str, at: usize) -> FieldFault {
        FieldFault { field: format!("{table}[{at}].{}", self.column), fault: self.fault }
    }
}
