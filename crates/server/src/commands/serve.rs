//! `yuheng serve`: the server, from opening the store to the last answer.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
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

static DEMO: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/demo.rs"));

/// Serves until it is told to stop.
pub async fn run(config: &Config, serve: &Serve) -> Result<ExitCode> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| not_listening(config, error))?;
    let address = listener.local_addr().context("asking for the address")?;
    let clock = serve.simulated_clock.map_or(Clock::System, Clock::simulated);
    let app = open::app(config, clock, config.url(address)).await?;
    let logins = prepare(&app, serve.demo).await?;
    let jobs = Jobs::start(&app, &format!("{}@{address}", std::process::id()));
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

/// Brings the first content into an empty store, and the demo if it is asked for; the demo's logins.
async fn prepare(app: &App, demo: bool) -> Result<Vec<String>> {
    let store = app.store();
    let mut keys = Keys::new();
    if store.setting("first_content").await?.is_none() {
        for (path, text) in app.source().first_content() {
            app.bring_in(path, text, &mut keys).await.with_context(|| format!("bringing in {path}"))?;
        }
        if demo {
            println!("Bringing in the demo company …");
            for (path, text) in DEMO.iter().filter(|(path, _)| *path != "accounts.toml") {
                app.bring_in(path, text, &mut keys).await.with_context(|| format!("bringing in demo/{path}"))?;
            }
            let accounts = DEMO.iter().find(|(path, _)| *path == "accounts.toml").map_or("", |(_, text)| *text);
            app.bring_accounts("demo/accounts.toml", accounts, &keys)
                .await
                .context("bringing in the demo's accounts")?;
        }
        store.set_setting("first_content", "done").await?;
    }
    Ok(if demo { app.logins().await? } else { Vec::new() })
}
