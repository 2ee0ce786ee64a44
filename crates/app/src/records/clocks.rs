//! Why clocks are due when they are, and a calendar's answer to "when would so much service time be used up".

use jiff::Timestamp;
use jiff::tz::TimeZone;
use yuheng_definition::{Content, FieldId, FieldKind, Label, Process};
use yuheng_engine::calendar::{DatedCalendar, HolidayYear, Piece, ServiceCalendar, Why};
use yuheng_engine::{Clock, ClockState, Pinned, RecordId, failpoint, shared};

use crate::view::Reference;
use crate::{App, Caller, Error, Result};

/// The most minutes that a deadline is asked for: a year, day and night.
const MOST_MINUTES: u32 = 366 * 24 * 60;

/// Why a clock is due when it is, line by line.
pub struct ClockExplained {
    /// The clock.
    pub id: String,
    /// The zone by whose wall clock the lines are told.
    pub zone: String,
    /// The lines.
    pub lines: Vec<Label>,
}

/// When so much of a calendar's time is used up, and why then.
pub struct Deadline {
    /// The instant; none when the calendar never has so much.
    pub due_at: Option<Timestamp>,
    /// The time until then, cut into what counts and what doesn't.
    pub pieces: Vec<Piece>,
    /// The years that it was counted through whose public holidays the calendar should follow and does not know.
    pub missing_years: Vec<i16>,
}

impl App {
    /// When `minutes` of a service calendar's time, counted from `start`, are used up: by the calendar as its record
    /// stands, in force or not, so that it can be tried before anybody is held to it.
    ///
    /// # Errors
    /// Not found, also when the record is no calendar; what is wrong with it, when it can't be counted with.
    pub async fn deadline(&self, caller: &Caller, id: RecordId, start: &str, minutes: u32) -> Result<Deadline> {
        let (record, process) = self.visible(caller, id).await?;
        if process.content != Some(Content::Calendar) {
            return Err(Error::not_found());
        }
        let unreadable = |_| Error::argument("start 应为时刻", "start has to be an instant");
        let start: Timestamp = start.parse().map_err(unreadable)?;
        if minutes > MOST_MINUTES {
            return Err(Error::argument("minutes 最多为一年", "minutes can be a year at most"));
        }
        let years = self.holiday_years(caller).await?;
        let calendar = ServiceCalendar::from_fields(&record.fields, years).map_err(Error::invalid)?;
        let seconds = i64::from(minutes) * 60;
        let (due_at, pieces) = (calendar.add(start, seconds), calendar.explain(start, seconds));
        let year = |at: Timestamp| at.to_zoned(calendar.zone().clone()).year();
        let last = due_at.or_else(|| pieces.last().map(|piece| piece.until)).unwrap_or(start);
        let missing_years = match failpoint::armed("app.counts_through_any_year") {
            true => Vec::new(),
            false => calendar.missing_years(year(start)..=year(last)),
        };
        Ok(Deadline { due_at, pieces, missing_years })
    }

    /// The holiday years in force, those that can be read.
    async fn holiday_years(&self, caller: &Caller) -> Result<Vec<HolidayYear>> {
        let mut years = Vec::new();
        for process in caller.in_force.definitions.content(Content::HolidayYear) {
            let records = self.standing(process).await?;
            years.extend(records.iter().filter_map(|record| HolidayYear::from_fields(&record.fields).ok()));
        }
        Ok(years)
    }

    /// Why each clock of a record is due when it is.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn clocks_explained(&self, caller: &Caller, id: RecordId) -> Result<Vec<ClockExplained>> {
        let (record, process) = self.visible(caller, id).await?;
        let ids = record.clocks.values().flat_map(|clock| clock.agreement.iter().chain(&clock.calendar));
        let named = self.references(caller, ids.map(|pinned| pinned.record).collect()).await?;
        let explained = record.clocks.iter().map(|(id, clock)| {
            let calendar = caller.in_force.world.calendar(clock.calendar);
            let reason = process.clocks.get(id).and_then(|rule| rule.pause_reason.as_ref());
            let named = |pinned: Option<Pinned>| pinned.and_then(|pinned| named.get(&pinned.record));
            let words = Words {
                agreement: named(clock.agreement),
                calendar: named(clock.calendar),
                target: clock.target_row.as_deref().map(|row| option(&process, Some(shared::PRIORITY), row)),
                pause: clock.pause_reason.as_deref().map(|why| option(&process, reason.map(FieldId::as_str), why)),
            };
            let zone = zone_name(calendar.latest().zone()).to_owned();
            ClockExplained { id: id.to_string(), zone, lines: lines(clock, &calendar, &words) }
        });
        Ok(explained.collect())
    }
}

/// What the lines name.
struct Words<'a> {
    agreement: Option<&'a Reference>,
    calendar: Option<&'a Reference>,
    /// The row that gave the target; none where that may not be seen.
    target: Option<Label>,
    /// Why it pauses; none where that may not be seen.
    pause: Option<Label>,
}

/// Why a clock is due when it is, by the wall clock of its calendar.
fn lines(clock: &Clock, calendar: &DatedCalendar, words: &Words) -> Vec<Label> {
    let zone = calendar.latest().zone();
    let at = |instant| wall_clock(instant, zone);
    let minutes = |seconds: i64| seconds / 60;
    let mut lines = Vec::new();
    if let Some(agreement) = words.agreement {
        let (name, total) = (&agreement.title, minutes(clock.target_seconds));
        lines.push(match &words.target {
            Some(row) => Label::new(
                &format!("按《{name}》“{}”一行：{total} 分钟", row.zh),
                &format!("By {name}, row “{}”: {total} minutes", row.en),
            ),
            None => Label::new(&format!("按《{name}》：{total} 分钟"), &format!("By {name}: {total} minutes")),
        });
    }
    let around = || Label::new("全天候", "around the clock");
    let name = words.calendar.map_or_else(around, |it| Label::new(&it.title, &it.title));
    let place = zone_name(zone);
    lines.push(Label::new(
        &format!("服务日历：{}，以下为 {place} 时间", name.zh),
        &format!("Service calendar: {}; times below are {place}", name.en),
    ));
    let (begun, used) = (at(clock.started_at), minutes(clock.used_seconds));
    lines.push(Label::new(
        &format!("{begun} 开始，此前已用 {used} 分钟"),
        &format!("Started {begun}; {used} minutes used before the present stretch"),
    ));
    match (clock.state, clock.due_at) {
        (ClockState::Running, Some(due)) => {
            if clock.calendar.is_some() {
                lines.extend(calendar.pieces(clock.since, due).iter().map(|piece| line(piece, zone)));
            }
            lines.push(Label::new(&format!("到期 {}", at(due)), &format!("Due {}", at(due))));
        }
        (ClockState::Paused, _) => {
            let since = at(clock.since);
            lines.push(match &words.pause {
                Some(why) => {
                    Label::new(&format!("{since} 起暂停：{}", why.zh), &format!("Paused since {since}: {}", why.en))
                }
                None => Label::new(&format!("{since} 起暂停"), &format!("Paused since {since}")),
            });
        }
        _ => {}
    }
    lines
}

/// A piece of time in words, by the wall clock of its calendar.
fn line(piece: &Piece, zone: &TimeZone) -> Label {
    let (from, until) = (wall_clock(piece.from, zone), wall_clock(piece.until, zone));
    let (counted, why) = match piece.counted {
        true => (Label::new("计时", "counts"), why(&piece.why)),
        false => (Label::new("不计时", "does not count"), why(&piece.why)),
    };
    Label::new(
        &format!("{from} – {until} {}（{}）", counted.zh, why.zh),
        &format!("{from} – {until} {} ({})", counted.en, why.en),
    )
}

/// An instant by the wall clock of a zone.
fn wall_clock(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// What a zone is called.
fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

/// What people call `option` of a field; the option itself where the field offers it no more.
fn option(process: &Process, field: Option<&str>, option: &str) -> Label {
    let found = match field.and_then(|field| process.fields.get(field)).map(|field| &field.kind) {
        Some(FieldKind::Choice { options }) => options.get(option).cloned(),
        _ => None,
    };
    found.unwrap_or_else(|| Label::new(option, option))
}

/// Why a piece of time counts or doesn't, in words.
#[must_use]
pub fn why(why: &Why) -> Label {
    match why {
        Why::Hours => Label::new("服务时间", "service hours"),
        Why::Break => Label::new("午休", "break"),
        Why::Night => Label::new("非服务时段", "outside the hours"),
        Why::Weekend => Label::new("休息日", "weekend"),
        Why::Holiday(name) => Label::new(name, name),
        Why::MakeUp(name) => Label::new(name, name),
    }
}
