//! Text templates, found and filled for a record.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::texts::TextFound;

use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::types::Items;
use crate::types::text::Text;
use crate::types::words::Audience;
use crate::{Server, language};

/// Text templates.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(texts))
}

/// Which templates.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TextParameters {
    /// What is typed of its title, its keyword or the initials of its title in pinyin; all without it.
    #[serde(default)]
    q: String,
    /// Who is to read it: for the public those that are internal only are left out.
    audience: Audience,
}

/// A text template, filled for a record with what the reader may see.
#[derive(Debug, Serialize, ToSchema)]
struct TextTemplate {
    number: String,
    title: String,
    keyword: Option<String>,
    /// The language that it is written in, `zh` or `en`; absent: any.
    language: Option<String>,
    /// Goes into internal notes only.
    internal_only: bool,
    /// The text, its placeholders filled.
    text: String,
    /// What there was nothing to fill in for: it stands in the text as a marked gap.
    gaps: Vec<Text>,
}

impl From<TextFound> for TextTemplate {
    fn from(found: TextFound) -> Self {
        let TextFound { number, title, keyword, language, internal_only, text, gaps } = found;
        let gaps = gaps.iter().map(Text::from).collect();
        Self { number, title, keyword, language, internal_only, text, gaps }
    }
}

/// The text templates that may be written on a record, filled, 20 at most: those in the language asked for first, then what fits
/// best.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/texts", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), TextParameters),
    responses((status = 200, body = Items<TextTemplate>), (status = 404, body = ProblemBody)))]
async fn texts(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
    headers: HeaderMap,
    Query(asked): Query<TextParameters>,
) -> Result<axum::Json<Items<TextTemplate>>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let found = app.texts(&caller, id, (&asked.q, asked.audience.into(), language::of(&headers))).await?;
    Ok(Items::json(found.into_iter().map(TextTemplate::from)))
}
