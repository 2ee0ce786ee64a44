//! Throttling, kept in the store so that it holds on every node: 10 failures in 15 minutes for an account until one
//! succeeds, 100 for an address. A try counts from its beginning, so that many at once gain nothing; one that succeeds
//! is taken back.

use jiff::SignedDuration;

use super::sessions::Origin;
use crate::{App, Error, Result};

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const PER_ACCOUNT: u64 = 10;
const PER_ADDRESS: u64 = 100;

fn account_key(login: &str) -> String {
    format!("login:{}", login.to_lowercase().chars().take(100).collect::<String>())
}

fn address_key(origin: &Origin) -> String {
    format!("address:{}", origin.address)
}

impl App {
    /// Counts a try, and refuses it when there were too many before. Unknown logins are counted like known ones.
    pub(super) async fn throttled(&self, login: &str, origin: &Origin) -> Result<()> {
        let now = self.now();
        let of_account = self.store.throttle(&account_key(login), now, WINDOW).await?;
        let of_address = self.store.throttle(&address_key(origin), now, WINDOW).await?;
        if of_account > PER_ACCOUNT || of_address > PER_ADDRESS {
            return Err(Error::Throttled { retry_after: WINDOW.as_secs().unsigned_abs() });
        }
        Ok(())
    }

    /// The right password came: forgets the account's failures, and takes this try back from the address.
    pub(super) async fn forgive(&self, login: &str, origin: &Origin) -> Result<()> {
        self.forget_failures(login).await?;
        Ok(self.store.unthrottle(&address_key(origin)).await?)
    }

    /// Forgets the account's failures.
    pub(super) async fn forget_failures(&self, login: &str) -> Result<()> {
        Ok(self.store.clear_throttle(&account_key(login)).await?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::tz::TimeZone;
    use yuheng_definition::Source;
    use yuheng_store::{Location, Store};

    use super::*;
    use crate::{Clock, Settings};

    async fn check(scenario: impl AsyncFnOnce(&App)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
        let clock = Arc::new(Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap()));
        let settings =
            Settings { zone: TimeZone::UTC, public_url: String::new(), upload_bytes: 0, metrics_token: None };
        scenario(App::open(store, Source::shipped(), clock, settings).await.unwrap().as_ref()).await;
    }

    fn from(address: &str) -> Origin {
        Origin { address: address.to_owned(), agent: String::new() }
    }

    #[tokio::test]
    async fn the_eleventh_try_after_ten_failures_waits_for_the_window_to_pass() {
        check(async |app: &App| {
            for _ in 0..10 {
                app.throttled("ann", &from("1")).await.unwrap();
            }
            assert!(matches!(app.throttled("Ann", &from("2")).await, Err(Error::Throttled { .. })));
            app.clock().set_forward(app.now() + WINDOW);
            app.throttled("ann", &from("2")).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn who_comes_in_is_counted_neither_for_the_account_nor_for_the_address() {
        check(async |app: &App| {
            for _ in 0..200 {
                app.throttled("ann", &from("1")).await.unwrap();
                app.forgive("ann", &from("1")).await.unwrap();
            }
        })
        .await;
    }

    #[tokio::test]
    async fn an_address_that_failed_a_hundred_times_waits_whatever_the_account() {
        check(async |app: &App| {
            for n in 0..100 {
                app.throttled(&format!("a{n}"), &from("1")).await.unwrap();
            }
            assert!(matches!(app.throttled("ann", &from("1")).await, Err(Error::Throttled { .. })));
            app.throttled("ann", &from("2")).await.unwrap();
        })
        .await;
    }
}
