//! What is done with a record beside changing its fields: transitions, votes, comments, relations, and the rest.

use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::{Caller, records::Request};
use yuheng_definition::Label;
use yuheng_engine::{Command, RecordId};

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::request::{request, written};
use crate::types::record::Record;
use crate::types::write::{Bulk, Comment, Convert, Relation, Transition, Void, Vote};

/// What is done with a record.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(transition))
        .routes(routes!(vote))
        .routes(routes!(withdraw))
        .routes(routes!(urge))
        .routes(routes!(comment))
        .routes(routes!(relate))
        .routes(routes!(unrelate))
        .routes(routes!(void))
        .routes(routes!(convert))
        .routes(routes!(bulk))
}

/// The record that an address names, and what comes with the request.
async fn about(
    app: &Server,
    caller: &Caller,
    (process, number): (&str, &str),
    (uri, headers, body): (&axum::http::Uri, &HeaderMap, &[u8]),
) -> Result<(RecordId, Request), Problem> {
    let request = request(headers, uri.path(), body)?;
    Ok((app.addressed(caller, process, number, &request).await?, request))
}

fn id(text: &str) -> Result<RecordId, Problem> {
    text.parse().map(RecordId).map_err(|_| Problem::not_found())
}

/// Go to another state. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/transitions/{transition}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("transition" = String, Path)),
    request_body = Transition,
    responses((status = 200, body = Record), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 422, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn transition(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, transition)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Transition>,
) -> Result<Response, Problem> {
    let (id, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &body.bytes)).await?;
    let with = (body.value.fields, body.value.comment.map(Into::into));
    Ok(written(StatusCode::OK, &app.transition(&caller, id, &transition, with, &request).await?))
}

/// Vote on an approval. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/votes", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)), request_body = Vote,
    responses((status = 200, body = Record), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 412, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn vote(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, approval)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Vote>,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &body.bytes)).await?;
    let Vote { voter, agrees, opinion } = body.value;
    let voter = voter.map_or(Ok(caller.actor.id), |voter| id(&voter))?;
    let command = Command::Vote { approval: id(&approval)?, voter, agrees, opinion };
    Ok(written(StatusCode::OK, &app.vote(&caller, record, command, &request).await?))
}

/// Take an approval back that one has asked for.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/withdraw", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)),
    responses((status = 200, body = Record), (status = 403, body = ProblemBody)))]
async fn withdraw(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, approval)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &[])).await?;
    let command = Command::Withdraw { approval: id(&approval)? };
    Ok(written(StatusCode::OK, &app.write(&caller, Some(record), command, &request).await?))
}

/// Remind the voters.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/approvals/{approval}/urge", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("approval" = String, Path)),
    responses((status = 200, body = Record), (status = 403, body = ProblemBody)))]
async fn urge(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, approval)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &[])).await?;
    let command = Command::Urge { approval: id(&approval)? };
    Ok(written(StatusCode::OK, &app.write(&caller, Some(record), command, &request).await?))
}

/// Say something: to all who see the record, or to the provider's own people.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/comments", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Comment,
    responses((status = 201, body = Record), (status = 403, body = ProblemBody)))]
async fn comment(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Comment>,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &body.bytes)).await?;
    let command = Command::Comment(body.value.into());
    Ok(written(StatusCode::CREATED, &app.write(&caller, Some(record), command, &request).await?))
}

/// Draw a relation.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/relations", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Relation,
    responses((status = 201, body = Record), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn relate(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Relation>,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &body.bytes)).await?;
    let Relation { kind, target } = body.value;
    Ok(written(StatusCode::CREATED, &app.relate(&caller, record, &kind, &target, &request).await?))
}

/// End a relation.
#[utoipa::path(delete, path = "/api/v1/records/{process}/{number}/relations/{relation}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("relation" = String, Path)),
    responses((status = 200, body = Record), (status = 403, body = ProblemBody)))]
async fn unrelate(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, relation)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &[])).await?;
    let command = Command::Unrelate { relation: id(&relation)? };
    Ok(written(StatusCode::OK, &app.write(&caller, Some(record), command, &request).await?))
}

/// Take a record out of the figures, with the reason.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/void", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Void,
    responses((status = 200, body = Record), (status = 403, body = ProblemBody)))]
async fn void(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Void>,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &body.bytes)).await?;
    let command = Command::Void { reason: body.value.reason };
    Ok(written(StatusCode::OK, &app.write(&caller, Some(record), command, &request).await?))
}

/// Turn a record into one of another process; answers with the new one.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/convert", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Convert,
    responses((status = 201, body = Record), (status = 403, body = ProblemBody)))]
async fn convert(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Convert>,
) -> Result<Response, Problem> {
    let (record, request) = about(&app, &caller, (&process, &number), (&uri, &headers, &body.bytes)).await?;
    Ok(written(StatusCode::CREATED, &app.convert(&caller, record, &body.value.to, &request).await?))
}

/// The most records that can be changed at once.
const MOST: usize = 200;

/// Change several records at once, each as it stands now; with `dry_run` only say which it would concern.
#[utoipa::path(post, path = "/api/v1/bulk", tag = "records", request_body = Bulk,
    responses((status = 200, body = Object), (status = 422, body = ProblemBody)))]
async fn bulk(State(app): State<Server>, Known(caller): Known, body: Json<Bulk>) -> Result<Response, Problem> {
    let Bulk { process, numbers, transition, fields, dry_run } = body.value;
    if numbers.len() > MOST {
        return Err(Problem::bad_request(Label::new("一次最多 200 条", "At most 200 at once")));
    }
    let mut results = Vec::new();
    for number in numbers {
        let outcome = app.bulk_one(&caller, (&process, &number), transition.as_deref(), fields.clone(), dry_run).await;
        results.push(match outcome {
            Ok(()) => serde_json::json!({ "number": number, "ok": true }),
            Err(error) => serde_json::json!({ "number": number, "ok": false, "why": error.to_string() }),
        });
    }
    Ok(axum::Json(serde_json::json!({ "dry_run": dry_run, "results": results })).into_response())
}
