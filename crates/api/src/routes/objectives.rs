//! Objectives, and the records that each counts or leaves out.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::lists::Ask;
use yuheng_app::objectives::{Part, Which};

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::Items;
use crate::types::improvement::{MeasuredPage, Objective, ObjectiveOfDepartment, ObjectiveOfMonth};

/// Objectives.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(all))
        .routes(routes!(one))
        .routes(routes!(records))
        .routes(routes!(departments))
        .routes(routes!(trend))
}

/// Which period.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PeriodParameters {
    /// `2026-11`, `2026-Q4` or `2026`; the present one if none is given. An objective with longer periods shows the one in
    /// which that ends; one with shorter periods has none that is meant.
    period: Option<String>,
}

/// Which of an objective's periods.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OwnPeriodParameters {
    /// `2026-11`, `2026-Q4` or `2026`, as the objective has them; the present one if none is given.
    period: Option<String>,
}

/// Which records of an objective.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RecordsParameters {
    /// `2026-11`, `2026-Q4` or `2026`, as the objective has them; the present one if none is given.
    period: Option<String>,
    /// true: those that count; false: those that are left out.
    counted: Option<bool>,
    /// Of those that count: only those that pass, or that don't.
    passed: Option<bool>,
    /// Only those of the department with this number; `none`: those of no department.
    department: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many records, 1–200.
    limit: Option<u32>,
}

/// All objectives in force.
#[utoipa::path(get, path = "/api/v1/objectives", tag = "objectives", operation_id = "list_objectives", params(PeriodParameters),
    responses((status = 200, body = Items<Objective>), (status = 422, body = ProblemBody)))]
async fn all(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<PeriodParameters>,
) -> Result<axum::Json<Items<Objective>>, Problem> {
    let measured = app.objectives(&caller, asked.period.as_deref()).await?;
    Ok(Items::json(measured.iter().map(Objective::from)))
}

/// One objective.
#[utoipa::path(get, path = "/api/v1/objectives/{key}", tag = "objectives", operation_id = "read_objective", params(("key" = String, Path), OwnPeriodParameters),
    responses((status = 200, body = Objective), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn one(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
    Query(asked): Query<OwnPeriodParameters>,
) -> Result<axum::Json<Objective>, Problem> {
    Ok(axum::Json(Objective::from(&app.objective(&caller, &key, asked.period.as_deref()).await?)))
}

/// The records behind the figure.
#[utoipa::path(get, path = "/api/v1/objectives/{key}/records", tag = "objectives", operation_id = "list_objective_records",
    params(("key" = String, Path), RecordsParameters),
    responses((status = 200, body = MeasuredPage), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn records(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
    Query(asked): Query<RecordsParameters>,
) -> Result<axum::Json<MeasuredPage>, Problem> {
    let which = match (asked.counted.unwrap_or(true), asked.passed) {
        (false, _) => Which::LeftOut,
        (true, None) => Which::Counted,
        (true, Some(true)) => Which::Passed,
        (true, Some(false)) => Which::Failed,
    };
    let part = match asked.department.as_deref() {
        None => Part::Whole,
        Some("none") => Part::Elsewhere,
        Some(number) => Part::Department(number.to_owned()),
    };
    let ask = Ask { cursor: asked.cursor, limit: asked.limit, ..Ask::default() };
    let judged = app.objective_records_of(&caller, &key, asked.period.as_deref(), (which, part), &ask).await?;
    Ok(axum::Json(MeasuredPage::from(&judged)))
}

/// The figure by department, each with its own.
#[utoipa::path(get, path = "/api/v1/objectives/{key}/departments", tag = "objectives", operation_id = "list_objective_departments",
    params(("key" = String, Path), PeriodParameters),
    responses((status = 200, body = Items<ObjectiveOfDepartment>), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn departments(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
    Query(asked): Query<PeriodParameters>,
) -> Result<axum::Json<Items<ObjectiveOfDepartment>>, Problem> {
    let figures = app.objective_departments(&caller, &key, asked.period.as_deref()).await?;
    Ok(Items::json(figures.iter().map(ObjectiveOfDepartment::from)))
}

/// The figures of the twelve months up to the end of the period.
#[utoipa::path(get, path = "/api/v1/objectives/{key}/trend", tag = "objectives", operation_id = "list_objective_trend",
    params(("key" = String, Path), PeriodParameters),
    responses((status = 200, body = Items<ObjectiveOfMonth>), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn trend(
    State(app): State<Server>,
    Known(caller): Known,
    Path(key): Path<String>,
    Query(asked): Query<PeriodParameters>,
) -> Result<axum::Json<Items<ObjectiveOfMonth>>, Problem> {
    let months = app.objective_trend(&caller, &key, asked.period.as_deref()).await?;
    Ok(Items::json(months.iter().map(ObjectiveOfMonth::from)))
}
