//! What people and programs get wrong: a clear answer with the field named, and nothing half done.

use anyhow::Result;
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, encode, find, path, report, take_up, try_to};

on_both_stores!(
    bad_input_names_the_field_and_changes_nothing,
    all_faults_of_a_form_are_told_at_once,
    an_option_that_there_is_not_is_told_by_the_labels_of_those_that_there_are,
    the_character_that_no_database_keeps_is_refused_like_any_other_fault,
);

fn field(answer: &Answer) -> &str {
    answer.body["fields"][0]["field"].as_str().unwrap_or_default()
}

fn bad_input_names_the_field_and_changes_nothing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let before = desk.get("/api/v1/records/incident?total=1")?.expect(200)?.body["total"].clone();
    let cases: [(Value, &str); 6] = [
        (json!({ "title": "x", "customer": customer, "colour": "red" }), "colour"),
        (json!({ "title": 7, "customer": customer }), "title"),
        (json!({ "title": "x".repeat(201), "customer": customer }), "title"),
        (json!({ "title": "x", "customer": customer, "impact": "huge" }), "impact"),
        (json!({ "title": "x", "customer": "CUS9999999" }), "customer"),
        (json!({ "customer": customer }), "title"),
    ];
    for (body, expected) in cases {
        let answer = desk.post("/api/v1/records/incident", &body)?;
        assert_eq!((answer.status, field(&answer)), (422, expected), "{body}: {}", answer.text);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    let json_type = [("content-type", "application/json")];
    let at = "/api/v1/records/incident";
    assert_eq!(desk.send("POST", at, &json_type, b"{\"title\": \"\xff\"}")?.status, 400, "broken UTF-8");
    assert_eq!(desk.send("POST", at, &json_type, b"{\"title\": ")?.status, 400, "broken JSON");
    let large = format!("{{\"title\": \"{}\"}}", "x".repeat(10_000_000));
    let refused = desk.send("POST", at, &json_type, large.as_bytes())?;
    assert_eq!(
        (refused.status, refused.body["type"].as_str()),
        (413, Some("https://yuheng.dev/problems/too-large")),
        "ten MB"
    );
    let keyed = [("content-type", "application/json"), ("idempotency-key", "twice")];
    let one = json!({ "title": "提交两次", "customer": customer }).to_string();
    let other = json!({ "title": "另一个", "customer": customer }).to_string();
    let first = desk.send("POST", at, &keyed, one.as_bytes())?.expect(201)?;
    let second = desk.send("POST", at, &keyed, one.as_bytes())?.expect(201)?;
    assert_eq!(first.body["number"], second.body["number"], "a double submit makes one");
    assert_eq!(desk.send("POST", at, &keyed, other.as_bytes())?.status, 422, "the same key with another body");
    let chinese = [("content-type", "application/json"), ("idempotency-key", "告警-1")];
    let third = desk.send("POST", at, &chinese, one.as_bytes())?.expect(201)?;
    let fourth = desk.send("POST", at, &chinese, one.as_bytes())?.expect(201)?;
    assert_eq!(third.body["number"], fourth.body["number"], "a key is any text");
    let bomb = encode(&format!("{}true{}", "(".repeat(50_000), ")".repeat(50_000)));
    let refused = desk.get_too_long(&format!("{at}?filter={bomb}"))?;
    assert!([414, 422, 431].contains(&refused), "an expression bomb: {refused}");
    let unknown = desk.get("/api/v1/records/incident?colour=red")?;
    assert_eq!((unknown.status, unknown.text.contains("colour")), (400, true), "{}", unknown.text);
    assert_eq!(unknown.header("content-type"), Some("application/problem+json"));
    let deep = encode(&format!("{}true{}", "(".repeat(500), ")".repeat(500)));
    assert_eq!(desk.get(&format!("/api/v1/records/incident?filter={deep}"))?.status, 422, "a smaller one");
    let incident = report(&desk, "转换测试", "low", "low")?;
    let not_from_here =
        desk.post_if(&format!("{}/transitions/confirm", path(&incident)), &incident.version(), &json!({}))?;
    assert_eq!(not_from_here.status, 409, "{}", not_from_here.text);
    let never = desk.patch_if(&path(&incident), "\"0\"", &json!({ "category": "network" }))?;
    assert_eq!(never.status, 412, "a version that never was: {}", never.text);
    assert_eq!(desk.get("/api/v1/records/no_such_process")?.status, 404);
    assert_eq!(server.anonymous().get("/api/v1/records/incident")?.status, 401);
    let after = desk.get("/api/v1/records/incident?total=1")?.expect(200)?.body["total"].clone();
    assert_eq!(after.as_i64(), before.as_i64().map(|count| count + 3), "only what was accepted is there");
    Ok(())
}

fn the_character_that_no_database_keeps_is_refused_like_any_other_fault(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let nowhere = [
        "/api/v1/records/incident/INC%00",
        "/api/v1/records/in%00cident",
        "/api/v1/numbers/%00",
        "/api/v1/definitions/incident/versions/%00",
    ];
    for address in nowhere {
        assert_eq!(desk.get(address)?.status, 404, "{address}");
    }
    let list = "/api/v1/records/incident";
    let asked = [
        format!("{list}?filter={}%00{}", encode("title == \""), encode("\"")),
        format!("{list}?filter={}", encode("title == \"a\\u0000\"")),
        format!("{list}?q=%00"),
        format!("{list}?sort=%00"),
        format!("{list}?cursor=%00"),
        "/api/v1/search?q=a%00b".to_owned(),
    ];
    for address in asked {
        let answer = desk.get(&address)?;
        assert_eq!(answer.status, 422, "{address}: {}", answer.text);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{address}");
    }
    let login = json!({ "login": "de\0sk", "password": "x" });
    let incident = report(&desk, "空字符", "low", "low")?;
    let moved = format!("{}/transitions/assign", path(&incident));
    let said = json!({ "fields": {}, "comment": { "body": "a\0", "audience": "internal" } });
    let bodies = [
        (server.anonymous().post("/api/v1/sign-in", &login)?, "login"),
        (server.sign_in("admin")?.post("/api/v1/invitations", &json!({ "login": "x\0", "person": "x" }))?, "login"),
        (desk.post(list, &json!({ "title": "a\0b" }))?, "title"),
        (desk.post(list, &json!({ "title": "a", "lines": [{ "text": "b\0" }] }))?, "lines[0].text"),
        (desk.post_if(&moved, &incident.version(), &json!({ "fields": { "assignee": "\0" } }))?, "assignee"),
        (desk.post_if(&moved, &incident.version(), &said)?, "comment.body"),
    ];
    for (answer, name) in bodies {
        let told = &answer.body["fields"][0];
        assert_eq!((answer.status, told["field"].as_str()), (422, Some(name)), "{}", answer.text);
        assert_eq!((told["code"].as_str(), told["message"].is_string()), (Some("control_character"), true), "{told}");
    }
    Ok(())
}

fn an_option_that_there_is_not_is_told_by_the_labels_of_those_that_there_are(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let huge =
        json!({ "title": "x", "customer": find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?, "impact": "huge" });
    let at = "/api/v1/records/incident";
    let message = |client: &Client| -> Result<Value> {
        Ok(client.post(at, &huge)?.expect(422)?.body["fields"][0]["message"].clone())
    };
    assert_eq!(message(&desk)?, "is none of: High (high), Medium (medium), Low (low)");
    assert_eq!(message(&desk.in_chinese())?, "不在选项中：高（high）、中（medium）、低（low）");
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let file = format!("title,customer,impact\n从文件,{customer},特大\n");
    let csv = [("content-type", "text/csv")];
    let imported =
        desk.in_chinese().send("POST", &format!("{at}/import?dry_run=true"), &csv, file.as_bytes())?.expect(200)?;
    let said = imported.body["failed_csv"].as_str().unwrap_or_default();
    assert!(said.contains("影响: 不在选项中：高（high）、中（medium）、低（low）"), "{said}");
    Ok(())
}

fn all_faults_of_a_form_are_told_at_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let told = |answer: &Answer| -> Vec<String> {
        let faults = answer.body["fields"].as_array().into_iter().flatten();
        faults.map(|fault| fault["field"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let opened = desk.post(
        "/api/v1/records/incident",
        &json!({ "customer": "CUS9999999", "service": "SVC9999999", "impact": "huge", "colour": "red" }),
    )?;
    assert_eq!(told(&opened.expect(422)?), ["title", "customer", "service", "impact", "colour"]);
    let incident = report(&desk, "挂起", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    let held = try_to(&engineer, &again(&engineer, &incident)?, "hold", &json!({ "solution": "没有" }))?;
    assert_eq!(told(&held.expect(422)?), ["hold_reason", "solution", "comment"]);
    let reversed = desk.post("/api/v1/records/incident", &json!({ "title": "a\u{202e}b" }))?.expect(422)?;
    assert_eq!(told(&reversed), ["title", "customer"]);
    Ok(())
}
