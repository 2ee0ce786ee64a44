//! The trial of a backup: restored into a place of its own and verified there. One that fails is noted and told, and takes no
//! backup away.

use std::path::Path;

use yuheng_definition::Label;
use yuheng_store::{BackupError, Store};

use super::backup::{Unmade, unnoted};
use super::backups::{Archived, Backups, Failed, Trial};
use super::errand::{BACKUP, Noted};
use super::folder::rehearsal_of;
use super::words;
use crate::{App, Result};

/// What came of the trial of a backup that is there.
pub(super) enum Tried {
    /// It holds, or none was due.
    Fine,
    /// It failed, with what to do.
    Failed(Label),
}

impl App {
    /// Restores it into a place of its own and verifies it there. Whatever comes of that, it stays: what is wrong in the store
    /// is wrong in each archive of it, and then they are needed most. Only one that can't be read any more goes again.
    pub(super) async fn tried_out(
        &self,
        noted: &mut Noted<Backups>,
        archived: &Archived,
    ) -> std::result::Result<Tried, Unmade> {
        match self.try_out(noted, archived).await {
            Ok(tried) => Ok(tried),
            Err(BackupError::GivenUp) => Err(Unmade::GivenUp),
            Err(error @ BackupError::Damaged { .. }) => {
                noted.kept.retain(|kept| kept.path != archived.path);
                if let Err(error) = std::fs::remove_file(&archived.path) {
                    tracing::warn!(%error, "a backup that can't be read could not be removed: {}", archived.path);
                }
                Err(error.into())
            }
            Err(error) => Ok(Tried::Failed(words::untried(&archived.path, &error))),
        }
    }

    async fn try_out(
        &self,
        noted: &mut Noted<Backups>,
        archived: &Archived,
    ) -> std::result::Result<Tried, BackupError> {
        if let Some(running) = &mut noted.running {
            (running.is_trial, running.written) = (true, archived.bytes);
        }
        BACKUP.note(self, noted).await.map_err(unnoted)?;
        let scratch = rehearsal_of(&archived.path);
        let report = tokio::select! {
            report = Store::rehearse(Path::new(&archived.path), &scratch) => report?,
            // The archive is there; the next one is tried out.
            () = self.ends() => return Ok(Tried::Fine),
        };
        if let Some(bad) = report.faults.first() {
            return Ok(Tried::Failed(words::trial_failed(&archived.path, &bad.label, &bad.what)));
        }
        noted.trial = Some(Trial { at: archived.at, path: archived.path.clone(), entries: report.entries });
        noted.trial_failed = None;
        Ok(Tried::Fine)
    }

    /// The next backup is tried out too. Administrators hear of it once, not each night.
    pub(super) async fn note_failed_trial(&self, noted: &mut Noted<Backups>, failed: Failed) -> Result<()> {
        tracing::error!("the trial of a backup failed; it is kept: {} / {}", failed.why.zh, failed.why.en);
        let is_news = noted.trial_failed.replace(failed).is_none();
        BACKUP.note(self, noted).await?;
        if is_news { self.tell_administrators("backup_trial_failed").await } else { Ok(()) }
    }
}
