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
    let (status, problem) = desk.ask("POST", "/api/v1/records/task", "en", json!({ "title": "VPN" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(problem["detail"], "Needs the right to open one (process: Task)");
    assert_eq!(problem["missing"]["text"]["en"], problem["detail"]);
    assert_eq!(problem["missing"]["kind"], "grant");
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_named() {
    let desk = Desk::new().await;
    for (query, parameter) in [("limit=-1", "limit"), ("bogus=1", "bogus"), ("limit=1&limit=2", "limit")] {
        let (status, problem) = desk.ask("GET", &format!("/api/v1/records?{query}"), "zh-CN", json!(null)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{problem}");
        assert_eq!(problem["parameter"], parameter, "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("参数"), "{problem}");
    }
}

#[tokio::test]
async fn an_unknown_method_is_a_problem_too() {
    let desk = Desk::new().await;
    for (method, path) in [("DELETE", "/api/v1/records"), ("BREW", "/api/v1/records"), ("POST", "/nowhere")] {
        let (status, problem) = desk.ask(method, path, "en", json!(null)).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_eq!(problem["title"], "The address does not know this method", "{method} {path}");
    }
}

#[tokio::test]
async fn a_missing_role_is_called_what_people_call_it() {
    let desk = Desk::new().await;
    for (language, wanted) in [("zh-CN", "没有权限：导出事件"), ("en", "Needs the right to export (process: Incident)")]
    {
        let (status, problem) = desk.ask("GET", "/api/v1/records/incident/export", language, json!(null)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{problem}");
        assert_eq!(problem["detail"], wanted);
    }
}
