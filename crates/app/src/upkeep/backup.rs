//! The backup that is made by itself each night, or when an administrator asks: written beside, read again, given its name,
//! restored as a trial once a week; then old ones go. Safe to run twice and late; what is noted says what came of it.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use yuheng_definition::Label;
use yuheng_store::{BackupError, Manifest, Progress, StorageError};

use super::backups::{Archived, Backups, Failed, Running};
use super::errand::{BACKUP, Noted, Passed};
use super::folder::{Claimed, file_name};
use super::trial::Tried;
use super::{schedule, words};
use crate::{App, Caller, Error, Result};

impl App {
    /// How backups stand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn backups(&self) -> Result<Backups> {
        Ok(BACKUP.standing::<Backups>(self).await?.into_inner())
    }

    /// Whether one was asked for and has not begun.
    pub(super) async fn is_backup_asked(&self, noted: &Backups) -> Result<bool> {
        let asked = BACKUP.asked(self).await?;
        Ok(asked.is_some() && asked != noted.answered)
    }

    /// Asks for a backup now; whichever node makes them begins within moments.
    ///
    /// # Errors
    /// When the caller may not administer, or the store fails.
    pub async fn ask_for_backup(&self, caller: &Caller) -> Result<()> {
        BACKUP.ask_as(self, caller).await
    }

    /// Makes a backup if one is due or asked for; whether it did. Where another node has taken that over meanwhile, what was made
    /// here goes again.
    ///
    /// # Errors
    /// When the store fails. A backup that fails is no error: it is noted, and told.
    pub async fn backup_round(&self) -> Result<bool> {
        let _one_at_a_time = self.backing_up.lock().await;
        let mut noted = BACKUP.standing::<Backups>(self).await?;
        let known = noted.kept.clone();
        match self.back_up(&mut noted).await {
            Err(Error::Contended) => {
                tracing::warn!("another node has taken the backups over: what was under way here is given up");
                noted.kept.iter().filter(|kept| !known.contains(kept)).for_each(remove_own);
                Ok(false)
            }
            done => done,
        }
    }

    async fn back_up(&self, noted: &mut Noted<Backups>) -> Result<bool> {
        let now = self.now();
        // Nobody else makes one while this node does: whoever was at it has died. An hour after it began it is tried again.
        if let Some(left) = noted.running.take() {
            let failed = Failed { at: left.since, why: words::broken_off() };
            if left.is_trial {
                self.note_failed_trial(noted, failed).await?;
            } else {
                self.note_failure(noted, failed).await?;
            }
        }
        if noted.since.is_none() {
            noted.since = Some(now);
            BACKUP.note(self, noted).await?;
        }
        let asked = BACKUP.asked(self).await?;
        let is_asked = asked.is_some() && asked != noted.answered;
        let is_due = noted.next(&self.settings.backups, &self.settings.zone).is_some_and(|next| next <= now);
        if !(is_asked || is_due) {
            return Ok(false);
        }
        let answered = std::mem::replace(&mut noted.answered, asked);
        match self.make(noted).await {
            Ok(Tried::Failed(why)) => self.note_failed_trial(noted, Failed { at: now, why }).await?,
            Ok(Tried::Fine) => BACKUP.note(self, noted).await?,
            // The program ends: the next start makes it.
            Err(Unmade::GivenUp) => {
                (noted.running, noted.answered) = (None, answered);
                BACKUP.note(self, noted).await?;
            }
            Err(Unmade::Failed(why)) => self.note_failure(noted, Failed { at: now, why }).await?,
        }
        Ok(true)
    }

    async fn make(&self, noted: &mut Noted<Backups>) -> std::result::Result<Tried, Unmade> {
        let (plan, now) = (&self.settings.backups, self.now());
        let folder = Claimed::claim(&plan.folder)?;
        let expected = self.expected_size(noted).await?;
        folder.must_hold(expected.archive + expected.beside, self.store.disk_limits().refuse_below)?;
        noted.running = Some(Running { since: now, is_trial: false, written: 0, expected: expected.archive });
        let path = folder.free_place(&file_name(now));
        let began = Instant::now();
        let manifest = self.watched(noted, &path).await?;
        let bytes = path.metadata().map_or(0, |found| found.len());
        let records = manifest.parts.get("tables/record.jsonl").and_then(|part| part.rows).unwrap_or_default();
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let name = path.display().to_string();
        let archived = Archived { at: now, path: name, bytes, took, records, schema: manifest.schema };
        // It was read again: it is one, whatever becomes of its trial.
        noted.kept.push(archived.clone());
        let is_tried = noted.is_trial_due(now) && folder.room_for(expected.restored);
        let tried = if is_tried { self.tried_out(noted, &archived).await? } else { Tried::Fine };
        tracing::info!(bytes, took, "a backup of {records} records was made: {}", archived.path);
        (noted.running, noted.failed) = (None, None);
        // Whoever was overtaken removes nothing that another counts on.
        BACKUP.note(self, noted).await?;
        self.thin_out(noted);
        Ok(tried)
    }

    /// Writes the archive, and notes each second how far it is.
    async fn watched(&self, noted: &mut Noted<Backups>, path: &Path) -> std::result::Result<Manifest, BackupError> {
        let progress = Arc::new(Progress::default());
        BACKUP.note(self, noted).await.map_err(unnoted)?;
        tracing::info!("a backup is being written: {}", path.display());
        let (store, to, watched) = (self.store.clone(), path.to_owned(), Arc::clone(&progress));
        // In a task of its own: what it holds of the database it gives back, whether or not a note waits for the same.
        let mut work = tokio::spawn(async move { store.backup_watched(&to, watched).await });
        let failed = loop {
            match self.a_second_of(&mut work).await {
                Passed::Done(done) => return done.map_err(|_| StorageError::Stopped)?,
                Passed::Ending => break None,
                Passed::Second => {}
            }
            if let Some(running) = &mut noted.running {
                running.written = progress.written();
            }
            if let Err(error) = BACKUP.note(self, noted).await {
                break Some(unnoted(error));
            }
        };
        // The folder is claimed until nobody writes there any more.
        progress.give_up();
        let done = work.await.map_err(|_| StorageError::Stopped)?;
        failed.map_or(done, Err)
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

    async fn note_failure(&self, noted: &mut Noted<Backups>, failed: Failed) -> Result<()> {
        tracing::error!("the backup failed, and is tried again: {} / {}", failed.why.zh, failed.why.en);
        (noted.running, noted.failed) = (None, Some(failed));
        BACKUP.note(self, noted).await?;
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

impl From<Error> for Unmade {
    fn from(error: Error) -> Self {
        match error {
            Error::Contended => Self::GivenUp,
            other => Self::Failed(words::other(&other.to_string())),
        }
    }
}

/// How far it is could not be noted: another has taken it over, or the store fails, and the backup with it.
pub(super) fn unnoted(error: Error) -> BackupError {
    match error {
        Error::Contended => BackupError::GivenUp,
        Error::Store(error) => BackupError::Storage(error),
        other => BackupError::Storage(StorageError::Corrupt(other.to_string())),
    }
}

/// Removes a backup that nobody will know of.
fn remove_own(archived: &Archived) {
    if let Err(error) = std::fs::remove_file(&archived.path) {
        tracing::warn!(%error, "a backup that another node knows nothing of could not be removed: {}", archived.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upkeep::errand::tests::app;

    #[tokio::test]
    async fn a_backup_that_another_node_has_taken_over_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path()).await;
        BACKUP.ask(&app).await.unwrap();
        let (mut slow, mut quick) =
            (BACKUP.standing::<Backups>(&app).await.unwrap(), BACKUP.standing::<Backups>(&app).await.unwrap());
        (slow.since, quick.since) = (Some(app.now()), Some(app.now()));
        BACKUP.note(&app, &mut quick).await.unwrap();
        assert!(matches!(app.back_up(&mut slow).await, Err(Error::Contended)));
        assert_eq!(app.backups().await.unwrap(), *quick, "it notes nothing");
        let left = std::fs::read_dir(folder.path().join("backups")).unwrap();
        let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["lock"], "and leaves no archive");
        assert!(app.backup_round().await.unwrap(), "whoever holds the lease makes it");
        assert_eq!(app.backups().await.unwrap().kept.len(), 1);
    }
}
