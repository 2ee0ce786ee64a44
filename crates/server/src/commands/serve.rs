//! `yuheng serve`: the server, from opening the store to the last answer.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::SignedDuration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use yuheng_app::first_content::Keys;
use yuheng_app::{App, Clock};
use yuheng_definition::Label;
use yuheng_jobs::Jobs;

use crate::cli::Serve;
use crate::config::Config;
use crate::{open, words};

/// How long answers under way may take once the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where it is noted that the first content is in; also what the lease of whoever brings it in is called.
const FIRST_CONTENT: &str = "first_content";
/// For how long a node that brings it in is waited for, unless it says again that it lives.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

static DEMO: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/demo.rs"));

/// Serves until it is told to stop.
pub async fn run(config: &Config, serve: &Serve) -> Result<ExitCode> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| not_listening(config, error))?;
    let address = listener.local_addr().context("asking for the address")?;
    let clock = serve.simulated_clock.map_or(Clock::System, Clock::simulated);
    let app = open::app(config, clock, config.url(address)).await?;
    let node = format!("{}@{address}", std::process::id());
    let logins = prepare(&app, serve.demo, &node).await?;
    let jobs = Jobs::start(&app, &node);
    if !yuheng_api::page::is_there() {
        tracing::warn!(
            "this program was built without its page: run tools/page, then build it again; only the API is served"
        );
    }
    println!("Yuheng is at http://{address}");
    if !logins.is_empty() {
        println!("Demo accounts (password yuheng-demo-2026): {}", logins.join(", "));
    }
    if let Some(link) = app.first_link().await? {
        println!("No account yet. Make the first administrator's here, once: {}", link.address);
    }
    let (stop, stopped) = oneshot::channel();
    let service = yuheng_api::router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async {
        stopped.await.ok();
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        ended = &mut server => ended.context("the server's task")?.context("serving")?,
        () = told_to_stop()? => {
            tracing::info!("stopping: no new requests; those under way are finished");
            app.stop();
            stop.send(()).ok();
            let (served, ()) = tokio::join!(tokio::time::timeout(PATIENCE, &mut server), jobs.stop(PATIENCE));
            if served.is_err() {
                tracing::warn!("some requests took too long and were cut off");
            }
            if tokio::time::timeout(PATIENCE, app.settled()).await.is_err() {
                tracing::warn!("some notes took too long and were not written");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn not_listening(config: &Config, error: std::io::Error) -> anyhow::Error {
    let address = config.listen;
    if error.kind() != std::io::ErrorKind::AddrInUse {
        return anyhow::Error::from(error).context(format!("listening at {address}"));
    }
    words::plain(&Label::new(
        &format!("地址 {address} 已被占用，可能是另一个 yuheng：请先停止它，或用 --listen 指定另一个地址"),
        &format!(
            "{address} is taken, perhaps by another `yuheng`: stop that first, or give another address by --listen"
        ),
    ))
}

/// Ready as soon as SIGTERM or Ctrl+C comes.
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Brings the first content into an empty store, and the demo if it is asked for; the demo's logins. A start that was ended
/// in the middle of it is gone on with by the next.
async fn prepare(app: &App, demo: bool, node: &str) -> Result<Vec<String>> {
    let mut keys = Keys::new();
    if is_first(app, node).await? {
        bring_in(app, node, app.source().first_content(), &mut keys).await?;
        if demo {
            println!("Bringing in the demo company …");
            let files = DEMO.iter().copied().filter(|(path, _)| *path != "accounts.toml");
            bring_in(app, node, files, &mut keys).await?;
            let accounts = DEMO.iter().find(|(path, _)| *path == "accounts.toml").map_or("", |(_, text)| *text);
            app.bring_accounts("demo/accounts.toml", accounts, &keys)
                .await
                .context("bringing in the demo's accounts")?;
        }
        app.store().set_setting(FIRST_CONTENT, "done").await?;
    }
    Ok(if demo { app.logins().await? } else { Vec::new() })
}

async fn bring_in(app: &App, node: &str, files: impl Iterator<Item = (&str, &str)>, keys: &mut Keys) -> Result<()> {
    for (path, text) in files {
        app.hold(FIRST_CONTENT, node, LEASE).await?;
        app.bring_in(path, text, keys).await.with_context(|| format!("bringing in {path}"))?;
    }
    Ok(())
}

/// Whether this node brings in the first content. Another that is at it is waited for, but no longer than its lease lasts:
/// it may have been ended, and what both do is done once.
async fn is_first(app: &App, node: &str) -> Result<bool> {
    let (since, mut is_told) = (Instant::now(), false);
    while app.store().setting(FIRST_CONTENT).await?.is_none() {
        if !app.store().is_shared()
            || app.hold(FIRST_CONTENT, node, LEASE).await?
            || since.elapsed() >= LEASE.unsigned_abs()
        {
            return Ok(true);
        }
        if !std::mem::replace(&mut is_told, true) {
            println!("Waiting for another node that brings in the first content …");
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(false)
}
