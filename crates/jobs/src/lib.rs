//! The jobs: what happens without being asked. Each round is safe to run twice and late; only one node runs a job at a
//! time, by a lease.

mod round;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use yuheng_app::App;

pub use round::Job;

/// Jobs that run until they are told to stop.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Jobs {
    /// Starts all jobs of a node that calls itself `node`.
    #[must_use]
    pub fn start(app: &Arc<App>, node: &str) -> Self {
        let stop = watch::Sender::new(false);
        let tasks = Job::ALL
            .into_iter()
            .map(|job| tokio::spawn(round::run(Arc::clone(app), job, node.to_owned(), stop.subscribe())))
            .collect();
        Self { stop, tasks }
    }

    /// Lets each finish its round, but waits no longer than `patience` for all of them together.
    pub async fn stop(mut self, patience: Duration) {
        self.stop.send_replace(true);
        let all = async {
            for task in &mut self.tasks {
                if let Err(error) = task.await {
                    tracing::error!(%error, "a job broke off");
                }
            }
        };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("a job did not stop in time; another node or the next start goes on with it");
        }
    }
}
