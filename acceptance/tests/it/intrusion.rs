//! Who has no business here: guessing is slow, teaches nothing, and what was refused is on record.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::server::{Backend, DEMO_PASSWORD, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::accounts::{PASSWORD, sign_in};
use crate::company::{find, go, has_entry, history, report, try_to};

on_both_stores!(
    guessing_is_slowed_down_for_that_login_alone,
    nobody_locks_a_login_from_elsewhere,
    nobody_learns_which_logins_there_are,
    a_refusal_is_in_the_log_and_the_history,
);

fn guessing_is_slowed_down_for_that_login_alone(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let anyone = server.anonymous();
    for _ in 0..10 {
        sign_in(&anyone, "head", "a wrong password")?.expect(401)?;
    }
    let slowed = sign_in(&anyone, "HEAD", DEMO_PASSWORD)?.expect(429)?;
    let seconds: u64 = slowed.header("retry-after").context("Retry-After")?.parse()?;
    proof!(seconds > 0 && seconds <= 900, "it says when to come again: {seconds}");
    proof!(slowed.body["title"] == "Too many attempts; try again later", "in English: {}", slowed.text);
    let chinese = sign_in(&anyone.in_chinese(), "head", DEMO_PASSWORD)?.expect(429)?;
    proof!(chinese.body["title"] == "尝试次数过多，请稍后再试", "in Chinese: {}", chinese.text);
    for _ in 0..100 {
        proof!(sign_in(&anyone, "staff", DEMO_PASSWORD)?.status == 204, "nobody else is locked out by it");
    }
    server.set_clock("2026-11-20T01:16:00Z")?;
    sign_in(&anyone, "head", DEMO_PASSWORD)?.expect(204)?;
    Ok(())
}

fn nobody_locks_a_login_from_elsewhere(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let anyone = server.anonymous();
    let from = |address: &str, password: &str| {
        let body = json!({ "login": "head", "password": password }).to_string();
        let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
        anyone.send("POST", "/api/v1/sign-in", &headers, body.as_bytes())
    };
    let begun = from("10.0.0.1", DEMO_PASSWORD)?.expect(204)?;
    for _ in 0..10 {
        from("203.0.113.1", "a wrong password")?.expect(401)?;
    }
    proof!(from("203.0.113.1", DEMO_PASSWORD)?.status == 429, "who guesses is slowed down");
    from("10.0.0.1", DEMO_PASSWORD)?.expect(204)?;
    from("10.0.0.2", DEMO_PASSWORD)?.expect(204)?;
    for n in 2..13 {
        from(&format!("203.0.113.{n}"), "a wrong password")?.expect(401)?;
    }
    let paused = from("203.0.113.99", "a wrong password")?.expect(429)?;
    let seconds: u64 = paused.header("retry-after").context("Retry-After")?.parse()?;
    proof!(seconds <= 60, "many addresses together after a pause: {seconds}");
    from("10.0.0.1", DEMO_PASSWORD)?.expect(204)?;
    let head = anyone.with_session_of(&begun)?;
    let change = json!({ "current": DEMO_PASSWORD, "password": PASSWORD });
    proof!(head.post("/api/v1/me/password", &change)?.status == 204, "who has a session is not held up either");
    server.set_clock("2026-11-20T01:01:00Z")?;
    from("203.0.113.99", PASSWORD)?.expect(204)?;
    Ok(())
}

fn nobody_learns_which_logins_there_are(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let anyone = server.anonymous();
    let unknown = sign_in(&anyone, "nobody.at.all", "a wrong password")?;
    let wrong = sign_in(&anyone, "president", "a wrong password")?;
    proof!(unknown.status == 401 && unknown.text == wrong.text, "the same answer: {} {}", unknown.text, wrong.text);
    server.sign_in("admin")?.post("/api/v1/accounts/president/lock", &json!({}))?.expect(204)?;
    let locked = sign_in(&anyone, "president", DEMO_PASSWORD)?;
    proof!(locked.text == wrong.text, "also for a locked one: {}", locked.text);
    for _ in 0..9 {
        sign_in(&anyone, "nobody.at.all", "a wrong password")?.expect(401)?;
    }
    proof!(sign_in(&anyone, "nobody.at.all", "a wrong password")?.status == 429, "slowed down like a known one");
    Ok(())
}

fn a_refusal_is_in_the_log_and_the_history(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, other) = (server.sign_in("desk")?, server.sign_in("engineer2")?);
    let incident = report(&desk, "被拒绝的操作", "low", "medium")?;
    let assignee = find(&desk, "person", "name", "王磊")?;
    go(&desk, &incident, "assign", &json!({ "assignee": assignee }))?;
    let refused = try_to(&other, &incident, "start", &json!({}))?;
    let said = refused.body["missing"]["text"].clone();
    proof!(
        refused.status == 403 && said["zh"].is_string() && said["en"].is_string(),
        "what is missing: {}",
        refused.text
    );
    let entries = history(&server.sign_in("imanager")?, &incident)?;
    proof!(has_entry(&entries, "refused"), "it is in the record's history");
    let number = incident.body["number"].as_str().context("number")?.to_owned();
    proof!(
        server.said().wait(|line| (line.contains("refused") && line.contains(&number)).then_some(())).is_some(),
        "and in the log"
    );
    desk.get("/api/v1/accounts")?.expect(403)?;
    let told = |line: &str| (line.contains("refused") && line.contains("login=\"desk\"")).then_some(());
    proof!(server.said().wait(told).is_some(), "so is what belongs to no record");
    Ok(())
}
