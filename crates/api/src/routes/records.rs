//! Records: lists, one, new, changed.

use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::lists::{Ask, Listed};
use yuheng_engine::Folder;

use crate::Server;
use crate::body::{Json, Large};
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::request::{answer, request, written};
use crate::types::counts::{ListGroup, ListRun};
use crate::types::record::{Page, Record};
use crate::types::written::Written;

/// Lists, single records, new ones and changed ones.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_all))
        .routes(routes!(list, create))
        .routes(routes!(read, update))
        .routes(routes!(number))
}

/// What is asked of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListParameters {
    /// An expression over `record`, such as `record.is_open && record.priority == "p1"`.
    pub filter: Option<String>,
    /// Only what is called so, has that number, or belongs to one of the twenty newest that are called so. By letters that very many
    /// are called by, nothing is found by what it belongs to: more of them find it.
    pub q: Option<String>,
    /// A field, `-` before it for descending.
    pub sort: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// How many records, 1–200.
    pub limit: Option<u32>,
    /// 1: count all.
    pub total: Option<u8>,
    /// Only what is one's own: `todo`, `done`, `started`, `copied`, of that `unread`, `watched`.
    pub folder: Option<String>,
    /// Grouped by what counts are by, such as `state`, `assignee` or `opened_at:week`: group by group, each in the list's order. States
    /// and options stand as the definition has them, records by their names, times newest first unless the list is sorted by the same
    /// time ascending; what has no value last. Of one process only.
    pub group: Option<String>,
    /// The ids of groups whose records are left out, separated by commas.
    pub folded: Option<String>,
    /// Only what is offered to those for whom something is chosen: who asks for it and whose it is, ids or numbers separated by a comma.
    pub offered_to: Option<String>,
}

impl TryFrom<ListParameters> for Ask {
    type Error = Problem;

    fn try_from(asked: ListParameters) -> Result<Self, Problem> {
        Ok(Self {
            folder: folder(asked.folder.as_deref())?,
            filter: asked.filter,
            text: asked.q,
            sort: asked.sort,
            cursor: asked.cursor,
            limit: asked.limit,
            total: asked.total == Some(1),
            group: asked.group.filter(|group| !group.is_empty()),
            folded: asked.folded.iter().flat_map(|ids| ids.split(',')).map(str::to_owned).collect(),
            whom: asked
                .offered_to
                .iter()
                .flat_map(|names| names.split(','))
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    }
}

/// The folder that is asked for, if one is.
///
/// # Errors
/// When there is no such folder.
pub fn folder(name: Option<&str>) -> Result<Option<Folder>, Problem> {
    let name = name.filter(|name| !name.is_empty());
    name.map(|name| Folder::of(name).ok_or_else(no_folder)).transpose()
}

fn no_folder() -> Problem {
    let names = Folder::ALL.map(Folder::word).join(", ");
    Error::parameter("folder", &format!("应为 {names} 之一"), &format!("has to be one of {names}")).into()
}

/// A page on the wire.
pub fn page(listed: &Listed) -> Large<Page> {
    let item = |row| Record::from(row).marked(&listed.unread);
    let items = listed.rows.iter().map(item).collect();
    let groups = listed.sections.as_ref().map(|sections| sections.iter().map(ListGroup::from).collect());
    let runs = listed.runs.as_ref().map(|runs| runs.iter().map(ListRun::from).collect());
    Large(Page { items, next: listed.next.clone(), total: listed.total, groups, runs })
}

/// Records of all processes.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(ListParameters),
    responses((status = 200, body = Page), (status = 422, body = ProblemBody)))]
async fn list_all(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<ListParameters>,
) -> Result<Large<Page>, Problem> {
    Ok(page(&app.list(&caller, None, &asked.try_into()?).await?))
}

/// Records of one process.
#[utoipa::path(get, path = "/api/v1/records/{process}", tag = "records", operation_id = "list_records", params(("process" = String, Path), ListParameters),
    responses((status = 200, body = Page), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn list(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    Query(asked): Query<ListParameters>,
) -> Result<Large<Page>, Problem> {
    Ok(page(&app.list(&caller, Some(&process), &asked.try_into()?).await?))
}

/// Open a record. The body is the object of its values.
#[utoipa::path(post, path = "/api/v1/records/{process}", tag = "records", params(("process" = String, Path)),
    request_body = Object,
    responses((status = 201, body = Written), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn create(
    State(app): State<Server>,
    Known(caller): Known,
    Path(process): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Map<String, Value>>,
) -> Result<Response, Problem> {
    let body = body.needed()?;
    let request = request(&headers, uri.path(), &body.bytes)?;
    Ok(written(StatusCode::CREATED, &app.create(&caller, &process, body.value, &request).await?))
}

/// How a record is read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReadParameters {
    /// As it was at this instant or at the end of this day.
    as_of: Option<String>,
}

/// A record with what may be done next.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ReadParameters),
    responses((status = 200, body = Record), (status = 404, body = ProblemBody)))]
async fn read(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    Query(asked): Query<ReadParameters>,
) -> Result<Response, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    if let Some(moment) = asked.as_of {
        let row = app.as_of(&caller, id, &moment).await?;
        return Ok(axum::Json(Record::from(&row)).into_response());
    }
    Ok(answer(StatusCode::OK, &app.view(&caller, id).await?))
}

/// Change fields: a merge patch. Needs `If-Match`.
#[utoipa::path(patch, path = "/api/v1/records/{process}/{number}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)), request_body = Object,
    responses((status = 200, body = Written), (status = 412, body = ProblemBody), (status = 428, body = ProblemBody)))]
async fn update(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Json<Map<String, Value>>,
) -> Result<Response, Problem> {
    let body = body.needed()?;
    let request = request(&headers, uri.path(), &body.bytes)?;
    let id = app.addressed(&caller, &process, &number, &request).await?;
    Ok(written(StatusCode::OK, &app.update(&caller, id, body.value, &request).await?))
}

/// The record with a number, whatever its process.
#[utoipa::path(get, path = "/api/v1/numbers/{number}", tag = "records", params(("number" = String, Path)),
    responses((status = 200, body = Record), (status = 404, body = ProblemBody)))]
async fn number(
    State(app): State<Server>,
    Known(caller): Known,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    Ok(answer(StatusCode::OK, &app.number(&caller, &number).await?))
}
