//! What is one's own across processes: how much is in each folder, following a record, having read what one was told of it.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::asked::{Asked, Nothing};
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::folder::Folders;

/// Folders, and what fills them.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(folders)).routes(routes!(watch, unwatch)).routes(routes!(seen))
}

/// How much is in each of one's folders, counted up to 100. What is in one is a list: `/api/v1/records?folder=todo`.
#[utoipa::path(get, path = "/api/v1/me/folders", tag = "me", responses((status = 200, body = Folders)))]
async fn folders(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Folders>, Problem> {
    Ok(axum::Json(app.folder_counts(&caller).await?.into()))
}

/// Follow a record: one is told of what is said to all and of each step. Nobody else learns of it.
#[utoipa::path(put, path = "/api/v1/records/{process}/{number}/watch", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn watch(asked: Asked<Nothing>) -> Result<StatusCode, Problem> {
    asked.app.watch(&asked.caller, asked.record).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow a record no longer.
#[utoipa::path(delete, path = "/api/v1/records/{process}/{number}/watch", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn unwatch(asked: Asked<Nothing>) -> Result<StatusCode, Problem> {
    asked.app.unwatch(&asked.caller, asked.record).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mark what one was told of a record as read: its notices, and that it mentions one.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/seen", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn seen(asked: Asked<Nothing>) -> Result<StatusCode, Problem> {
    asked.app.read_record(&asked.caller, asked.record).await?;
    Ok(StatusCode::NO_CONTENT)
}
