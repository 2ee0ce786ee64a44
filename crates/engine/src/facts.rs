//! What expressions read: a record, whoever acts, and the moment in the organisation's zone.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use yuheng_definition::Value;
use yuheng_definition::expression::{ActorPath, ClockPath, Facts, Path, RecordPath};

use crate::{Actor, Clock, ClockState, Context, Record, RecordId};

/// What expressions read.
#[derive(Clone, Copy)]
pub struct RecordFacts<'a> {
    /// The record; none where there is none yet, or for binding.
    pub record: Option<&'a Record>,
    /// Whoever acts.
    pub actor: &'a Actor,
    /// The moment.
    pub now: Timestamp,
    /// The organisation's zone.
    pub zone: &'a TimeZone,
}

impl<'a> RecordFacts<'a> {
    /// What is known of `record` in a decision.
    #[must_use]
    pub const fn of(ctx: &Context<'a>, record: Option<&'a Record>) -> Self {
        Self { record, actor: ctx.actor, now: ctx.now, zone: &ctx.world.zone }
    }
}

impl Facts for RecordFacts<'_> {
    fn value(&self, path: &Path) -> Option<Value> {
        match path {
            Path::Field(field) => self.record?.fields.get(field).cloned(),
            Path::Column(table, column) => column_value(self.record?.fields.get(table)?, column.as_str()),
            Path::Record(path) => record_value(self.record?, *path),
            Path::Clock(id, path) => clock_value(self.record?.clocks.get(id)?, *path),
            Path::Actor(path) => actor_value(self.actor, *path),
            Path::Now => Some(instant(self.now)),
            Path::Today => Some(self.now.to_zoned(self.zone.clone()).date().to_string().into()),
        }
    }

    fn midnight(&self, day: &str) -> Option<Value> {
        let start = day.parse::<Date>().ok()?.to_zoned(self.zone.clone()).ok()?;
        Some(instant(start.timestamp()))
    }
}

impl Record {
    /// Everyone who takes part: who opened it, asked for it, works on it, or has a part in an approval.
    #[must_use]
    pub fn participants(&self) -> BTreeSet<RecordId> {
        let named = ["requester", "assignee"].into_iter().filter_map(|field| self.reference(field));
        let mut everyone: BTreeSet<_> = named.chain(self.approving()).chain([self.opened_by]).collect();
        everyone.remove(&Actor::SYSTEM);
        everyone
    }

    /// Everyone who has a part in an approval: asked for it, was asked, came in, voted, stood in. The store keeps a row for each,
    /// so that lists find what decisions see.
    #[must_use]
    pub fn approving(&self) -> BTreeSet<RecordId> {
        self.approvals.iter().flat_map(crate::Approval::parties).collect()
    }
}

/// What the rows of a table hold in a column.
fn column_value(table: &Value, column: &str) -> Option<Value> {
    let Value::List(rows) = table else { return None };
    Some(Value::List(rows.iter().filter_map(|row| row.column(column)).cloned().collect()))
}

fn record_value(record: &Record, path: RecordPath) -> Option<Value> {
    Some(match path {
        RecordPath::Id => reference(record.id),
        RecordPath::Process => record.process.as_str().into(),
        RecordPath::Number if record.label.is_empty() => return None,
        RecordPath::Number => record.label.as_str().into(),
        RecordPath::State => record.state.as_str().into(),
        RecordPath::IsOpen => record.is_open.into(),
        RecordPath::IsVoid => record.voided.is_some().into(),
        RecordPath::OpenedAt => instant(record.opened_at),
        RecordPath::OpenedBy => reference(record.opened_by),
        RecordPath::UpdatedAt => instant(record.updated_at),
        RecordPath::DueAt => instant(record.due_at()?),
        RecordPath::ResolvedAt => instant(record.resolved_at?),
        RecordPath::ClosedAt => instant(record.closed_at?),
        RecordPath::Definition => record.definition.as_str().into(),
        RecordPath::Doers | RecordPath::Mentioned | RecordPath::Unread | RecordPath::Watchers => return None,
        RecordPath::Awaited => Value::List(record.awaited().map(|step| step.as_str().into()).collect()),
        RecordPath::Participants => Value::List(record.participants().into_iter().map(reference).collect()),
    })
}

fn clock_value(clock: &Clock, path: ClockPath) -> Option<Value> {
    Some(match path {
        ClockPath::State => match clock.state {
            ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Stopped => "stopped",
        }
        .into(),
        ClockPath::Outcome => clock.outcome()?.word().into(),
        ClockPath::StartedAt => instant(clock.started_at),
        ClockPath::StoppedAt => instant(clock.stopped_at?),
        ClockPath::DueAt => instant(clock.due_at?),
    })
}

fn actor_value(actor: &Actor, path: ActorPath) -> Option<Value> {
    Some(match path {
        ActorPath::Id => reference(actor.id),
        ActorPath::Customer => reference(actor.customer?),
        ActorPath::Department => reference(actor.department?),
        ActorPath::Roles => Value::List(actor.roles.iter().map(|held| held.role.as_str().into()).collect()),
    })
}

/// To the microsecond, as the store keeps it.
fn instant(timestamp: Timestamp) -> Value {
    Timestamp::from_microsecond(timestamp.as_microsecond()).unwrap_or(timestamp).to_string().into()
}

fn reference(id: RecordId) -> Value {
    id.to_string().into()
}
