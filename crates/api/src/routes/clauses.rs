//! The clauses of the standards, each with what meets it.

use axum::extract::{Path, State};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::definition::{Named, named};
use crate::types::improvement::{Clause, clause};

/// Clauses.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(standards)).routes(routes!(all)).routes(routes!(one))
}

/// The editions.
#[utoipa::path(get, path = "/api/v1/standards", tag = "clauses", responses((status = 200, body = Items<Named>)))]
async fn standards(Known(caller): Known) -> Result<axum::Json<Items<Named>>, Problem> {
    caller.must_be_staff()?;
    let standards = caller.in_force.definitions.standards.values();
    Ok(Items::json(standards.map(|standard| named(standard.id.as_str(), &standard.label))))
}

/// Every clause of an edition, with how it stands.
#[utoipa::path(get, path = "/api/v1/standards/{edition}/clauses", tag = "clauses", operation_id = "list_clauses", params(("edition" = String, Path)),
    responses((status = 200, body = Items<Clause>), (status = 404, body = ProblemBody)))]
async fn all(
    State(app): State<Server>,
    Known(caller): Known,
    Path(edition): Path<String>,
) -> Result<axum::Json<Items<Clause>>, Problem> {
    caller.must_be_staff()?;
    let definitions = &caller.in_force.definitions;
    let standard = definitions.standards.get(edition.as_str()).ok_or_else(Problem::not_found)?;
    let found = app.clauses(&caller, standard).await?;
    Ok(Items::json(found.iter().map(|found| clause(found, definitions))))
}

/// One clause, with the records behind it.
#[utoipa::path(get, path = "/api/v1/standards/{edition}/clauses/{number}", tag = "clauses", operation_id = "read_clause",
    params(("edition" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Clause), (status = 404, body = ProblemBody)))]
async fn one(
    State(app): State<Server>,
    Known(caller): Known,
    Path((edition, number)): Path<(String, String)>,
) -> Result<axum::Json<Clause>, Problem> {
    caller.must_be_staff()?;
    let definitions = &caller.in_force.definitions;
    let standard = definitions.standards.get(edition.as_str()).ok_or_else(Problem::not_found)?;
    let wanted = standard.clauses.get(number.as_str()).ok_or_else(Problem::not_found)?;
    Ok(axum::Json(clause(&app.clause(&caller, standard, wanted).await?, definitions)))
}
