//! Beside a record: what is like it, and what its customer is promised.

use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::coverage::Cover;
use yuheng_app::similar::{SimilarView, SoFar};

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::Items;
use crate::types::reference::{Reference, reference};

/// What stands beside a record.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(similar)).routes(routes!(similar_so_far)).routes(routes!(coverage))
}

/// A record that is like another.
#[derive(Debug, Serialize, ToSchema)]
struct Similar {
    record: Reference,
    state: String,
    is_open: bool,
    opened_at: String,
    /// How like it is, in a hundred.
    likeness: u32,
    /// Whether it is of the same customer.
    same_customer: bool,
    /// Whether it is about the same service.
    same_service: bool,
    /// What it was answered with, on one line, if it was and that may be seen.
    answer: Option<String>,
}

impl From<SimilarView> for Similar {
    fn from(view: SimilarView) -> Self {
        let record = &view.row.record;
        Self {
            record: Reference::from(&view.row),
            state: record.state.to_string(),
            is_open: record.is_open,
            opened_at: record.opened_at.to_string(),
            likeness: view.likeness,
            same_customer: view.same.customer,
            same_service: view.same.service,
            answer: view.answer,
        }
    }
}

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SimilarParameters {
    /// How many records, 1–20; 5 if not said.
    limit: Option<u32>,
}

/// The records of the same process that are like this one, the likest first.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/similar", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), SimilarParameters),
    responses((status = 200, body = Items<Similar>), (status = 404, body = ProblemBody)))]
async fn similar(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<SimilarParameters>,
) -> Result<axum::Json<Items<Similar>>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let found = app.similar_to(&caller, id, asked.limit).await?;
    Ok(Items::json(found.into_iter().map(Similar::from)))
}

/// What a new record says so far.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SoFarParameters {
    /// The process of which it is to be.
    process: String,
    /// What it is to be called.
    title: String,
    /// The number or id of its customer.
    customer: Option<String>,
    /// The number or id of its service.
    service: Option<String>,
    /// How many records, 1–20; 5 if not said.
    limit: Option<u32>,
}

/// The records that are like what one is about to report, the likest first.
#[utoipa::path(get, path = "/api/v1/similar", tag = "records", params(SoFarParameters),
    responses((status = 200, body = Items<Similar>), (status = 404, body = ProblemBody)))]
async fn similar_so_far(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<SoFarParameters>,
) -> Result<axum::Json<Items<Similar>>, Problem> {
    let SoFarParameters { process, title, customer, service, limit } = asked;
    let found = app.similar_so_far(&caller, &process, &SoFar { title, customer, service, limit }).await?;
    Ok(Items::json(found.into_iter().map(Similar::from)))
}

/// Whose promises.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CoverageParameters {
    /// The number or id of the customer.
    customer: String,
}

/// What one contract promises.
#[derive(Debug, Serialize, ToSchema)]
struct Covered {
    contract: Option<Reference>,
    /// The agreement that it brings.
    agreement: Option<Reference>,
    /// The services that it covers; none: all.
    services: Vec<Reference>,
    from: Option<String>,
    until: Option<String>,
}

/// What a customer is promised today: its contracts in force, the one that ends last first.
#[utoipa::path(get, path = "/api/v1/coverage", tag = "records", params(CoverageParameters),
    responses((status = 200, body = Items<Covered>), (status = 404, body = ProblemBody)))]
async fn coverage(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<CoverageParameters>,
) -> Result<axum::Json<Items<Covered>>, Problem> {
    let found = app.coverage(&caller, &asked.customer).await?;
    let named = |id| reference(&found.references, id);
    let covered = |cover: Cover| Covered {
        contract: named(cover.contract),
        agreement: cover.agreement.and_then(named),
        services: cover.services.into_iter().filter_map(named).collect(),
        from: cover.from.map(|day| day.to_string()),
        until: cover.until.map(|day| day.to_string()),
    };
    Ok(Items::json(found.covers.into_iter().map(covered)))
}
