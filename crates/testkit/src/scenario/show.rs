//! What a scenario tells: entries with their clocks, messages, a record as it stands, why a deadline lies where it does.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use yuheng_engine::testing::Stage;
use yuheng_engine::{ClockEvent, ClockEventKind, ClockState, EntryDraft, RecordId};

/// What the last decision has written.
pub(super) fn written(stage: &Stage) -> String {
    let mut told = String::new();
    for write in &stage.last.writes {
        let label = stage.records.get(&write.record.id).map_or("?", |record| record.label.as_str());
        for entry in &write.entries {
            let _ = writeln!(told, "{} {label} {}", at(stage, stage.now), what(stage, entry));
        }
    }
    for message in &stage.last.outbox {
        let to: Vec<_> = message.to.iter().map(|id| name(stage, *id)).collect();
        let _ = writeln!(told, "  → {}: {}", to.join(", "), message.reason);
    }
    told
}

fn what(stage: &Stage, entry: &EntryDraft) -> String {
    let mut told = match &entry.transition {
        Some(transition) => transition.to_string(),
        None => format!("{:?}", entry.action).to_lowercase(),
    };
    if let Some(reason) = &entry.reason {
        let _ = write!(told, " ({reason})");
    }
    for event in &entry.clocks {
        let _ = write!(told, "; {}", clock_event(stage, event));
    }
    told
}

fn clock_event(stage: &Stage, event: &ClockEvent) -> String {
    let mut told = format!("{} {}", event.clock, format!("{:?}", event.event).to_lowercase());
    if let (ClockEventKind::Warned, Some(share)) = (event.event, event.share) {
        let _ = write!(told, " at {share} %");
    }
    if let Some(reason) = &event.reason {
        let _ = write!(told, " ({reason})");
    }
    if let Some(due) = event.due_at.filter(|_| event.event != ClockEventKind::Stopped) {
        let _ = write!(told, " due {}", at(stage, due));
    }
    told
}

/// The state and the clocks of a record.
pub(super) fn record(stage: &Stage, label: &str) -> String {
    let record = stage.record(label);
    let mut told = format!("{label} {}", record.state);
    if let Some(priority) = record.text("priority") {
        let _ = write!(told, " {priority}");
    }
    for (id, clock) in &record.clocks {
        let state = match clock.state {
            ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Stopped => "stopped",
        };
        let outcome = clock.outcome().map(|outcome| format!(" {}", outcome.word())).unwrap_or_default();
        let due = clock.due_at.map(|due| format!(" due {}", at(stage, due))).unwrap_or_default();
        let running = if clock.state == ClockState::Running { clock.since } else { stage.now };
        let used = clock.used_seconds + stage.world.calendar(clock.calendar).between(running, stage.now);
        let (used, target) = (used / 60, clock.target_seconds / 60);
        let _ = write!(told, "; {id} {state}{outcome} {used}/{target} min{due}");
    }
    told.push('\n');
    told
}

/// The pieces of time from a running clock's last start to when it is due: `why INC1 resolution`.
pub(super) fn why(stage: &Stage, line: &str) -> Result<String> {
    let (label, clock) = line.split_once(' ').context("which clock?")?;
    let clock = stage.record(label).clocks.get(clock).context("no such clock")?;
    let mut told = String::new();
    let due = clock.due_at.unwrap_or(clock.since);
    for piece in stage.world.calendar(clock.calendar).pieces(clock.since, due) {
        let mark = if piece.counted { '+' } else { '-' };
        let _ = writeln!(told, "{mark} {} – {} {:?}", at(stage, piece.from), at(stage, piece.until), piece.why);
    }
    Ok(told)
}

fn name(stage: &Stage, id: RecordId) -> String {
    stage.records.get(&id).map_or_else(|| id.to_string(), |record| record.label.clone())
}

fn at(stage: &Stage, at: Timestamp) -> String {
    at.to_zoned(stage.world.zone.clone()).strftime("%a %m-%d %H:%M").to_string()
}
