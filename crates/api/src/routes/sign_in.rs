//! Signing in and out, and one-time links.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::accounts::links::First;
use yuheng_app::secret::Secret;

use crate::Server;
use crate::body::Json;
use crate::caller::{From, Known};
use crate::problem::{Problem, ProblemBody};
use crate::security::SESSION_COOKIE;
use crate::types::account::{Link, SignIn, UseLink};

/// Signing in and out.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(sign_in)).routes(routes!(sign_out)).routes(routes!(link, use_link))
}

/// Sign in with login and password; answers with the session's cookie.
#[utoipa::path(post, path = "/api/v1/sign-in", tag = "accounts", request_body = SignIn,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 429, body = ProblemBody)))]
async fn sign_in(
    State(app): State<Server>,
    From(origin): From,
    headers: HeaderMap,
    body: Json<SignIn>,
) -> Result<Response, Problem> {
    let secret = app.sign_in(&body.value.login, body.value.password, &origin).await?;
    Ok(with_session(&headers, &app, &secret))
}

/// End the session.
#[utoipa::path(post, path = "/api/v1/sign-out", tag = "accounts", responses((status = 204)))]
async fn sign_out(State(app): State<Server>, Known(caller): Known) -> Result<Response, Problem> {
    app.end_session(&caller, caller.must_be_in_person()?).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let gone = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().extend(HeaderValue::from_str(&gone).ok().map(|value| (header::SET_COOKIE, value)));
    Ok(response)
}

/// What a one-time link is for.
#[utoipa::path(get, path = "/api/v1/links/{token}", tag = "accounts", params(("token" = String, Path)),
    responses((status = 200, body = Link), (status = 410, body = ProblemBody)))]
async fn link(State(app): State<Server>, Path(token): Path<String>) -> Result<axum::Json<Link>, Problem> {
    let (purpose, account) = app.link(&token).await?;
    Ok(axum::Json(Link { purpose: purpose.as_str(), login: account.map(|account| account.login) }))
}

/// Use a one-time link: set the password and sign in.
#[utoipa::path(post, path = "/api/v1/links/{token}", tag = "accounts", params(("token" = String, Path)),
    request_body = UseLink, responses((status = 204), (status = 410, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn use_link(
    State(app): State<Server>,
    Path(token): Path<String>,
    From(origin): From,
    headers: HeaderMap,
    body: Json<UseLink>,
) -> Result<Response, Problem> {
    let UseLink { login, name, password } = body.value;
    let secret = app.use_link(&token, First { login, name }, password, &origin).await?;
    Ok(with_session(&headers, &app, &secret))
}

/// The cookie is `Secure` wherever users come by HTTPS.
fn with_session(headers: &HeaderMap, app: &Server, secret: &Secret) -> Response {
    let forwarded = headers.get("x-forwarded-proto").is_some_and(|value| value == "https");
    let secure = if forwarded || app.settings().public_url.starts_with("https://") { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200{secure}", secret.reveal());
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().extend(HeaderValue::from_str(&cookie).ok().map(|value| (header::SET_COOKIE, value)));
    response
}
