//! How long PostgreSQL is waited for. A server, or the network before it, that stands still breaks no connection and
//! answers nothing: whoever waits for it has to say by itself when it was long enough.

use std::pin::pin;
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::{Config, NoTls};

/// How long a connection is waited for, be it for one of the pool's or for a new one.
pub const CONNECTING: Duration = Duration::from_secs(5);
/// After how long without an answer it is asked whether there is anybody.
const SILENT: Duration = Duration::from_secs(3);
/// How long that question may take. An error is an answer, too.
const PROBE: Duration = Duration::from_millis(1500);
/// How long a statement may take of a server that is there; the server itself ends it then, this a little later.
const LONGEST: Duration = Duration::from_secs(32);
/// Tells the server so; and that it ends a transaction whose node has gone silent in the middle of it: what it holds would
/// stop the feed, and every change of rights, on all nodes.
pub const LIMIT: &str = "SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '10s'";
/// Takes the limit away within a transaction: for migrations and backups.
pub const NO_LIMIT: &str = "SET LOCAL statement_timeout = 0";

/// How long answers are waited for.
#[derive(Clone, Debug)]
pub enum Patience {
    /// As long as whoever asked may be kept waiting; the address at which it is asked whether there is anybody.
    Bounded(Box<Config>),
    /// As long as it takes: for commands at the console that read all there is.
    Endless,
}

impl Patience {
    /// What comes of `work`; none: PostgreSQL does not answer, and what became of it is not known.
    pub async fn answered<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let Self::Bounded(config) = self else { return Some(work.await) };
        let mut work = pin!(work);
        if let Ok(done) = timeout(SILENT, &mut work).await {
            return Some(done);
        }
        tokio::select! {
            done = &mut work => return Some(done),
            probed = timeout(PROBE, config.connect(NoTls)) => drop(probed.ok()?),
        }
        timeout(LONGEST, work).await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Pace, Postgres};

    #[tokio::test(flavor = "multi_thread")]
    async fn the_server_ends_a_transaction_whose_node_has_gone_silent() {
        let url = std::env::var("YUHENG_TEST_POSTGRES").expect("`make test` starts a PostgreSQL and sets this");
        let limit = async |pace| {
            let connection = Postgres::connect(&url, pace).unwrap().connection().await.unwrap();
            let row = connection.query_one("SHOW idle_in_transaction_session_timeout", &[]).await.unwrap();
            row.get::<_, String>(0)
        };
        assert_eq!(limit(Pace::Asked).await, "10s");
        assert_eq!(limit(Pace::AtTheConsole).await, "0", "a backup takes as long as it takes");
    }
}
