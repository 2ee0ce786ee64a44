//! The clocks of a record: what its state, its priority and its agreement make of them. Pure; `now` is an argument.
//!
//! A clock has used up `used_seconds` until `since`, and from there on, if it runs, what its calendar has counted. So a
//! change of target keeps the time used, and a change of calendar keeps what the old one has counted.

mod escalation;
mod hand;
mod look;
mod target;
mod tick;

use jiff::Timestamp;
use yuheng_definition::{ClockRule, Process, StateKind};

use crate::{Clock, ClockEvent, ClockState, Context, Record, shared};

use hand::Hand;

pub use look::{next_look, next_moment};

pub(crate) use look::next_at;
pub(crate) use tick::{retarget, tick};

/// The fields that decide which target applies.
const TERMS: [&str; 3] = [shared::PRIORITY, shared::CUSTOMER, shared::SERVICE];

/// What a state means to a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Runs,
    Pauses,
    Ends,
    /// The record is void or cancelled: what was promised is not asked for any more.
    CalledOff,
}

impl Phase {
    fn of(flow: &Process, rule: &ClockRule, record: &Record) -> Self {
        let kind = flow.states.get(&record.state).map(|state| state.kind);
        match record.voided {
            Some(_) => Self::CalledOff,
            None if rule.runs_in.contains(&record.state) => Self::Runs,
            None if rule.pauses_in.contains(&record.state) => Self::Pauses,
            None if kind == Some(StateKind::Cancelled) => Self::CalledOff,
            None => Self::Ends,
        }
    }

    /// Whether a stopped clock may go on in it.
    const fn is_counted(self) -> bool {
        matches!(self, Self::Runs | Self::Pauses)
    }
}

/// Brings the clocks of `record` to what it has become since `before`, and tells what happened to them: started, paused,
/// resumed, stopped, given another target, found breached. `flow` is the definition that the record follows.
pub(crate) fn advance(
    ctx: &Context,
    flow: &Process,
    before: Option<&Record>,
    record: &mut Record,
    now: Timestamp,
) -> Vec<ClockEvent> {
    let has_moved = before.is_none_or(|before| before.state != record.state);
    let has_other_terms =
        before.is_none_or(|before| TERMS.iter().any(|field| before.fields.get(*field) != record.fields.get(*field)));
    let mut events = Vec::new();
    for rule in flow.clocks.values() {
        let phase = Phase::of(flow, rule, record);
        let clock = record.clocks.remove(&rule.id);
        let mut hand = Hand { ctx, rule, record, now, events: &mut events };
        let clock = match clock {
            None if phase == Phase::Runs && (has_moved || has_other_terms) => hand.start(),
            None => None,
            Some(clock) => move_on(&mut hand, clock, phase, has_other_terms),
        };
        if let Some(clock) = clock {
            record.clocks.insert(rule.id.clone(), clock);
        }
    }
    events
}

/// Has the clocks that were called off at `since` or later go on, as if that had not been: what they would have counted
/// meanwhile is counted, and so what was promised stays due when it was.
pub(crate) fn take_up(
    ctx: &Context,
    flow: &Process,
    record: &mut Record,
    (since, now): (Timestamp, Timestamp),
) -> Vec<ClockEvent> {
    let mut events = Vec::new();
    for rule in flow.clocks.values() {
        let Some(mut clock) = record.clocks.remove(&rule.id) else { continue };
        let is_called_off = clock.state == ClockState::Stopped && clock.stopped_at.is_none() && clock.since >= since;
        let phase = Phase::of(flow, rule, record);
        let mut hand = Hand { ctx, rule, record, now, events: &mut events };
        match phase {
            Phase::Runs if is_called_off => hand.take_up(&mut clock),
            Phase::Pauses if is_called_off => hand.pause(&mut clock),
            _ => {}
        }
        record.clocks.insert(rule.id.clone(), clock);
    }
    events
}

/// Has open clocks follow their calendars after a change; what was used stays used, and what was promised promised: a
/// changed agreement is for what is opened, or changed, from then on.
fn follow_calendars(ctx: &Context, flow: &Process, record: &mut Record, now: Timestamp) -> Vec<ClockEvent> {
    let mut events = Vec::new();
    for rule in flow.clocks.values() {
        let Some(mut clock) = record.clocks.remove(&rule.id) else { continue };
        let mut hand = Hand { ctx, rule, record, now, events: &mut events };
        if clock.state != ClockState::Stopped {
            hand.follow(&mut clock);
        }
        record.clocks.insert(rule.id.clone(), clock);
    }
    events
}

/// Moves a clock that is there to its next phase. A clock whose row has no target any more is taken away.
fn move_on(hand: &mut Hand, mut clock: Clock, phase: Phase, has_other_terms: bool) -> Option<Clock> {
    let was = clock.state;
    hand.find_breach(&mut clock);
    let goes_on = was == ClockState::Stopped && hand.rule.resumes && phase.is_counted();
    if goes_on || (has_other_terms && was != ClockState::Stopped) {
        clock = hand.retarget(clock)?;
    }
    match (was, phase) {
        (ClockState::Running, Phase::Pauses) => hand.pause(&mut clock),
        (ClockState::Paused, Phase::Pauses) if hand.has_other_reason(&clock) => hand.pause(&mut clock),
        (ClockState::Paused, Phase::Runs) => hand.resume(&mut clock),
        (ClockState::Stopped, Phase::Runs) if goes_on => hand.resume(&mut clock),
        (ClockState::Stopped, Phase::Pauses) if goes_on => hand.pause(&mut clock),
        (ClockState::Running | ClockState::Paused, Phase::Ends) => hand.stop(&mut clock),
        (ClockState::Running | ClockState::Paused, Phase::CalledOff) => hand.call_off(&mut clock),
        _ => {}
    }
    Some(clock)
}
