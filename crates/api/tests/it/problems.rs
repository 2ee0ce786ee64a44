//! Refusals in the reader's language and in the words of the definitions.

use axum::http::StatusCode;
use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn a_wrong_field_is_called_what_people_call_it() {
    let desk = Desk::new().await;
    for (language, title, missing) in [("zh-CN", "名称", "必填"), ("en", "Name", "must be filled")] {
        let (status, problem) = desk.ask("POST", "/api/v1/records/calendar", language, json!({})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        let fields = problem["fields"].as_array().unwrap();
        let fault = fields.iter().find(|fault| fault["field"] == "title").unwrap();
        assert_eq!(fault["message"], missing);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(title) && detail.contains(missing), "{detail}");
    }
}

#[tokio::test]
async fn a_missing_right_is_said_with_the_process_as_people_call_it() {
    let desk = Desk::new().await;
    let (status, problem) = desk.ask("POST", "/api/v1/records/incident", "en", json!({ "title": "VPN" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(problem["detail"], "Needs the right to open one (process: Incident)");
    assert_eq!(problem["missing"]["text"]["en"], problem["detail"]);
    assert_eq!(problem["missing"]["kind"], "grant");
}
