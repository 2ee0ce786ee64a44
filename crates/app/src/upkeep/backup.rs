//! The backup that is made by itself each night, or when an administrator asks: written beside, read again, given its name,
//! restored as a trial once a week; then old ones go. Safe to run twice and late; what is noted says what came of it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use yuheng_definition::Label;
use yuheng_engine::Ids as _;
use yuheng_store::{BackupError, Progress, StorageError, Store};

use super::folder::{Claimed, file_name};
use super::schedule::{self, BackupPlan};
use super::words;
use crate::{App, Caller, Result};

/// Where it is noted how backups stand.
const NOTED: &str = "backup";
/// Where it is noted that one was asked for.
const ASKED: &str = "backup.asked";
/// How often it is told how far one has come.
const TELL: Duration = Duration::from_secs(1);
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
    /// The last trial.
    pub trial: Option<Trial>,
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

    /// When the next is to be tried by itself.
    #[must_use]
    pub fn next(&self, plan: &BackupPlan, zone: &TimeZone) -> Option<Timestamp> {
        let last = self.last_good().map(|good| good.at).or(self.since)?;
        schedule::next_try(plan.at?, zone, last, self.failed.as_ref().map(|failed| failed.at))
    }

    /// Whether the last good one is older than two nights.
    #[must_use]
    pub fn is_late(&self, plan: &BackupPlan, now: Timestamp) -> bool {
        let last = self.last_good().map(|good| good.at).or(self.since);
        plan.at.is_some() && last.is_some_and(|last| now.duration_since(last) > SignedDuration::from_hours(48))
    }
}

impl App {
    /// How backups stand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn backups(&self) -> Result<Backups> {
        let noted = self.store.setting(NOTED).await?;
        Ok(noted.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Whether one was asked for and has not begun.
    pub(super) async fn is_backup_asked(&self, noted: &Backups) -> Result<bool> {
        let asked = self.store.setting(ASKED).await?;
        Ok(asked.is_some() && asked != noted.answered)
    }

    /// Asks for a backup now; whichever node makes them begins within moments.
    ///
    /// # Errors
    /// When the caller may not administer, or the store fails.
    pub async fn ask_for_backup(&self, caller: &Caller) -> Result<()> {
        caller.must_administer()?;
        caller.must_write()?;
        let asked = format!("{} {}", self.now(), self.ids.next());
        Ok(self.store.note_progress(ASKED, &asked).await?)
    }

    /// Makes a backup if one is due or asked for; whether it did.
    ///
    /// # Errors
    /// When the store fails. A backup that fails is no error: it is noted, and told.
    pub async fn backup_round(&self) -> Result<bool> {
        let _one_at_a_time = self.backing_up.lock().await;
        let mut noted = self.backups().await?;
        let now = self.now();
        if let Some(left) = noted.running.take() {
            let why = words::broken_off();
            self.note_failure(&mut noted, Failed { at: left.since, why }).await?;
        }
        if noted.since.is_none() {
            noted.since = Some(now);
            self.note_backups(&noted).await?;
        }
        let asked = self.store.setting(ASKED).await?;
        let is_asked = asked.is_some() && asked != noted.answered;
        let is_due = noted.next(&self.settings.backups, &self.settings.zone).is_some_and(|next| next <= now);
        if !(is_asked || is_due) {
            return Ok(false);
        }
        noted.answered = asked;
        match self.make(&mut noted).await {
            Ok(()) => self.note_backups(&noted).await?,
            // The program ends: the next start makes it.
            Err(Unmade::GivenUp) => {
                noted.running = None;
                self.note_backups(&noted).await?;
            }
            Err(Unmade::Failed(why)) => self.note_failure(&mut noted, Failed { at: now, why }).await?,
        }
        Ok(true)
    }

    async fn make(&self, noted: &mut Backups) -> std::result::Result<(), Unmade> {
        let (plan, now) = (&self.settings.backups, self.now());
        let folder = Claimed::claim(&plan.folder)?;
        let expected = self.expected_size(noted).await?;
        folder.must_hold(expected.archive + expected.beside, self.store.disk_limits().refuse_below)?;
        let running = Running { since: now, is_trial: false, written: 0, expected: expected.archive };
        noted.running = Some(running);
        let path = folder.free_place(&file_name(now));
        let began = Instant::now();
        let manifest = self.watched(noted, &path).await?;
        let bytes = path.metadata().map_or(0, |found| found.len());
        let records = manifest.parts.get("tables/record.jsonl").and_then(|part| part.rows).unwrap_or_default();
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let path = path.display().to_string();
        let archived = Archived { at: now, path, bytes, took, records, schema: manifest.schema };
        if noted.trial.as_ref().is_none_or(|last| now.duration_since(last.at) >= TRIAL)
            && folder.room_for(expected.restored)
        {
            self.try_out(noted, &archived, &folder).await?;
        }
        tracing::info!(bytes, took, "a backup of {records} records was made: {}", archived.path);
        noted.kept.push(archived);
        (noted.running, noted.failed) = (None, None);
        self.thin_out(noted);
        Ok(())
    }

    /// Writes the archive, and notes each second how far it is.
    async fn watched(
        &self,
        noted: &mut Backups,
        path: &Path,
    ) -> std::result::Result<yuheng_store::Manifest, BackupError> {
        let progress = Arc::new(Progress::default());
        let mut work = std::pin::pin!(self.store.backup_watched(path, Arc::clone(&progress)));
        self.note_backups(noted).await.map_err(unnoted)?;
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = self.ends() => {
                    progress.give_up();
                    return work.await;
                }
                () = tokio::time::sleep(TELL) => {}
            }
            if let Some(running) = &mut noted.running {
                running.written = progress.written();
            }
            self.note_backups(noted).await.map_err(unnoted)?;
        }
    }

    /// Restores it into a place of its own and verifies it there.
    async fn try_out(
        &self,
        noted: &mut Backups,
        archived: &Archived,
        folder: &Claimed,
    ) -> std::result::Result<(), Unmade> {
        if let Some(running) = &mut noted.running {
            (running.is_trial, running.written) = (true, archived.bytes);
        }
        self.note_backups(noted).await.map_err(unnoted)?;
        let scratch = folder.path().join("trial");
        let report = tokio::select! {
            report = Store::rehearse(Path::new(&archived.path), &scratch) => report?,
            () = self.ends() => return Err(Unmade::GivenUp),
        };
        if let Some(bad) = report.faults.first() {
            return Err(Unmade::Failed(words::trial_failed(&archived.path, &bad.label, &bad.what)));
        }
        noted.trial = Some(Trial { at: archived.at, path: archived.path.clone(), entries: report.entries });
        Ok(())
    }

    /// Removes what is not to stay. What can't be removed, because it is gone or its folder is away, is forgotten or stays
    /// noted.
    fn thin_out(&self, noted: &mut Backups) {
        let trial = noted.trial.as_ref().map(|trial| trial.path.as_str());
        let (plan, zone) = (&self.settings.backups, &self.settings.zone);
        for gone in schedule::thinned_out(&noted.kept, plan.keep, zone, self.today(), trial) {
            match std::fs::remove_file(&gone.path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(%error, "an old backup could not be removed: {}", gone.path);
                }
                _ => noted.kept.retain(|kept| kept.path != gone.path),
            }
        }
    }

    async fn expected_size(&self, noted: &Backups) -> Result<Expected> {
        let sizes = self.store.sizes().await?;
        let whole = sizes.database + sizes.log + if self.store.is_shared() { 0 } else { sizes.attachments };
        let archive = noted.last_good().map_or(whole, |last| last.bytes + last.bytes / 5);
        // SQLite's file is copied beside the archive while that is written.
        let beside = if self.store.is_shared() { 0 } else { sizes.database + sizes.log };
        Ok(Expected { archive, beside, restored: whole + whole / 2 })
    }

    async fn note_backups(&self, noted: &Backups) -> Result<()> {
        let text = serde_json::to_string(noted).map_err(StorageError::from)?;
        Ok(self.store.note_progress(NOTED, &text).await?)
    }

    async fn note_failure(&self, noted: &mut Backups, failed: Failed) -> Result<()> {
        tracing::error!("the backup failed, and is tried again: {} / {}", failed.why.zh, failed.why.en);
        (noted.running, noted.failed) = (None, Some(failed));
        self.note_backups(noted).await?;
        self.tell_administrators("backup_failed").await
    }
}

/// How large it will be, in bytes.
struct Expected {
    archive: u64,
    beside: u64,
    restored: u64,
}

/// Why there is no backup.
pub(super) enum Unmade {
    /// The program ends.
    GivenUp,
    /// With what to do.
    Failed(Label),
}

impl From<BackupError> for Unmade {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::GivenUp => Self::GivenUp,
            other => Self::Failed(words::why(&other)),
        }
    }
}

impl From<crate::Error> for Unmade {
    fn from(error: crate::Error) -> Self {
        Self::Failed(words::other(&error.to_string()))
    }
}

/// How far it is could not be noted: the store fails, and the backup with it.
fn unnoted(error: crate::Error) -> BackupError {
    BackupError::Storage(match error {
        crate::Error::Store(error) => error,
        other => StorageError::Corrupt(other.to_string()),
    })
}
