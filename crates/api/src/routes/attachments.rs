//! Files attached to records. Sent as they are, in the body; served so that no browser runs them.

use axum::body::Body;
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_definition::Label;
use yuheng_engine::RecordId;

use crate::Server;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::request::{request, written};
use crate::types::Items;
use crate::types::history::AttachmentLink;
use crate::types::record::Written;
use crate::types::words::Audience;

/// Attachments.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, attach)).routes(routes!(fetch))
}

/// What is attached.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AttachParameters {
    /// The file's name.
    name: String,
    /// Who may fetch it.
    audience: Audience,
}

/// The files of a record.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/attachments", tag = "records", operation_id = "list_attachments",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Items<AttachmentLink>), (status = 404, body = ProblemBody)))]
async fn list(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<axum::Json<Items<AttachmentLink>>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    Ok(Items::json(app.attachments(&caller, id).await?.iter().map(AttachmentLink::from)))
}

/// Attach a file: the body is its content.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/attachments", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), AttachParameters),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Written), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody)))]
async fn attach(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<AttachParameters>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    // What is sent is known when it has been taken in; the key is bound to it then.
    let request = request(&headers, uri.path(), &[])?;
    let named = (asked.name.as_str(), asked.audience.into());
    let mut file = app.begin_file(&caller, id, named, &request).await?;
    let mut parts = body.into_data_stream();
    while let Some(part) = parts.next().await {
        let broken = |_| Problem::bad_request(Label::new("上传中断", "The upload broke off"));
        app.next_bytes(&mut file, &part.map_err(broken)?).await?;
    }
    let attached = app.attach(&caller, id, file, named, &request).await?;
    Ok(written(StatusCode::CREATED, &attached))
}

/// Fetch a file.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/attachments/{attachment}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("attachment" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = ProblemBody)))]
async fn fetch(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, attachment)): Path<(String, String, uuid::Uuid)>,
) -> Result<Response, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let (file, content) = app.attachment(&caller, id, RecordId(attachment)).await?;
    let name: String = file.attachment.name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let headers = [
        (header::CONTENT_TYPE, file.attachment.media_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    Ok((headers, content).into_response())
}
