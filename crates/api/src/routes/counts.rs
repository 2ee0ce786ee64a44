//! Counts by field of what a list has.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::counts::CountsAsk;
use yuheng_app::lists::Ask;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::routes::records::folder;
use crate::types::counts::Counts;

/// Counts.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(counts))
}

/// What is counted, and by what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CountsParameters {
    /// An expression over `record`, as of a list.
    filter: Option<String>,
    /// Only what is called so, as of a list.
    q: Option<String>,
    /// Only what is one's own, as of a list.
    folder: Option<String>,
    /// By what: `state`, `is_open`, `opened_by`, `age` (of what is open, in days of the organisation), or a field that is a choice, a
    /// reference or yes or no; a day or an instant with how long a stretch is: `opened_at:day`, `:week` (from Monday) or `:month`.
    /// Without it only the total is counted.
    by: Option<String>,
    /// By what each group is split, likewise.
    split_by: Option<String>,
    /// An expression: for how many of each group it holds is counted beside.
    counted: Option<String>,
}

/// How many of a list's records hold each value of a field, each with the filter that lists just those. At most 200,000 records
/// are looked at.
#[utoipa::path(get, path = "/api/v1/records/{process}/counts", tag = "records", operation_id = "count_records",
    params(("process" = String, Path), CountsParameters),
    responses((status = 200, body = Counts), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn counts(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<CountsParameters>,
) -> Result<axum::Json<Counts>, Problem> {
    let folder = folder(asked.folder.as_deref())?;
    let ask = Ask { filter: asked.filter, text: asked.q, folder, ..Ask::default() };
    let by = CountsAsk { by: asked.by, split_by: asked.split_by, counted: asked.counted };
    Ok(axum::Json(app.counts(&caller, &process, &ask, &by).await?.into()))
}
