//! Several records changed at once: each by itself, on the version that it is based on, refused in the reader's words.

use anyhow::Result;
use serde_json::json;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{again, history, path, report, try_to};

on_both_stores!(
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
