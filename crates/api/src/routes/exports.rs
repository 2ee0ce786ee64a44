//! Lists taken away as files, and files to fill in.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::export::{Piece, Pieces};
use yuheng_app::lists::Ask;
use yuheng_app::sheets::FileKind;
use yuheng_app::{Error, InForce};
use yuheng_definition::Language;
use yuheng_engine::explain::Explain;

use crate::Server;
use crate::caller::Known;
use crate::language;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::routes::records::folder;

/// Exports and templates.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(export)).routes(routes!(template))
}

/// What is taken away, and as what.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExportParameters {
    /// `csv`, which it is where nothing is said, or `xlsx`.
    format: Option<String>,
    /// Say how far it is between the pieces of the file. Each piece begins with a line of JSON: how many records are written
    /// (`rows`) `of` how many, how many `bytes` of the file follow the line, `is_last`, and `is_cut` where it
    /// ends because it holds no more; or the `problem` that ends it.
    #[serde(default)]
    progress: bool,
    /// An expression over `record`, as lists have it.
    filter: Option<String>,
    /// Only what is called so, as lists have it.
    q: Option<String>,
    /// A field, `-` before it for descending.
    sort: Option<String>,
    /// Only what is one's own, as lists have it.
    folder: Option<String>,
    /// Grouped, as lists have it: the rows stand in that order.
    group: Option<String>,
    /// Nothing: a file holds the folded groups, too. Taken, so that the address of a list is one of a file.
    #[expect(dead_code, reason = "a file folds nothing")]
    folded: Option<String>,
    /// Nothing: a file holds all that match. Taken, so that the address of a list is one of a file.
    #[expect(dead_code, reason = "a file has no pages")]
    cursor: Option<String>,
    /// Nothing, likewise.
    #[expect(dead_code, reason = "a file has no pages")]
    limit: Option<u32>,
    /// Nothing, likewise.
    #[expect(dead_code, reason = "how many there are is said as it is written")]
    total: Option<u8>,
}

/// The kind of file that is asked for.
pub fn kind(format: Option<&str>) -> Result<FileKind, Problem> {
    let wrong = || Error::parameter("format", "应为 csv 或 xlsx", "has to be csv or xlsx");
    Ok(format.map_or(Some(FileKind::Csv), FileKind::of).ok_or_else(wrong)?)
}

/// A file to be kept under a name.
pub fn file(name: &str, kind: FileKind, body: impl Into<Body>) -> Response {
    let disposition = format!("attachment; filename=\"{name}.{}\"", kind.ending());
    let headers = [(header::CONTENT_TYPE, kind.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, body.into()).into_response()
}

/// A list as a file, CSV or Excel's, with the columns of the definition: at most 100,000 records. A file that breaks off on its
/// way is no whole one, and the connection says so.
#[utoipa::path(get, path = "/api/v1/records/{process}/export", tag = "records",
    params(("process" = String, Path), ExportParameters),
    responses((status = 200, content_type = "text/csv"), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn export(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<ExportParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (kind, language) = (kind(asked.format.as_deref())?, language::of(&headers));
    let ask = Ask {
        folder: folder(asked.folder.as_deref())?,
        filter: asked.filter,
        text: asked.q,
        sort: asked.sort,
        group: asked.group.filter(|group| !group.is_empty()),
        ..Ask::default()
    };
    let export = app.export(&caller, &process, &ask, (kind, language)).await?;
    Ok(match asked.progress {
        true => progress(export, (&caller.in_force, language)),
        false => file(&process, kind, Body::from_stream(plain(export))),
    })
}

/// A file in pieces, each behind a line that says how far it is.
pub fn progress(export: impl Pieces + 'static, (in_force, language): (&Arc<InForce>, Language)) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/octet-stream")];
    (headers, Body::from_stream(told(export, Arc::clone(in_force), language))).into_response()
}

/// The file alone.
pub fn plain(export: impl Pieces) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    stream::try_unfold(export, |mut export| async move {
        let piece = export.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
        Ok(piece.map(|piece| (Bytes::from(piece.bytes), export)))
    })
}

/// The pieces of the file, a line before each that says how far it is.
fn told(
    export: impl Pieces,
    in_force: Arc<InForce>,
    language: Language,
) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    stream::unfold(Some(export), move |export| {
        let in_force = Arc::clone(&in_force);
        async move {
            let mut export = export?;
            match export.next().await {
                Ok(None) => None,
                Ok(Some(piece)) => Some((Ok(line(piece)), Some(export))),
                Err(error) => {
                    tracing::error!(%error, "an export broke off");
                    let words = Explain { definitions: &in_force.definitions, process: None };
                    let problem = json!({ "problem": Problem::from(error).body(&words, language) });
                    Some((Ok(Bytes::from(format!("{problem}\n"))), None))
                }
            }
        }
    })
}

fn line(Piece { rows, of, bytes, is_last, is_cut }: Piece) -> Bytes {
    let said = json!({ "rows": rows, "of": of, "bytes": bytes.len(), "is_last": is_last, "is_cut": is_cut });
    let mut line = format!("{said}\n").into_bytes();
    line.extend(bytes);
    Bytes::from(line)
}

/// Which file to fill in.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TemplateParameters {
    /// `csv`, which it is where nothing is said, or `xlsx`.
    format: Option<String>,
    /// Only these fields, by id, with commas between.
    fields: Option<String>,
}

/// A file to fill in and import: a column for each field that the caller may set, in the caller's language; what must be filled
/// is first and marked with `*`. Excel's has lists to choose from, and a second sheet that explains the columns.
#[utoipa::path(get, path = "/api/v1/records/{process}/template", tag = "records", operation_id = "import_template",
    params(("process" = String, Path), TemplateParameters),
    responses((status = 200, content_type = "text/csv"), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn template(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<TemplateParameters>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let kind = kind(asked.format.as_deref())?;
    let only: Vec<&str> =
        asked.fields.iter().flat_map(|fields| fields.split(',')).filter(|id| !id.is_empty()).collect();
    let bytes = app.template(&caller, &process, &only, (kind, language::of(&headers)))?;
    Ok(file(&format!("{process}-template"), kind, bytes))
}
