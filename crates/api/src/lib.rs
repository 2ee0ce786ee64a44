//! The HTTP interface: routes, wire types, OpenAPI, problem+json, and the page. It decides nothing; it reads what is
//! asked, calls one use case, and writes the answer.

pub mod body;
mod fault;
mod form;
pub mod language;
pub mod page;
pub mod problem;
mod query;
pub mod routes;
pub mod security;
pub mod types;

mod asked;
mod caller;
mod left_unread;
mod request;
mod unique;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use yuheng_app::App;

/// What every handler gets.
pub type Server = Arc<App>;

/// The whole interface: the API, its description, the operator's addresses and the page.
pub fn router(app: Server) -> Router {
    let simulated = app.clock().is_simulated();
    let (api, description) = routes::api().split_for_parts();
    let bare = query::Bare::of(&description);
    let is_hidden = yuheng_engine::failpoint::armed("api.describes_nothing");
    let description = Arc::new(if is_hidden { OpenApi::default() } else { description });
    let api = if simulated { api.merge(routes::clock::rehearsal()) } else { api };
    api.route("/api/v1/openapi.json", get(move || async move { axum::Json(OpenApi::clone(&description)) }))
        .merge(routes::health::router())
        .fallback(page::serve)
        .layer(middleware::from_fn_with_state(bare, query::none_unknown))
        .layer(middleware::from_fn(security::same_origin))
        .layer(middleware::from_fn(security::no_nul))
        .layer(middleware::from_fn(security::short_address))
        .layer(CatchPanicLayer::custom(problem::of_panic))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), problem::localise))
        .layer(middleware::from_fn(security::headers))
        .layer(middleware::from_fn(left_unread::read))
        .with_state(app)
}
