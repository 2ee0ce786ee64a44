//! When a duty's days come, from the fields of its record. What is wrong is said by field.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use yuheng_definition::{Label, Value};

use super::{Fields, day_before};
use crate::calendar::{Coming, MonthDay, NonWorkingDay, Pattern, Recurrence, ServiceCalendar};
use crate::{Fault, FieldFault};

/// When a duty's days come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// No day comes before this one.
    pub(super) from: Date,
    until: Option<Date>,
    recurrence: Recurrence,
    ahead: i32,
}

impl Rhythm {
    /// The rhythm that a record of the content `duty` describes. What is left out follows the day that it begins on: its
    /// weekday, its day of the month, its month.
    ///
    /// # Errors
    /// All that is wrong with its fields.
    pub fn from_fields(fields: &Fields) -> Result<Self, Vec<FieldFault>> {
        let day = |field: &str| text(fields, field).and_then(|text| text.parse::<Date>().ok());
        let Some(from) = day("from") else {
            return Err(vec![FieldFault { field: "from".to_owned(), fault: Fault::Missing }]);
        };
        let until = day("until");
        if until.is_some_and(|until| until < from) {
            return Err(vec![fault("until", "早于开始日期", "is before the beginning")]);
        }
        let number = |field: &str, default: i64| fields.get(field).and_then(Value::as_int).unwrap_or(default);
        let interval = u16::try_from(number("interval", 1)).unwrap_or(1).max(1);
        let months = match text(fields, "every").unwrap_or("month") {
            "quarter" => 3,
            "half_year" => 6,
            "year" => 12,
            _ => 1,
        };
        let pattern = match text(fields, "every").unwrap_or("month") {
            "day" => Pattern::Daily { days: interval },
            "week" => Pattern::Weekly { weeks: interval, weekday: weekday(fields, from)? },
            _ => Pattern::Monthly { months: months * interval, on: month_day(fields, from)? },
        };
        let shift = match text(fields, "on_free_days") {
            Some("before") => NonWorkingDay::Earlier,
            Some("skip") => NonWorkingDay::Skips,
            _ => NonWorkingDay::Later,
        };
        let month = i8::try_from(number("month", from.month().into())).ok().filter(|_| months > 1);
        let anchor = month.and_then(|month| Date::new(from.year(), month, 1).ok()).unwrap_or(from);
        let ahead = i32::try_from(number("ahead_days", 0)).unwrap_or(0);
        Ok(Self { from, until, recurrence: Recurrence { anchor, pattern, shift }, ahead })
    }

    /// The days after `after`, in order.
    pub fn days<'c>(&self, calendar: &'c ServiceCalendar, after: Date) -> impl Iterator<Item = Coming> + use<'c> {
        let (recurrence, until) = (self.recurrence, self.until);
        let mut last = after.max(day_before(self.from));
        std::iter::from_fn(move || {
            let coming = recurrence.next(calendar, last)?;
            last = coming.day;
            until.is_none_or(|until| coming.day <= until).then_some(coming)
        })
    }

    /// The day on which the record of `day` is opened.
    #[must_use]
    pub fn opens_on(&self, day: Date) -> Date {
        day.checked_sub(self.ahead.days()).unwrap_or(day)
    }
}

fn text<'f>(fields: &'f Fields, field: &str) -> Option<&'f str> {
    fields.get(field).and_then(Value::as_text)
}

fn weekday(fields: &Fields, from: Date) -> Result<Weekday, Vec<FieldFault>> {
    match text(fields, "weekday") {
        None => Ok(from.weekday()),
        Some("monday") => Ok(Weekday::Monday),
        Some("tuesday") => Ok(Weekday::Tuesday),
        Some("wednesday") => Ok(Weekday::Wednesday),
        Some("thursday") => Ok(Weekday::Thursday),
        Some("friday") => Ok(Weekday::Friday),
        Some("saturday") => Ok(Weekday::Saturday),
        Some("sunday") => Ok(Weekday::Sunday),
        Some(_) => Err(vec![fault("weekday", "不是星期几", "is no weekday")]),
    }
}

fn month_day(fields: &Fields, from: Date) -> Result<MonthDay, Vec<FieldFault>> {
    let number = fields.get("day_number").and_then(Value::as_int);
    match (text(fields, "day_by"), number) {
        (Some("last_working_day"), _) => Ok(MonthDay::LastWorkingDay),
        (Some("working_day"), number) => match number.unwrap_or(1) {
            nth @ 1..=23 => Ok(MonthDay::WorkingDay(u8::try_from(nth).unwrap_or(1))),
            _ => Err(vec![fault("day_number", "一个月最多 23 个工作日", "a month has 23 working days at most")]),
        },
        (_, number) => Ok(MonthDay::Day(number.and_then(|day| i8::try_from(day).ok()).unwrap_or(from.day()))),
    }
}

pub(super) fn fault(field: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault { field: field.to_owned(), fault: Fault::Content(Label::new(zh, en)) }
}
