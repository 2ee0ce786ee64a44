//! A customer's answer: what waited for it goes on, and each entry says whose deed it was.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{again, go_saying, history, path, report, take_up};

on_both_stores!(what_waits_for_the_customer_goes_on_by_words_and_by_a_file);

fn what_waits_for_the_customer_goes_on_by_words_and_by_a_file(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, engineer, office) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "报表打不开", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    // Nobody is told of what was before.
    server.set_clock("2026-11-20T01:01:00Z")?;
    let manager = server.sign_in("imanager")?;
    manager.put(&format!("{}/watch", path(&incident)), &json!({}))?.expect(204)?;
    let hold = || go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "customer" }), "请发截图");
    hold()?;
    let said = json!({ "body": "稍后发", "audience": "public" });
    office.post(&format!("{}/comments", path(&incident)), &said)?.expect(201)?;
    let now = again(&office, &incident)?;
    assert_eq!(now.body["state"], "in_progress", "the answer has it go on: {}", now.text);
    hold()?;
    let at = format!("{}/attachments?name=screen.txt&audience=public", path(&incident));
    office.send("POST", &at, &[("content-type", "text/plain")], b"it says 500")?.expect(201)?;
    assert_eq!(again(&desk, &incident)?.body["state"], "in_progress", "so does a file");
    let mut entries = history(&office, &incident)?;
    entries.sort_by_key(|entry| entry["n"].as_u64());
    let [attached, going_on] = entries.get(entries.len() - 2..).context("two entries")? else {
        anyhow::bail!("two entries: {entries:?}")
    };
    assert_eq!(attached["action"], "attached", "{attached}");
    assert_eq!(
        (&attached["actor"]["title"], &attached["attached"][0]["name"]),
        (&json!("林嘉宁"), &json!("screen.txt"))
    );
    assert_eq!((&going_on["transition"], &going_on["actor"]), (&json!("answered"), &Value::Null), "{going_on}");
    assert_eq!(going_on["on_behalf_of"]["title"], "林嘉宁", "{going_on}");
    assert!(going_on.get("attached").is_none_or(|files| *files == json!([])), "{going_on}");
    server.set_clock("2026-11-20T01:05:00Z")?;
    let told = engineer.get("/api/v1/notices")?.expect(200)?;
    let answered = told.body["items"].as_array().context("notices")?.iter().filter(|one| one["reason"] == "answered");
    assert_eq!(answered.count(), 2, "of each: {}", told.text);
    let told = manager.get("/api/v1/notices")?.expect(200)?;
    let mut told: Vec<_> = told.body["items"].as_array().context("notices")?.iter().map(|one| &one["reason"]).collect();
    told.sort_by_key(|reason| reason.to_string());
    let [said, moved] = [json!("watched_commented"), json!("watched_moved")];
    assert_eq!(told, [&said, &said, &said, &moved], "held twice with words, answered with words, and by a file");
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{found}");
    Ok(())
}
