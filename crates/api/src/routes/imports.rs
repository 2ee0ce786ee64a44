//! Records opened from a CSV file.

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::import::{How, LARGEST};
use yuheng_app::records::Rehearsal;

use crate::Server;
use crate::caller::Known;
use crate::language;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::request::request;
use crate::types::import::{ImportProblem, Imported};

/// Imports.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(import))
}

/// How a file is imported.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportParameters {
    /// Only try: nothing is written.
    #[serde(default)]
    dry_run: bool,
}

/// Open a record for each row of a CSV file, at most 1000 rows. Its headers are fields' ids or labels, such as the export
/// writes. The same file sent again opens nothing twice; with an `Idempotency-Key`, nor does a mended one under the same key.
#[utoipa::path(post, path = "/api/v1/records/{process}/import", tag = "records",
    params(("process" = String, Path), ImportParameters),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses((status = 200, body = Imported), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn import(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<ImportParameters>,
    headers: HeaderMap,
    body: Body,
) -> Result<axum::Json<Imported>, Problem> {
    let file = to_bytes(body, LARGEST).await.map_err(|_| Error::TooLarge(LARGEST as u64))?;
    let language = language::of(&headers);
    let rehearsal = if asked.dry_run { Rehearsal::Only } else { Rehearsal::No };
    let idempotency = request(&headers, "import", &file)?.idempotency;
    let key = idempotency.as_ref().map(|idempotency| idempotency.key.as_str());
    let done = app.import(&caller, &process, &file, How { rehearsal, language, key }).await?;
    Ok(axum::Json(Imported {
        dry_run: asked.dry_run,
        key: done.key,
        rows: done.rows,
        opened: done.opened.into_iter().map(Into::into).collect(),
        already: done.already.into_iter().map(Into::into).collect(),
        problems: done.problems.into_iter().map(|problem| ImportProblem::new(problem, language)).collect(),
        ignored: done.ignored,
        failed_csv: done.refused.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    }))
}
