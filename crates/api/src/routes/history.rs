//! What happened to a record, its relations, why its clocks are due when they are, and a calendar's deadlines.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::records::clocks::why;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::Items;
use crate::types::history::{ClockExplained, Deadline, History, Piece, RelationLink, Relations};
use crate::types::text::Text;

/// History, relations, clocks.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(history))
        .routes(routes!(relations))
        .routes(routes!(clocks))
        .routes(routes!(deadline))
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
    let after = cursor.map_or(Ok(0), str::parse).map_err(|_| Error::cursor())?;
    Ok(axum::Json(History::from(&app.history(&caller, id, after, asked.limit).await?)))
}

/// Which page of a record's relations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RelationsParameters {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many relations, 1–200; 200 if not said.
    limit: Option<u32>,
}

/// The relations that people have drawn and that hold, both ways; what a reference field points to stands with the field.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/relations", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), RelationsParameters),
    responses((status = 200, body = Relations), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn relations(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<RelationsParameters>,
) -> Result<axum::Json<Relations>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let cursor = asked.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    let page = app.relations(&caller, id, cursor, asked.limit).await?;
    Ok(axum::Json(Relations { items: page.items.iter().map(RelationLink::from).collect(), next: page.next }))
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
    Ok(Items::json(explained.into_iter().map(|clock| ClockExplained {
        id: clock.id,
        zone: clock.zone,
        lines: clock.lines.iter().map(Text::from).collect(),
    })))
}

/// From when, and how much.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeadlineParameters {
    /// The instant from which it counts, `2026-11-20T09:00:00Z`.
    start: String,
    /// How many minutes of the calendar.
    minutes: u32,
}

/// When so much of a service calendar's time is used up, and why then.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/deadline", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), DeadlineParameters),
    responses((status = 200, body = Deadline), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn deadline(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<DeadlineParameters>,
) -> Result<axum::Json<Deadline>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let found = app.deadline(&caller, id, &asked.start, asked.minutes).await?;
    let pieces = found.pieces.iter().map(|piece| Piece {
        from: piece.from.to_string(),
        until: piece.until.to_string(),
        counted: piece.counted,
        why: Text::from(&why(&piece.why)),
    });
    Ok(axum::Json(Deadline {
        due_at: found.due_at.map(|at| at.to_string()),
        pieces: pieces.collect(),
        missing_years: found.missing_years,
    }))
}
