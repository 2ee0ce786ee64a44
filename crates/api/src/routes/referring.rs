//! What names a record, process by process.

use axum::extract::{Path, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::body::Large;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::referring::Referring;

/// What names a record.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(referring))
}

/// The records that name this one, by process and field, each with how many and the filter of its list.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/referring", tag = "records", operation_id = "list_referring",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Items<Referring>), (status = 404, body = ProblemBody)))]
async fn referring(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<Large<Items<Referring>>, Problem> {
    let found = app.referring(&caller, &process, &number).await?;
    Ok(Large(Items { items: found.iter().map(Referring::from).collect() }))
}
