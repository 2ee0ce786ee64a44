//! How backups stand: what is noted of the one under way, of the last that failed, and of those that are there.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use yuheng_definition::Label;

use super::schedule::{self, BackupPlan};

/// How long after the last trial the next is due: a week, less a little so that it stays on its night.
const TRIAL: SignedDuration = SignedDuration::from_hours(7 * 24 - 1);

/// How backups stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Backups {
    /// Since when nights count that have none.
    pub since: Option<Timestamp>,
    /// What was asked for last and has been answered.
    pub(super) answered: Option<String>,
    /// The one under way.
    pub running: Option<Running>,
    /// Why the last try failed; none: it did not.
    pub failed: Option<Failed>,
    /// Those that are there, oldest first.
    pub kept: Vec<Archived>,
    /// The last trial that held.
    pub trial: Option<Trial>,
    /// Why the last trial failed; none: it did not. What was tried out is kept all the same.
    pub trial_failed: Option<Failed>,
}

/// A backup under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Since when.
    pub since: Timestamp,
    /// Whether it is being restored as a trial already.
    pub is_trial: bool,
    /// How many bytes are written.
    pub written: u64,
    /// About how many there will be.
    pub expected: u64,
}

/// A try that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// When.
    pub at: Timestamp,
    /// Why, and what to do.
    pub why: Label,
}

/// A backup that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// Which moment it is of.
    pub at: Timestamp,
    /// The file.
    pub path: String,
    /// How large it is.
    pub bytes: u64,
    /// How long it took to write and to read again, in milliseconds.
    pub took: u64,
    /// How many records it holds.
    pub records: u64,
    /// Of which schema.
    pub schema: i64,
}

/// A backup that was restored into a place of its own and verified there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// When.
    pub at: Timestamp,
    /// The file.
    pub path: String,
    /// How many entries of the history hold.
    pub entries: u64,
}

impl Backups {
    /// The newest that is there.
    #[must_use]
    pub fn last_good(&self) -> Option<&Archived> {
        self.kept.last()
    }

    /// Whether one made `now` is to be restored as a trial: the last trial failed, or is a week old.
    pub(super) fn is_trial_due(&self, now: Timestamp) -> bool {
        self.trial_failed.is_some() || self.trial.as_ref().is_none_or(|last| now.duration_since(last.at) >= TRIAL)
    }

    /// When the next is to be tried by itself; without a time of the day only what somebody asked for and failed.
    #[must_use]
    pub fn next(&self, plan: &BackupPlan, zone: &TimeZone) -> Option<Timestamp> {
        let failed = self.failed.as_ref().map(|failed| failed.at);
        let Some(at) = plan.at else { return failed.map(|failed| failed + schedule::RETRY) };
        let last = self.last_good().map(|good| good.at).or(self.since)?;
        schedule::next_try(at, zone, last, failed)
    }

    /// Whether the last good one is older than two nights.
    #[must_use]
    pub fn is_late(&self, plan: &BackupPlan, now: Timestamp) -> bool {
        let last = self.last_good().map(|good| good.at).or(self.since);
        plan.at.is_some() && last.is_some_and(|last| now.duration_since(last) > SignedDuration::from_hours(48))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_is_due_each_week_and_after_one_that_failed_at_once() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut noted = Backups::default();
        assert!(noted.is_trial_due(at("2026-11-20T18:30:00Z")), "there was none");
        noted.trial = Some(Trial { at: at("2026-11-20T18:30:00Z"), path: String::new(), entries: 1 });
        assert!(!noted.is_trial_due(at("2026-11-21T18:30:00Z")));
        assert!(noted.is_trial_due(at("2026-11-27T18:30:00Z")));
        noted.trial_failed = Some(Failed { at: at("2026-11-20T18:30:00Z"), why: Label::new("坏", "bad") });
        assert!(noted.is_trial_due(at("2026-11-21T18:30:00Z")), "it failed");
    }
}
