//! The shape of a process: its definition as it is written, and an overlay changed by a form.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_definition::Content;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;

/// Shapes.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(shape)).routes(routes!(edit))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct Over {
    /// The number of a drafted overlay, to see the process with it.
    overlay: Option<String>,
}

/// A process as it is written, whole, for our own people: in force, or with a drafted overlay over it. The keys are those of
/// the definitions.
#[utoipa::path(get, path = "/api/v1/definitions/{process}/shape", tag = "definitions", operation_id = "read_shape",
    params(("process" = String, Path), Over),
    responses((status = 200, body = Object), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn shape(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(over): Query<Over>,
) -> Result<axum::Json<Value>, Problem> {
    let over = match over.overlay {
        Some(number) => Some(overlay(&app, &caller, &number).await?),
        None => None,
    };
    Ok(axum::Json(app.shape(&caller, &process, over).await?))
}

async fn overlay(app: &Server, caller: &yuheng_app::Caller, number: &str) -> Result<yuheng_engine::RecordId, Problem> {
    let definitions = std::sync::Arc::clone(&caller.in_force);
    for process in definitions.definitions.content(Content::Overlay) {
        if let Ok(found) = app.find(caller, process.id.as_str(), number).await {
            return Ok(found);
        }
    }
    Err(Problem::not_found())
}

/// A form's change of an overlay.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// The overlay, TOML.
    text: String,
    /// What to merge into it (RFC 7396), by the keys of the definitions: null takes away.
    #[schema(value_type = Object)]
    patch: Value,
    /// What of it has to be new, by its heading: `process.incident.fields.site`. An id that is taken is refused as `id`.
    #[serde(default)]
    new: Vec<String>,
}

/// An overlay after a form's change.
#[derive(Serialize, ToSchema)]
struct Edited {
    /// Its text, TOML.
    text: String,
    /// The same as JSON.
    #[schema(value_type = Object)]
    written: Value,
}

/// Merge a change into an overlay's text, which keeps its comments and order. Nothing is kept, and nothing checked but that it
/// can be written, and that what is to be new is: all else is what `check` is for.
#[utoipa::path(post, path = "/api/v1/definitions/edit", tag = "definitions", request_body = Edit,
    responses((status = 200, body = Edited), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn edit(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<Edit>,
) -> Result<axum::Json<Edited>, Problem> {
    let edited = app.edit_overlay(&caller, &body.value.text, &body.value.patch, &body.value.new)?;
    Ok(axum::Json(Edited { text: edited.text, written: edited.written }))
}
