//! Days and instants as people and spreadsheets write them. A spreadsheet has neither zones nor instants: it shows the time
//! on the wall, here in the organisation's zone.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::TimeZone;

/// The first day whose number Excel and the calendar agree on: Excel believes in a 29 February 1900.
const FIRST: Date = date(1900, 3, 1);

/// The day that a spreadsheet counts from, as of [`FIRST`].
const ZEROTH: Date = date(1899, 12, 30);

/// The seconds of a day.
const DAY: f64 = 86_400.0;

/// The number that Excel keeps for a time on the wall, in days; none: it knows no such day.
pub fn serial(moment: DateTime) -> Option<f64> {
    let days = (FIRST..=date(9999, 12, 31)).contains(&moment.date()).then(|| ZEROTH.until(moment.date()).ok())??;
    let time = moment.time();
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    Some(f64::from(days.get_days()) + f64::from(seconds) / DAY)
}

/// The time on the wall of a number that Excel keeps, to the second; `(year, month, day, hour, minute, second, millisecond)`.
pub fn on_the_wall(parts: (u16, u8, u8, u8, u8, u8, u16)) -> Option<DateTime> {
    let (year, month, day, hour, minute, second, milli) = parts;
    let small = |number: u8| i8::try_from(number).ok();
    let day = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let moment = day.to_datetime(Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?);
    // A third of a day has no end in binary: what stands just before a second is that second.
    if milli < 500 { Some(moment) } else { moment.checked_add(jiff::Span::new().seconds(1)).ok() }
}

/// A day as it is written: `2026-11-22`, `2026/11/22`, `2026.11.22` or `2026年11月22日`.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches('日');
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4;
    let number = |text: &str| text.trim().parse().ok();
    is_whole.then(|| Date::new(year.trim().parse().ok()?, number(month)?, number(day)?).ok())?
}

/// An instant as it is written: RFC 3339, or a day with the time on the wall in `zone`; without a time its first moment.
pub fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "0:00"));
    let mut parts = time.trim().split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if parts.next().is_some() {
        return None;
    }
    let moment = day(date)?.to_datetime(Time::new(hour, minute, second, 0).ok()?);
    zone.to_timestamp(moment).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in ["2026-11-02", "2026/11/2", "2026.11.02", "2026年11月2日", " 2026-11-2 "] {
            assert_eq!(day(text), Some(date(2026, 11, 2)), "{text}");
        }
        for text in ["26-11-2", "2026-13-1", "2026-11", "2026-11-2-3", "", "tomorrow"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_without_a_zone_is_the_organisations() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        for text in ["2026-11-22T07:30:00Z", "2026-11-22 15:30", "2026/11/22 15:30:00", "2026-11-22T15:30:00+08:00"] {
            assert_eq!(
                instant(text, &zone).map(|it| it.to_string()).as_deref(),
                Some("2026-11-22T07:30:00Z"),
                "{text}"
            );
        }
        assert_eq!(instant("2026-11-22", &zone), "2026-11-21T16:00:00Z".parse().ok());
        assert_eq!(instant("2026-11-22 25:00", &zone), None);
    }

    #[test]
    fn excels_number_of_a_moment_is_that_moment() {
        assert_eq!(serial(date(2025, 10, 13).at(12, 0, 0, 0)), Some(45943.5));
        assert_eq!(serial(date(1900, 2, 28).at(0, 0, 0, 0)), None);
        assert_eq!(on_the_wall((2026, 11, 22, 7, 29, 59, 999)), Some(date(2026, 11, 22).at(7, 30, 0, 0)));
    }
}
