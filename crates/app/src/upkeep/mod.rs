//! What keeps the store and the jobs going: leases, places in the feed, what has run out. Each round is safe to run twice and
//! late.

mod backup;
mod backups;
mod errand;
mod folder;
mod health;
mod schedule;
mod trial;
mod verification;
mod words;

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use yuheng_store::{DiskSpace, Notice};

use crate::caller::administrators;
use crate::{App, Clock, Result};

pub use backups::{Archived, Backups, Failed, Running, Trial};
pub(crate) use health::Figures;
pub use health::{Group, Health, Level, Line};
pub use schedule::BackupPlan;
pub use verification::{Verification, Verified, Verifying};
pub use yuheng_store::room;

/// For how long content stays that no attachment holds: no upload takes that long.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// The end of a job's last round.
#[derive(Clone, Copy, Debug)]
pub struct LastRound {
    /// When it was.
    pub at: Timestamp,
    /// After how long the next begins.
    pub pause: Duration,
}

impl App {
    /// Takes or keeps the lease of a job; false: another node has it. One that lasts long enough still is not written anew.
    /// An embedded store is this process's alone, so there every job is its own. Leases run by the machine's clock: they say
    /// whether a process lives.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold(&self, job: &str, node: &str, time: SignedDuration) -> Result<bool> {
        if !self.store.is_shared() {
            return Ok(true);
        }
        let (now, name) = (Clock::machine(), format!("{job} {node}"));
        let leases = || self.leases.lock().unwrap_or_else(PoisonError::into_inner);
        if leases().get(&name).is_some_and(|until| until.duration_since(now) > time * 2 / 3) {
            return Ok(true);
        }
        let lease = self.store.take_lease(job, node, now, now + time).await?;
        match &lease {
            Some(lease) => drop(leases().insert(name, lease.until)),
            None => drop(leases().remove(&name)),
        }
        Ok(lease.is_some())
    }

    /// Gives a job's lease back.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_back(&self, job: &str, node: &str) -> Result<()> {
        if !self.store.is_shared() {
            return Ok(());
        }
        let now = Clock::machine();
        self.leases.lock().unwrap_or_else(PoisonError::into_inner).remove(&format!("{job} {node}"));
        if let Some(lease) = self.store.take_lease(job, node, now, now).await? {
            self.store.release_lease(&lease, node).await?;
        }
        Ok(())
    }

    /// Notes that a round of a job has come to its end on this node, and after how long the next is to begin.
    pub fn note_round(&self, job: &'static str, pause: Duration) {
        let round = LastRound { at: self.now(), pause };
        self.last_rounds.lock().unwrap_or_else(PoisonError::into_inner).insert(job, round);
    }

    /// When each job's last round on this node came to its end; those that another node runs are missing.
    #[must_use]
    pub fn last_rounds(&self) -> BTreeMap<&'static str, LastRound> {
        self.last_rounds.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many messages that are due, and how many entries without a place in the feed, wait.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn backlogs(&self) -> Result<(u64, u64)> {
        Ok((self.store.outbox_backlog(self.now()).await?, self.store.feed_backlog().await?))
    }

    /// Gives entries their places in the feed; whether there is more to do is not known, so it says no.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sequence_round(&self) -> Result<usize> {
        self.store.advance_feed().await?;
        Ok(0)
    }

    /// Forgets what has run out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clean_round(&self) -> Result<()> {
        self.store.tidy(self.now() - SignedDuration::from_hours(24)).await?;
        self.forget_absent().await
    }

    /// Takes away uploaded content that no attachment holds; how much there was of it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sweep_round(&self) -> Result<usize> {
        let swept = self.store.sweep(self.now(), GRACE).await?;
        if swept > 0 {
            tracing::info!(swept, "content of {swept} uploads that nothing refers to was taken away");
        }
        Ok(swept)
    }

    /// Looks how much room the disk has. When there is little, the log says so and each administrator is told, once a day;
    /// when there is next to none, the log alone: nothing is written any more.
    ///
    /// # Errors
    /// When the file system can't be asked, or the store fails.
    pub async fn disk_round(&self) -> Result<()> {
        self.note_free().await?;
        let space = self.store.disk_space()?;
        let today = self.today();
        let told = Some((std::mem::discriminant(&space), today));
        if *self.disk_told.lock().unwrap_or_else(PoisonError::into_inner) == told {
            return Ok(());
        }
        match space {
            DiskSpace::Enough => {}
            DiskSpace::ReadOnly(free) => {
                tracing::error!(
                    free,
                    "the disk is full ({} MiB free): nothing is written until there is room",
                    free >> 20
                );
            }
            DiskSpace::Low(free) => {
                tracing::warn!(free, "the disk is nearly full: {} MiB free", free >> 20);
                self.tell_administrators("disk_low").await?;
            }
        }
        *self.disk_told.lock().unwrap_or_else(PoisonError::into_inner) = told;
        Ok(())
    }

    /// Tells each administrator what `reason` says, once a day: at once, not by the outbox
    /// (docs/adr/0023-notices-of-upkeep.md).
    pub(crate) async fn tell_administrators(&self, reason: &str) -> Result<()> {
        let key = format!("{reason}:{}", self.today());
        for administrator in administrators(&*self.in_force().await?) {
            let (key, reason) = (key.clone(), reason.to_owned());
            let notice =
                Notice { key, at: self.now(), reason, record: administrator, n: None, doer: None, read_at: None };
            self.told(&[administrator], &notice).await?;
        }
        Ok(())
    }
}
