//! What the engine does by itself: looks at a record whose time has come, or whose calendar or agreement has changed.
//! Looked at twice, or late after an outage, each point is called once; the entry's time is when it was found, the
//! event's `due_at` when it should have been.

use yuheng_definition::ClockRule;

use super::{escalation, follow_calendars, hand, look};
use crate::draft::Draft;
use crate::operation::decide;
use crate::{
    ClockEventKind, Command, Context, EntryAction, OutboxMessage, Rejection, Snapshot, WriteSet, duty, outbox, shared,
};

/// Looks at the clocks and the silence; if nothing is due there, does the transition that is due, if one is. A write whose
/// `next_at` has already passed is to be looked at again.
///
/// # Errors
/// What stands against the transition: its guard, a field that it needs.
pub(crate) fn tick(ctx: &Context, snapshot: &Snapshot) -> Result<WriteSet, Rejection> {
    let record = snapshot.record()?;
    ensure_engine(ctx)?;
    if record.voided.is_some() {
        return Ok(WriteSet::default());
    }
    let mut draft = Draft::of(ctx, record)?;
    call_clocks(&mut draft);
    call_silences(&mut draft);
    let flow = draft.flow;
    let called = draft.finish();
    if !called.writes.is_empty() {
        return Ok(called);
    }
    let opened = duty::open_owed(ctx, snapshot)?;
    if !opened.writes.is_empty() {
        return Ok(opened);
    }
    let step = look::steps(ctx, flow, record).filter(|(at, _)| *at <= ctx.now).min();
    match step {
        Some((_, transition)) => {
            decide(ctx, snapshot, &Command::Transition { transition, changes: Default::default(), comment: None })
        }
        None => Ok(called),
    }
}

/// Has the open clocks follow their calendars; what they have used stays used, and their targets what they were.
///
/// # Errors
/// [`Rejection::NotFound`] when there is no record.
pub(crate) fn retarget(ctx: &Context, snapshot: &Snapshot) -> Result<WriteSet, Rejection> {
    let record = snapshot.record()?;
    ensure_engine(ctx)?;
    let mut draft = Draft::of(ctx, record)?;
    let events = follow_calendars(ctx, draft.flow, &mut draft.record, ctx.now);
    if !events.is_empty() {
        draft.log_with(EntryAction::Retargeted, events, |_| {});
    }
    Ok(draft.finish())
}

/// Calls each point that the running clocks have reached, in order.
fn call_clocks(draft: &mut Draft) {
    let (ctx, flow) = (draft.ctx, draft.flow);
    for rule in flow.clocks.values() {
        let Some(clock) = draft.record.clocks.get(&rule.id) else { continue };
        for share in hand::due_points(ctx, rule, clock, ctx.now) {
            let Some(clock) = draft.record.clocks.get_mut(&rule.id) else { continue };
            if let Some(event) = hand::call(ctx, rule, clock, share, ctx.now) {
                let action = match event.event {
                    ClockEventKind::Breached => EntryAction::Breached,
                    _ => EntryAction::Warned,
                };
                draft.outbox.extend(tell_assignee(draft, rule, share, action));
                draft.log_with(action, vec![event], |_| {});
            }
            escalation::at_share(draft, &rule.id, share);
        }
    }
}

/// Whoever works on it hears when the target is nearly used up, by the last warning, and when it is.
fn tell_assignee(draft: &Draft, rule: &ClockRule, share: u8, action: EntryAction) -> Option<OutboxMessage> {
    let assignee = draft.record.reference(shared::ASSIGNEE);
    match action {
        EntryAction::Breached => outbox::tell(draft, "overdue", assignee),
        _ if rule.warn_at.last() == Some(&share) => outbox::tell(draft, "due_soon", assignee),
        _ => None,
    }
}

/// Calls for each silence that has lasted too long, once.
fn call_silences(draft: &mut Draft) {
    let (ctx, flow) = (draft.ctx, draft.flow);
    let due: Vec<_> = look::silences(ctx, flow, &draft.record).filter(|silence| silence.at <= ctx.now).collect();
    for silence in due {
        draft.record.silence_escalated_at = Some(ctx.now);
        if let Some(rule) = flow.escalations.get(silence.escalation) {
            escalation::escalate(draft, rule);
        }
    }
}

/// Only the engine looks by itself.
fn ensure_engine(ctx: &Context) -> Result<(), Rejection> {
    if ctx.actor.is_system() { Ok(()) } else { Err(Rejection::NotFound) }
}
