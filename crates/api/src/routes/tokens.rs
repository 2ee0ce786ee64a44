//! API tokens: one's own.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::accounts::tokens;
use yuheng_engine::RecordId;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;
use crate::types::account::{NewToken, Token};

/// Tokens.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(revoke))
}

fn wire(token: yuheng_app::Token, secret: Option<String>) -> Token {
    Token {
        id: token.id.to_string(),
        label: token.name,
        processes: token.processes.iter().map(ToString::to_string).collect(),
        read_only: token.read_only,
        created_at: token.created_at.to_string(),
        expires_at: token.expires_at.map(|at| at.to_string()).unwrap_or_default(),
        secret,
    }
}

/// One's tokens.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "me", operation_id = "list_tokens", responses((status = 200, body = Items<Token>)))]
async fn list(State(app): State<Server>, Known(caller): Known) -> Result<axum::Json<Items<Token>>, Problem> {
    caller.must_be_in_person()?;
    let tokens = app.tokens(&caller, caller.actor.id).await?;
    Ok(Items::json(tokens.into_iter().map(|token| wire(token, None))))
}

/// Make a token. It is shown in this answer and never again.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "me", request_body = NewToken,
    responses((status = 201, body = Token), (status = 422, body = ProblemBody)))]
async fn make(
    State(app): State<Server>,
    Known(caller): Known,
    body: Json<NewToken>,
) -> Result<(StatusCode, axum::Json<Token>), Problem> {
    caller.must_be_in_person()?;
    let NewToken { label, processes, read_only, days } = body.value;
    let new = tokens::NewToken { label, processes, read_only, days };
    let (token, secret) = app.make_token(&caller, caller.actor.id, new).await?;
    Ok((StatusCode::CREATED, axum::Json(wire(token, Some(secret.reveal().to_owned())))))
}

/// Revoke a token.
#[utoipa::path(delete, path = "/api/v1/tokens/{token}", tag = "me", params(("token" = String, Path)),
    responses((status = 204), (status = 404, body = ProblemBody)))]
async fn revoke(
    State(app): State<Server>,
    Known(caller): Known,
    Path(token): Path<String>,
) -> Result<StatusCode, Problem> {
    caller.must_be_in_person()?;
    let token = token.parse().map_err(|_| Problem::not_found())?;
    app.revoke_token(&caller, caller.actor.id, RecordId(token)).await?;
    Ok(StatusCode::NO_CONTENT)
}
