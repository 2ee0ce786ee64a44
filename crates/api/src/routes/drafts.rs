//! Drafts: what one has begun to write and not sent, the same on every device.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::draft::{KeepDraft, KeptDraft};

/// One's own drafts.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(drafts)).routes(routes!(keep_draft, forget_draft))
}

/// One's drafts, the newest first. The newest 200 are kept.
#[utoipa::path(get, path = "/api/v1/drafts", tag = "me", responses((status = 200, body = Items<KeptDraft>)))]
async fn drafts(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Items<KeptDraft>>, Problem> {
    Ok(Items::json(app.drafts(&caller).await?.into_iter().map(KeptDraft::from)))
}

/// Keep a draft, at most 256 kB of text and fields. The last write wins: a `version` that is more than one above the version
/// known before says that another page wrote in between.
#[utoipa::path(put, path = "/api/v1/drafts/{key}", tag = "me", params(("key" = String, Path)), request_body = KeepDraft,
    responses((status = 200, body = KeptDraft), (status = 400, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn keep_draft(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
    body: Json<KeepDraft>,
) -> Result<axum::Json<KeptDraft>, Problem> {
    let keep = body.needed()?.value.into();
    Ok(axum::Json(app.keep_draft(&caller, &key, keep).await?.into()))
}

/// Forget a draft.
#[utoipa::path(delete, path = "/api/v1/drafts/{key}", tag = "me", params(("key" = String, Path)),
    responses((status = 204)))]
async fn forget_draft(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
) -> Result<StatusCode, Problem> {
    app.forget_draft(&caller, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}
