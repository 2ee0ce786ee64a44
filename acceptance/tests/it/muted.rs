//! What somebody does not want to be told of.

use anyhow::Result;
use serde_json::json;
use yuheng_testkit::client::Client;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{path, report};

on_both_stores!(what_is_switched_off_is_not_told_and_what_matters_always_is);

/// How often somebody was told for a reason.
fn told(client: &Client, reason: &str) -> Result<usize> {
    let notices = client.get("/api/v1/notices")?.expect(200)?;
    let reasons = notices.body["items"].as_array().into_iter().flatten().map(|notice| &notice["reason"]);
    Ok(reasons.filter(|found| *found == reason).count())
}

fn what_is_switched_off_is_not_told_and_what_matters_always_is(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "网络时断时续", "high", "high")?;
    let reply = || {
        let said = json!({ "body": "正在查看", "audience": "public" });
        desk.post(&format!("{}/comments", path(&incident)), &said)?.expect(201)
    };
    let before = told(&customer, "commented")?;
    reply()?;
    server.set_clock("2026-11-20T01:10:00Z")?;
    assert_eq!(told(&customer, "commented")?, before + 1, "a reply is told");
    let off = json!({ "off": ["commented", "at_risk"] }).to_string();
    let json = [("content-type", "application/json")];
    customer.send("PUT", "/api/v1/me/preferences/notices", &json, off.as_bytes())?.expect(204)?;
    reply()?;
    server.set_clock("2026-11-20T05:10:00Z")?;
    assert_eq!(told(&customer, "commented")?, before + 1, "it is switched off");
    assert!(told(&customer, "at_risk")? > 0, "that a promise is at risk is told all the same");
    Ok(())
}
