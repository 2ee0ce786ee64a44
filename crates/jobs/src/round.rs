//! One job, round after round, while this node holds its lease.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use yuheng_app::{App, Result};

/// For how long a node holds a job before it has to say again that it lives.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// How often a job looks whether there is something to do.
const PAUSE: Duration = Duration::from_secs(1);
/// After how many idle rounds the disk and what has run out are looked at again.
const MINUTE: u32 = 60;
/// After how many idle rounds the cleaning jobs look again.
const HOUR: u32 = 3600;

/// What runs without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Warns, breaches, escalates, closes what is due.
    Clocks,
    /// Gives open clocks the targets and calendars of now after these have changed.
    Retarget,
    /// Gives records what they are to be found by after definitions have changed that.
    Reproject,
    /// Delivers what waits in the outbox.
    Outbox,
    /// Tells those who follow a record of what happens on it.
    Watch,
    /// Tells other nodes who has which record open, and learns of theirs.
    Presence,
    /// Gives entries their place in the feed, where the database does not do it by itself.
    Sequence,
    /// Forgets what has run out.
    Clean,
    /// Takes away uploaded content that nothing refers to.
    Sweep,
    /// Warns when the disk has little room.
    Disk,
    /// Ends it where somebody has looked through another's eyes for long enough.
    Viewings,
    /// Makes the backup that is due or asked for.
    Backup,
    /// Verifies the store when that is asked for.
    Verify,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Clocks,
        Self::Retarget,
        Self::Reproject,
        Self::Outbox,
        Self::Watch,
        Self::Presence,
        Self::Sequence,
        Self::Clean,
        Self::Sweep,
        Self::Disk,
        Self::Viewings,
        Self::Backup,
        Self::Verify,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Clocks => "clocks",
            Self::Retarget => "retarget",
            Self::Reproject => "reproject",
            Self::Outbox => "outbox",
            Self::Watch => "watch",
            Self::Presence => "presence",
            Self::Sequence => "sequence",
            Self::Clean => "clean",
            Self::Sweep => "sweep",
            Self::Disk => "disk",
            Self::Viewings => "viewings",
            Self::Backup => "backup",
            Self::Verify => "verify",
        }
    }

    /// One round; whether there was something to do.
    async fn round(self, app: &App) -> Result<bool> {
        match self {
            Self::Clocks => Ok(app.tick_round().await? > 0),
            Self::Retarget => Ok(app.retarget_round().await? > 0),
            Self::Reproject => Ok(app.reproject_round().await? > 0),
            Self::Outbox => Ok(app.outbox_round().await? > 0),
            Self::Watch => Ok(app.watch_round().await? > 0),
            Self::Presence => app.presence_round().await.map(|()| false),
            Self::Sequence => Ok(app.sequence_round().await? > 0),
            Self::Clean => app.clean_round().await.map(|()| false),
            Self::Sweep => app.sweep_round().await.map(|_| false),
            Self::Disk => app.disk_round().await.map(|()| false),
            Self::Viewings => Ok(app.viewings_round().await? > 0),
            Self::Backup => app.backup_round().await,
            Self::Verify => app.verification_round().await,
        }
    }

    /// Whether a commit of this node gives it something to do at once.
    fn follows_changes(self, app: &App) -> bool {
        match self {
            Self::Outbox | Self::Watch => true,
            Self::Sequence => app.store().is_shared(),
            _ => false,
        }
    }

    /// Whether only one node is to run it at a time. Places in the feed are given behind a lock of their own; who is where each
    /// node tells of itself.
    const fn needs_lease(self) -> bool {
        !matches!(self, Self::Sequence | Self::Presence)
    }

    const fn pause(self) -> Duration {
        match self {
            Self::Clocks
            | Self::Retarget
            | Self::Reproject
            | Self::Outbox
            | Self::Watch
            | Self::Presence
            | Self::Sequence
            | Self::Backup
            | Self::Verify => PAUSE,
            Self::Disk | Self::Viewings => PAUSE.saturating_mul(MINUTE),
            Self::Clean | Self::Sweep => PAUSE.saturating_mul(HOUR),
        }
    }
}

/// Runs `job` until `stop` says so.
pub(crate) async fn run(app: Arc<App>, job: Job, node: String, mut stop: watch::Receiver<bool>) {
    let mut changes = app.store().changes();
    while !*stop.borrow() {
        let turn = tokio::spawn(turn(Arc::clone(&app), job, node.clone()));
        if outlived(job, turn).await {
            continue;
        }
        tokio::select! {
            _ = stop.changed() => {}
            _ = tokio::time::sleep(job.pause()) => {}
            _ = changes.changed(), if job.follows_changes(&app) => {}
        }
    }
    if let Err(error) = app.give_back(job.name(), &node).await {
        tracing::warn!(job = job.name(), %error, "a lease could not be given back; it runs out by itself");
    }
}

async fn turn(app: Arc<App>, job: Job, node: String) -> Result<bool> {
    if job.needs_lease() && !app.hold(job.name(), &node, LEASE).await? {
        return Ok(false);
    }
    let (app, node) = (&app, node.as_str());
    let renew = || async move { if job.needs_lease() { app.hold(job.name(), node, LEASE).await } else { Ok(true) } };
    let is_busy = while_held(job, job.round(app), LEASE.unsigned_abs() / 3, renew).await?;
    app.note_round(job.name(), job.pause());
    Ok(is_busy)
}

/// Works on a round that may outlast its lease, and says meanwhile that this node lives: no other begins the same beside it. A
/// renewal that fails is tried again: what is half done is not dropped for it.
async fn while_held<Renewal: Future<Output = Result<bool>>>(
    job: Job,
    round: impl Future<Output = Result<bool>>,
    every: Duration,
    renew: impl Fn() -> Renewal,
) -> Result<bool> {
    let mut round = std::pin::pin!(round);
    loop {
        tokio::select! {
            done = &mut round => return done,
            () = tokio::time::sleep(every) => {}
        }
        match renew().await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(job = job.name(), "another node has taken the job over during a long round"),
            Err(error) => tracing::warn!(job = job.name(), %error, "a lease could not be renewed; it is tried again"),
        }
    }
}

/// Whether a turn had something to do. One that fails or panics is told in the log, and the job goes on.
async fn outlived(job: Job, turn: JoinHandle<Result<bool>>) -> bool {
    match turn.await {
        Ok(Ok(is_busy)) => return is_busy,
        Ok(Err(error)) => tracing::error!(job = job.name(), %error, "a round failed; it is tried again"),
        Err(error) => tracing::error!(job = job.name(), %error, "a round broke off; it is tried again"),
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_round_goes_on_when_its_lease_is_not_renewed() {
        let renewed = tokio::sync::Semaphore::new(0);
        let round = async {
            renewed.acquire_many(2).await.expect("it is open").forget();
            Ok(true)
        };
        let fails = || async {
            renewed.add_permits(1);
            Err(yuheng_app::Error::Contended)
        };
        assert!(while_held(Job::Clocks, round, Duration::ZERO, fails).await.expect("it is not dropped"));
    }

    #[tokio::test]
    async fn a_round_that_panics_is_tried_again() {
        let broken = tokio::spawn(async { Err::<bool, _>(std::iter::empty().next().expect("a bug")) });
        assert!(!outlived(Job::Clocks, broken).await);
        assert!(outlived(Job::Clocks, tokio::spawn(async { Ok(true) })).await);
    }
}
