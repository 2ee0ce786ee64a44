//! Duties: the days on which one opens a record.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yuheng_app::duties::DutyDay;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::{Problem, ProblemBody};
use crate::types::Items;

/// Duties.
pub fn router() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(days))
}

/// A rhythm as it stands in a form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RhythmSoFar {
    /// The duty's fields so far, as a create takes them; what says nothing of when is left aside.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
}

/// A day on which a duty opens a record.
#[derive(Debug, Serialize, ToSchema)]
struct Day {
    /// The day.
    day: String,
    /// The day that it would be, were that a working day.
    planned: String,
    /// The day on which the record is opened.
    opens_on: String,
    /// The years whose public holidays would have to be known for it to be certain, and are not.
    missing_years: Vec<i16>,
}

impl From<DutyDay> for Day {
    fn from(day: DutyDay) -> Self {
        Self {
            day: day.day.to_string(),
            planned: day.planned.to_string(),
            opens_on: day.opens_on.to_string(),
            missing_years: day.missing_years,
        }
    }
}

/// The next ten days of a rhythm, from today on, before the duty is kept.
#[utoipa::path(post, path = "/api/v1/duties/days", tag = "records", request_body = RhythmSoFar,
    responses((status = 200, body = Items<Day>), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn days(
    State(app): State<Server>,
    Known(caller): Known,
    asked: Json<RhythmSoFar>,
) -> Result<axum::Json<Items<Day>>, Problem> {
    let days = app.duty_days(&caller, asked.value.fields).await?;
    Ok(Items::json(days.into_iter().map(Day::from)))
}
