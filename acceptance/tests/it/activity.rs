//! What counts as somebody's doing: what is refused, and what happens to an account, does not.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{again, find, has_entry, history, path, report, try_to};

on_both_stores!(
    a_customers_refused_clicks_do_not_put_off_the_escalation_of_silence,
    what_happens_to_an_account_is_no_change_of_the_person,
);

fn a_customers_refused_clicks_do_not_put_off_the_escalation_of_silence(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "一直没人处理", "low", "low")?;
    server.set_clock("2026-11-20T05:00:00Z")?;
    let refused = try_to(&customer, &incident, "assign", &json!({}))?;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let now = again(&desk, &incident)?;
    assert_eq!(now.body["updated_at"], incident.body["updated_at"], "a refused click changes nothing");
    let is_called = |server: &Server| -> Result<bool> {
        let entries = history(&server.sign_in("desk")?, &incident)?;
        assert!(has_entry(&entries, "refused"), "the refusal is told of");
        let silent = |entry: &serde_json::Value| {
            entry["action"] == "escalated" && entry["told"]["en"].as_str().is_some_and(|told| told.contains("480"))
        };
        Ok(entries.iter().any(silent))
    };
    server.set_clock("2026-11-20T09:59:00Z")?;
    assert!(!is_called(&server)?, "eight hours are not over");
    server.set_clock("2026-11-20T10:01:00Z")?;
    assert!(is_called(&server)?, "{:?}", history(&desk, &incident)?);
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "the replay has the same times: {found}");
    Ok(())
}

fn what_happens_to_an_account_is_no_change_of_the_person(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let admin = server.sign_in("admin")?;
    let number = find(&admin, "person", "name", "苏小雨")?;
    let at = format!("/api/v1/records/person/{number}");
    let before = admin.get(&at)?.expect(200)?;
    server.set_clock("2026-11-20T02:00:00Z")?;
    let desk = server.sign_in("desk")?;
    let wrong = json!({ "login": "desk", "password": "not the password" });
    assert_eq!(server.anonymous().post("/api/v1/sign-in", &wrong)?.status, 401);
    desk.get("/api/v1/records/incident/export")?.expect(200)?;
    let entries = history(&admin, &before)?;
    for action in ["signed_in", "sign_in_failed", "exported"] {
        assert!(has_entry(&entries, action), "{action} is told of");
    }
    let after = admin.get(&path(&before))?.expect(200)?;
    let entry = |answer: &yuheng_testkit::client::Answer| answer.body["entry"].as_str().map(str::to_owned);
    assert_ne!(entry(&before).context("an entry")?, entry(&after).context("an entry")?);
    assert_eq!(after.body["updated_at"], before.body["updated_at"], "nobody learns who was here last");
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "the replay has the same times: {found}");
    Ok(())
}
