//! Messages that wait in the outbox are delivered. A round is safe to run twice and late.

use jiff::SignedDuration;

use crate::{App, Result};

/// How many messages one round takes.
const BATCH: u32 = 200;
/// For how long a round holds its messages.
const HELD: SignedDuration = SignedDuration::from_secs(60);
/// After how many failures a message is given up.
const TRIES: u64 = 8;

impl App {
    /// Delivers messages that wait; how many there were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outbox_round(&self) -> Result<usize> {
        let _one_at_a_time = self.rounds.lock().await;
        let now = self.now();
        let claimed = self.store.claim_outbox(now, now + HELD, BATCH).await?;
        for message in &claimed {
            match self.notify(message).await {
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
}
