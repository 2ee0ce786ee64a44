//! After definitions have changed by what records are found (what is indexed, what is searched and by whom, what is
//! masked), every record of the processes concerned gets its index rows and texts of now, in batches, in the background.
//! How far it has come stands in the store: any node goes on where another stopped.

use futures_util::future::join_all;
use yuheng_engine::{RecordId, WriteSet, project};
use yuheng_store::{CommitError, CommitOptions};

use crate::rounds::AT_ONCE;
use crate::{App, Error, InForce, Result};

/// How many records one round takes.
const BATCH: u32 = 200;
/// How often a record is looked at again that somebody writes meanwhile.
const TRIES: usize = 3;

impl App {
    /// Gives the next records what they are to be found by; whether there was something to do: how many, or 1.
    ///
    /// # Errors
    /// When the store fails: the batch is done again.
    pub async fn reproject_round(&self) -> Result<usize> {
        let _one_at_a_time = self.rounds.lock().await;
        let in_force = self.in_force().await?;
        let Some((process, pass)) = in_force.projections.next() else { return Ok(0) };
        let records = self.store.ids_of(process.as_str(), pass.after, BATCH).await?;
        for some in records.chunks(AT_ONCE) {
            let looked = join_all(some.iter().map(|id| self.reproject(&in_force, *id))).await;
            for (id, looked) in some.iter().zip(looked) {
                match looked {
                    Ok(()) => {}
                    Err(error) if error.is_its_own() => {
                        tracing::error!(record = %id, %error, "a record can't be indexed anew; it is found as before");
                    }
                    // Others were faster, or other definitions are in force: it is begun again from what was noted, after a pause.
                    Err(Error::Contended) => return Ok(0),
                    Err(error) => return Err(error),
                }
            }
        }
        self.note_pass(&in_force.projections, process, records.last().copied()).await?;
        if records.is_empty() {
            tracing::info!(process = process.as_str(), "the records of {process} are found by what is defined now");
        }
        Ok(records.len().max(1))
    }

    /// Gives one record what it is to be found by, if that is something else.
    async fn reproject(&self, in_force: &InForce, id: RecordId) -> Result<()> {
        for _ in 0..TRIES {
            let Some(found) = self.store.found_by(id).await? else { return Ok(()) };
            let Some(process) = in_force.definitions.process(found.record.process.as_str()) else { return Ok(()) };
            let made = project(process, &in_force.definitions, &found.record);
            if found.is(&made) {
                return Ok(());
            }
            let set = WriteSet { projections: vec![made], ..WriteSet::default() };
            match self.store.commit(&set, &CommitOptions::in_epoch(in_force.epoch)).await {
                Err(CommitError::Conflict(_)) => {}
                done => return Ok(done.map(|_| ())?),
            }
        }
        Err(Error::Contended)
    }
}
