//! The first start brings the first content into an empty store, and the demo if it is asked for: once, however often it is ended
//! in the middle, and by however many nodes.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use yuheng_app::App;
use yuheng_app::first_content::Keys;
use yuheng_definition::Label;
use yuheng_simulation::{ACCOUNTS, COMPANY};
use yuheng_store::Store;

use crate::words;

/// Where it is noted how far the first start has come; also what the lease of whoever is at it is called.
const NOTED: &str = "first_content";
/// What is noted at its end.
const DONE: &str = "done";
/// For how long a node that is at it is waited for, unless it says again that it lives.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// For how long one that was ended can be gone on with: a little less than what was done is known by its keys.
const RESUMABLE: SignedDuration = SignedDuration::from_hours(47);

/// What is noted when it begins.
#[derive(Debug, Deserialize, Serialize)]
struct Begun {
    at: Timestamp,
    /// The SHA-256 of all that may be brought in, in hex.
    content: String,
    /// Whether the demo was asked for.
    demo: bool,
}

/// Brings in what an empty store begins with; the demo's logins, if it is asked for. A start that was ended in the middle is
/// gone on with, as it was asked for then.
///
/// # Errors
/// When the store fails, or what was begun can't be gone on with any more.
pub async fn prepare(app: &App, demo: bool, node: &str) -> Result<Vec<String>> {
    if is_first(app, node).await? {
        let done = bring_all(app, demo, node).await;
        app.give_back(NOTED, node).await?;
        done?;
    }
    Ok(if demo { app.logins().await? } else { Vec::new() })
}

/// Notes that there is nothing more to bring in: the store was filled otherwise.
///
/// # Errors
/// When the store fails.
pub async fn is_done(store: &Store) -> Result<()> {
    Ok(store.set_setting(NOTED, DONE).await?)
}

/// Whether this node is to bring it in. Another that is at it is waited for, as long as it says that it lives: it may have been
/// ended, and what both do is done once.
async fn is_first(app: &App, node: &str) -> Result<bool> {
    let (mut since, mut until, mut is_told) = (Instant::now(), None, false);
    while app.store().setting(NOTED).await?.as_deref() != Some(DONE) {
        if app.hold(NOTED, node, LEASE).await? {
            return Ok(true);
        }
        let held = app.store().lease_until(NOTED).await?;
        if held != until {
            (since, until) = (Instant::now(), held);
        }
        if since.elapsed() >= LEASE.unsigned_abs() {
            return Ok(true);
        }
        if !std::mem::replace(&mut is_told, true) {
            println!("Waiting for another node that brings in the first content …");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(false)
}

async fn bring_all(app: &App, demo: bool, node: &str) -> Result<()> {
    let begun = begin(app, demo).await?;
    let mut keys = Keys::new();
    bring_in(app, node, app.source().first_content(), &mut keys).await?;
    if begun.demo {
        println!("Bringing in the demo company …");
        bring_in(app, node, COMPANY.iter().copied().filter(|(path, _)| *path != ACCOUNTS), &mut keys).await?;
        let accounts = COMPANY.iter().find(|(path, _)| *path == ACCOUNTS).map_or("", |(_, text)| *text);
        app.bring_accounts("demo/accounts.toml", accounts, &keys).await.context("bringing in the demo's accounts")?;
    }
    Ok(app.store().set_setting(NOTED, DONE).await?)
}

/// Notes that it begins, or reads what was noted when it did.
async fn begin(app: &App, demo: bool) -> Result<Begun> {
    let mut content = Sha256::new();
    for (path, text) in app.source().first_content().chain(COMPANY.iter().copied()) {
        content.update(format!("{path}\n{text}\n"));
    }
    let content = hex::encode(content.finalize());
    let Some(noted) = app.store().setting(NOTED).await? else {
        let begun = Begun { at: app.now(), content, demo };
        app.store().note_progress(NOTED, &serde_json::to_string(&begun)?).await?;
        return Ok(begun);
    };
    let begun: Begun = serde_json::from_str(&noted).context("reading how far the first start has come")?;
    if begun.content == content && app.now().duration_since(begun.at) < RESUMABLE {
        return Ok(begun);
    }
    let at = begun.at;
    Err(words::plain(&Label::new(
        &format!("首次启动于 {at} 中断，距今过久或程序版本已变，无法续接：请清空数据目录或数据库后重新启动"),
        &format!(
            "The first start was cut off ({at}), too long ago or by another version of the program to be gone on with: empty \
             the data folder or the database, and start again"
        ),
    )))
}

async fn bring_in(app: &App, node: &str, files: impl Iterator<Item = (&str, &str)>, keys: &mut Keys) -> Result<()> {
    for (path, text) in files {
        app.hold(NOTED, node, LEASE).await?;
        app.bring_in(path, text, keys).await.with_context(|| format!("bringing in {path}"))?;
    }
    Ok(())
}
