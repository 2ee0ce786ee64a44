//! Approvals across processes: those that wait for one's vote.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;

use crate::Server;
use crate::body::Large;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::record::{Page, Record};

/// Approvals.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(waiting))
}

/// Whose approvals.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WaitingParameters {
    /// 1, or left out: those that wait for one's own vote, also for somebody whom one stands in for. There are no others.
    mine: Option<u8>,
}

/// The records with an approval that waits for one's vote, newest first.
#[utoipa::path(get, path = "/api/v1/approvals", tag = "records", params(WaitingParameters),
    responses((status = 200, body = Page), (status = 400, body = ProblemBody)))]
async fn waiting(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<WaitingParameters>,
) -> Result<Large<Page>, Problem> {
    if asked.mine.is_some_and(|mine| mine != 1) {
        return Err(Error::parameter("mine", "只能是 1", "can only be 1").into());
    }
    let items: Vec<Record> = app.waiting_for(&caller).await?.iter().map(Record::from).collect();
    let total = u64::try_from(items.len()).ok();
    Ok(Large(Page { items, next: None, total, groups: None, runs: None }))
}
