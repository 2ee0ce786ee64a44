//! Accounts, for administrators: invitations, resets, locks, sessions.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::accounts::{AccountView, Lock, links};
use yuheng_engine::RecordId;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::Items;
use crate::types::account::{Account, Invite, LinkMade, Session};
use crate::types::reference::Reference;

/// Accounts.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(invite))
        .routes(routes!(reset))
        .routes(routes!(lock))
        .routes(routes!(unlock))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
}

fn made(link: links::LinkMade) -> (StatusCode, axum::Json<LinkMade>) {
    (StatusCode::CREATED, axum::Json(LinkMade { link: link.address, expires_at: link.expires_at.to_string() }))
}

/// Whose accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AccountParameters {
    /// Only that of this person or contact, by number or id.
    person: Option<String>,
}

/// All accounts, or the one of a person.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", operation_id = "list_accounts", params(AccountParameters),
    responses((status = 200, body = Items<Account>), (status = 403, body = ProblemBody)))]
async fn list(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<AccountParameters>,
) -> Result<axum::Json<Items<Account>>, Problem> {
    let views = match asked.person {
        Some(person) => app.account_of(&caller, &person).await?.into_iter().collect(),
        None => app.accounts(&caller).await?,
    };
    Ok(Items::json(views.into_iter().map(shown)))
}

fn shown(view: AccountView) -> Account {
    Account {
        person: view.person.as_ref().map(Reference::from),
        login: view.account.login,
        locked: !view.account.is_active,
        has_password: view.account.password.is_some(),
        signed_in_at: view.account.signed_in_at.map(|at| at.to_string()),
    }
}

/// Give a person or contact an account; answers with the one-time link.
#[utoipa::path(post, path = "/api/v1/invitations", tag = "accounts", request_body = Invite,
    responses((status = 201, body = LinkMade), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn invite(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<Invite>,
) -> Result<(StatusCode, axum::Json<LinkMade>), Problem> {
    Ok(made(app.invite(&caller, &body.value.person, &body.value.login).await?))
}

/// Make a one-time link for a forgotten password. All sessions of the account end.
#[utoipa::path(post, path = "/api/v1/accounts/{login}/reset", tag = "accounts", params(("login" = String, Path)),
    responses((status = 201, body = LinkMade), (status = 403, body = ProblemBody)))]
async fn reset(
    State(app): State<Server>,
    Known(caller): Known,
    Path(login): Path<String>,
) -> Result<(StatusCode, axum::Json<LinkMade>), Problem> {
    Ok(made(app.reset(&caller, &login).await?))
}

/// Lock an account; its sessions and tokens end at once.
#[utoipa::path(post, path = "/api/v1/accounts/{login}/lock", tag = "accounts", params(("login" = String, Path)),
    responses((status = 204), (status = 409, body = ProblemBody)))]
async fn lock(
    State(app): State<Server>,
    Known(caller): Known,
    Path(login): Path<String>,
) -> Result<StatusCode, Problem> {
    app.set_locked(&caller, &login, Lock::Locked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Unlock it again.
#[utoipa::path(post, path = "/api/v1/accounts/{login}/unlock", tag = "accounts", params(("login" = String, Path)),
    responses((status = 204), (status = 403, body = ProblemBody)))]
async fn unlock(
    State(app): State<Server>,
    Known(caller): Known,
    Path(login): Path<String>,
) -> Result<StatusCode, Problem> {
    app.set_locked(&caller, &login, Lock::Open).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The sessions of an account.
#[utoipa::path(get, path = "/api/v1/accounts/{login}/sessions", tag = "accounts", operation_id = "list_account_sessions",
    params(("login" = String, Path)),
    responses((status = 200, body = Items<Session>), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn sessions(
    State(app): State<Server>,
    Known(caller): Known,
    Path(login): Path<String>,
) -> Result<axum::Json<Items<Session>>, Problem> {
    let sessions = app.sessions_of_account(&caller, &login).await?.into_iter();
    Ok(Items::json(sessions.map(|session| Session::shown(session, caller.session))))
}

/// End a session of an account.
#[utoipa::path(delete, path = "/api/v1/accounts/{login}/sessions/{session}", tag = "accounts",
    operation_id = "end_account_session", params(("login" = String, Path), ("session" = String, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn end_session(
    State(app): State<Server>,
    Known(caller): Known,
    Path((login, session)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let session = session.parse().map_err(|_| Problem::not_found())?;
    app.end_session_of_account(&caller, &login, RecordId(session)).await?;
    Ok(StatusCode::NO_CONTENT)
}
