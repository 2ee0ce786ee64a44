//! What happens without being asked: clocks that are due, messages that wait. Each round is safe to run twice and late.

use jiff::SignedDuration;
use yuheng_engine::{Command, Door, RecordId};

use crate::records::Request;
use crate::{App, Error, Result};

/// How many records or messages one round takes.
const BATCH: u32 = 200;
/// For how long a round holds its messages.
const HELD: SignedDuration = SignedDuration::from_secs(60);
/// After how many failures a message is given up.
const TRIES: u64 = 8;

impl App {
    /// Looks at the records that are due; how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tick_round(&self) -> Result<usize> {
        let due = self.store.due(self.now(), BATCH).await?;
        for id in &due {
            self.tick(*id).await?;
        }
        Ok(due.len())
    }

    async fn tick(&self, id: RecordId) -> Result<()> {
        let system = self.system(Door::Job).await?;
        let before = self.store.record(id).await?.map(|record| record.n);
        match self.write(&system, Some(id), Command::Tick, &Request::default()).await {
            Ok(written) if before == Some(written.view.record.n) => {
                // Nothing was due after all: the record is looked at again at its clocks' next moment.
                let next = written.view.record.clocks.values().filter_map(|clock| clock.next_at).min();
                let next = next.filter(|next| *next > self.now());
                Ok(self.store.set_next_at(id, written.view.record.n, next).await?)
            }
            Ok(_) | Err(Error::Contended) => Ok(()),
            Err(Error::Rejected(rejection)) => {
                tracing::error!(record = %id, %rejection, "a due record can't be looked at");
                let n = before.unwrap_or_default();
                Ok(self.store.set_next_at(id, n, None).await?)
            }
            Err(error) => Err(error),
        }
    }

    /// Delivers messages that wait; how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outbox_round(&self) -> Result<usize> {
        let now = self.now();
        let claimed = self.store.claim_outbox(now, now + HELD, BATCH).await?;
        for message in &claimed {
            match self.notify(&message.message).await {
                Ok(()) => drop(self.store.finish_outbox(message, self.now()).await?),
                Err(error) => {
                    tracing::warn!(key = %message.message.key, %error, "a notice could not be delivered");
                    let pause = SignedDuration::from_secs(1 << message.attempts.min(10));
                    let retry = (message.attempts < TRIES).then(|| self.now() + pause);
                    self.store.fail_outbox(message, &error.to_string(), self.now(), retry).await?;
                }
            }
        }
        Ok(claimed.len())
    }

    /// Runs everything that is due, to its end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn catch_up(&self) -> Result<()> {
        self.store.advance_feed().await?;
        while self.tick_round().await? + self.outbox_round().await? > 0 {}
        Ok(())
    }
}

impl App {
    /// Takes or keeps the lease of a job; false: another node has it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn hold(&self, job: &str, node: &str, time: SignedDuration) -> Result<bool> {
        let now = self.now();
        Ok(self.store.take_lease(job, node, now, now + time).await?.is_some())
    }

    /// Gives a job's lease back.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_back(&self, job: &str, node: &str) -> Result<()> {
        let now = self.now();
        if let Some(lease) = self.store.take_lease(job, node, now, now).await? {
            self.store.release_lease(&lease, node).await?;
        }
        Ok(())
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
        Ok(self.store.tidy(self.now() - SignedDuration::from_hours(24)).await?)
    }
}
