//! How the installation is, for those who administer; a backup or a verification now.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::upkeep::Health;

/// Health, and what can be asked for.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(back_up)).routes(routes!(verify))
}

/// How the installation is, in lines for people and figures for programs.
#[utoipa::path(get, path = "/api/v1/health", tag = "upkeep", operation_id = "read_health",
    responses((status = 200, body = Health), (status = 403, body = ProblemBody)))]
async fn health(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Health>, Problem> {
    Ok(axum::Json(Health::from(&app.health(&caller).await?)))
}

/// Make a backup now. It begins within moments; `GET /api/v1/health` says how far it is.
#[utoipa::path(post, path = "/api/v1/backups", tag = "upkeep", operation_id = "back_up",
    responses((status = 202), (status = 403, body = ProblemBody)))]
async fn back_up(State(app): State<Server>, Known(caller): Known) -> Result<StatusCode, Problem> {
    app.ask_for_backup(&caller).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Verify the whole store now. It begins within moments; `GET /api/v1/health` says how far it is, and what came of it.
#[utoipa::path(post, path = "/api/v1/verifications", tag = "upkeep", operation_id = "verify",
    responses((status = 202), (status = 403, body = ProblemBody)))]
async fn verify(State(app): State<Server>, Known(caller): Known) -> Result<StatusCode, Problem> {
    app.ask_for_verification(&caller).await?;
    Ok(StatusCode::ACCEPTED)
}
