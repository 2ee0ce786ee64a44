//! Throttling, kept in the store so that it holds on every node. In 15 minutes there may be 10 failures of one login from
//! one address, until one succeeds there; 100 of one address, but for the machine's own: behind a proxy that does not say
//! whom it speaks for, everybody comes from there, and one who guesses must not lock all others out. Of IPv6 a whole /64 is
//! one address: whoever has one has all of them.
//!
//! Nobody locks a login from afar either: after 20 failures from addresses that it did not come in from within 30 days, one
//! more from such an address is let through after a pause, which doubles up to a minute; known addresses don't wait, and
//! neither does who has a session. A try counts from its beginning, so that many at once gain nothing; one that succeeds is
//! taken back. One that is told to wait its turn counts for its address alone: asking all the time must not win every turn.

use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

use yuheng_store::{ADDRESS_KNOWN, KNOWN_ADDRESS};

use super::sessions::Origin;
use crate::{App, Error, Result};

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const PER_LOGIN_AND_ADDRESS: u64 = 10;
const PER_ADDRESS: u64 = 100;
/// How many failures of one login from unknown addresses come without a pause.
const UNPAUSED: u64 = 20;
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// What the tries of a login are counted under.
struct Keys {
    here: String,
    /// None for the machine's own address, and for one that can't be read.
    address: Option<String>,
    everywhere: String,
    pause: String,
    known: String,
}

impl Keys {
    fn of(login: &str, origin: &Origin) -> Self {
        let login: String = login.trim().to_lowercase().chars().take(100).collect();
        let address = origin.address.parse::<IpAddr>().ok().map(|address| address.to_canonical());
        let network = address.map(network).unwrap_or_default();
        Self {
            here: format!("here:{network} {login}"),
            address: address.filter(|address| !address.is_loopback()).map(|_| format!("address:{network}")),
            everywhere: format!("login:{login}"),
            pause: format!("pause:{login}"),
            known: format!("{KNOWN_ADDRESS}{network} {login}"),
        }
    }
}

/// What is one address for counting.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// How long the `beyond`th failure beyond those without a pause has to be from the one before.
fn pause(beyond: u64) -> SignedDuration {
    let seconds = 2_i64.saturating_pow(u32::try_from(beyond).unwrap_or(u32::MAX));
    LONGEST_PAUSE.min(SignedDuration::from_secs(seconds))
}

const fn wait(pause: SignedDuration) -> Error {
    Error::Throttled { retry_after: pause.as_secs().unsigned_abs() }
}

impl App {
    /// Counts a try, and refuses it when there were too many before. Unknown logins are counted like known ones.
    pub(super) async fn throttled(&self, login: &str, origin: &Origin) -> Result<()> {
        let (now, keys) = (self.now(), Keys::of(login, origin));
        let is_known = self.store.tries(&keys.known, now, ADDRESS_KNOWN).await? > 0;
        let pause = if is_known { None } else { self.must_wait(&keys, now).await? };
        let of_address = match &keys.address {
            Some(key) => self.store.throttle(key, now, WINDOW).await?,
            None => 0,
        };
        if of_address > PER_ADDRESS {
            return Err(wait(WINDOW));
        }
        if let Some(pause) = pause {
            return Err(wait(pause));
        }
        if self.store.throttle(&keys.here, now, WINDOW).await? > PER_LOGIN_AND_ADDRESS {
            return Err(wait(WINDOW));
        }
        if is_known { Ok(()) } else { self.take_turn(&keys, now).await }
    }

    /// How long a try from an unknown address has to wait, if it has to. Writes nothing, so that to ask costs nothing.
    async fn must_wait(&self, keys: &Keys, now: Timestamp) -> Result<Option<SignedDuration>> {
        let failures = self.store.tries(&keys.everywhere, now, WINDOW).await?;
        if failures < UNPAUSED {
            return Ok(None);
        }
        let pause = pause(failures + 1 - UNPAUSED);
        Ok((self.store.tries(&keys.pause, now, pause).await? > 0).then_some(pause))
    }

    /// Counts a try from an unknown address. Of several that find the pause over at once, one goes on.
    async fn take_turn(&self, keys: &Keys, now: Timestamp) -> Result<()> {
        let failures = self.store.throttle(&keys.everywhere, now, WINDOW).await?;
        if failures <= UNPAUSED {
            return Ok(());
        }
        let pause = pause(failures - UNPAUSED);
        if self.store.throttle(&keys.pause, now, pause).await? == 1 {
            return Ok(());
        }
        self.store.unthrottle(&keys.everywhere).await?;
        self.store.unthrottle(&keys.here).await?;
        Err(wait(pause))
    }

    /// The right password came: forgets the login's failures from here, takes this try back elsewhere, and knows the address
    /// from now on.
    pub(super) async fn forgive(&self, login: &str, origin: &Origin) -> Result<()> {
        let (now, keys) = (self.now(), Keys::of(login, origin));
        if self.store.tries(&keys.known, now, ADDRESS_KNOWN).await? == 0 {
            self.store.unthrottle(&keys.everywhere).await?;
        }
        if let Some(key) = &keys.address {
            self.store.unthrottle(key).await?;
        }
        self.knows(&keys, now).await
    }

    /// The login has proved itself by a link: forgets its failures.
    pub(super) async fn forget_failures(&self, login: &str, origin: &Origin) -> Result<()> {
        let keys = Keys::of(login, origin);
        self.store.clear_throttle(&keys.everywhere).await?;
        self.knows(&keys, self.now()).await
    }

    async fn knows(&self, keys: &Keys, now: Timestamp) -> Result<()> {
        self.store.clear_throttle(&keys.here).await?;
        // A window of no length begins anew each time: the last sign-in counts, not the first.
        self.store.throttle(&keys.known, now, SignedDuration::ZERO).await?;
        Ok(())
    }

    /// Counts a guess at the present password within a session. Only who has one can use them up.
    pub(super) async fn guessed(&self, login: &str) -> Result<()> {
        let guesses = self.store.throttle(&format!("present:{login}"), self.now(), WINDOW).await?;
        if guesses > PER_LOGIN_AND_ADDRESS { Err(wait(WINDOW)) } else { Ok(()) }
    }

    /// The present password came within a session.
    pub(super) async fn guessed_right(&self, login: &str) -> Result<()> {
        Ok(self.store.clear_throttle(&format!("present:{login}")).await?)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use jiff::tz::TimeZone;
    use yuheng_definition::Source;
    use yuheng_store::{Location, Store};

    use super::*;
    use crate::{Clock, Settings};

    pub(crate) async fn check(scenario: impl AsyncFnOnce(&App)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::Folder(folder.path().to_owned())).await.unwrap();
        let clock = Arc::new(Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap()));
        let settings = Settings {
            zone: TimeZone::UTC,
            public_url: String::new(),
            upload_bytes: 0,
            metrics_token: None,
            backups: crate::upkeep::BackupPlan::default(),
        };
        scenario(App::open(store, Source::shipped(), clock, settings).await.unwrap().as_ref()).await;
    }

    fn from(address: &str) -> Origin {
        Origin { address: address.to_owned(), agent: String::new() }
    }

    async fn waits(app: &App, login: &str, address: &str) -> Option<u64> {
        match app.throttled(login, &from(address)).await {
            Err(Error::Throttled { retry_after }) => Some(retry_after),
            other => other.map(|()| None).unwrap(),
        }
    }

    #[tokio::test]
    async fn the_eleventh_try_after_ten_failures_from_an_address_waits_for_the_window_to_pass() {
        check(async |app: &App| {
            for _ in 0..10 {
                app.throttled("ann", &from("10.0.0.1")).await.unwrap();
            }
            assert_eq!(waits(app, "Ann", "10.0.0.1").await, Some(900));
            assert_eq!(waits(app, "ann", "10.0.0.2").await, None);
            app.clock().set_forward(app.now() + WINDOW);
            assert_eq!(waits(app, "ann", "10.0.0.1").await, None);
        })
        .await;
    }

    #[tokio::test]
    async fn many_addresses_guess_after_pauses_that_grow_and_who_is_known_does_not_wait() {
        check(async |app: &App| {
            app.throttled("ann", &from("10.0.0.1")).await.unwrap();
            app.forgive("ann", &from("10.0.0.1")).await.unwrap();
            for n in 0..UNPAUSED {
                assert_eq!(waits(app, "ann", &format!("10.1.0.{n}")).await, None);
            }
            assert_eq!(waits(app, "ann", "10.2.0.0").await, None, "the first pause begins with it");
            let mut pauses = Vec::new();
            for n in 1..8 {
                let address = format!("10.2.0.{n}");
                let pause = waits(app, "ann", &address).await.unwrap();
                app.clock().set_forward(app.now() + SignedDuration::from_secs(pause.cast_signed()));
                assert_eq!(waits(app, "ann", &address).await, None);
                pauses.push(pause);
            }
            assert_eq!(pauses, [4, 8, 16, 32, 60, 60, 60]);
            assert_eq!(waits(app, "ann", "10.3.0.1").await, Some(60));
            assert_eq!(waits(app, "ann", "10.0.0.1").await, None, "she came in from there");
            assert_eq!(waits(app, "bob", "10.3.0.1").await, None);
        })
        .await;
    }

    #[tokio::test]
    async fn an_address_is_known_for_thirty_days_after_the_last_sign_in() {
        check(async |app: &App| {
            for days in [29, 2] {
                app.throttled("ann", &from("10.0.0.1")).await.unwrap();
                app.forgive("ann", &from("10.0.0.1")).await.unwrap();
                app.clock().set_forward(app.now() + SignedDuration::from_hours(24 * days));
            }
            for n in 0..=UNPAUSED {
                assert_eq!(waits(app, "ann", &format!("10.1.0.{n}")).await, None);
            }
            assert_eq!(waits(app, "ann", "10.1.1.0").await, Some(4));
            assert_eq!(waits(app, "ann", "10.0.0.1").await, None, "31 days after the first, two after the last");
            app.clock().set_forward(app.now() + ADDRESS_KNOWN);
            for n in 0..=UNPAUSED {
                assert_eq!(waits(app, "ann", &format!("10.1.0.{n}")).await, None);
            }
            assert_eq!(waits(app, "ann", "10.0.0.1").await, Some(4));
        })
        .await;
    }

    #[tokio::test]
    async fn who_asks_all_the_time_does_not_win_every_turn() {
        check(async |app: &App| {
            for n in 0..=UNPAUSED {
                assert_eq!(waits(app, "ann", &format!("10.1.0.{n}")).await, None);
            }
            for _ in 0..PER_ADDRESS {
                assert_eq!(waits(app, "ann", "10.2.0.1").await, Some(4));
            }
            app.clock().set_forward(app.now() + SignedDuration::from_secs(4));
            assert_eq!(waits(app, "ann", "10.2.0.1").await, Some(900), "its address has asked too often");
            assert_eq!(waits(app, "ann", "10.3.0.1").await, None, "somebody else has the turn");
        })
        .await;
    }

    #[tokio::test]
    async fn who_waits_for_a_turn_is_not_counted_for_the_login() {
        check(async |app: &App| {
            for n in 0..=UNPAUSED {
                assert_eq!(waits(app, "ann", &format!("10.1.0.{n}")).await, None);
            }
            for _ in 0..2 * PER_LOGIN_AND_ADDRESS {
                assert_eq!(waits(app, "ann", "10.3.0.1").await, Some(4));
            }
            app.clock().set_forward(app.now() + SignedDuration::from_secs(4));
            assert_eq!(waits(app, "ann", "10.3.0.1").await, None);
        })
        .await;
    }

    #[test]
    fn of_ipv6_a_whole_network_is_counted_as_one() {
        let keys = |address: &str| {
            let keys = Keys::of("ann", &from(address));
            (keys.here, keys.address, keys.known)
        };
        let of = |network: &str| {
            (format!("here:{network} ann"), Some(format!("address:{network}")), format!("known:{network} ann"))
        };
        assert_eq!(keys("2001:db8:0:7::1"), of("2001:db8:0:7::/64"));
        assert_eq!(keys("2001:db8:0:7:ffff::2"), of("2001:db8:0:7::/64"));
        assert_eq!(keys("2001:db8:0:8::1"), of("2001:db8:0:8::/64"));
        assert_eq!(keys("::ffff:10.0.0.1"), of("10.0.0.1"));
        assert_eq!(keys("::1").1, None, "the machine's own");
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
