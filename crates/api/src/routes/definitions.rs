//! Definitions: what there is, as the page and other programs need it.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Caller;
use yuheng_definition::FieldId;
use yuheng_engine::gives_out;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::definition::{Definitions, Grouping, Limits, May, Process, named, process};
use crate::types::overlay::{Checked, Compared, each};

/// Definitions.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(all))
        .routes(routes!(check))
        .routes(routes!(one))
        .routes(routes!(version))
        .routes(routes!(schema))
        .routes(routes!(check_record))
        .routes(routes!(compare))
}

fn shown(app: &Server, caller: &Caller, definition: &yuheng_definition::Process) -> Process {
    let (create, export) = app.may_without_record(caller, definition);
    let (hidden, mut given_later) = left_out(app, caller, definition);
    // No form of a new record asks for them.
    given_later.extend(definition.fields.values().filter(|field| field.retired).map(|field| field.id.clone()));
    let administer_accounts = app.may_administer_accounts(caller, definition);
    let give_out = gives_out(definition, &caller.actor);
    let merge = app.may_merge(caller, definition);
    let macros = app.may_run_macros(caller, definition);
    let view_as = app.may_view_as_some(caller, definition);
    let may = May { create, export, give_out, administer_accounts, merge, macros, view_as };
    let groupings = app.groupable(caller, definition).into_iter().map(Grouping::from).collect();
    process(definition, &hidden, &given_later, &caller.actor, (may, groupings))
}

/// The fields that are none for the caller, and those that it can't fill in when it opens a record. What it fills in and never
/// sees again stands in the form all the same.
fn left_out(
    app: &Server,
    caller: &Caller,
    definition: &yuheng_definition::Process,
) -> (BTreeSet<FieldId>, BTreeSet<FieldId>) {
    let (mut hidden, given_later) = (app.hidden(caller, definition), app.masked_at_creation(caller, definition));
    let (create, _) = app.may_without_record(caller, definition);
    hidden.retain(|field| !create || given_later.contains(field));
    (hidden, given_later)
}

/// Everything that the caller sees anything of.
#[utoipa::path(get, path = "/api/v1/definitions", tag = "definitions", operation_id = "list_definitions", responses((status = 200, body = Definitions)))]
async fn all(State(app): State<Server>, Known(caller): Known) -> axum::Json<Definitions> {
    let definitions = &caller.in_force.definitions;
    let seen = app.seen(&caller);
    let processes = definitions.processes.values().filter(|process| seen.contains(&process.id));
    axum::Json(Definitions {
        hash: definitions.hash.clone(),
        groups: definitions.groups.iter().map(|(id, label)| named(id, label)).collect(),
        roles: definitions.roles.values().map(|role| named(role.id.as_str(), &role.label)).collect(),
        processes: processes.map(|process| shown(&app, &caller, process)).collect(),
        limits: Limits::IN_USE,
    })
}

/// One process.
#[utoipa::path(get, path = "/api/v1/definitions/{process}", tag = "definitions", operation_id = "read_definition", params(("process" = String, Path)),
    responses((status = 200, body = Process), (status = 404, body = ProblemBody)))]
async fn one(
    State(app): State<Server>,
    Known(caller): Known,
    Path(id): Path<String>,
) -> Result<axum::Json<Process>, Problem> {
    let definition = app.seen_process(&caller, &id)?;
    Ok(axum::Json(shown(&app, &caller, &definition)))
}

/// A version of a process by its hash, as it was checked in: whole, so for our own people.
#[utoipa::path(get, path = "/api/v1/definitions/{process}/versions/{hash}", tag = "definitions",
    params(("process" = String, Path), ("hash" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = ProblemBody)))]
async fn version(
    State(app): State<Server>,
    Known(caller): Known,
    Path((id, hash)): Path<(String, String)>,
) -> Result<Response, Problem> {
    caller.must_be_staff()?;
    app.seen_process(&caller, &id)?;
    let text = app.definition_text(&hash).await?;
    let value: Value = serde_json::from_str(&text).map_err(|_| Problem::not_found())?;
    if value["id"] != id.as_str() {
        return Err(Problem::not_found());
    }
    Ok(axum::Json(value).into_response())
}

/// The JSON Schema of the values with which the caller may open a record.
#[utoipa::path(get, path = "/api/v1/definitions/{process}/schema.json", tag = "definitions",
    params(("process" = String, Path)), responses((status = 200, body = Object), (status = 404, body = ProblemBody)))]
async fn schema(
    State(app): State<Server>,
    Known(caller): Known,
    Path(id): Path<String>,
) -> Result<axum::Json<Value>, Problem> {
    let definition = app.seen_process(&caller, &id)?;
    let (hidden, given_later) = left_out(&app, &caller, &definition);
    Ok(axum::Json(yuheng_definition::json_schema(&definition, &(&hidden | &given_later))))
}

/// An overlay's text to be checked.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Draft {
    /// The overlay, TOML.
    text: String,
}

/// Check an overlay over what is in force, without bringing it into force. Where something is to be thought of, it is answered.
#[utoipa::path(post, path = "/api/v1/definitions/check", tag = "definitions", request_body = Draft,
    responses((status = 200, body = Checked), (status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn check(State(app): State<Server>, Known(caller): Known, body: Json<Draft>) -> Result<Response, Problem> {
    let warnings = app.check_overlay(&caller, &body.value.text).await?;
    if warnings.is_empty() {
        return Ok(axum::http::StatusCode::NO_CONTENT.into_response());
    }
    Ok(axum::Json(Checked { items: Vec::new(), warnings: each(warnings) }).into_response())
}

/// What is wrong with a drafted overlay, by file and line: nothing when it can be submitted; and what is to be thought of.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/check", tag = "definitions",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Checked), (status = 404, body = ProblemBody)))]
async fn check_record(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<axum::Json<Checked>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    Ok(axum::Json(app.overlay_check(&caller, id).await?.into()))
}

/// What an overlay changes, and how many open records that concerns.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/compare", tag = "definitions",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Compared), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn compare(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<axum::Json<Compared>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    Ok(axum::Json(app.overlay_comparison(&caller, id).await?.into()))
}
