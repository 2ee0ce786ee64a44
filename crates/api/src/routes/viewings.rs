//! Looking at everything as somebody else sees it, to read only.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_engine::RecordId;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::account::{ViewAs, Viewing};

/// Viewings.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(end))
}

/// Begin to look at everything as somebody else sees it, for half an hour at most, and only at what one may see oneself. Requests
/// of the same session that name the answer's `id` in `X-Yuheng-Viewing` are answered as to that person; whatever writes or takes
/// away is refused. It is told in the person's history.
#[utoipa::path(post, path = "/api/v1/viewings", tag = "me", operation_id = "begin_viewing", request_body = ViewAs,
    responses((status = 201, body = Viewing), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn begin(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<ViewAs>,
) -> Result<(StatusCode, axum::Json<Viewing>), Problem> {
    let begun = app.begin_viewing(&caller, &body.value.person).await?;
    Ok((StatusCode::CREATED, axum::Json(Viewing { id: begun.id.to_string(), until: begun.until.to_string() })))
}

/// End it.
#[utoipa::path(delete, path = "/api/v1/viewings/{viewing}", tag = "me", operation_id = "end_viewing", params(("viewing" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn end(
    State(app): State<Server>,
    Known(caller): Known,
    Path(viewing): Path<String>,
) -> Result<StatusCode, Problem> {
    let viewing = viewing.parse().map_err(|_| Problem::not_found())?;
    app.end_viewing(&caller, RecordId(viewing)).await?;
    Ok(StatusCode::NO_CONTENT)
}
