//! When a record next has to be looked at by itself: a clock's next point, a silence, a transition that is due.

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{After, EscalationTrigger, FieldId, Process, StateKind, TransitionId};

use super::target;
use crate::{ClockState, Context, Record, duty};

/// When after now the record next has to be looked at by itself; none: never, as things stand. Writes carry it already; it
/// is asked for when a look has written nothing: calendars or agreements have changed, or what is due is refused.
#[must_use]
pub fn next_look(ctx: &Context, record: &Record) -> Option<Timestamp> {
    let process = ctx.definitions.process(record.process.as_str())?;
    moments(ctx, ctx.flow(process), record).filter(|at| *at > ctx.now).min()
}

/// When the record has to be looked at by itself, a moment that has passed included: for what was no look at its moments.
#[must_use]
pub fn next_moment(ctx: &Context, record: &Record) -> Option<Timestamp> {
    let process = ctx.definitions.process(record.process.as_str())?;
    next_at(ctx, ctx.flow(process), record)
}

/// When a record that follows `flow` next has to be looked at; a moment that has passed: at once.
pub(crate) fn next_at(ctx: &Context, flow: &Process, record: &Record) -> Option<Timestamp> {
    moments(ctx, flow, record).min()
}

fn moments(ctx: &Context, flow: &Process, record: &Record) -> impl Iterator<Item = Timestamp> {
    let running = record.clocks.values().filter(|clock| clock.state == ClockState::Running);
    let points = running.filter_map(|clock| clock.next_at);
    let silences = silences(ctx, flow, record).map(|silence| silence.at);
    let steps = steps(ctx, flow, record).map(|(at, _)| at);
    let owed = duty::moment(ctx, flow, record);
    points.chain(silences).chain(steps).chain(owed).filter(|_| record.voided.is_none())
}

/// A silence that is not yet escalated.
pub(super) struct Silence {
    /// When it has lasted too long.
    pub(super) at: Timestamp,
    /// Which of the flow's escalations it sets off.
    pub(super) escalation: usize,
}

/// The silences of a record that somebody should be working on.
pub(super) fn silences(ctx: &Context, flow: &Process, record: &Record) -> impl Iterator<Item = Silence> {
    let is_worked_on = flow.states.get(&record.state).is_some_and(|state| state.kind == StateKind::Open);
    let rules = flow.escalations.iter().enumerate().filter(move |_| is_worked_on);
    rules.filter_map(|(escalation, rule)| {
        let EscalationTrigger::Silence { minutes } = rule.trigger else { return None };
        // To be urged is no answer: it goes on.
        let since = record.quiet_since.unwrap_or(record.updated_at);
        let at = target::calendar_of(ctx, record).add(since, i64::from(minutes) * 60)?;
        // Whatever is done since moves the moment on; until then one call is enough.
        let is_called = record.silence_escalated_at.is_some_and(|called| called >= at);
        (!is_called).then_some(Silence { at, escalation })
    })
}

/// The transitions that happen by themselves from the record's state, and when.
pub(super) fn steps(ctx: &Context, flow: &Process, record: &Record) -> impl Iterator<Item = (Timestamp, TransitionId)> {
    let own = flow.transitions.values().filter(|transition| transition.from.contains(&record.state));
    own.filter_map(|transition| {
        let at = after(ctx, record, transition.after.as_ref()?)?;
        Some((at, transition.id.clone()))
    })
}

fn after(ctx: &Context, record: &Record, after: &After) -> Option<Timestamp> {
    let calendar = || target::calendar_of(ctx, record);
    match after {
        After::BusinessMinutes(minutes) => calendar().add(record.entered_at, i64::from(*minutes) * 60),
        After::WorkingDays(days) => calendar().add_working_days(record.entered_at, *days),
        After::Answer => None,
        After::Day(field) => begins(ctx, date(record, field)?),
        After::DayAfter(field) => begins(ctx, date(record, field)?.tomorrow().ok()?),
    }
}

fn date(record: &Record, field: &FieldId) -> Option<Date> {
    record.text(field.as_str())?.parse().ok()
}

/// When the day begins where the organisation is.
fn begins(ctx: &Context, day: Date) -> Option<Timestamp> {
    day.to_zoned(ctx.world.zone.clone()).ok().map(|midnight| midnight.timestamp())
}
