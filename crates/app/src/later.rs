//! What is written after its answer has gone, so that nobody can tell by the time an answer takes whether there was
//! anything to write. Whoever may read it waits for it, and the program does before it ends.

use std::time::Duration;

use tokio::sync::watch;

/// How long a reader is kept waiting for it.
const SOON: Duration = Duration::from_secs(1);

/// The writes under way for which no answer waits.
#[derive(Debug, Default)]
pub(crate) struct Later {
    under_way: watch::Sender<usize>,
}

/// Counts a write as done when it ends, however it ends.
struct UnderWay(watch::Sender<usize>);

impl Later {
    /// Has `work` done beside the answer.
    pub(crate) fn write(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.under_way.send_modify(|count| *count += 1);
        let under_way = UnderWay(self.under_way.clone());
        tokio::spawn(async move {
            work.await;
            drop(under_way);
        });
    }

    /// Waits until what is under way is done, but not for long: for whoever may read it.
    pub(crate) async fn settled_soon(&self) {
        if tokio::time::timeout(SOON, self.settled()).await.is_err() {
            tracing::warn!("what is written after its answer takes long; a history is read without it");
        }
    }

    /// Waits until what is under way is done.
    pub(crate) async fn settled(&self) {
        // It fails when there is no sender any more, and this is one.
        self.under_way.subscribe().wait_for(|count| *count == 0).await.ok();
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
