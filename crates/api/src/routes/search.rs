//! Search over the texts of all records that the caller may see.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::reference::Reference;

/// Search.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchParameters {
    /// Words that must all stand in one text of a record, or the beginning of a number.
    q: String,
    /// How many hits, 1–100.
    limit: Option<u32>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
struct Found {
    items: Vec<Hit>,
    /// More texts hold the words than could be looked at: another word narrows it.
    is_cut: bool,
}

/// A record found.
#[derive(Debug, Serialize, ToSchema)]
struct Hit {
    record: Reference,
    state: String,
    /// Whether it was made void.
    is_void: bool,
    excerpt: String,
    updated_at: String,
}

/// Search, newest first.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(SearchParameters),
    responses((status = 200, body = Found), (status = 401, body = ProblemBody)))]
async fn search(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<SearchParameters>,
) -> Result<axum::Json<Found>, Problem> {
    let (hits, is_cut) = app.search(&caller, &asked.q, asked.limit).await?;
    let items = hits.into_iter().map(|hit| {
        let record = &hit.row.record;
        Hit {
            record: Reference::from(&hit.row),
            state: record.state.to_string(),
            is_void: record.voided.is_some(),
            excerpt: hit.snippet,
            updated_at: record.updated_at.to_string(),
        }
    });
    Ok(axum::Json(Found { items: items.collect(), is_cut }))
}
