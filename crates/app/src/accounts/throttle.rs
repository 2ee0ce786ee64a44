//! Throttling, kept in the store so that it holds on every node: 10 failures in 15 minutes for an account until one
//! succeeds, 100 for an address, but for the machine's own: behind a proxy that does not say whom it speaks for, everybody
//! comes from there, and one who guesses must not lock all others out. A try counts from its beginning, so that many at
//! once gain nothing; one that succeeds is taken back.

use std::net::IpAddr;

use jiff::SignedDuration;

use super::sessions::Origin;
use crate::{App, Error, Result};

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const PER_ACCOUNT: u64 = 10;
const PER_ADDRESS: u64 = 100;

fn account_key(login: &str) -> String {
    format!("login:{}", login.to_lowercase().chars().take(100).collect::<String>())
}

/// What an address is counted under; none for the machine's own, and for one that is not known.
fn address_key(origin: &Origin) -> Option<String> {
    let address = origin.address.parse::<IpAddr>().ok()?.to_canonical();
    if address.is_loopback() {
        return None;
    }
    Some(format!("address:{address}"))
}

impl App {
    /// Counts a try, and refuses it when there were too many before. Unknown logins are counted like known ones.
    pub(super) async fn throttled(&self, login: &str, origin: &Origin) -> Result<()> {
        let now = self.now();
        let of_account = self.store.throttle(&account_key(login), now, WINDOW).await?;
        let of_address = match address_key(origin) {
            Some(key) => self.store.throttle(&key, now, WINDOW).await?,
            None => 0,
        };
        if of_account > PER_ACCOUNT || of_address > PER_ADDRESS {
            return Err(Error::Throttled { retry_after: WINDOW.as_secs().unsigned_abs() });
        }
        Ok(())
    }

    /// The right password came: forgets the account's failures, and takes this try back from the address.
    pub(super) async fn forgive(&self, login: &str, origin: &Origin) -> Result<()> {
        self.forget_failures(login).await?;
        if let Some(key) = address_key(origin) {
            self.store.unthrottle(&key).await?;
        }
        Ok(())
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
                app.throttled("ann", &from("10.0.0.1")).await.unwrap();
            }
            assert!(matches!(app.throttled("Ann", &from("10.0.0.2")).await, Err(Error::Throttled { .. })));
            app.clock().set_forward(app.now() + WINDOW);
            app.throttled("ann", &from("10.0.0.2")).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn who_comes_in_is_counted_neither_for_the_account_nor_for_the_address() {
        check(async |app: &App| {
            for _ in 0..200 {
                app.throttled("ann", &from("10.0.0.1")).await.unwrap();
                app.forgive("ann", &from("10.0.0.1")).await.unwrap();
            }
        })
        .await;
    }

    #[tokio::test]
    async fn an_address_that_failed_a_hundred_times_waits_whatever_the_account() {
        check(async |app: &App| {
            for n in 0..100 {
                app.throttled(&format!("a{n}"), &from("10.0.0.1")).await.unwrap();
            }
            assert!(matches!(app.throttled("ann", &from("10.0.0.1")).await, Err(Error::Throttled { .. })));
            app.throttled("ann", &from("10.0.0.2")).await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn nobody_is_locked_out_by_others_who_come_from_the_same_machine() {
        check(async |app: &App| {
            for n in 0..150 {
                app.throttled(&format!("a{n}"), &from("127.0.0.1")).await.unwrap();
            }
            app.throttled("ann", &from("127.0.0.1")).await.unwrap();
        })
        .await;
    }
}
