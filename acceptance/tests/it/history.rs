//! Records that can be trusted: requirement REC-2 (layer 1), features F-REC-02 and 03.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{history, path, report};

on_both_stores!(
    rec_2_what_was_changed_behind_the_programs_back_is_found,
    f_rec_02_every_change_with_who_when_before_and_after,
    f_rec_03_verify_passes_on_an_honest_history,
    an_account_that_the_history_knows_and_that_is_gone_is_found,
);

fn rec_2_what_was_changed_behind_the_programs_back_is_found(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "被篡改的事件", "high", "high")?;
    let number = incident.body["number"].as_str().context("number")?.to_owned();
    server.kill()?;
    let (honest, before) = server.run(&["verify"])?;
    assert_eq!(honest, 0, "an honest store passes: {before}");
    server.alter(&[&format!("UPDATE record SET state = 'closed' WHERE label = '{number}'")])?;
    let (code, found) = server.run(&["verify"])?;
    proof!(code != 0 && found.contains(&number), "a state changed by hand is found and named: {found}");
    Ok(())
}

fn f_rec_02_every_change_with_who_when_before_and_after(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "标题一", "low", "low")?;
    server.set_clock("2026-11-20T01:30:00Z")?;
    desk.patch_if(&path(&incident), &incident.version(), &json!({ "title": "标题二" }))?.expect(200)?;
    let entries = history(&desk, &incident)?;
    let updated = entries.iter().find(|entry| entry["action"] == "updated");
    // An entry of which nothing is left is not shown at all.
    proof!(updated.is_some(), "an update is in the history: {entries:?}");
    let updated = updated.context("an update is in the history")?;
    proof!(updated["actor"]["title"] == "苏小雨", "who: {updated}");
    proof!(updated["at"] == "2026-11-20T01:30:00Z", "when");
    let change = &updated["changes"][0];
    proof!(
        change["field"] == "title" && change["from"] == "标题一" && change["to"] == "标题二",
        "before and after: {change}"
    );
    let then = desk.get(&format!("{}?as_of=2026-11-20T01:10:00Z", path(&incident)))?.expect(200)?;
    proof!(then.body["fields"]["title"] == "标题一", "the record as it was then");
    Ok(())
}

fn f_rec_03_verify_passes_on_an_honest_history(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "链上事件", "low", "low")?;
    let number = incident.body["number"].as_str().context("number")?.to_owned();
    desk.post(&format!("{}/comments", path(&incident)), &json!({ "body": "说明", "audience": "public" }))?
        .expect(201)?;
    server.kill()?;
    let (code, text) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{text}");
    let unguard = match backend {
        Backend::Sqlite => "DROP TRIGGER history_delete",
        Backend::Postgres => "ALTER TABLE history DISABLE TRIGGER ALL",
    };
    server.alter(&[
        unguard,
        &format!("DELETE FROM history WHERE n = 2 AND record = (SELECT id FROM record WHERE label = '{number}')"),
    ])?;
    let (code, text) = server.run(&["verify"])?;
    proof!(code != 0 && text.contains(&number), "a removed entry is found and named: {text}");
    Ok(())
}

fn an_account_that_the_history_knows_and_that_is_gone_is_found(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let id = desk.get("/api/v1/me")?.expect(200)?.body["id"].as_str().context("id")?.to_owned();
    let people = desk.get("/api/v1/records/person?limit=200")?.expect(200)?;
    let mut people = people.body["items"].as_array().into_iter().flatten();
    let person = people.find(|person| person["id"] == id.as_str()).and_then(|person| person["number"].as_str());
    let number = person.context("the person")?.to_owned();
    server.kill()?;
    server.alter(&["DELETE FROM account WHERE login = 'desk'"])?;
    let (code, found) = server.run(&["verify"])?;
    assert!(code != 0 && found.contains(&number) && found.contains("account"), "{found}");
    Ok(())
}
