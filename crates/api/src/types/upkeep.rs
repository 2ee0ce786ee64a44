//! How the installation is, on the wire.

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::upkeep;

use super::text::Text;
use super::words::HealthLevel;

/// How the installation is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// At which moment.
    at: String,
    /// The worst of all lines.
    level: HealthLevel,
    groups: Vec<HealthGroup>,
    backup: BackupHealth,
    verification: VerificationHealth,
}

/// Lines that belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthGroup {
    id: String,
    label: Text,
    lines: Vec<HealthLine>,
}

/// One line.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthLine {
    id: String,
    label: Text,
    level: HealthLevel,
    /// The level in a word that fits the line; absent where there is only a figure.
    word: Option<Text>,
    figure: Text,
    /// What to do; absent when there is nothing.
    to_do: Option<Text>,
}

/// How backups stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupHealth {
    /// One was asked for and has not begun.
    asked: bool,
    /// The one under way.
    running: Option<BackupRunning>,
    /// When the next is made by itself.
    next_at: Option<String>,
    /// Why the last try failed; absent when it did not.
    failed: Option<Text>,
    /// Those that are there, newest first; the first is the last good one.
    archives: Vec<Archive>,
}

/// A backup under way.
#[derive(Debug, Serialize, ToSchema)]
pub struct BackupRunning {
    since: String,
    /// It is written, and is being restored as a trial.
    is_trial: bool,
    /// Bytes written.
    written: u64,
    /// About how many there will be.
    expected: u64,
}

/// A backup that is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Archive {
    at: String,
    path: String,
    bytes: u64,
    records: u64,
    /// How long it took, in milliseconds.
    took: u64,
}

/// How verification stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationHealth {
    /// One was asked for and has not begun.
    asked: bool,
    /// The one under way.
    running: Option<VerificationRunning>,
    /// What the last one found; absent when there was none.
    last: Option<VerificationFound>,
}

/// A verification under way.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationRunning {
    since: String,
    done: u64,
    total: u64,
}

/// What a verification found.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationFound {
    at: String,
    records: u64,
    entries: u64,
    attachments: u64,
    /// How many things do not hold.
    faults: u64,
}

impl From<&upkeep::Health> for Health {
    fn from(health: &upkeep::Health) -> Self {
        let groups = health.groups.iter().map(|group| HealthGroup {
            id: group.id.to_owned(),
            label: Text::from(&group.label),
            lines: group.lines.iter().map(HealthLine::from).collect(),
        });
        Self {
            at: health.at.to_string(),
            level: health.level().into(),
            groups: groups.collect(),
            backup: backup(health),
            verification: verification(health),
        }
    }
}

impl From<&upkeep::Line> for HealthLine {
    fn from(line: &upkeep::Line) -> Self {
        Self {
            id: line.id.clone(),
            label: Text::from(&line.label),
            level: line.level.into(),
            word: line.word.as_ref().map(Text::from),
            figure: Text::from(&line.figure),
            to_do: line.to_do.as_ref().map(Text::from),
        }
    }
}

fn backup(health: &upkeep::Health) -> BackupHealth {
    let running = health.backups.running.as_ref().map(|running| BackupRunning {
        since: running.since.to_string(),
        is_trial: running.is_trial,
        written: running.written,
        expected: running.expected,
    });
    let archives = health.backups.kept.iter().rev().map(|kept| Archive {
        at: kept.at.to_string(),
        path: kept.path.clone(),
        bytes: kept.bytes,
        records: kept.records,
        took: kept.took,
    });
    BackupHealth {
        asked: health.is_backup_asked,
        running,
        next_at: health.next_backup.map(|at| at.to_string()),
        failed: health.backups.failed.as_ref().map(|failed| Text::from(&failed.why)),
        archives: archives.collect(),
    }
}

fn verification(health: &upkeep::Health) -> VerificationHealth {
    let running = health.verification.running.as_ref().map(|running| VerificationRunning {
        since: running.since.to_string(),
        done: running.done,
        total: running.total,
    });
    let last = health.verification.last.as_ref().map(|last| VerificationFound {
        at: last.at.to_string(),
        records: last.records,
        entries: last.entries,
        attachments: last.attachments,
        faults: last.faults,
    });
    VerificationHealth { asked: health.is_verification_asked, running, last }
}
