//! What turns one clock: start, pause, resume, stop, another target. Each tells what it did.

use jiff::Timestamp;
use yuheng_definition::ClockRule;

use super::target::{self, Target};
use crate::calendar::DatedCalendar;
use crate::{Clock, ClockEvent, ClockEventKind, ClockState, Context, Record, failpoint};

/// The point at which a target is used up, in percent; beside the warning points it is always there.
const USED_UP: u8 = 100;

/// One clock of one record at one moment.
pub(super) struct Hand<'h> {
    pub(super) ctx: &'h Context<'h>,
    pub(super) rule: &'h ClockRule,
    pub(super) record: &'h Record,
    pub(super) now: Timestamp,
    pub(super) events: &'h mut Vec<ClockEvent>,
}

impl Hand<'_> {
    /// A clock that begins now, if there is a target for it.
    pub(super) fn start(&mut self) -> Option<Clock> {
        let target = target::of(self.ctx, self.record, self.rule)?;
        let mut clock = Clock {
            state: ClockState::Running,
            started_at: self.now,
            since: self.now,
            used_seconds: 0,
            target_seconds: target.seconds,
            calendar: target.calendar,
            agreement: Some(target.agreement),
            target_row: Some(target.row),
            due_at: None,
            next_at: None,
            warned: 0,
            stopped_at: None,
            breached_at: None,
            pause_reason: None,
        };
        self.plan(&mut clock);
        self.tell(&clock, ClockEventKind::Started, clock.target_row.clone());
        Some(clock)
    }

    /// Gives the clock the target that applies now and keeps the time used; none when none applies.
    pub(super) fn retarget(&mut self, mut clock: Clock) -> Option<Clock> {
        self.settle(&mut clock);
        if failpoint::armed("clock.forgets_used_time") {
            clock.used_seconds = 0;
        }
        let Some(target) = target::of(self.ctx, self.record, self.rule) else {
            clock.state = ClockState::Stopped;
            self.tell(&clock, ClockEventKind::Stopped, None);
            return None;
        };
        let old = clock.clone();
        let Target { seconds, calendar, agreement, row } = target;
        (clock.target_seconds, clock.calendar) = (seconds, calendar);
        (clock.agreement, clock.target_row) = (Some(agreement), Some(row));
        if clock.used_seconds < clock.target_seconds {
            clock.breached_at = None;
        }
        clock.warned = clock.warned.min(reached(self.rule, &clock));
        self.plan(&mut clock);
        if terms(&clock) != terms(&old) {
            self.tell(&clock, ClockEventKind::Retargeted, clock.target_row.clone());
        }
        self.find_breach(&mut clock);
        Some(clock)
    }

    /// Follows the clock's calendar to what it is now, and keeps the time used, and the target that was given.
    pub(super) fn follow(&mut self, clock: &mut Clock) {
        let old = clock.clone();
        self.settle(clock);
        clock.calendar = clock.calendar.map(|pinned| target::current(self.ctx, pinned));
        self.plan(clock);
        if terms(clock) != terms(&old) {
            let version = |clock: &Clock| clock.calendar.map_or(0, |pinned| pinned.version);
            let both = format!("calendar:{}:{}", version(&old), version(clock));
            self.tell(clock, ClockEventKind::Retargeted, Some(both));
        }
        self.find_breach(clock);
    }

    /// Lets the clock stand still, for the reason that the record gives.
    pub(super) fn pause(&mut self, clock: &mut Clock) {
        self.settle(clock);
        clock.state = ClockState::Paused;
        clock.since = self.now.max(clock.since);
        clock.stopped_at = None;
        clock.pause_reason = self.reason();
        self.plan(clock);
        self.tell(clock, ClockEventKind::Paused, clock.pause_reason.clone());
    }

    /// Lets the clock go on, after a pause or after the record came back; it counts in its calendar as that is now.
    pub(super) fn resume(&mut self, clock: &mut Clock) {
        clock.state = ClockState::Running;
        clock.since = self.now.max(clock.since);
        clock.stopped_at = None;
        let paused_for = clock.pause_reason.take();
        clock.calendar = clock.calendar.map(|pinned| target::current(self.ctx, pinned));
        self.plan(clock);
        self.tell(clock, ClockEventKind::Resumed, paused_for);
        self.find_breach(clock);
    }

    /// Lets a clock that was called off go on as if it had not been.
    pub(super) fn take_up(&mut self, clock: &mut Clock) {
        clock.state = ClockState::Running;
        self.settle(clock);
        self.resume(clock);
    }

    /// Ends the clock.
    pub(super) fn stop(&mut self, clock: &mut Clock) {
        self.settle(clock);
        clock.state = ClockState::Stopped;
        clock.since = self.now.max(clock.since);
        clock.stopped_at = Some(clock.since);
        clock.next_at = None;
        clock.pause_reason = None;
        self.tell(clock, ClockEventKind::Stopped, None);
    }

    /// Ends the clock without an answer: nobody met its target, so there is no moment at which it stopped for that.
    pub(super) fn call_off(&mut self, clock: &mut Clock) {
        self.stop(clock);
        clock.stopped_at = None;
    }

    /// Notes that the target of a running clock is used up, if it is and that is not yet known.
    pub(super) fn find_breach(&mut self, clock: &mut Clock) {
        if let Some(event) = breach(self.rule, clock, self.now) {
            self.events.push(event);
        }
    }

    /// Whether the record gives another reason for the pause than before.
    pub(super) fn has_other_reason(&self, clock: &Clock) -> bool {
        clock.pause_reason != self.reason()
    }

    fn reason(&self) -> Option<String> {
        let field = self.rule.pause_reason.as_ref()?;
        self.record.text(field.as_str()).map(str::to_owned)
    }

    /// Counts what a running clock has used up to now, by what its calendar was at each moment.
    fn settle(&self, clock: &mut Clock) {
        if clock.state == ClockState::Running && clock.since < self.now {
            let calendar = self.ctx.world.calendar(clock.calendar);
            clock.used_seconds = clock.used_seconds.saturating_add(calendar.between(clock.since, self.now));
            clock.since = self.now;
        }
    }

    /// Says when the target will be used up, and when the clock must next be looked at.
    fn plan(&self, clock: &mut Clock) {
        let calendar = self.ctx.world.calendar(clock.calendar);
        (clock.due_at, clock.next_at) = match clock.state {
            // What was breached stays due when it was.
            ClockState::Running if clock.breached_at.is_some() => (clock.breached_at, None),
            ClockState::Running => (at_share(&calendar, clock, USED_UP), None),
            ClockState::Paused => (None, None),
            ClockState::Stopped => (clock.due_at, None),
        };
        if clock.state == ClockState::Running {
            clock.next_at = next_point(self.rule, clock, &calendar);
        }
    }

    fn tell(&mut self, clock: &Clock, event: ClockEventKind, reason: Option<String>) {
        self.events.push(ClockEvent { reason, ..told(self.rule, clock, event) });
    }
}

/// The points of a running clock that were reached by `now` and not yet called, ascending.
pub(super) fn due_points(ctx: &Context, rule: &ClockRule, clock: &Clock, now: Timestamp) -> Vec<u8> {
    if clock.state != ClockState::Running {
        return Vec::new();
    }
    let calendar = ctx.world.calendar(clock.calendar);
    open_points(rule, clock).filter(|share| at_share(&calendar, clock, *share).is_some_and(|at| at <= now)).collect()
}

/// Notes that `share` was called and when the next is to be; tells it, a breach only if it wasn't known.
pub(super) fn call(
    ctx: &Context,
    rule: &ClockRule,
    clock: &mut Clock,
    share: u8,
    now: Timestamp,
) -> Option<ClockEvent> {
    clock.warned = share;
    let event = match share {
        USED_UP => breach(rule, clock, now),
        _ => Some(ClockEvent { share: Some(share), ..told(rule, clock, ClockEventKind::Warned) }),
    };
    clock.next_at = next_point(rule, clock, &ctx.world.calendar(clock.calendar));
    event
}

/// When the first point of a running clock that was not yet called is reached.
fn next_point(rule: &ClockRule, clock: &Clock, calendar: &DatedCalendar) -> Option<Timestamp> {
    open_points(rule, clock).next().and_then(|share| at_share(calendar, clock, share))
}

/// Notes a breach, and tells it, if the running clock's target is used up and that is not yet known.
fn breach(rule: &ClockRule, clock: &mut Clock, now: Timestamp) -> Option<ClockEvent> {
    let due_at = clock.due_at.filter(|due| *due <= now)?;
    if clock.state != ClockState::Running || clock.breached_at.is_some() {
        return None;
    }
    clock.breached_at = Some(due_at);
    Some(ClockEvent { share: Some(USED_UP), ..told(rule, clock, ClockEventKind::Breached) })
}

/// When a share of the running clock's target is used; at once if it is already.
fn at_share(calendar: &DatedCalendar, clock: &Clock, share: u8) -> Option<Timestamp> {
    calendar.add(clock.since, seconds_of(clock, share).saturating_sub(clock.used_seconds))
}

/// The seconds that make a share of the clock's target, rounded up.
fn seconds_of(clock: &Clock, share: u8) -> i64 {
    let hundredfold = i128::from(clock.target_seconds) * i128::from(share);
    i64::try_from((hundredfold + 99).div_euclid(100)).unwrap_or(i64::MAX)
}

/// The points not yet called, ascending.
fn open_points<'r>(rule: &'r ClockRule, clock: &Clock) -> impl Iterator<Item = u8> + use<'r> {
    let warned = clock.warned;
    points(rule).filter(move |share| *share > warned)
}

/// The highest point that the used time has reached; 0 if none.
fn reached(rule: &ClockRule, clock: &Clock) -> u8 {
    points(rule).filter(|share| seconds_of(clock, *share) <= clock.used_seconds).max().unwrap_or(0)
}

fn points(rule: &ClockRule) -> impl Iterator<Item = u8> {
    rule.warn_at.iter().copied().filter(|share| *share < USED_UP).chain([USED_UP])
}

/// What makes one target differ from another.
fn terms(clock: &Clock) -> impl PartialEq + use<> {
    (clock.target_seconds, clock.calendar, clock.agreement, clock.target_row.clone(), clock.due_at)
}

fn told(rule: &ClockRule, clock: &Clock, event: ClockEventKind) -> ClockEvent {
    ClockEvent {
        clock: rule.id.clone(),
        event,
        share: None,
        due_at: clock.due_at,
        target_seconds: clock.target_seconds,
        used_seconds: clock.used_seconds,
        calendar: clock.calendar,
        agreement: clock.agreement,
        reason: None,
    }
}
