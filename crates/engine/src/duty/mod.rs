//! Duties: work that the calendar owes. A duty in force opens a record on each of its days, as its owner would, and notes on
//! itself how far it has come: both in one write set that expects the duty's version, so that each day is opened once, on
//! however many nodes and however late it is looked at ([ADR 0033](../../../../docs/adr/0033-duties.md)).

mod opening;
mod rhythm;
mod sound;
mod values;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use yuheng_definition::{Content, FieldId, Process, StateKind, Value};

use crate::calendar::{Coming, DatedCalendar};
use crate::draft::{Draft, kind_of};
use crate::{Context, Pinned, Record, World, failpoint};

pub(crate) use opening::open_owed;
pub use rhythm::Rhythm;
pub(crate) use sound::faults;
pub use values::{Fields, after, names, opening};

/// How many days that passed while nothing could be opened are opened one by one; of more, the latest alone. Five are a week's
/// working days: an outage over a weekend, or a refusal that is mended within a week, loses nothing; a month of daily orders at
/// once would bury the one that counts today.
pub const CAUGHT_UP: usize = 5;
/// How many days that are owed are looked at.
const LONGEST_DEBT: usize = 1000;
/// When a refused opening is tried again, if nobody changes the duty before.
const RETRY: SignedDuration = SignedDuration::from_hours(1);

/// Up to which day all that is owed has been opened or was never owed.
const SETTLED: &str = "settled_until";
/// Since when an opening is refused, and why.
const REFUSED: [&str; 2] = ["refused_at", "refused_why"];
/// The fields that say when: after a change of one, what was owed by the rhythm before is settled.
const WHEN: [&str; 10] =
    ["every", "interval", "weekday", "day_by", "day_number", "month", "calendar", "on_free_days", "from", "until"];

/// The next `count` days after `after` on which a duty with those `fields` opens a record.
#[must_use]
pub fn days(world: &World, fields: &Fields, rhythm: &Rhythm, after: Date, count: usize) -> Vec<Coming> {
    rhythm.days(calendar(world, fields).latest(), after).take(count).collect()
}

/// The years in which a day that comes lies, or would lie, and of which its calendar does not know the public holidays that it
/// follows: the day may yet be another.
#[must_use]
pub fn unknown_years(world: &World, fields: &Fields, coming: &Coming) -> Vec<i16> {
    let (planned, day) = (coming.planned.year(), coming.day.year());
    calendar(world, fields).latest().missing_years(planned.min(day)..=planned.max(day))
}

/// Whether what the duty owes can't be opened at present.
#[must_use]
pub fn is_refused(duty: &Record) -> bool {
    duty.fields.contains_key(REFUSED[0])
}

/// The day before `day`.
fn day_before(day: Date) -> Date {
    day.checked_sub(1.day()).unwrap_or(day)
}

fn calendar(world: &World, fields: &Fields) -> std::sync::Arc<DatedCalendar> {
    let named = fields.get("calendar").and_then(Value::as_text).and_then(|text| text.parse().ok());
    world.calendar(named.map(|id| Pinned { record: crate::RecordId(id), version: 0 }))
}

/// Whether a record is a duty that opens records now.
fn is_due_ever(ctx: &Context, process: &Process, record: &Record) -> bool {
    let kind = || kind_of(ctx.flow(process), process, &record.state);
    process.content == Some(Content::Duty) && record.voided.is_none() && kind() == Some(StateKind::InForce)
}

/// When a record has to be looked at because it is a duty: when its next opening is due, and when the next day begins, for
/// its calendar may be another by then.
pub(crate) fn moment(ctx: &Context, flow: &Process, record: &Record) -> Option<Timestamp> {
    let process = ctx.definitions.process(record.process.as_str())?;
    if flow.content != Some(Content::Duty) || !is_due_ever(ctx, process, record) {
        return None;
    }
    let rhythm = Rhythm::from_fields(&record.fields).ok()?;
    let calendar = calendar(ctx.world, &record.fields);
    let next = rhythm.days(calendar.latest(), settled(record, &rhythm)).next()?;
    let opens = midnight(ctx, rhythm.opens_on(next.day))?;
    let opens = if is_refused(record) { opens.max(ctx.now + RETRY) } else { opens };
    let tomorrow = midnight(ctx, ctx.today().tomorrow().ok()?)?;
    Some(opens.min(tomorrow))
}

fn midnight(ctx: &Context, day: Date) -> Option<Timestamp> {
    day.to_zoned(ctx.world.zone.clone()).ok().map(|midnight| midnight.timestamp())
}

/// Up to which day everything is settled.
fn settled(record: &Record, rhythm: &Rhythm) -> Date {
    let noted = record.text(SETTLED).and_then(|day| day.parse().ok());
    noted.unwrap_or_else(|| day_before(rhythm.from))
}

/// What a duty owes.
struct Owed {
    /// The day for which a record is to be opened.
    coming: Coming,
    /// Days before that passed without one, for which none is opened any more.
    passed: Vec<Date>,
}

/// What the duty owes now, if anything.
fn owed(ctx: &Context, record: &Record) -> Option<Owed> {
    let process = ctx.definitions.process(record.process.as_str())?;
    if !is_due_ever(ctx, process, record) || failpoint::armed("engine.owes_nothing") {
        return None;
    }
    let rhythm = Rhythm::from_fields(&record.fields).ok()?;
    let (calendar, today) = (calendar(ctx.world, &record.fields), ctx.today());
    let days = rhythm.days(calendar.latest(), settled(record, &rhythm));
    let mut due: Vec<Coming> =
        days.take_while(|coming| rhythm.opens_on(coming.day) <= today).take(LONGEST_DEBT).collect();
    if due.len() > CAUGHT_UP || failpoint::armed("engine.forgets_days_missed") {
        let coming = due.pop()?;
        return Some(Owed { coming, passed: due.into_iter().map(|passed| passed.day).collect() });
    }
    due.first().map(|coming| Owed { coming: *coming, passed: Vec::new() })
}

/// Notes on a duty that comes into force, or whose rhythm changes, that the days before today are settled; and lets what was
/// refused be tried again at once when somebody changes it.
pub(crate) fn settle(draft: &mut Draft) {
    let ctx = draft.ctx;
    if !is_due_ever(ctx, draft.process, &draft.record) {
        return;
    }
    let was_due = draft.before.is_some_and(|before| is_due_ever(ctx, draft.process, before));
    for field in REFUSED {
        draft.record.fields.remove(field);
    }
    if was_due && !WHEN.iter().any(|field| draft.has_changed(field)) {
        return;
    }
    let noted = draft.record.text(SETTLED).and_then(|day| day.parse().ok());
    let until = noted.max(Some(day_before(ctx.today())));
    draft.record.fields.extend(until.map(|day| (FieldId::from(SETTLED), Value::from(day.to_string()))));
}
