//! Files attached to records. Sent as they are, in the body, or in a form; served so that no browser runs them.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::records::attachments::Incoming;
use yuheng_app::{AttachedFile, Caller, records};
use yuheng_definition::Label;
use yuheng_engine::RecordId;

use crate::Server;
use crate::caller::Known;
use crate::form::{Form, Head, Sink, is_form};
use crate::problem::{Problem, ProblemBody};
use crate::query::{Query, missing};
use crate::request::{request, written};
use crate::types::Items;
use crate::types::history::AttachmentLink;
use crate::types::words::Audience;
use crate::types::written::Written;

/// Attachments.
pub fn router() -> OpenApiRouter<Server> {
    // How large a file may be is for the use case to say, however it is sent.
    OpenApiRouter::new().routes(routes!(list, attach)).routes(routes!(fetch)).layer(DefaultBodyLimit::disable())
}

/// What is attached.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AttachParameters {
    /// The file's name; in a form the file has its own.
    name: Option<String>,
    /// Who may fetch it; in a form it may be a part.
    audience: Option<Audience>,
}

/// A file in a form: `audience` before `file`, and nothing after it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of a form, which is read part by part")]
struct AttachForm {
    /// Who may fetch it; needed unless it stands in the address.
    audience: Option<Audience>,
    /// The file with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
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

/// Attach a file: the body is its content, or a form that holds it.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/attachments", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), AttachParameters),
    request_body(content((Vec<u8> = "application/octet-stream"), (AttachForm = "multipart/form-data"))),
    responses((status = 201, body = Written), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn attach(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<AttachParameters>,
    OriginalUri(uri): OriginalUri,
    sent: Request,
) -> Result<Response, Problem> {
    let record = app.find(&caller, &process, &number).await?;
    // What is sent is known when it has been taken in; the key is bound to it then.
    let request = request(sent.headers(), uri.path(), &[])?;
    let mut upload = Upload { app: &app, caller: &caller, record, request: &request, file: None };
    let head = if is_form(sent.headers()) {
        Form::of(sent, asked.audience).await?.file(asked.name, &mut upload).await?
    } else {
        let name = asked.name.ok_or_else(|| missing("name"))?;
        let head = Head { name, audience: asked.audience.ok_or_else(|| missing("audience"))? };
        upload.begin(&head).await?;
        let mut parts = sent.into_body().into_data_stream();
        while let Some(part) = parts.next().await {
            let broken = |_| Problem::bad_request(Label::new("上传中断", "The upload broke off"));
            upload.next(&part.map_err(broken)?).await?;
        }
        head
    };
    let file = upload.file.ok_or_else(|| missing("file"))?;
    let attached = app.attach(&caller, record, file, (&head.name, head.audience.into()), &request).await?;
    Ok(written(StatusCode::CREATED, &attached))
}

/// A file on its way into the store.
struct Upload<'a> {
    app: &'a Server,
    caller: &'a Caller,
    record: RecordId,
    request: &'a records::Request,
    file: Option<Incoming>,
}

impl Sink for Upload<'_> {
    async fn begin(&mut self, head: &Head) -> Result<(), Problem> {
        let named = (head.name.as_str(), head.audience.into());
        self.file = Some(self.app.begin_file(self.caller, self.record, named, self.request).await?);
        Ok(())
    }

    async fn next(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        match &mut self.file {
            Some(file) => Ok(self.app.next_bytes(file, bytes).await?),
            None => Ok(()),
        }
    }
}

/// How a file is fetched.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FetchParameters {
    /// To be shown in place, where it is a picture or a PDF; all else is handed over to be kept, as without this.
    inline: Option<bool>,
}

/// Fetch a file.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/attachments/{attachment}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("attachment" = String, Path), FetchParameters),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = ProblemBody)))]
async fn fetch(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, attachment)): Path<(String, String, String)>,
    Query(asked): Query<FetchParameters>,
) -> Result<Response, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let attachment = attachment.parse().map_err(|_| Problem::not_found())?;
    let file = app.attachment(&caller, id, RecordId(attachment)).await?;
    let name: String = file.attachment.name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let handing = if asked.inline == Some(true) { Handing::of(&file.attachment.media_type) } else { Handing::Over };
    let headers = [
        (header::CONTENT_TYPE, file.attachment.media_type.clone()),
        (header::CONTENT_LENGTH, file.attachment.size.to_string()),
        (header::CONTENT_DISPOSITION, format!("{}; filename*=UTF-8''{name}", handing.disposition())),
        (header::CONTENT_SECURITY_POLICY, handing.policy().to_owned()),
        (header::X_FRAME_OPTIONS, handing.frames().to_owned()),
    ];
    Ok((headers, in_parts(app, file)).into_response())
}

/// What a browser is to do with a file. Its type was found by looking when it was attached, and is not guessed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handing {
    /// To keep it, whatever it is.
    Over,
    /// To show it: a picture.
    Picture,
    /// To show it in its own viewer, in a frame of our page.
    Pdf,
}

impl Handing {
    /// Only what can hold no script of this origin is shown; SVG and HTML can.
    fn of(media_type: &str) -> Self {
        match media_type {
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp" => Self::Picture,
            "application/pdf" => Self::Pdf,
            _ => Self::Over,
        }
    }

    const fn disposition(self) -> &'static str {
        match self {
            Self::Over => "attachment",
            Self::Picture | Self::Pdf => "inline",
        }
    }

    const fn policy(self) -> &'static str {
        match self {
            Self::Over | Self::Picture => "sandbox; default-src 'none'",
            Self::Pdf => "sandbox; default-src 'none'; frame-ancestors 'self'",
        }
    }

    const fn frames(self) -> &'static str {
        match self {
            Self::Over | Self::Picture => "DENY",
            Self::Pdf => "SAMEORIGIN",
        }
    }
}

/// The content, read as fast as it is taken. Should it fail halfway, the connection ends before its length.
fn in_parts(app: Server, file: AttachedFile) -> Body {
    let (parts, taken) = tokio::sync::mpsc::channel(2);
    tokio::spawn(async move {
        for part in 0.. {
            let read = match app.attachment_part(&file, part).await {
                Ok(Some(bytes)) => Ok(bytes),
                Ok(None) => break,
                Err(error) => {
                    tracing::error!(%error, attachment = %file.attachment.id, "a file could not be read to its end");
                    Err(error)
                }
            };
            let failed = read.is_err();
            // Whoever asked may have gone.
            if parts.send(read).await.is_err() || failed {
                break;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(taken))
}
