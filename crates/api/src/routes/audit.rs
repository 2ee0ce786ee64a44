//! Who may do what and why, and the log of what happened on all records.

use axum::extract::{Path, State};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::audit::AuditAsk;
use yuheng_engine::EntryAction;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::rights::{AuditLog, Rights};

/// Rights and the log.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(rights)).routes(routes!(audit))
}

/// Whose rights.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RightsParameters {
    /// A person or contact, by number or identity.
    person: String,
}

/// What somebody may do with a record, and why not: of oneself for everybody, of others for those who administer or draft
/// overlays.
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
    let actions = asked.action.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty());
    let ask = AuditAsk {
        actor: asked.actor.filter(|actor| !actor.is_empty()),
        actions: actions.map(kind).collect::<Result<_, _>>()?,
        process: asked.process.filter(|process| !process.is_empty()),
        from: instant("from", asked.from.as_deref())?,
        to: instant("to", asked.to.as_deref())?,
        cursor: asked.cursor,
        limit: asked.limit,
    };
    Ok(axum::Json(AuditLog::from(&app.audit(&caller, &ask).await?)))
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
