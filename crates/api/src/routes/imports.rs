//! Records opened from files: a short file with one request, a long one read first and its rows sent in parts.

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::import::{How, LARGEST, MOST_AT_ONCE, MOST_ROWS, TableRow, too_many};
use yuheng_app::records::Rehearsal;
use yuheng_app::sheets::FileKind;

use crate::Server;
use crate::body::{Json, Large, parse};
use crate::caller::Known;
use crate::language;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::request::request;
use crate::routes::exports::{file, kind};
use crate::types::import::{FailedRows, ImportRows, ImportTable, Imported};

/// Imports.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(import))
        .routes(routes!(import_table))
        .routes(routes!(import_rows))
        .routes(routes!(import_failed))
}

/// How rows are imported.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportParameters {
    /// Only try: nothing is written.
    #[serde(default)]
    dry_run: bool,
}

impl ImportParameters {
    const fn rehearsal(&self) -> Rehearsal {
        if self.dry_run { Rehearsal::Only } else { Rehearsal::No }
    }
}

async fn whole(body: Body) -> Result<Vec<u8>, Problem> {
    Ok(to_bytes(body, LARGEST).await.map_err(|_| Error::TooLarge(LARGEST as u64))?.to_vec())
}

/// Whether whoever sends a file says that it is Excel's. Whatever else is said, or nothing: what it begins like counts.
fn is_excel(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    said.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(FileKind::Xlsx.media_type())
}

/// Open a record for each row of a file, CSV or Excel's, at most 1000 rows. Its headers are fields' ids or labels, such as the
/// export and the template write. The same file sent again opens nothing twice; with an `Idempotency-Key`, nor does a mended one
/// under the same key.
#[utoipa::path(post, path = "/api/v1/records/{process}/import", tag = "records",
    params(("process" = String, Path), ImportParameters),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses((status = 200, body = Imported), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn import(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<ImportParameters>,
    headers: HeaderMap,
    body: Body,
) -> Result<Large<Imported>, Problem> {
    let (bytes, language) = (whole(body).await?, language::of(&headers));
    let idempotency = request(&headers, "import", &[])?.idempotency;
    let table = app.table(&caller, &process, bytes, is_excel(&headers)).await?;
    if table.rows.len() > MOST_ROWS {
        return Err(too_many(table.rows.len(), MOST_ROWS).into());
    }
    let key = idempotency.as_ref().map(|idempotency| idempotency.key.as_str());
    let done = app.import(&caller, &process, &table, How { rehearsal: asked.rehearsal(), language, key }).await?;
    let failed = (table.kind == FileKind::Csv && !done.refused.is_empty()).then(|| done.refused.clone());
    let mut imported = Imported::new(done, asked.dry_run, language);
    if let Some(failed) = failed {
        let bytes = app.refused_file(&caller, &process, (table.header, failed), (FileKind::Csv, language)).await?;
        imported.failed_csv = Some(String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(Large(imported))
}

/// Read a file, CSV or Excel's, at most 100,000 rows: its header is checked, and nothing tried or written. Its rows are then sent
/// in parts.
#[utoipa::path(post, path = "/api/v1/records/{process}/import/table", tag = "records", params(("process" = String, Path)),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses((status = 200, body = ImportTable), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn import_table(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Large<ImportTable>, Problem> {
    let bytes = whole(body).await?;
    Ok(Large(app.table(&caller, &process, bytes, is_excel(&headers)).await?.into()))
}

/// Open a record for each of at most 200 rows of a file that was read. Needs an `Idempotency-Key`, the same for all parts of a
/// file: under it a row is opened once, however often it is sent.
#[utoipa::path(post, path = "/api/v1/records/{process}/import/rows", tag = "records",
    params(("process" = String, Path), ImportParameters), request_body = ImportRows,
    responses((status = 200, body = Imported), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn import_rows(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<ImportParameters>,
    headers: HeaderMap,
    body: Json<ImportRows>,
) -> Result<axum::Json<Imported>, Problem> {
    let ImportRows { header, rows } = body.needed()?.value;
    if rows.len() > MOST_AT_ONCE {
        return Err(too_many(rows.len(), MOST_AT_ONCE).into());
    }
    let idempotency = request(&headers, "import", &[])?.idempotency;
    let missing = || Error::argument("需要 Idempotency-Key", "An Idempotency-Key is needed");
    let (key, language) = (idempotency.ok_or_else(missing)?.key, language::of(&headers));
    let rows: Vec<TableRow> = rows.into_iter().map(Into::into).collect();
    let how = How { rehearsal: asked.rehearsal(), language, key: Some(&key) };
    let done = app.import_rows(&caller, &process, (&header, &rows), how).await?;
    Ok(axum::Json(Imported::new(done, asked.dry_run, language)))
}

/// As which file they come back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FailedParameters {
    /// `csv`, which it is where nothing is said, or `xlsx`.
    format: Option<String>,
}

/// A file of the rows that were refused, under their header, the reason behind it: mended, it is the next file.
#[utoipa::path(post, path = "/api/v1/records/{process}/import/failed", tag = "records",
    params(("process" = String, Path), FailedParameters), request_body = FailedRows,
    responses((status = 200, content_type = "text/csv"), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn import_failed(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<FailedParameters>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let kind = kind(asked.format.as_deref())?;
    let FailedRows { header, failed } = parse(&whole(body).await?)?;
    let failed = failed.into_iter().map(Into::into).collect();
    let bytes = app.refused_file(&caller, &process, (header, failed), (kind, language::of(&headers))).await?;
    Ok(file(&format!("{process}-failed"), kind, bytes))
}
