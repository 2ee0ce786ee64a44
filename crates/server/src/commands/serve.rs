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
use uuid::Uuid;
use yuheng_app::Clock;
use yuheng_definition::Label;
use yuheng_jobs::Jobs;

use crate::cli::Serve;
use crate::config::Config;
use crate::{first_start, open, upgrade, words};

/// How long answers under way may take once the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until it is told to stop.
pub async fn run(config: &Config, serve: &Serve) -> Result<ExitCode> {
    let listener = TcpListener::bind(config.listen).await.map_err(|error| not_listening(config, error))?;
    let address = listener.local_addr().context("asking for the address")?;
    let clock = serve.simulated_clock.map_or(Clock::System, Clock::simulated);
    let app = open::app(config, clock, config.url(address)).await?;
    upgrade::finish(&app).await?;
    // In containers both the process and the address are often the same everywhere.
    let node = format!("{}@{address} {}", std::process::id(), Uuid::now_v7());
    let logins = first_start::prepare(&app, serve.demo, &node).await?;
    let jobs = Jobs::start(&app, &node);
    if !yuheng_api::page::is_there() {
        tracing::warn!(
            "this program was built without its page: run tools/page, then build it again; only the API is served"
        );
    }
    // Whoever reads that it is there may tell it to stop at once.
    let told_to_stop = told_to_stop()?;
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
        () = told_to_stop => {
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
            app.store().close().await;
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
