//! Work that somebody may ask for, and that a job then does at length: how it stands is noted in the store, where every node
//! reads the same. One key holds what was asked for last, the other how it stands.

use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::sync::PoisonError;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use yuheng_store::StorageError;

use crate::{App, Caller, Error, Result};

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
    /// How it stands. What is noted and can't be read, as after a step back to an earlier program, is told in the log, once,
    /// and counts as nothing: a job that refused to run for it would never note anything better.
    pub(super) async fn standing<T: DeserializeOwned + Default>(&self, app: &App) -> Result<Noted<T>> {
        let Some(text) = app.store.setting(self.noted).await? else { return Ok(Noted::default()) };
        let read = serde_json::from_str(&text);
        if let Err(error) = &read
            && app.is_news(self.noted, &text)
        {
            tracing::error!(setting = self.noted, %error, "what is noted of `{}` can't be read: it begins anew", self.noted);
        }
        Ok(Noted { standing: read.unwrap_or_default(), text: Some(text) })
    }

    /// Notes how it stands, for whoever noted last.
    ///
    /// # Errors
    /// [`Error::Contended`] when another has noted something since: it has taken the work over with its lease, and what is
    /// known here is no longer how it stands.
    pub(super) async fn note<T: Serialize>(&self, app: &App, noted: &mut Noted<T>) -> Result<()> {
        let text = serde_json::to_string(&noted.standing).map_err(StorageError::from)?;
        if !app.store.replace_progress(self.noted, noted.text.as_deref(), &text).await? {
            return Err(Error::Contended);
        }
        noted.text = Some(text);
        Ok(())
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

/// How work stands, and what it was read from: whoever notes more says so, and is refused if others have noted meanwhile.
#[derive(Debug, Default)]
pub(super) struct Noted<T> {
    standing: T,
    text: Option<String>,
}

impl<T> Noted<T> {
    pub(super) fn into_inner(self) -> T {
        self.standing
    }
}

impl<T> Deref for Noted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.standing
    }
}

impl<T> DerefMut for Noted<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.standing
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
    /// Whether something unreadable is another than was told of last.
    fn is_news(&self, noted: &'static str, text: &str) -> bool {
        let mut told = self.unreadable_told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(noted, text.to_owned()).is_none_or(|before| before != text)
    }

    /// Waits a second for `work`, which goes on by itself whether it is waited for or not.
    pub(super) async fn a_second_of<T>(&self, work: &mut (impl Future<Output = T> + Unpin)) -> Passed<T> {
        tokio::select! {
            done = pin!(work) => Passed::Done(done),
            () = self.ends() => Passed::Ending,
            () = tokio::time::sleep(TELL) => Passed::Second,
        }
    }
}

#[cfg(test)]
pub(in crate::upkeep) mod tests {
    use super::*;
    use crate::upkeep::{BackupPlan, Backups};
    use jiff::tz::TimeZone;
    use std::sync::Arc;
    use yuheng_store::{Location, Store};

    pub(in crate::upkeep) async fn app(folder: &std::path::Path) -> Arc<App> {
        let store = Store::open(&Location::Folder(folder.to_owned())).await.unwrap();
        let clock = Arc::new(crate::Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap()));
        let settings = crate::Settings {
            zone: TimeZone::UTC,
            public_url: String::new(),
            upload_bytes: 0,
            metrics_token: None,
            backups: BackupPlan { folder: folder.join("backups"), ..BackupPlan::default() },
        };
        App::open(store, yuheng_definition::Source::shipped(), clock, settings).await.unwrap()
    }

    #[tokio::test]
    async fn whoever_was_overtaken_notes_nothing_more() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path()).await;
        let (mut slow, mut quick) =
            (BACKUP.standing::<Backups>(&app).await.unwrap(), BACKUP.standing::<Backups>(&app).await.unwrap());
        quick.since = Some(app.now());
        BACKUP.note(&app, &mut quick).await.unwrap();
        assert!(matches!(BACKUP.note(&app, &mut slow).await, Err(Error::Contended)));
        assert_eq!(app.backups().await.unwrap(), *quick);
        BACKUP.note(&app, &mut quick).await.unwrap();
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_told_once_and_again_when_it_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path()).await;
        assert!(app.is_news("backup", "{"));
        assert!(!app.is_news("backup", "{"));
        assert!(app.is_news("verification", "{") && app.is_news("backup", "[") && app.is_news("backup", "{"));
    }
}
