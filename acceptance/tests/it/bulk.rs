//! Several records changed at once: each by itself, on the version that it is based on, refused in the reader's words.

use anyhow::Result;
use serde_json::json;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{again, path, report};

on_both_stores!(
    of_several_records_each_is_changed_or_refused_by_itself,
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
