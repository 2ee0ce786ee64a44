//! Work that somebody may ask for, and that a job then does at length: how it stands is noted in the store, where every node
//! reads the same. One key holds what was asked for last, the other how it stands.

use std::pin::pin;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use yuheng_store::StorageError;

use crate::{App, Caller, Result};

/// How often it is told how far one has come.
const TELL: Duration = Duration::from_secs(1);

/// Work that may be asked for.
pub(super) struct Errand {
    /// Where it is noted how it stands.
    noted: &'static str,
    /// Where it is noted that it was asked for.
    asked: &'static str,
}

/// Backups.
pub(super) const BACKUP: Errand = Errand { noted: "backup", asked: "backup.asked" };
/// Verifications.
pub(super) const VERIFICATION: Errand = Errand { noted: "verification", asked: "verification.asked" };

impl Errand {
    /// How it stands. What is noted and can't be read, as after a step back to an earlier program, is told in the log and
    /// counts as nothing: a job that refused to run for it would never note anything better.
    pub(super) async fn standing<T: DeserializeOwned + Default>(&self, app: &App) -> Result<T> {
        let Some(text) = app.store.setting(self.noted).await? else { return Ok(T::default()) };
        Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
            tracing::error!(setting = self.noted, %error, "what is noted of `{}` can't be read: it begins anew", self.noted);
            T::default()
        }))
    }

    /// Notes how it stands.
    pub(super) async fn note<T: Serialize>(&self, app: &App, standing: &T) -> Result<()> {
        let text = serde_json::to_string(standing).map_err(StorageError::from)?;
        Ok(app.store.note_progress(self.noted, &text).await?)
    }

    /// What was asked for last.
    pub(super) async fn asked(&self, app: &App) -> Result<Option<String>> {
        Ok(app.store.setting(self.asked).await?)
    }

    /// Asks for it; whichever node does such work begins within moments.
    pub(super) async fn ask(&self, app: &App) -> Result<()> {
        let asked = format!("{} {}", app.now(), app.ids.next());
        Ok(app.store.note_progress(self.asked, &asked).await?)
    }

    /// Asks for it, if the caller may.
    pub(super) async fn ask_as(&self, app: &App, caller: &Caller) -> Result<()> {
        caller.must_administer()?;
        caller.must_write()?;
        self.ask(app).await
    }
}

/// What came first: the end of `work`, the program's, or a second in which neither came.
pub(super) enum Passed<T> {
    /// The work is done.
    Done(T),
    /// The program ends.
    Ending,
    /// It is time to tell how far it is.
    Second,
}

impl App {
    /// Waits a second for `work`, which goes on by itself whether it is waited for or not.
    pub(super) async fn a_second_of<T>(&self, work: &mut (impl Future<Output = T> + Unpin)) -> Passed<T> {
        tokio::select! {
            done = pin!(work) => Passed::Done(done),
            () = self.ends() => Passed::Ending,
            () = tokio::time::sleep(TELL) => Passed::Second,
        }
    }
}
