//! What is done with an approval: votes, others who come in, copies, taking it back, reminding the voters.

use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::records::{Ballot, Joining};
use yuheng_engine::{Command, Joining as How};

use crate::Server;
use crate::asked::{Asked, Nothing};
use crate::problem::{Problem, ProblemBody};
use crate::request::written;
use crate::types::write::{AddedSigner, Copies, HandOn, Vote};
use crate::types::written::Written;

/// What is done with an approval.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(vote))
        .routes(routes!(add_signer))
        .routes(routes!(hand_on))
        .routes(routes!(copy))
        .routes(routes!(withdraw))
        .routes(routes!(urge))
}

/// Vote on an approval. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/votes", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)), request_body = Vote,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn vote(asked: Asked<Vote>) -> Result<Response, Problem> {
    let approval = asked.part_id()?;
    let Asked { app, caller, record, body: Vote { voter, agrees, opinion, to_step }, request, .. } = asked;
    let ballot = Ballot { voter, agrees, opinion, to_step };
    Ok(written(StatusCode::OK, &app.vote(&caller, record, approval, ballot, &request).await?))
}

/// Take an approval back that one has asked for.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/withdraw", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)),
    responses((status = 200, body = Written), (status = 403, body = ProblemBody)))]
async fn withdraw(asked: Asked<Nothing>) -> Result<Response, Problem> {
    asked.write(StatusCode::OK, Command::Withdraw { approval: asked.part_id()? }).await
}

/// Remind the voters.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/urge", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)),
    responses((status = 200, body = Written), (status = 403, body = ProblemBody)))]
async fn urge(asked: Asked<Nothing>) -> Result<Response, Problem> {
    asked.write(StatusCode::OK, Command::Urge { approval: asked.part_id()? }).await
}

/// Ask somebody else to agree as well. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/signers", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)), request_body = AddedSigner,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn add_signer(asked: Asked<AddedSigner>) -> Result<Response, Problem> {
    let approval = asked.part_id()?;
    let Asked { app, caller, record, body: AddedSigner { voter, signer, how, reason }, request, .. } = asked;
    let joining = Joining { voter, person: signer, how: how.into(), reason };
    Ok(written(StatusCode::OK, &app.join(&caller, record, approval, joining, &request).await?))
}

/// Hand a vote on to somebody else, where the approval allows that. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/handovers", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)), request_body = HandOn,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn hand_on(asked: Asked<HandOn>) -> Result<Response, Problem> {
    let approval = asked.part_id()?;
    let Asked { app, caller, record, body: HandOn { voter, signer, reason }, request, .. } = asked;
    let joining = Joining { voter, person: signer, how: How::HandedOn, reason };
    Ok(written(StatusCode::OK, &app.join(&caller, record, approval, joining, &request).await?))
}

/// Tell further people of an approval; they have no vote.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/copies", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)), request_body = Copies,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn copy(asked: Asked<Copies>) -> Result<Response, Problem> {
    let approval = asked.part_id()?;
    let Asked { app, caller, record, body: Copies { people }, request, .. } = asked;
    Ok(written(StatusCode::OK, &app.copy(&caller, record, approval, &people, &request).await?))
}
