//! Opens what every command works on: the definitions, the store, the application over both.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use yuheng_app::upkeep::BackupPlan;
use yuheng_app::{App, Clock, Error, Settings};
use yuheng_definition::{Problem, Source};
use yuheng_store::{Location, Store};

use crate::config::{BackupAt, Config};

/// The definitions in the program, or those of the folder that the configuration names.
///
/// # Errors
/// When the folder can't be read.
pub fn source(config: &Config) -> Result<Source> {
    let Some(folder) = &config.definitions else { return Ok(Source::shipped()) };
    if !folder.is_dir() {
        bail!(
            "{}: there is no such folder; --definitions takes one laid out as the shipped definitions are",
            folder.display()
        );
    }
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    if files.is_empty() {
        bail!("{} holds no .toml file", folder.display());
    }
    Ok(files.into_iter().collect())
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("reading {}", folder.display()))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
    Ok(())
}

/// Where the store is.
#[must_use]
pub fn location(config: &Config) -> Location {
    config.database.as_ref().map_or_else(|| Location::Folder(config.data.clone()), |url| Location::parse(url))
}

/// The application over the store that the configuration names, which is made when there is none.
///
/// # Errors
/// When the definitions have faults or the store can't be opened.
pub async fn app(config: &Config, clock: Clock, public_url: String) -> Result<Arc<App>> {
    let store = Store::open(&location(config)).await.context("opening the store")?;
    over(store, config, clock, public_url).await
}

async fn over(store: Store, config: &Config, clock: Clock, public_url: String) -> Result<Arc<App>> {
    let settings = Settings {
        zone: config.zone.clone(),
        public_url,
        upload_bytes: config.upload_bytes,
        metrics_token: config.metrics_token.clone(),
        backups: backups(config, &clock),
    };
    match App::open(store, source(config)?, Arc::new(clock), settings).await {
        Ok(app) => Ok(app),
        Err(Error::Definitions(problems)) => {
            print_problems(&problems);
            bail!("the definitions have {} faults", problems.len())
        }
        Err(error) => Err(error.into()),
    }
}

/// When backups are made, and where. On a simulated clock, which leaps over nights, only if somebody has set the time.
fn backups(config: &Config, clock: &Clock) -> BackupPlan {
    let at = match config.backup_at {
        BackupAt::Default(_) if clock.is_simulated() => None,
        at => at.time(),
    };
    let folder = std::path::absolute(&config.backup_folder).unwrap_or_else(|_| config.backup_folder.clone());
    BackupPlan { folder, at, keep: usize::try_from(config.backup_keep).unwrap_or(usize::MAX) }
}

/// The application for a command beside `serve`, over a store that is there already.
///
/// # Errors
/// As [`app`], and when there is no store.
pub async fn for_command(config: &Config) -> Result<Arc<App>> {
    over(beside(config).await?, config, Clock::System, config.url(config.listen)).await
}

/// The store for a command, beside the server that may be running.
///
/// # Errors
/// When there is none, or it can't be opened.
pub async fn beside(config: &Config) -> Result<Store> {
    Store::open_beside(&location(config)).await.context("opening the store")
}

/// Prints what is wrong, a line each.
pub fn print_problems(problems: &[Problem]) {
    for problem in problems {
        eprintln!("{problem}");
        eprintln!("    {}", problem.message.zh);
    }
}
