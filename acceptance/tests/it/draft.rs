//! What somebody has begun to write: kept on every device, and for nobody else.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

on_both_stores!(
    a_draft_is_there_on_every_device_of_its_writer_alone,
    a_token_for_some_processes_has_the_drafts_of_these_alone,
    two_pages_that_write_one_draft_learn_of_each_other
);

fn a_draft_is_there_on_every_device_of_its_writer_alone(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, telephone, other) = (server.sign_in("desk")?, server.sign_in("desk")?, server.sign_in("engineer")?);
    let at = "/api/v1/drafts/reply:incident:INC0000001";
    let reply = json!({ "kind": "reply", "process": "incident", "record": "INC0000001", "body": "您好，", "fields": { "a": 1 } });
    let kept = desk.put(at, &reply)?.expect(200)?.body;
    assert_eq!(kept["key"], "reply:incident:INC0000001");
    assert_eq!((&kept["body"], &kept["fields"]["a"], &kept["version"]), (&json!("您好，"), &json!(1), &json!(1)));
    desk.put(
        "/api/v1/drafts/create:task",
        &json!({ "kind": "create", "process": "task", "fields": { "title": "x" } }),
    )?
    .expect(200)?;
    let seen = telephone.get("/api/v1/drafts")?.expect(200)?.body["items"].clone();
    assert_eq!(seen.as_array().map(Vec::len), Some(2), "{seen}");
    assert!(seen.as_array().is_some_and(|items| items.contains(&kept)), "{seen}");
    assert_eq!(other.get("/api/v1/drafts")?.expect(200)?.body["items"], json!([]));
    other.delete(at)?.expect(204)?;
    telephone.delete(at)?.expect(204)?;
    telephone.delete(at)?.expect(204)?;
    let left = desk.get("/api/v1/drafts")?.expect(200)?.body["items"].clone();
    assert_eq!((left.as_array().map(Vec::len), &left[0]["kind"]), (Some(1), &json!("create")), "{left}");
    let large = json!({ "kind": "reply", "body": "长".repeat(90 * 1024) });
    assert_eq!(desk.put(at, &large)?.status, 422, "more than is kept is refused, not cut");
    assert_eq!(desk.put(at, &json!({ "kind": "reply", "text": "x" }))?.status, 422, "a member that nobody knows");
    Ok(())
}

fn a_token_for_some_processes_has_the_drafts_of_these_alone(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let draft = |process: &str| json!({ "kind": "create", "process": process, "fields": { "title": "x" } });
    for process in ["incident", "task"] {
        desk.put(&format!("/api/v1/drafts/create:{process}"), &draft(process))?.expect(200)?;
    }
    let made =
        desk.post("/api/v1/tokens", &json!({ "label": "x", "processes": ["incident"], "days": 2 }))?.expect(201)?;
    let token = server.anonymous().with_token(made.body["secret"].as_str().context("secret")?);
    let seen = token.get("/api/v1/drafts")?.expect(200)?.body["items"].clone();
    assert_eq!((seen.as_array().map(Vec::len), &seen[0]["process"]), (Some(1), &json!("incident")), "{seen}");
    let counted = |client: &yuheng_testkit::client::Client| -> Result<Value> {
        Ok(client.get("/api/v1/me/folders")?.expect(200)?.body["drafts"].clone())
    };
    assert_eq!((counted(&token)?, counted(&desk)?), (json!(1), json!(2)), "nor are others counted");
    token.put("/api/v1/drafts/create:incident", &draft("incident"))?.expect(200)?;
    token.put("/api/v1/drafts/create:task", &draft("incident"))?.expect(403)?;
    token.put("/api/v1/drafts/other", &draft("task"))?.expect(403)?;
    token.delete("/api/v1/drafts/create:task")?.expect(403)?;
    let kept = desk.get("/api/v1/drafts")?.expect(200)?.body["items"].clone();
    assert_eq!(kept.as_array().map(Vec::len), Some(2), "{kept}");
    Ok(())
}

fn two_pages_that_write_one_draft_learn_of_each_other(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (first, second) = (server.sign_in("desk")?, server.sign_in("desk")?);
    let at = "/api/v1/drafts/note:incident:INC0000001";
    let write = |page: &yuheng_testkit::client::Client, body: &str| -> Result<u64> {
        let answer = page.put(at, &json!({ "kind": "note", "body": body }))?.expect(200)?;
        Ok(answer.body["version"].as_u64().unwrap_or_default())
    };
    assert_eq!((write(&first, "一")?, write(&first, "一二")?), (1, 2));
    assert_eq!(write(&second, "三")?, 3, "not one above what it knew: another has written it");
    assert_eq!(first.get("/api/v1/drafts")?.body["items"][0]["body"], "三", "the last write wins");
    Ok(())
}
