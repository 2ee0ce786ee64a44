//! Clocks that are due: records are looked at, and what follows happens. Each round is safe to run twice and late.

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use yuheng_engine::{Command, Door, RecordId, next_look, next_moment};

use crate::records::{Done, Loaded, Order, Request};
use crate::{App, Caller, Error, Result};

/// How many records one round takes.
const BATCH: u32 = 200;
/// How many records a round looks at together, so that their writes share a commit.
pub(crate) const AT_ONCE: usize = 64;
/// When a record is looked at again on which what was due is refused, if nothing else is due before and nobody changes it.
const RETRY: SignedDuration = SignedDuration::from_hours(24);
/// For how long a record is left alone that can't be looked at.
pub(crate) const PUT_OFF: SignedDuration = SignedDuration::from_mins(5);

/// How often it is looked whether the entries that wait for an older transaction have their place, and how long between.
const LOOKS: u32 = 200;
const LOOK: std::time::Duration = std::time::Duration::from_millis(10);

impl App {
    /// Looks at the records that are due; how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tick_round(&self) -> Result<usize> {
        let _one_at_a_time = self.rounds.lock().await;
        let due = self.store.due(self.now(), BATCH).await?;
        for some in due.chunks(AT_ONCE) {
            for looked in join_all(some.iter().map(|id| self.look_or_put_off(*id))).await {
                looked?;
            }
        }
        Ok(due.len())
    }

    /// Looks at one record that is due. One bad record must not stop the clocks of the others.
    async fn look_or_put_off(&self, id: RecordId) -> Result<()> {
        match self.look(id, &Command::Tick).await {
            // Whoever was faster has noted when to look next.
            Ok(()) | Err(Error::Contended) => Ok(()),
            Err(error) => {
                tracing::error!(record = %id, %error, "a record that is due can't be looked at; it is put off");
                let now = self.now();
                Ok(self.store.put_off(id, now, now + PUT_OFF).await?)
            }
        }
    }

    /// Looks at one record by itself. If that wrote nothing, or what was due is refused, it is noted when to look next,
    /// so that it isn't found due again at once.
    ///
    /// # Errors
    /// When others kept being faster, or the store fails.
    pub async fn look(&self, id: RecordId, command: &Command) -> Result<()> {
        let system = self.system(Door::Job).await?;
        match self.carry_out(&system, Some(id), Order::Command(command), &Request::default()).await {
            Ok(Done { idle: Some(loaded), .. }) if *command == Command::Tick => {
                self.look_again(&system, &loaded, None).await
            }
            // What is overdue is still to be looked at.
            Ok(Done { idle: Some(loaded), .. }) => self.note_moment(&system, &loaded).await,
            Ok(_) => Ok(()),
            Err(Error::Rejected(rejection)) => {
                let loaded = self.load(&system, Some(id), command).await?;
                if let Some(record) = &loaded.snapshot.record {
                    tracing::error!(record.number = %record.label, %rejection, "what is due on {} is refused", record.label);
                }
                self.look_again(&system, &loaded, Some(self.now() + RETRY)).await
            }
            // What is in force stays; who can mend it is told.
            Err(Error::Definitions(problems)) => {
                let loaded = self.load(&system, Some(id), command).await?;
                if let Some(record) = &loaded.snapshot.record {
                    self.tell_kept_out(record, &problems).await?;
                }
                self.look_again(&system, &loaded, Some(self.now() + RETRY)).await
            }
            Err(error) => Err(error),
        }
    }

    /// Notes when the record has to be looked at, if it was not looked at now.
    async fn note_moment(&self, system: &Caller, loaded: &Loaded) -> Result<()> {
        let Some(record) = &loaded.snapshot.record else { return Ok(()) };
        let next = next_moment(&self.context(system, loaded.pinned.as_deref()), record);
        Ok(self.store.set_next_at(record.id, record.n, next).await?)
    }

    /// Notes when the record next has to be looked at, at the latest at `latest`.
    async fn look_again(&self, system: &Caller, loaded: &Loaded, latest: Option<Timestamp>) -> Result<()> {
        let Some(record) = &loaded.snapshot.record else { return Ok(()) };
        let next = next_look(&self.context(system, loaded.pinned.as_deref()), record);
        let next = next.into_iter().chain(latest).min();
        Ok(self.store.set_next_at(record.id, record.n, next).await?)
    }

    /// Sets a simulated clock forward to `to`, and stops at each moment on the way at which something is due: it happens
    /// then, as it would have. False: the clock can't be set there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn pass_time(&self, to: Timestamp) -> Result<bool> {
        if !self.clock.is_simulated() || to < self.now() {
            return Ok(false);
        }
        self.finish_rounds().await?;
        self.backup_round().await?;
        while let Some(next) = self.next_moment().await?.filter(|next| *next <= to) {
            self.clock.set_forward(next.max(self.now()));
            self.finish_rounds().await?;
            self.backup_round().await?;
        }
        self.clock.set_forward(to);
        self.finish_rounds().await?;
        self.backup_round().await?;
        Ok(true)
    }

    /// When something is due next: a record to be looked at, or a backup to be made.
    async fn next_moment(&self) -> Result<Option<Timestamp>> {
        let backup = self.backups().await?.next(&self.settings.backups, &self.settings.zone);
        Ok(self.store.next_due().await?.into_iter().chain(backup).min())
    }

    /// Runs all rounds until nothing is left to do at this moment.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish_rounds(&self) -> Result<()> {
        self.finish_sequence().await?;
        while self.retarget_round().await?
            + self.reproject_round().await?
            + self.tick_round().await?
            + self.outbox_round().await?
            + self.watch_round().await?
            > 0
        {}
        Ok(())
    }

    /// Gives every entry its place. One that has to wait for an older transaction is waited for: whatever is simulated is to
    /// happen in one order on both databases.
    async fn finish_sequence(&self) -> Result<()> {
        let mut entries = 0;
        for _ in 0..LOOKS {
            self.sequence_round().await?;
            entries = self.store.feed_backlog().await?;
            if entries == 0 {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        tracing::warn!(entries, "an older transaction keeps entries from their place");
        Ok(())
    }
}
