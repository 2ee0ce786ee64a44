//! After a change of what open clocks are counted by (calendars, holiday years, agreements, contracts), every record that
//! time still has something to do with gets the target and calendar of now, in batches, in the background. How far it
//! has come stands in the store: any node goes on where another stopped.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use yuheng_engine::{Command, RecordId};
use yuheng_store::StorageError;

use crate::rounds::PUT_OFF;
use crate::{App, Error, Result};

/// How many records one round takes.
const BATCH: u32 = 200;
/// Where the progress is written down.
const PROGRESS: &str = "retarget";

/// How far it has come.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    /// The terms that records are being given, or were given last.
    terms: String,
    /// The last record that was looked at; none: all were.
    after: Option<RecordId>,
}

impl App {
    /// Gives the next records the terms in force; how many there were.
    ///
    /// # Errors
    /// When others kept being faster on one of them, or the store fails: the batch is done again.
    pub async fn retarget_round(&self) -> Result<usize> {
        let _one_at_a_time = self.rounds.lock().await;
        let terms = self.in_force().await?.terms.clone();
        let noted = self.store.setting(PROGRESS).await?;
        let mut progress: Progress = noted.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        if progress.terms != terms {
            // Also when a change overtakes a pass: those that were looked at have to be looked at again.
            progress = Progress { terms, after: Some(RecordId(Uuid::nil())) };
        }
        let Some(after) = progress.after else { return Ok(0) };
        let records = self.store.timed(after, BATCH).await?;
        for id in &records {
            if let Err(error) = self.look(*id, &Command::Retarget).await {
                self.left_behind(*id, error).await?;
            }
        }
        progress.after = records.last().copied();
        let text = serde_json::to_string(&progress).map_err(StorageError::from)?;
        self.store.note_progress(PROGRESS, &text).await?;
        Ok(records.len())
    }

    /// A record that can't be given its terms keeps those that it has, and is put off if it is due; what ails the store,
    /// or that others were faster, stops the batch, which is then done again.
    async fn left_behind(&self, id: RecordId, error: Error) -> Result<()> {
        if !error.is_its_own() {
            return Err(error);
        }
        tracing::error!(record = %id, %error, "a record can't be counted anew; its clocks stay as they are");
        let now = self.now();
        Ok(self.store.put_off(id, now, now + PUT_OFF).await?)
    }
}

/// What tells one state of calendars, holiday years, agreements and contracts from another: their identities and versions.
pub(crate) fn terms<'r>(records: impl Iterator<Item = (&'r RecordId, u64)>) -> String {
    let mut hash = Sha256::new();
    for (id, version) in records {
        hash.update(id.0.as_bytes());
        hash.update(version.to_be_bytes());
    }
    hex::encode(hash.finalize())
}
