//! What happened to a record, its relations, and why its clocks are due when they are.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_definition::Label;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::history::{ClockExplained, History, RelationLink};
use crate::types::record::Text;

/// History, relations, clocks.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(history)).routes(routes!(relations)).routes(routes!(clocks))
}

/// Which page of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct HistoryParameters {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many entries, 1–200.
    limit: Option<u32>,
}

/// What happened, oldest first.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/history", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), HistoryParameters),
    responses((status = 200, body = History), (status = 404, body = ProblemBody)))]
async fn history(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<HistoryParameters>,
) -> Result<axum::Json<History>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let cursor = asked.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    let unreadable = || Problem::bad_request(Label::new("cursor 不正确", "The cursor can't be read"));
    let after = cursor.map_or(Ok(0), str::parse).map_err(|_| unreadable())?;
    Ok(axum::Json(History::from(&app.history(&caller, id, after, asked.limit.unwrap_or(100)).await?)))
}

/// The relations that hold, both ways.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/relations", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Items<RelationLink>), (status = 404, body = ProblemBody)))]
async fn relations(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<axum::Json<Items<RelationLink>>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    Ok(Items::json(app.relations(&caller, id).await?.iter().map(RelationLink::from)))
}

/// Why each clock is due when it is.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/clocks", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Items<ClockExplained>), (status = 404, body = ProblemBody)))]
async fn clocks(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<axum::Json<Items<ClockExplained>>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let explained = app.clocks_explained(&caller, id).await?;
    Ok(Items::json(
        explained
            .into_iter()
            .map(|clock| ClockExplained { id: clock.id, lines: clock.lines.iter().map(Text::from).collect() }),
    ))
}
