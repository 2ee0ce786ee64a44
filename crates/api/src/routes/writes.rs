//! What is done with a record beside changing its fields: transitions, comments, relations, and the rest; votes are in `votes.rs`.

use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::records::Parts;
use yuheng_engine::Command;

use crate::Server;
use crate::asked::{Asked, Nothing, id};
use crate::problem::{Problem, ProblemBody};
use crate::request::written;
use crate::types::write::{Comment, Convert, Merge, Relation, Rows, Split, Transition, Void};
use crate::types::written::Written;

/// What is done with a record.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(transition))
        .routes(routes!(rows))
        .routes(routes!(comment))
        .routes(routes!(relate))
        .routes(routes!(unrelate))
        .routes(routes!(void))
        .routes(routes!(convert))
        .routes(routes!(merge))
        .routes(routes!(unmerge))
        .routes(routes!(split))
}

/// Go to another state. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/transitions/{transition}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("transition" = String, Path)),
    request_body = Transition,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn transition(asked: Asked<Transition>) -> Result<Response, Problem> {
    let Asked { app, caller, record, part, body, request } = asked;
    let with = (body.fields, body.comment.map(Into::into));
    Ok(written(StatusCode::OK, &app.transition(&caller, record, &part, with, &request).await?))
}

/// Change rows of a table as it is then: a row is named by its place and by what stood in it, so that whoever changes another row
/// at the same time is not in the way. Needs no `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/rows/{field}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("field" = String, Path)), request_body = Rows,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn rows(asked: Asked<Rows>) -> Result<Response, Problem> {
    let Asked { app, caller, record, part, body, request } = asked;
    Ok(written(StatusCode::OK, &app.change_rows(&caller, record, (&part, body.into()), &request).await?))
}

/// Say something: to all who see the record, or to the provider's own people.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/comments", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Comment,
    responses((status = 201, body = Written), (status = 403, body = ProblemBody)))]
async fn comment(asked: Asked<Comment>) -> Result<Response, Problem> {
    asked.write(StatusCode::CREATED, Command::Comment(asked.body.clone().into())).await
}

/// Draw a relation.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/relations", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Relation,
    responses((status = 201, body = Written), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn relate(asked: Asked<Relation>) -> Result<Response, Problem> {
    let Asked { app, caller, record, body: Relation { kind, target }, request, .. } = asked;
    Ok(written(StatusCode::CREATED, &app.relate(&caller, record, &kind, &target, &request).await?))
}

/// End a relation.
#[utoipa::path(delete, path = "/api/v1/records/{process}/{number}/relations/{relation}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("relation" = String, Path)),
    responses((status = 200, body = Written), (status = 403, body = ProblemBody)))]
async fn unrelate(asked: Asked<Nothing>) -> Result<Response, Problem> {
    asked.write(StatusCode::OK, Command::Unrelate { relation: asked.part_id()? }).await
}

/// Take a record out of the figures, with the reason.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/void", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Void,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody)))]
async fn void(asked: Asked<Void>) -> Result<Response, Problem> {
    asked.write(StatusCode::OK, Command::Void { reason: asked.body.reason.clone() }).await
}

/// Turn a record into one of another process; answers with the new one.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/convert", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Convert,
    responses((status = 201, body = Written), (status = 403, body = ProblemBody)))]
async fn convert(asked: Asked<Convert>) -> Result<Response, Problem> {
    let Asked { app, caller, record, body, request, .. } = asked;
    Ok(written(StatusCode::CREATED, &app.convert(&caller, record, &body.to, &request).await?))
}

/// Make a record a part of another one of its process and customer, which stays: it ends, and what was said on it is read there.
/// Answers with the merged one.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/merge", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Merge,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn merge(asked: Asked<Merge>) -> Result<Response, Problem> {
    let Asked { app, caller, record, body, request, .. } = asked;
    Ok(written(StatusCode::OK, &app.merge(&caller, record, &body.into, &request).await?))
}

/// Take a record out again of the one that it was merged into, while that is open: it goes on as it was.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/unmerge", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn unmerge(asked: Asked<Nothing>) -> Result<Response, Problem> {
    let Asked { app, caller, record, request, .. } = asked;
    Ok(written(StatusCode::OK, &app.unmerge(&caller, record, &request).await?))
}

/// Make two of a record that holds two things; answers with the new one.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/split", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Split,
    responses((status = 201, body = Written), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn split(asked: Asked<Split>) -> Result<Response, Problem> {
    let Asked { app, caller, record, body, request, .. } = asked;
    let files = body.files.iter().map(|file| id(file)).collect::<Result<_, _>>()?;
    let parts = Parts { fields: body.fields, files };
    Ok(written(StatusCode::CREATED, &app.split(&caller, record, parts, &request).await?))
}
