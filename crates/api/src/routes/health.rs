//! For the operator: alive, ready, figures.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::Server;
use crate::problem::Problem;

/// The addresses at the root.
pub fn router() -> Router<Server> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// How long whoever asks is kept waiting.
const PATIENCE: Duration = Duration::from_secs(5);

async fn ready(State(app): State<Server>) -> Response {
    let why = match tokio::time::timeout(PATIENCE, app.in_force()).await {
        Ok(Ok(_)) => return "ready\n".into_response(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "the store does not answer".to_owned(),
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {why}\n")).into_response()
}

/// For loopback, or with the token.
async fn metrics(
    State(app): State<Server>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    // Whatever a proxy adds shows that it is not the machine itself that asks.
    let of_proxy = |name: &str| name.starts_with("x-forwarded-") || ["forwarded", "x-real-ip", "via"].contains(&name);
    let proxied = headers.keys().any(|name| of_proxy(name.as_str()));
    let with_token = app.settings().metrics_token.as_deref().is_some_and(|known| token == Some(known));
    if !with_token && (!peer.ip().is_loopback() || proxied) {
        return Err(Problem::not_found());
    }
    let in_force = app.in_force().await?;
    let (outbox, feed) = app.backlogs().await?;
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: u64| {
        writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}").ok();
    };
    gauge("yuheng_epoch", "Counts changes of rights, organisation and definitions.", in_force.epoch);
    gauge("yuheng_processes", "Processes in force.", in_force.definitions.processes.len() as u64);
    gauge("yuheng_definition_conflicts", "Problems that keep an overlay out.", in_force.conflicts.len() as u64);
    gauge("yuheng_outbox_backlog", "Messages that are due and not delivered.", outbox);
    gauge("yuheng_feed_backlog", "Entries that live update can't tell of yet.", feed);
    let (name, asked) = ("yuheng_list_records_asked_total", app.store().asked_of_lists());
    let help = "Of how many records lists have asked whether they belong there, beside what indexes counted.";
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter\n{name} {asked}").ok();
    let name = "yuheng_job_last_round_timestamp_seconds";
    writeln!(text, "# HELP {name} When a job's last round on this node came to its end.\n# TYPE {name} gauge").ok();
    for (job, round) in app.last_rounds() {
        writeln!(text, "{name}{{job=\"{job}\"}} {}", round.at.as_second()).ok();
    }
    upkeep(&app, &mut text).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}

/// Backups and verification: what an operator wants to be woken for.
async fn upkeep(app: &Server, text: &mut String) -> Result<(), Problem> {
    let (backups, verification) = (app.backups().await?, app.verification().await?);
    let mut gauge = |name: &str, help: &str, value: Option<i64>| {
        if let Some(value) = value {
            writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}").ok();
        }
    };
    let good = backups.last_good();
    let seconds = |at: Option<jiff::Timestamp>| at.map(jiff::Timestamp::as_second);
    let size = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    let settings = app.settings();
    let next = backups.next(&settings.backups, &settings.zone);
    gauge("yuheng_backup_last_good_timestamp_seconds", "The last good backup.", seconds(good.map(|good| good.at)));
    gauge("yuheng_backup_last_good_bytes", "Its size.", good.map(|good| size(good.bytes)));
    gauge("yuheng_backup_failed", "Whether the last try failed.", Some(i64::from(backups.failed.is_some())));
    let is_trial_bad = i64::from(backups.trial_failed.is_some());
    gauge("yuheng_backup_trial_failed", "Whether the last trial of a backup failed.", Some(is_trial_bad));
    gauge("yuheng_backup_next_timestamp_seconds", "When the next is made.", seconds(next));
    let last = verification.last.as_ref();
    gauge("yuheng_verification_timestamp_seconds", "The last verification.", seconds(last.map(|last| last.at)));
    gauge("yuheng_verification_faults", "What does not hold.", last.map(|last| size(last.faults)));
    if let Some(room) = app.store().data_folder().and_then(|folder| yuheng_app::upkeep::room(folder).ok()) {
        gauge("yuheng_disk_free_bytes", "What is free where the data are.", Some(size(room.free)));
    }
    Ok(())
}
