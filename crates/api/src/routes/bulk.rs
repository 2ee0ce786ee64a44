//! Several records changed with one request.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::Error;
use yuheng_app::records::{self, Change, Deed, Rehearsal, Request};
use yuheng_definition::TransitionId;
use yuheng_engine::explain::Explain;

use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::request::request;
use crate::types::bulk::{Bulk, BulkAnswer, BulkResult};
use crate::{Server, language};

/// Several records at once.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(bulk))
}

/// The most records that can be changed at once.
const MOST: usize = 200;

/// Change several records at once, each by itself: what is refused on one leaves the others. With `dry_run` only say what
/// would come of it.
#[utoipa::path(post, path = "/api/v1/bulk", tag = "records", request_body = Bulk,
    responses((status = 200, body = BulkAnswer), (status = 400, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn bulk(
    State(app): State<Server>,
    Known(caller): Known,
    headers: HeaderMap,
    Json { value: asked, bytes }: Json<Bulk>,
) -> Result<axum::Json<BulkAnswer>, Problem> {
    let once = request(&headers, "/api/v1/bulk", &bytes)?.idempotency;
    must_be_listed_once(&asked.numbers)?;
    let Bulk { process, numbers, versions, plans, dry_run, .. } = &asked;
    let change = change(&asked, language::of(&headers))?;
    let definitions = &caller.in_force.definitions;
    let words = Explain { definitions, process: definitions.process(process).map(Arc::as_ref) };
    let rehearsal = if *dry_run { Rehearsal::Only } else { Rehearsal::No };
    if let Some(once) = once.as_ref().filter(|_| !dry_run) {
        app.must_be_of_one_body(&caller, once).await?;
    }
    let mut of_all = records::Bulk::new(process, change);
    let mut results = Vec::with_capacity(numbers.len());
    for number in numbers {
        let (based_on, idempotency) = (versions.get(number).copied(), once.as_ref().map(|once| once.of_part(number)));
        let how = (&Request { based_on, idempotency }, rehearsal);
        let seen = plans.get(number).map(String::as_str);
        results.push(match app.bulk_one(&caller, (&mut of_all, number, seen), how).await {
            Ok(outcome) => BulkResult::done(number.clone(), outcome),
            Err(error) => {
                BulkResult::refused(number.clone(), Problem::from(error).body(&words, language::of(&headers)))
            }
        });
    }
    Ok(axum::Json(BulkAnswer { dry_run: *dry_run, results }))
}

/// Refuses too many numbers, and one that stands there twice.
fn must_be_listed_once(numbers: &[String]) -> Result<(), Problem> {
    if numbers.len() > MOST {
        return Err(Error::parameter("numbers", "一次最多 200 条", "are 200 at most").into());
    }
    let twice = numbers.iter().enumerate().find(|(at, number)| numbers.iter().take(*at).any(|it| it == *number));
    let Some((_, number)) = twice else { return Ok(()) };
    let (zh, en) = (format!("`{number}` 重复"), format!("hold `{number}` twice"));
    Err(Error::parameter("numbers", &zh, &en).into())
}

/// What is to become of each: fields, with a step or without, or one other deed.
fn change(asked: &Bulk, language: yuheng_definition::Language) -> Result<Change, Problem> {
    let Bulk { transition, merge_into, r#macro, plans, fields, comment, .. } = asked;
    let step = match (transition, comment.clone()) {
        (Some(step), comment) => Some((TransitionId::from(step.as_str()), comment.map(Into::into))),
        (None, None) => None,
        (None, Some(_)) => return Err(Error::parameter("comment", "只能随步骤填写", "goes with a transition").into()),
    };
    if r#macro.is_none() && !plans.is_empty() {
        return Err(Error::parameter("plans", "只能随宏填写", "goes with a macro").into());
    }
    let deed = match (merge_into, r#macro) {
        (Some(_), Some(_)) => {
            return Err(Error::parameter("macro", "不能与 merge_into 同时给出", "goes without merge_into").into());
        }
        (Some(into), None) => Some(("merge_into", Deed::Merge(into.clone()))),
        (None, Some(number)) => Some(("macro", Deed::Macro(number.clone(), language))),
        (None, None) => None,
    };
    if let Some((name, _)) = deed.as_ref().filter(|_| step.is_some() || !fields.is_empty()) {
        return Err(Error::parameter(name, "不能与步骤或字段同时给出", "goes with no transition and no fields").into());
    }
    Ok(Change { fields: fields.clone(), step, deed: deed.map(|(_, deed)| deed) })
}
