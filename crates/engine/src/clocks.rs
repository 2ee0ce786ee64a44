//! The clocks on a record: started, paused and stopped as it moves; looked at by the engine when they are due.

use jiff::Timestamp;
use yuheng_definition::Process;

use crate::{ClockEvent, Context, Record, Rejection, Snapshot, WriteSet};

/// Moves the record's clocks on after a change: `before` is as it was, none if it is new. Tells what happened to them.
pub(crate) fn advance(
    _ctx: &Context,
    _flow: &Process,
    _before: Option<&Record>,
    _after: &mut Record,
    _now: Timestamp,
) -> Vec<ClockEvent> {
    Vec::new()
}

/// When the record next has to be looked at by itself.
pub(crate) fn next_at(_ctx: &Context, _flow: &Process, record: &Record) -> Option<Timestamp> {
    record.clocks.values().filter_map(|clock| clock.next_at).min()
}

/// Looks at the clocks, the silence and what happens by itself.
pub(crate) fn tick(_ctx: &Context, _snapshot: &Snapshot) -> Result<WriteSet, Rejection> {
    Ok(WriteSet::default())
}

/// Recomputes the clocks after a change of calendar or agreement.
pub(crate) fn retarget(_ctx: &Context, _snapshot: &Snapshot) -> Result<WriteSet, Rejection> {
    Ok(WriteSet::default())
}
