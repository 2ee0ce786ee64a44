//! Throttling, kept in the store so that it holds on every node: 10 failures in 15 minutes for an account, 100 for an
//! address.

use jiff::{SignedDuration, Timestamp};

use super::sessions::Origin;
use crate::{App, Error, Result};

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const PER_ACCOUNT: u64 = 10;
const PER_ADDRESS: u64 = 100;

pub(super) fn account_key(login: &str) -> String {
    format!("login:{}", login.to_lowercase().chars().take(100).collect::<String>())
}

fn address_key(origin: &Origin) -> String {
    format!("address:{}", origin.address)
}

impl App {
    /// Refuses when there were too many failures.
    pub(super) async fn throttled(&self, login: &str, origin: &Origin) -> Result<()> {
        let now = self.now();
        for (key, limit) in [(account_key(login), PER_ACCOUNT), (address_key(origin), PER_ADDRESS)] {
            if let Some((count, since)) = self.store.throttle(&key).await?
                && count >= limit
                && let Some(retry_after) = remaining(since, now)
            {
                return Err(Error::Throttled { retry_after });
            }
        }
        Ok(())
    }

    /// Counts a failure.
    pub(super) async fn count_failure(&self, login: &str, origin: &Origin) -> Result<()> {
        let now = self.now();
        self.store.count_throttle(&account_key(login), now, now - WINDOW).await?;
        self.store.count_throttle(&address_key(origin), now, now - WINDOW).await?;
        Ok(())
    }
}

/// Seconds until the window that began at `since` is over.
fn remaining(since: Timestamp, now: Timestamp) -> Option<u64> {
    let left = WINDOW.as_secs() - now.duration_since(since).as_secs();
    u64::try_from(left).ok().filter(|left| *left > 0)
}
