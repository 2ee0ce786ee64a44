//! Approvals across processes: those that wait for one's vote.

use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_definition::Label;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
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
    /// 1: those that wait for one's own vote, also for somebody whom one stands in for. There are no others.
    mine: u8,
}

/// The records with an approval that waits for one's vote, newest first.
#[utoipa::path(get, path = "/api/v1/approvals", tag = "records", params(WaitingParameters),
    responses((status = 200, body = Page), (status = 400, body = ProblemBody)))]
async fn waiting(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<WaitingParameters>,
) -> Result<axum::Json<Page>, Problem> {
    if asked.mine != 1 {
        return Err(Problem::bad_request(Label::new("只支持 mine=1", "Only mine=1 is supported")));
    }
    let items: Vec<Record> = app.waiting_for(&caller).await?.iter().map(Record::from).collect();
    let total = u64::try_from(items.len()).ok();
    Ok(axum::Json(Page { items, next: None, total }))
}
