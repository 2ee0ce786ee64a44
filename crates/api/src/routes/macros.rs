//! Macros: those that there are, what one would do to a record, and running it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::records::MacroOffer;

use crate::asked::Asked;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::query::Query;
use crate::request::written;
use crate::types::Items;
use crate::types::history::{Entry, History};
use crate::types::text::Text;
use crate::types::written::Written;
use crate::{Server, language};

/// Macros.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(macros))
        .routes(routes!(macros_on_record))
        .routes(routes!(macro_outlook))
        .routes(routes!(run_macro))
}

/// A macro that the reader may use.
#[derive(Debug, Serialize, ToSchema)]
struct Macro {
    number: String,
    title: Text,
    /// When it is used.
    purpose: Option<Text>,
    /// What stands against it: its process, a field, a step or a template is gone. Then it can't be run.
    problems: Vec<MacroProblem>,
    /// The fields that it sets, if it does nothing else: those can be given back.
    sets_only: Option<Vec<String>>,
}

/// What is wrong with a macro.
#[derive(Debug, Serialize, ToSchema)]
struct MacroProblem {
    /// The place, `actions[0].target`.
    field: String,
    /// Why.
    text: Text,
}

impl From<MacroOffer> for Macro {
    fn from(offer: MacroOffer) -> Self {
        let problem = |(field, text): &(String, _)| MacroProblem { field: field.clone(), text: Text::from(text) };
        let ids = |fields: Vec<yuheng_definition::FieldId>| fields.iter().map(ToString::to_string).collect();
        Self {
            number: offer.number,
            title: Text::from(&offer.title),
            purpose: offer.purpose.as_ref().map(Text::from),
            problems: offer.problems.iter().map(problem).collect(),
            sets_only: offer.sets_only.map(ids),
        }
    }
}

/// For which records.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MacrosParameters {
    /// The process.
    process: String,
}

/// The macros for records of a process that one may use, by title, those that are no longer sound with what is wrong.
#[utoipa::path(get, path = "/api/v1/macros", tag = "records", params(MacrosParameters),
    responses((status = 200, body = Items<Macro>), (status = 404, body = ProblemBody)))]
async fn macros(
    State(app): State<Server>,
    Known(caller): Known,
    Query(asked): Query<MacrosParameters>,
) -> Result<axum::Json<Items<Macro>>, Problem> {
    Ok(Items::json(app.macros(&caller, &asked.process).await?.into_iter().map(Macro::from)))
}

/// The macros that are offered on a record: sound, and their condition holds.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/macros", tag = "records",
    params(("process" = String, Path), ("number" = String, Path)),
    responses((status = 200, body = Items<Macro>), (status = 404, body = ProblemBody)))]
async fn macros_on_record(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number)): Path<(String, String)>,
) -> Result<axum::Json<Items<Macro>>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    Ok(Items::json(app.macros_on(&caller, id).await?.into_iter().map(Macro::from)))
}

/// What a macro would do to a record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MacroOutlook)]
struct Outlook {
    /// The entries that its history would get.
    items: Vec<Entry>,
    /// By what this plan is known: a run that names it does this, or is refused.
    plan: String,
}

/// What a macro would do to a record: the entries that its history would get. Nothing is written; what would be refused is.
#[utoipa::path(get, path = "/api/v1/records/{process}/{number}/macros/{macro}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("macro" = String, Path)),
    responses((status = 200, body = Outlook), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn macro_outlook(
    State(app): State<Server>,
    Known(caller): Known,
    Path((process, number, name)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<axum::Json<Outlook>, Problem> {
    let id = app.find(&caller, &process, &number).await?;
    let outlook = app.macro_outlook(&caller, id, (&name, language::of(&headers))).await?;
    Ok(axum::Json(Outlook { items: History::from(&outlook.foreseen).items, plan: outlook.plan }))
}

/// How a macro is run.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MacroRun)]
struct Run {
    /// The plan that was looked at. Where the macro, a template of it or the record has changed since so that something else would be
    /// done, nothing is: 412 with the type `other-plan`. Without it, it is done as it comes.
    plan: Option<String>,
}

/// Run a macro on a record: all that it does, or nothing, with the rights of whoever runs it. Needs `If-Match`.
#[utoipa::path(post, path = "/api/v1/records/{process}/{number}/macros/{macro}", tag = "records",
    params(("process" = String, Path), ("number" = String, Path), ("macro" = String, Path)), request_body = Run,
    responses((status = 200, body = Written), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 412, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 428, body = ProblemBody)))]
async fn run_macro(headers: HeaderMap, asked: Asked<Run>) -> Result<Response, Problem> {
    let Asked { app, caller, record, part, body, request } = asked;
    let how = (part.as_str(), language::of(&headers), body.plan.as_deref());
    let run = app.run_macro(&caller, record, how, &request).await?;
    Ok(written(StatusCode::OK, &run))
}
