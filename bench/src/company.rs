//! The application in this process, over the store of a program that is stopped: what fills it, and what its rounds cost.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use yuheng_app::{App, Caller, Clock, Settings};
use yuheng_definition::Source;
use yuheng_engine::Door;
use yuheng_store::{Location, Store};

/// Opens the application over the store at `place`, on a simulated clock that begins at `now`.
pub async fn open(place: &Location, now: Timestamp) -> Result<Arc<App>> {
    let store = Store::open(place).await.context("opening the store")?;
    let settings = Settings {
        zone: TimeZone::get("Asia/Shanghai").context("the zone")?,
        public_url: "http://127.0.0.1".to_owned(),
        upload_bytes: 0,
        metrics_token: None,
        backups: yuheng_app::upkeep::BackupPlan::default(),
    };
    App::open(store, Source::shipped(), Arc::new(Clock::simulated(now)), settings)
        .await
        .context("opening the application")
}

/// Whoever signs in as `login`, as the page's user.
pub async fn caller(app: &App, login: &str) -> Result<Caller> {
    let system = app.system(Door::Program).await?;
    let accounts = app.accounts(&system).await?;
    let account =
        accounts.into_iter().find(|one| one.account.login == login).context("the demo has no such account")?;
    let in_force = app.system(Door::Program).await?.in_force;
    Caller::person(in_force, account.account.id, login.to_owned(), Door::Page, None)
        .context("the person is not in force")
}

/// The place of a store in a folder.
pub fn folder(folder: &Path) -> Location {
    Location::Folder(folder.to_owned())
}
