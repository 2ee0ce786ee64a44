//! What guides people: the glossary, the steps of the first day, and what is proposed in them.

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::setup::Noted;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::guide::{NoteSetup, Proposal, Setup, Term, term};

/// Glossary and first day.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(glossary)).routes(routes!(setup, note_setup)).routes(routes!(template))
}

/// The terms, each with where it is used.
#[utoipa::path(get, path = "/api/v1/glossary", tag = "guide", responses((status = 200, body = Items<Term>)))]
async fn glossary(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Items<Term>>, Problem> {
    Ok(Items::json(app.glossary(&caller).into_iter().map(term)))
}

/// How far the company is set up: the steps, what is missing, and where people stand. For administrators.
#[utoipa::path(get, path = "/api/v1/setup", tag = "guide", responses((status = 200, body = Setup), (status = 403, body = ProblemBody)))]
async fn setup(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Setup>, Problem> {
    Ok(axum::Json(Setup::from(&app.setup(&caller).await?)))
}

/// Note where people stand in setting up the company, or that they are done with it.
#[utoipa::path(put, path = "/api/v1/setup", tag = "guide", request_body = NoteSetup,
    responses((status = 204), (status = 403, body = ProblemBody)))]
async fn note_setup(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<NoteSetup>,
) -> Result<StatusCode, Problem> {
    let NoteSetup { at, dismissed } = body.needed()?.value;
    app.note_setup(&caller, Noted { at, dismissed }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The records that are proposed to begin with. Nothing is written of them before somebody opens them.
#[utoipa::path(get, path = "/api/v1/setup/proposals", tag = "guide",
    responses((status = 200, body = Items<Proposal>), (status = 403, body = ProblemBody)))]
async fn template(Known(caller): Known) -> Result<axum::Json<Items<Proposal>>, Problem> {
    caller.must_administer()?;
    Ok(Items::json(caller.in_force.definitions.proposals.iter().map(Proposal::from)))
}
