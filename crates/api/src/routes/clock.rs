//! Simulated time, for tests and rehearsals: exists only when the program was started with a simulated clock.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;
use yuheng_definition::Label;

use crate::Server;
use crate::body::Json;
use crate::caller::Known;
use crate::problem::Problem;

/// The route that sets the clock forward.
pub fn rehearsal() -> Router<Server> {
    Router::new().route("/api/v1/clock", post(set))
}

/// The instant to be set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Moment {
    now: String,
}

/// Sets the clock forward and runs all that is due by then, to its end.
async fn set(State(app): State<Server>, Known(caller): Known, body: Json<Moment>) -> Result<StatusCode, Problem> {
    caller.must_administer()?;
    let unreadable = || Problem::bad_request(Label::new("now 应为 RFC 3339 时刻", "now has to be an RFC 3339 instant"));
    let now = body.value.now.parse().map_err(|_| unreadable())?;
    if !app.pass_time(now).await? {
        return Err(Problem::bad_request(Label::new("时钟只能向前拨", "The clock can only be set forward")));
    }
    Ok(StatusCode::NO_CONTENT)
}
