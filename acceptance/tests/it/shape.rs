//! Bodies and addresses of another shape: the field or parameter is named, in the reader's language; and texts that hold
//! nothing to be seen are empty.

use anyhow::Result;
use serde_json::{Value, json};
use yuheng_testkit::client::Answer;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{OFFICE_HOURS_CUSTOMER, find, path, report};

on_both_stores!(
    a_body_of_another_shape_names_the_field,
    a_parameter_that_can_not_be_read_is_named,
    a_zone_is_one_that_there_is,
    a_text_that_nobody_can_see_is_empty,
    a_body_that_is_needed_is_asked_for,
);

fn told(answer: &Answer) -> (u16, &str, &str) {
    let text = |key: &str| answer.body["fields"][0][key].as_str().unwrap_or_default();
    (answer.status, text("field"), text("code"))
}

/// Whether a Chinese text holds a word of the English that the parsers speak.
fn speaks_english(answer: &Answer) -> bool {
    let words = ["invalid", "expected", "unknown", "missing", "variant", "deserialize", "line", "column", "type:"];
    let said = [&answer.body["detail"], &answer.body["title"], &answer.body["fields"][0]["message"]];
    said.iter().filter_map(|said| said.as_str()).any(|said| words.iter().any(|word| said.contains(word)))
}

fn a_body_of_another_shape_names_the_field(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "形状", "low", "low")?;
    let at = |rest: &str| format!("{}/{rest}", path(&incident));
    let cases: [(String, Value, &str, &str); 9] = [
        ("/api/v1/sign-in".to_owned(), json!({ "login": 5, "password": "x" }), "login", "kind"),
        (at("comments"), json!({ "body": "x", "audience": "all" }), "audience", "no_option"),
        (at("comments"), json!({ "body": "x" }), "audience", "missing"),
        (at("comments"), json!({ "body": 5, "audience": "public" }), "body", "kind"),
        (at("comments"), json!({ "body": "x", "audience": "public", "colour": 1 }), "colour", "unknown"),
        (at("transitions/start"), json!({ "comment": { "body": "x" } }), "comment.audience", "missing"),
        (at("transitions/start"), json!({ "fields": [] }), "fields", "kind"),
        ("/api/v1/bulk".to_owned(), json!({ "process": "incident", "numbers": ["a", 5] }), "numbers[1]", "kind"),
        ("/api/v1/records/incident".to_owned(), json!([]), "", ""),
    ];
    for (address, body, field, code) in cases {
        let answer = desk.post(&address, &body)?;
        assert_eq!(told(&answer), (422, field, code), "{address} {body}: {}", answer.text);
        let chinese = desk.in_chinese().post(&address, &body)?;
        assert!(!speaks_english(&chinese), "{}", chinese.text);
    }
    let twice = desk.send("POST", &at("comments"), &[], br#"{"body":"a","body":"b","audience":"public"}"#)?;
    assert_eq!(told(&twice), (422, "body", "twice"), "{}", twice.text);
    Ok(())
}

fn a_parameter_that_can_not_be_read_is_named(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let list = "/api/v1/records/incident";
    let cases = [
        ("filter=record.colour", (422, "filter", "argument")),
        ("filter=%28", (422, "filter", "argument")),
        ("sort=colour", (422, "sort", "argument")),
        ("cursor=x", (422, "cursor", "argument")),
        ("limit=abc", (400, "limit", "kind")),
        ("limit=1&limit=2", (400, "limit", "twice")),
        ("limit=0", (422, "limit", "argument")),
        ("limit=100000", (422, "limit", "argument")),
        ("q=%00", (422, "q", "control_character")),
        ("filter=record.title%20%2B%201", (422, "filter", "argument")),
        ("colour=red", (400, "colour", "unknown")),
    ];
    let elsewhere = [
        ("/api/v1/me?x=1", (400, "x", "unknown")),
        ("/api/v1/records/incident/INC0000001?colour=red", (400, "colour", "unknown")),
        ("/api/v1/records/incident/INC0000001/history?cursor=zz", (422, "cursor", "argument")),
        ("/api/v1/records/incident/INC0000001/history?limit=0", (422, "limit", "argument")),
        ("/api/v1/approvals?mine=2", (422, "mine", "argument")),
        ("/api/v1/approvals?mine=many", (400, "mine", "kind")),
    ];
    for (asked, expected) in elsewhere {
        let answer = desk.get(asked)?;
        assert_eq!(told(&answer), expected, "{asked}: {}", answer.text);
    }
    desk.get("/api/v1/approvals")?.expect(200)?;
    let many = json!({ "process": "incident", "numbers": vec!["INC0000001"; 201], "fields": {} });
    let many = desk.post("/api/v1/bulk", &many)?;
    assert_eq!(told(&many), (422, "numbers", "argument"), "{}", many.text);
    for (asked, expected) in cases {
        let answer = desk.get(&format!("{list}?{asked}"))?;
        assert_eq!(told(&answer), expected, "{asked}: {}", answer.text);
        let chinese = desk.in_chinese().get(&format!("{list}?{asked}"))?;
        assert!(!speaks_english(&chinese), "{}", chinese.text);
    }
    let like = desk.get(&format!("{list}?sort=-updated"))?;
    assert!(like.text.contains("did you mean `updated_at`?"), "{}", like.text);
    let hidden = server.sign_in("jiangzhou")?.get(&format!("{list}?sort=escalate"))?;
    assert!(told(&hidden) == (422, "sort", "argument") && !hidden.text.contains("escalated"), "{}", hidden.text);
    let long = desk.get(&format!("{list}?filter={}", "x".repeat(20_000)))?;
    assert_eq!(
        (long.status, long.body["type"].as_str()),
        (414, Some("https://yuheng.dev/problems/address-too-long")),
        "{}",
        long.text
    );
    Ok(())
}

fn a_zone_is_one_that_there_is(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let manager = server.sign_in("brmanager")?;
    let nowhere = manager.post("/api/v1/records/customer", &json!({ "title": "无此时区", "zone": "Asia/Nowhere" }))?;
    assert_eq!(told(&nowhere), (422, "zone", "content"), "{}", nowhere.text);
    assert!(nowhere.text.contains("Asia/Shanghai"), "it names one that there is: {}", nowhere.text);
    Ok(())
}

fn a_text_that_nobody_can_see_is_empty(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    for blank in ["\u{200b}", " \u{feff}\u{3000}", "\u{2060}\u{ad}", "\u{3164}\u{115f}\u{ffa0}", "\u{200d}\u{fe0f}"] {
        let answer = desk.post("/api/v1/records/incident", &json!({ "title": blank, "customer": customer }))?;
        assert_eq!(told(&answer), (422, "title", "missing"), "{}: {}", blank.escape_unicode(), answer.text);
    }
    let incident = report(&desk, "看得见\u{200b}的标题", "low", "low")?;
    let blank = json!({ "body": "\u{200b}\u{3000}\n", "audience": "internal" });
    let said = desk.post(&format!("{}/comments", path(&incident)), &blank)?;
    assert_eq!(told(&said), (422, "body", "missing"), "{}", said.text);
    Ok(())
}

fn a_body_that_is_needed_is_asked_for(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "空请求体", "low", "low")?;
    let json_type = [("content-type", "application/json"), ("if-match", "\"1\"")];
    for (method, address) in [("POST", "/api/v1/records/incident".to_owned()), ("PATCH", path(&incident))] {
        let answer = desk.in_chinese().send(method, &address, &json_type, b" ")?;
        assert_eq!(answer.status, 400, "{}", answer.text);
        assert!(answer.body["detail"].as_str().is_some_and(|said| said.contains("请求体为空")), "{}", answer.text);
    }
    let comment = desk.send("POST", &format!("{}/comments", path(&incident)), &json_type, b"")?;
    assert_eq!(comment.status, 400, "{}", comment.text);
    let cancel = desk.send("POST", &format!("{}/transitions/start", path(&incident)), &json_type, b"")?;
    assert!(![400, 415].contains(&cancel.status), "a step needs no body: {}", cancel.text);
    Ok(())
}
