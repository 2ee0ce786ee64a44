//! Who may do what and why, and the log of what happened on all records.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::audit::AuditAsk;
use yuheng_engine::EntryAction;

use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::routes::exports::{file, kind as file_kind, plain, progress};
use crate::types::rights::{AuditLog, Rights};
use crate::{Server, language};

/// Rights and the log.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(rights)).routes(routes!(audit)).routes(routes!(export))
}

/// Whose rights.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RightsParameters {
    /// A person or contact, by number or identity.
    person: String,
}

/// What somebody may do with a record, and why not: of oneself for everybody, of others for whoever may look as
/// that person.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/rights", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), RightsParameters),
    responses((status = 200, body = Rights), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn rights(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<RightsParameters>,
) -> Result<axum::Json<Rights>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let rights = app.rights_of(&caller, id, &asked.person).await?;
    Ok(axum::Json(Rights::of(&rights, &caller.in_force.definitions)))
}

/// What of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AuditParameters {
    /// Only what this person did, or had done for it: a number or identity.
    actor: Option<String>,
    /// Only these kinds, separated by commas: `signed_in,exported`.
    action: Option<String>,
    /// Only on records of this process.
    process: Option<String>,
    /// Not before this instant, `2026-11-20T09:00:00Z`.
    from: Option<String>,
    /// Not after this instant.
    to: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many entries, 1–200; 50 if not said.
    limit: Option<u32>,
}

/// What happened on all records that the caller sees, the newest first. A page may hold less than was asked for, and there be
/// more: `next` says so.
#[utoipa::path(get, path = "/api/v1/audit", tag = "records", operation_id = "read_audit_log", params(AuditParameters),
    responses((status = 200, body = AuditLog), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn audit(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<AuditParameters>,
) -> Result<axum::Json<AuditLog>, Problem> {
    let AuditParameters { actor, action, process, from, to, cursor, limit } = asked;
    let narrowed = narrowed(Narrowing { actor, action, process, from, to })?;
    let ask = AuditAsk { cursor, limit, ..narrowed };
    Ok(axum::Json(AuditLog::from(&app.audit(&caller, &ask).await?)))
}

/// What of the log a file holds.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LogFileParameters {
    /// `csv`, which it is where nothing is said, or `xlsx`.
    format: Option<String>,
    /// Say how far it is between the pieces of the file, as the export of a list does; `of` is then how many are written.
    #[serde(default)]
    progress: bool,
    /// As the log has it.
    actor: Option<String>,
    /// As the log has it.
    action: Option<String>,
    /// As the log has it.
    process: Option<String>,
    /// As the log has it.
    from: Option<String>,
    /// As the log has it.
    to: Option<String>,
    /// How many entries at most, 1–20,000, which it is where nothing is said.
    limit: Option<u32>,
}

/// The log as a file, the newest first: what the caller sees of records that it may also export. Where there is more than a file
/// holds, its last row says so.
#[utoipa::path(get, path = "/api/v1/audit/export", tag = "records", operation_id = "export_audit_log", params(LogFileParameters),
    responses((status = 200, content_type = "text/csv"), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn export(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<LogFileParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (kind, language) = (file_kind(asked.format.as_deref())?, language::of(&headers));
    let LogFileParameters { actor, action, process, from, to, limit, .. } = asked;
    let ask = AuditAsk { limit, ..narrowed(Narrowing { actor, action, process, from, to })? };
    let export = app.export_log(&caller, &ask, (kind, language)).await?;
    Ok(match asked.progress {
        true => progress(export, (&caller.in_force, language)),
        false => file("audit-log", kind, Body::from_stream(plain(export))),
    })
}

/// By what the log is narrowed, as it is sent.
struct Narrowing {
    actor: Option<String>,
    action: Option<String>,
    process: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

fn narrowed(asked: Narrowing) -> Result<AuditAsk, Error> {
    let actions = asked.action.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
    Ok(AuditAsk {
        actor: asked.actor.filter(|actor| !actor.is_empty()),
        actions: actions.map(kind).collect::<Result<_, _>>()?,
        process: asked.process.filter(|process| !process.is_empty()),
        from: instant("from", asked.from.as_deref())?,
        to: instant("to", asked.to.as_deref())?,
        ..AuditAsk::default()
    })
}

fn kind(word: &str) -> Result<EntryAction, Error> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|_| {
        let (zh, en) = (format!("历史中没有 `{word}` 这一类"), format!("the history knows no `{word}`"));
        Error::parameter("action", &zh, &en)
    })
}

fn instant(name: &'static str, text: Option<&str>) -> Result<Option<Timestamp>, Error> {
    let read = |text: &str| {
        text.parse().map_err(|_| {
            Error::parameter(name, "应为时刻，例如 2026-11-20T09:00:00Z", "has to be an instant, 2026-11-20T09:00:00Z")
        })
    };
    text.filter(|text| !text.is_empty()).map(read).transpose()
}
