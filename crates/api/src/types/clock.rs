//! A clock on the wire.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::view::References;
use yuheng_definition::ClockId;
use yuheng_engine as engine;

use super::reference::{Reference, reference};
use super::words::{ClockOutcome, ClockState};

/// A clock on a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    #[schema(value_type = String)]
    id: ClockId,
    state: ClockState,
    /// Absent while that is open.
    outcome: Option<ClockOutcome>,
    #[schema(value_type = String)]
    started_at: Timestamp,
    #[schema(value_type = String)]
    since: Timestamp,
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    stopped_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    breached_at: Option<Timestamp>,
    target_minutes: i64,
    /// Minutes of service time used up to `since`; a running clock uses more from there on.
    used_minutes: i64,
    pause_reason: Option<String>,
    agreement: Option<Reference>,
    target_row: Option<String>,
    calendar: Option<Reference>,
}

/// A clock of a record on the wire.
pub(super) fn clock(id: &ClockId, clock: &engine::Clock, references: &References) -> Clock {
    let standing = |pinned: Option<engine::Pinned>| pinned.and_then(|pinned| reference(references, pinned.record));
    Clock {
        id: id.clone(),
        state: clock.state.into(),
        outcome: clock.outcome().map(Into::into),
        started_at: clock.started_at,
        since: clock.since,
        due_at: clock.due_at,
        stopped_at: clock.stopped_at,
        breached_at: clock.breached_at,
        target_minutes: clock.target_seconds / 60,
        used_minutes: clock.used_seconds / 60,
        pause_reason: clock.pause_reason.clone(),
        agreement: standing(clock.agreement),
        target_row: clock.target_row.clone(),
        calendar: standing(clock.calendar),
    }
}
