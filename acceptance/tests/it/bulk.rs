//! Several records changed at once: each by itself, on the version that it is based on, refused in the reader's words. Feature F-INC-09.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, encode, find, history, path, report, try_to};

on_both_stores!(
    f_inc_09_three_hundred_are_changed_at_once_and_given_back_what_they_had,
    of_several_records_each_is_changed_or_refused_by_itself,
    a_step_that_asks_for_words_takes_them_for_several_records,
    a_write_that_hides_the_record_answers_a_receipt
);

fn of_several_records_each_is_changed_or_refused_by_itself(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let (stale, fresh) = (report(&desk, "一号", "low", "low")?, report(&desk, "二号", "low", "low")?);
    desk.patch_if(&path(&stale), &stale.version(), &json!({ "title": "一号，已改" }))?.expect(200)?;
    let numbers = [&stale, &fresh].map(|record| record.body["number"].as_str().unwrap_or_default().to_owned());
    let mut asked = json!({
        "process": "incident", "numbers": numbers, "fields": { "title": "批量" },
        "versions": { (numbers[0].as_str()): 1, (numbers[1].as_str()): 1 }, "dry_run": true,
    });
    for (rehearsal, version) in [(true, 1), (false, 2)] {
        asked["dry_run"] = rehearsal.into();
        let answer = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
        let results = &answer.body["results"];
        assert_eq!((&results[0]["ok"], &results[0]["problem"]["status"]), (&json!(false), &json!(412)));
        assert_eq!(results[0]["problem"]["title"], "记录已被他人修改", "{}", answer.text);
        assert_eq!((&results[1]["ok"], &results[1]["version"]), (&json!(true), &json!(version)), "{}", answer.text);
    }
    assert_eq!(again(&desk, &fresh)?.body["title"], "批量");
    assert_eq!(again(&desk, &stale)?.body["title"], "一号，已改");

    let late = json!({ "process": "incident", "numbers": [numbers[0], "INC9999999"], "transition": "resolve" });
    let answer = desk.post("/api/v1/bulk", &late)?.expect(200)?;
    assert_eq!(answer.body["results"][0]["problem"]["status"], 409, "{}", answer.text);
    assert_eq!(answer.body["results"][1]["problem"]["title"], "没有找到", "{}", answer.text);
    Ok(())
}

fn a_step_that_asks_for_words_takes_them_for_several_records(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let (first, second) = (report(&desk, "一号", "low", "low")?, report(&desk, "二号", "low", "low")?);
    let numbers = [&first, &second].map(|record| record.body["number"].clone());
    let mut asked = json!({ "process": "incident", "numbers": numbers, "transition": "cancel" });
    let silent = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    let alone = try_to(&desk, &first, "cancel", &json!({}))?.expect(422)?;
    assert_eq!(silent.body["results"][0]["problem"]["fields"], alone.body["fields"], "the same words: {}", silent.text);
    asked["comment"] = json!({ "body": "同一故障，合并处理", "audience": "internal" });
    let internal = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert_eq!(internal.body["results"][0]["problem"]["status"], 422, "customers are to read it: {}", internal.text);
    asked["comment"]["audience"] = "public".into();
    let done = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert_eq!((&done.body["results"][0]["ok"], &done.body["results"][1]["ok"]), (&json!(true), &json!(true)));
    for record in [&first, &second] {
        assert_eq!(again(&desk, record)?.body["state"], "cancelled");
        let entries = history(&desk, record)?;
        assert!(entries.iter().any(|entry| entry["comment"]["body"] == "同一故障，合并处理"), "{entries:?}");
    }
    let twice = json!({ "process": "incident", "numbers": [numbers[0], numbers[0]], "transition": "urge" });
    let refused = desk.post("/api/v1/bulk", &twice)?;
    proof!(refused.status == 422 && refused.text.contains("numbers"), "each is named once: {}", refused.text);
    let idle = json!({ "process": "incident", "numbers": [], "comment": { "body": "x", "audience": "public" } });
    desk.post("/api/v1/bulk", &idle)?.expect(422)?;
    Ok(())
}

/// The description says what the answer to a write may be.
fn a_write_that_hides_the_record_answers_a_receipt(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let description = desk.get("/api/v1/openapi.json")?.expect(200)?;
    let answer = &description.body["paths"]["/api/v1/records/{process}/{number}"]["patch"]["responses"]["200"];
    let schema = answer["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
    assert_eq!(schema, "#/components/schemas/Written");
    let either = description.body["components"]["schemas"]["Written"]["oneOf"].to_string();
    assert!(either.contains("/Record") && either.contains("/Receipt"), "{either}");
    Ok(())
}

/// What came of a part: how many were or would be changed, and the versions that those have now.
fn part(client: &Client, numbers: &[String], change: &Value, versions: &BTreeMap<String, u64>) -> Result<Vec<Value>> {
    let mut asked = json!({ "process": "incident", "numbers": numbers });
    let based: BTreeMap<_, _> = numbers.iter().filter_map(|number| versions.get_key_value(number)).collect();
    asked["versions"] = json!(based);
    for (key, value) in change.as_object().into_iter().flatten() {
        asked[key] = value.clone();
    }
    let answer = client.post("/api/v1/bulk", &asked)?.expect(200)?;
    Ok(answer.body["results"].as_array().cloned().unwrap_or_default())
}

fn is_ok(result: &Value) -> bool {
    result["ok"] == true
}

fn versions(results: &[Value]) -> BTreeMap<String, u64> {
    let known = |result: &Value| Some((result["number"].as_str()?.to_owned(), result["version"].as_u64()?));
    results.iter().filter_map(known).collect()
}

fn f_inc_09_three_hundred_are_changed_at_once_and_given_back_what_they_had(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, stranger) = (server.sign_in("desk")?, server.sign_in("engineer2")?);
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let rows: String = (0..300).map(|n| format!("批量 {n},{customer},medium\n")).collect();
    let file = format!("title,customer,impact\n{rows}");
    let headers = [("content-type", "text/csv")];
    let opened = desk.send("POST", "/api/v1/records/incident/import", &headers, file.as_bytes())?.expect(200)?;
    let opened = opened.body["opened"].as_array().cloned().unwrap_or_default();
    let numbers: Vec<_> = opened.iter().filter_map(|row| row["number"].as_str().map(str::to_owned)).collect();
    assert_eq!(numbers.len(), 300, "they are there");
    let parts = || numbers.chunks(150);
    let none = BTreeMap::new();
    let edit = json!({ "fields": { "impact": "high" } });
    let trial = json!({ "fields": { "impact": "high" }, "dry_run": true });
    for numbers in parts() {
        assert!(!part(&stranger, numbers, &trial, &none)?.iter().any(is_ok), "whoever may not is told so of each");
        let would = part(&desk, numbers, &trial, &none)?;
        proof!(would.iter().all(is_ok), "whoever may is told what would be done: {:?}", would.first());
    }
    let mut changed = BTreeMap::new();
    for numbers in parts() {
        changed.extend(versions(&part(&desk, numbers, &edit, &none)?));
    }
    assert_eq!(changed.len(), 300, "all of them are changed");
    let one = numbers.first().context("one")?;
    let at = format!("/api/v1/records/incident/{one}");
    assert_eq!(desk.get(&at)?.expect(200)?.body["fields"]["impact"], "high");
    let version = format!("\"{}\"", changed.get(one).context("its version")?);
    desk.patch_if(&at, &version, &json!({ "impact": "low" }))?.expect(200)?;
    let former = json!({ "fields": { "impact": "medium" } });
    let mut refused = Vec::new();
    for numbers in parts() {
        let given_back = part(&desk, numbers, &former, &changed)?;
        refused.extend(given_back.into_iter().filter(|result| !is_ok(result)));
    }
    assert_eq!(refused.len(), 1, "what was changed since is not written over: {refused:?}");
    assert_eq!((&refused[0]["number"], &refused[0]["problem"]["status"]), (&json!(one), &json!(412)));
    let filter = encode("record.impact == \"medium\" && record.title.contains(\"批量\")");
    let back = desk.get(&format!("/api/v1/records/incident?filter={filter}&limit=1&total=1"))?.expect(200)?;
    assert_eq!(back.body["total"], 299, "all others have what they had");
    Ok(())
}
