//! Who has a record open: a page says so of each of its tabs, again every half minute.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::asked::Asked;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::presence::{Attend, Look, Present, PresentAt, present, present_at};

/// Coming and leaving.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(attend, leave)).routes(routes!(look))
}

/// Say that one has a record open in a tab, and learn who else has, in the order in which they came. It holds for 75 seconds.
/// For the provider's own people.
#[utoipa::path(put, path = "/api/v1/records/{process}/{number}/presence/{tab}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path),
        ("tab" = String, Path, description = "The tab's own name for itself, 64 bytes at most")),
    request_body = Attend,
    responses((status = 200, body = Items<Present>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn attend(asked: Asked<Attend>) -> Result<axum::Json<Items<Present>>, Problem> {
    let Asked { app, caller, record, part, body, .. } = asked;
    let presence = app.attend(&caller, record, &part, body.is_writing).await?;
    Ok(Items::json(present(&presence)))
}

/// Say which records of a list are in sight in a tab, and learn who has which of them open: those at which nobody is are left out. For
/// 75 seconds the events of `/api/v1/events` tell of these records, too. For the provider's own people.
#[utoipa::path(put, path = "/api/v1/presence/{tab}", tag = "records",
    params(("tab" = String, Path, description = "The tab's own name for itself, 64 bytes at most")), request_body = Look,
    responses((status = 200, body = Items<PresentAt>), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn look(
    State(app): State<Server>,
    Known(caller): Known,
    Path(tab): Path<String>,
    body: Json<Look>,
) -> Result<axum::Json<Items<PresentAt>>, Problem> {
    let listed = app.look_at(&caller, &tab, body.needed()?.value.records).await?;
    Ok(Items::json(present_at(&listed)))
}

/// Say that a tab has the record open no longer; also of one that may not be seen any more.
#[utoipa::path(delete, path = "/api/v1/records/{process}/{number}/presence/{tab}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("tab" = String, Path)),
    responses((status = 204), (status = 401, body = ProblemBody), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn leave(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, tab)): Path<(String, String, String)>,
) -> Result<StatusCode, Problem> {
    app.leave(&caller, &process, &number, &tab).await?;
    Ok(StatusCode::NO_CONTENT)
}
