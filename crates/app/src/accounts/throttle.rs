//! Throttling, kept in the store so that it holds on every node: 10 tries in 15 minutes for an account until one
//! succeeds, 100 for an address.

use jiff::SignedDuration;

use super::sessions::Origin;
use crate::{App, Error, Result};

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const PER_ACCOUNT: u64 = 10;
const PER_ADDRESS: u64 = 100;

fn account_key(login: &str) -> String {
    format!("login:{}", login.to_lowercase().chars().take(100).collect::<String>())
}

impl App {
    /// Counts a try, and refuses it when there were too many before. Unknown logins are counted like known ones.
    pub(super) async fn throttled(&self, login: &str, origin: &Origin) -> Result<()> {
        let now = self.now();
        let of_account = self.store.throttle(&account_key(login), now, WINDOW).await?;
        let of_address = self.store.throttle(&format!("address:{}", origin.address), now, WINDOW).await?;
        if of_account > PER_ACCOUNT || of_address > PER_ADDRESS {
            return Err(Error::Throttled { retry_after: WINDOW.as_secs().unsigned_abs() });
        }
        Ok(())
    }

    /// Forgets the account's tries: the right password came.
    pub(super) async fn forgive(&self, login: &str) -> Result<()> {
        Ok(self.store.clear_throttle(&account_key(login)).await?)
    }
}
