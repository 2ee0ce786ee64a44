//! A record as the engine sees it: what its history's state digest covers, and what all records share.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yuheng_definition::{ClockId, FieldId, ProcessId, RelationId, StateId, TransitionId, Value};

use crate::{Approval, ApprovalOutcome, EntryAction};

/// A record's identity, for ever. Version 7, so that ids sort by time of opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub Uuid);

impl std::fmt::Display for RecordId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One instance of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its identity.
    pub id: RecordId,
    /// Its process.
    pub process: ProcessId,
    /// The counter in its number, from 1; 0 until the store has given one.
    pub number: u64,
    /// The label of its number, `INC0000042`; empty until the store has given one.
    pub label: String,
    /// Its state.
    pub state: StateId,
    /// Whether there is still something to do.
    pub is_open: bool,
    /// Its values; a field that is empty is absent.
    pub fields: BTreeMap<FieldId, Value>,
    /// Its clocks, by id.
    pub clocks: BTreeMap<ClockId, Clock>,
    /// Its approvals, oldest first.
    pub approvals: Vec<Approval>,
    /// Whoever opened it.
    pub opened_by: RecordId,
    /// When it was opened; never changes.
    pub opened_at: Timestamp,
    /// When somebody last did something with it (comments included; what clocks do by themselves left out).
    pub updated_at: Timestamp,
    /// When it came into its state.
    pub entered_at: Timestamp,
    /// Since when nobody has done anything but urge; none: since `updated_at`.
    pub quiet_since: Option<Timestamp>,
    /// When its silence was last escalated; once for each.
    pub silence_escalated_at: Option<Timestamp>,
    /// When it last became resolved.
    pub resolved_at: Option<Timestamp>,
    /// When it came to its end.
    pub closed_at: Option<Timestamp>,
    /// Who did each transition last, for separation of duties.
    pub doers: BTreeMap<TransitionId, RecordId>,
    /// Taken out of the figures, with the reason.
    pub voided: Option<String>,
    /// Counts changes of what the digest covers, from 1.
    pub version: u64,
    /// Counts history entries, from 1.
    pub n: u64,
    /// The hash of the definition under which it was opened.
    pub definition: String,
}

/// A clock on a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Whether it runs.
    pub state: ClockState,
    /// When it started.
    pub started_at: Timestamp,
    /// Since when it has been running or paused.
    pub since: Timestamp,
    /// Time used up to `since` while running before, in seconds of the calendar.
    pub used_seconds: i64,
    /// The target, in seconds of the calendar.
    pub target_seconds: i64,
    /// The calendar that it runs in; none: around the clock.
    pub calendar: Option<Pinned>,
    /// The agreement that gave the target.
    pub agreement: Option<Pinned>,
    /// The row of the agreement that applied: the priority's option id.
    pub target_row: Option<String>,
    /// When the target is used up; none while it is paused. Kept when it stops.
    pub due_at: Option<Timestamp>,
    /// When it next has to be looked at: warning, breach.
    pub next_at: Option<Timestamp>,
    /// The last of its warning points that was reached, in percent.
    pub warned: u8,
    /// When it stopped; none while it runs, and for good when it was called off.
    pub stopped_at: Option<Timestamp>,
    /// When the breach happened.
    pub breached_at: Option<Timestamp>,
    /// Why it is paused: the value of the rule's `pause_reason`.
    pub pause_reason: Option<String>,
}

/// A standing record as it was read: its id and version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// The record.
    pub record: RecordId,
    /// Its version then.
    pub version: u64,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Time is being used.
    Running,
    /// Time stands still, for a reason.
    Paused,
    /// It is over.
    Stopped,
}

/// What became of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClockOutcome {
    /// It stopped before its target was used up.
    Met,
    /// Its target was used up.
    Breached,
    /// Its record was made void or cancelled before: nobody kept or missed the target.
    Cancelled,
}

impl ClockOutcome {
    /// The word for it in expressions and lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Breached => "breached",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Clock {
    /// Breached once its target was used up, met once it stopped before, cancelled once it was called off with its
    /// record; none while that is open.
    #[must_use]
    pub const fn outcome(&self) -> Option<ClockOutcome> {
        match (self.breached_at, self.state, self.stopped_at) {
            (Some(_), ..) => Some(ClockOutcome::Breached),
            (None, ClockState::Stopped, Some(_)) => Some(ClockOutcome::Met),
            (None, ClockState::Stopped, None) => Some(ClockOutcome::Cancelled),
            (None, ClockState::Running | ClockState::Paused, _) => None,
        }
    }
}

/// A typed, dated link from one record to another; it belongs to its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Its identity.
    pub id: RecordId,
    /// Its type, or the id of the reference field that it stands for.
    pub kind: RelationId,
    /// The record that it goes out from.
    pub source: RecordId,
    /// The record that it points to.
    pub target: RecordId,
    /// Its place among its source's relations, from 0; picks its digest bucket.
    pub ordinal: u64,
    /// Since when.
    pub from: Timestamp,
    /// Until when; none: still.
    pub until: Option<Timestamp>,
}

impl Record {
    /// Notes when something happened. What the engine does by itself is nobody's doing, and a step that stays in its state urges
    /// others: by that it is no less quiet.
    pub fn take_in(&mut self, action: EntryAction, transition: Option<&TransitionId>, at: Timestamp) {
        if !action.is_activity() {
            return;
        }
        let urges = action == EntryAction::Updated && transition.is_some();
        self.quiet_since = urges.then(|| self.quiet_since.unwrap_or(self.updated_at));
        self.updated_at = at;
    }

    /// When the first of its running clocks is used up.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        let running = self.clocks.values().filter(|clock| clock.state == ClockState::Running);
        running.filter_map(|clock| clock.due_at).min()
    }

    /// The record that a reference field points to.
    #[must_use]
    pub fn reference(&self, field: &str) -> Option<RecordId> {
        self.fields.get(field).and_then(Value::as_text).and_then(|text| text.parse().ok()).map(RecordId)
    }

    /// The text of a text or choice field.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_text)
    }

    /// The pending approval of `transition`, if there is one.
    #[must_use]
    pub fn pending_approval(&self, transition: &TransitionId) -> Option<&Approval> {
        self.approvals
            .iter()
            .find(|approval| approval.transition == *transition && approval.outcome == ApprovalOutcome::Pending)
    }

    /// The transitions for which an approval is waited for.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = &TransitionId> {
        let pending = self.approvals.iter().filter(|approval| approval.outcome == ApprovalOutcome::Pending);
        pending.map(|approval| &approval.transition)
    }
}
