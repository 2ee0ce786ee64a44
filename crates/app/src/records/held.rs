//! Decisions on records that whoever fills a store holds in memory: the same engine under the same guards as every write's,
//! from a snapshot that was not read.

use jiff::Timestamp;
use yuheng_engine::{Command, Record, Snapshot, WriteSet, next_look};

use crate::{App, Caller, Result};

impl App {
    /// What `command` comes to on a snapshot held in memory. Nothing is written.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn decide_on(&self, caller: &Caller, snapshot: &Snapshot, command: &Command) -> Result<WriteSet> {
        let pinned = match &snapshot.record {
            Some(record) => self.pinned(&caller.in_force.definitions, record).await?,
            None => None,
        };
        self.admitted(caller, (snapshot, pinned.as_deref()), command).await
    }

    /// When after now a record has to be looked at by itself, if a look has written nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next_look(&self, caller: &Caller, record: &Record) -> Result<Option<Timestamp>> {
        let pinned = self.pinned(&caller.in_force.definitions, record).await?;
        Ok(next_look(&self.context(caller, pinned.as_deref()), record))
    }
}
