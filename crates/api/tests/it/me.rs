//! What one sets for oneself, and what waits for one.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::desk::Desk;

#[tokio::test]
async fn the_chosen_language_is_kept_with_the_account() {
    let desk = Desk::new().await;
    let (_, me) = desk.ask("GET", "/api/v1/me", "zh", Value::Null).await;
    assert_eq!((&me["language"], &me["organisation_language"]), (&Value::Null, &Value::Null));
    let (status, me) = desk.ask("PATCH", "/api/v1/me", "zh", json!({ "language": "en" })).await;
    assert_eq!((status, &me["language"]), (StatusCode::OK, &json!("en")));
    let (_, me) = desk.ask("GET", "/api/v1/me", "zh", Value::Null).await;
    assert_eq!(me["language"], "en");
    let (status, _) = desk.ask("PATCH", "/api/v1/me", "zh", json!({ "language": "de" })).await;
    assert!(status.is_client_error(), "{status}");
}

#[tokio::test]
async fn nothing_waits_for_whoever_has_no_vote() {
    let desk = Desk::new().await;
    let (status, page) = desk.ask("GET", "/api/v1/approvals?mine=1", "zh", Value::Null).await;
    assert_eq!((status, page), (StatusCode::OK, json!({ "items": [], "next": null, "total": 0 })));
    let (status, _) = desk.ask("GET", "/api/v1/approvals?mine=0", "zh", Value::Null).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
