//! What somebody sets for themselves in the page, such as columns and widths: kept here, so that it is there on another
//! device too. What is kept means something to the page alone.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};

/// What somebody sets for themselves.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(preferences)).routes(routes!(set_preference))
}

/// What one has set for oneself.
#[derive(Debug, Serialize, ToSchema)]
struct Preferences {
    /// By key.
    items: BTreeMap<String, Value>,
}

/// What one has set for oneself in the page.
#[utoipa::path(get, path = "/api/v1/me/preferences", tag = "me",
    responses((status = 200, body = Preferences), (status = 401, body = ProblemBody)))]
async fn preferences(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Preferences>, Problem> {
    Ok(axum::Json(Preferences { items: app.page_preferences(&caller).await? }))
}

/// Set something for oneself.
#[utoipa::path(put, path = "/api/v1/me/preferences/{key}", tag = "me",
    params(("key" = String, Path, description = "`a`–`z`, `0`–`9`, `_` and `.`, 80 at most")), request_body = Value,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 400, body = ProblemBody)))]
async fn set_preference(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
    body: Json<Value>,
) -> Result<StatusCode, Problem> {
    app.set_page_preference(&caller, &key, &body.needed()?.value).await?;
    Ok(StatusCode::NO_CONTENT)
}
