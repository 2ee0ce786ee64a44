//! Sessions and tokens over HTTP: how long somebody stays in, and what ends it.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, DEMO_PASSWORD, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::accounts::{PASSWORD, sign_in};
use crate::company::{find, report};

on_both_stores!(
    a_changed_password_ends_the_other_sessions,
    a_revoked_session_is_over_at_once,
    a_page_that_nobody_looks_at_does_not_keep_a_session,
    an_administrator_sees_and_ends_the_sessions_of_an_account,
    a_write_that_another_site_asked_for_is_refused,
    a_token_does_what_its_scope_says_until_it_ends,
    a_token_that_reads_writes_nothing,
);

fn a_changed_password_ends_the_other_sessions(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let anyone = server.anonymous();
    let session = || anyone.with_session_of(&sign_in(&anyone, "engineer", DEMO_PASSWORD)?.expect(204)?);
    let (here, there) = (session()?, session()?);
    let change =
        |current: &str, new: &str| here.post("/api/v1/me/password", &json!({ "current": current, "password": new }));
    proof!(change("not the password", PASSWORD)?.status == 401, "the present password is needed");
    proof!(change(DEMO_PASSWORD, "elevenchars")?.status == 422, "twelve characters at least");
    proof!(change(DEMO_PASSWORD, "engineer-engineer")?.status == 422, "and not the login");
    change(DEMO_PASSWORD, PASSWORD)?.expect(204)?;
    proof!(here.get("/api/v1/me")?.status == 200, "the session that changed it goes on");
    proof!(there.get("/api/v1/me")?.status == 401, "the others are over");
    proof!(sign_in(&anyone, "engineer", DEMO_PASSWORD)?.status == 401, "the old one is nobody's");
    sign_in(&anyone, "engineer", PASSWORD)?.expect(204)?;
    Ok(())
}

fn a_revoked_session_is_over_at_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let node = if backend == Backend::Postgres { Some(server.second_node()?) } else { None };
    let anyone = server.anonymous();
    let session = || anyone.with_session_of(&sign_in(&anyone, "desk", DEMO_PASSWORD)?.expect(204)?);
    let (here, lost) = (session()?, session()?);
    let elsewhere = node.as_ref().map_or_else(|| lost.clone(), |node| lost.at(node.address()));
    elsewhere.get("/api/v1/me")?.expect(200)?;
    let listed = here.get("/api/v1/sessions")?.expect(200)?;
    let sessions = listed.body["items"].as_array().context("items")?;
    let other = sessions.iter().find(|session| session["is_this"] == false).context("the other session")?;
    let at = format!("/api/v1/sessions/{}", other["id"].as_str().context("id")?);
    proof!(server.sign_in("engineer")?.delete(&at)?.status == 404, "nobody ends another's session");
    here.delete(&at)?.expect(204)?;
    proof!(elsewhere.get("/api/v1/me")?.status == 401, "it is over at once, on every node");
    let admin = server.sign_in("admin")?;
    admin.post("/api/v1/accounts/desk/lock", &json!({}))?.expect(204)?;
    let here = node.as_ref().map_or_else(|| here.clone(), |node| here.at(node.address()));
    proof!(here.get("/api/v1/me")?.status == 401, "a locked account's sessions, too");
    proof!(sign_in(&anyone, "desk", DEMO_PASSWORD)?.status == 401, "and nobody signs in with it");
    admin.post("/api/v1/accounts/desk/unlock", &json!({}))?.expect(204)?;
    sign_in(&anyone, "desk", DEMO_PASSWORD)?.expect(204)?;
    Ok(())
}

fn a_page_that_nobody_looks_at_does_not_keep_a_session(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let anyone = server.anonymous();
    let session = || anyone.with_session_of(&sign_in(&anyone, "engineer", DEMO_PASSWORD)?.expect(204)?);
    let (left, used) = (session()?, session()?);
    let by_itself = [("x-yuheng-unattended", "1")];
    server.set_clock("2026-11-20T01:20:00Z")?;
    proof!(left.send("GET", "/api/v1/me", &by_itself, b"")?.status == 200, "it still reads");
    used.get("/api/v1/me")?.expect(200)?;
    server.set_clock("2026-11-20T01:40:00Z")?;
    proof!(left.send("GET", "/api/v1/me", &by_itself, b"")?.status == 401, "but half an hour is over");
    proof!(used.get("/api/v1/me")?.status == 200, "what a person does keeps the session");
    Ok(())
}

fn an_administrator_sees_and_ends_the_sessions_of_an_account(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk, engineer) = (server.sign_in("admin")?, server.sign_in("desk")?, server.sign_in("engineer")?);
    let anyone = server.anonymous();
    let other = anyone.with_session_of(&sign_in(&anyone, "engineer", DEMO_PASSWORD)?.expect(204)?)?;
    let of = |login: &str| format!("/api/v1/accounts/{login}/sessions");
    proof!(desk.get(&of("engineer"))?.status == 403, "for administrators only");
    proof!(admin.get(&of("nobody"))?.status == 404, "of an account that there is");
    let listed = admin.get(&of("engineer"))?.expect(200)?;
    let sessions = listed.body["items"].as_array().context("items")?;
    proof!(sessions.len() == 2 && sessions.iter().all(|session| session["is_this"] == false), "both: {}", listed.text);
    let own = other.get("/api/v1/sessions")?.expect(200)?;
    let mut own = own.body["items"].as_array().into_iter().flatten();
    let id = own.find(|session| session["is_this"] == true).and_then(|session| session["id"].as_str());
    let at = format!("{}/{}", of("engineer"), id.context("its own session")?);
    proof!(desk.delete(&at)?.status == 403, "nobody else ends one");
    proof!(admin.delete(&at.replace("engineer", "desk"))?.status == 404, "it belongs to its account");
    admin.delete(&at)?.expect(204)?;
    proof!(other.get("/api/v1/me")?.status == 401, "it is over at once");
    proof!(engineer.get("/api/v1/me")?.status == 200, "and that one alone");
    proof!(admin.delete(&at)?.status == 404, "once");
    let person = find(&admin, "person", "name", "王磊")?;
    let told = admin.get(&format!("/api/v1/records/person/{person}/history"))?.expect(200)?;
    proof!(told.text.contains("A session was ended"), "it stands in the person's history");
    Ok(())
}

fn a_write_that_another_site_asked_for_is_refused(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let body = json!({ "title": "跨站写入" }).to_string();
    let send = |client: &Client, headers: &[(&str, &str)]| {
        client.send("POST", "/api/v1/records/incident", headers, body.as_bytes())
    };
    let kind = ("content-type", "application/json");
    let without = send(&desk.as_another_page(), &[kind])?;
    proof!(without.status == 403 && without.text.contains("cross-site"), "without our header: {}", without.text);
    proof!(send(&desk, &[kind, ("origin", "https://evil.example")])?.status == 403, "from a foreign origin");
    proof!(send(&desk, &[kind, ("sec-fetch-site", "cross-site")])?.status == 403, "as the browser says itself");
    let origin = server.address().to_owned();
    let ours = send(&desk, &[kind, ("origin", &origin)])?;
    proof!(ours.status != 403, "our own page writes: {}", ours.text);
    Ok(())
}

fn a_token_does_what_its_scope_says_until_it_ends(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    report(&desk, "令牌之前的事件", "low", "low")?;
    let wanted = json!({ "label": "monitoring", "processes": ["incident"], "read_only": true, "days": 2 });
    let made = desk.post("/api/v1/tokens", &wanted)?.expect(201)?;
    let shown = made.body["secret"].as_str().context("a token is shown")?.to_owned();
    let token = server.anonymous().with_token(&shown);
    proof!(token.get("/api/v1/records/incident")?.status == 200, "it reads its process");
    let other = token.get("/api/v1/records/customer")?;
    proof!(
        other.status == 404 || other.body["items"].as_array().is_some_and(Vec::is_empty),
        "and no other: {}",
        other.text
    );
    proof!(token.post("/api/v1/records/incident", &json!({ "title": "写入" }))?.status == 403, "it writes nothing");
    proof!(token.get("/api/v1/sessions")?.status == 403, "it is no session");
    proof!(token.post("/api/v1/tokens", &wanted)?.status == 403, "a token makes no token");
    let listed = desk.get("/api/v1/tokens")?.expect(200)?;
    proof!(!listed.text.contains(&shown) && listed.text.contains("monitoring"), "it is shown once");
    let unknown = json!({ "label": "x", "processes": ["incidnet"], "days": 1 });
    proof!(desk.post("/api/v1/tokens", &unknown)?.status == 422, "an unknown process is refused");
    let endless = json!({ "label": "x".repeat(101), "days": 1 });
    let endless = desk.post("/api/v1/tokens", &endless)?.expect(422)?;
    proof!(endless.body["fields"][0]["field"] == "label", "a label has an end: {}", endless.text);
    let second = desk.post("/api/v1/tokens", &wanted)?.expect(201)?;
    let second_token = server.anonymous().with_token(second.body["secret"].as_str().context("secret")?);
    second_token.get("/api/v1/me")?.expect(200)?;
    desk.delete(&format!("/api/v1/tokens/{}", second.body["id"].as_str().context("id")?))?.expect(204)?;
    proof!(second_token.get("/api/v1/me")?.status == 401, "revoked it ends at once");
    server.set_clock("2026-11-22T02:00:00Z")?;
    proof!(token.get("/api/v1/records/incident")?.status == 401, "and on its day by itself");
    Ok(())
}

fn a_token_that_reads_writes_nothing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let admin = server.sign_in("admin")?;
    let made =
        admin.post("/api/v1/tokens", &json!({ "label": "reading", "read_only": true, "days": 2 }))?.expect(201)?;
    let token = server.anonymous().with_token(made.body["secret"].as_str().context("a token is shown")?);
    let description = token.get("/api/v1/openapi.json")?.expect(200)?;
    let paths = description.body["paths"].as_object().context("paths")?;
    let mut refused = 0;
    for (path, operations) in paths {
        // Whoever signs in or follows a link shows no token.
        if path == "/api/v1/sign-in" || path.starts_with("/api/v1/links/") {
            continue;
        }
        for method in operations.as_object().context("operations")?.keys().filter(|method| *method != "get") {
            let answer = token.send(&method.to_uppercase(), path, &[("content-type", "application/json")], b"{}")?;
            proof!(answer.status == 403, "{method} {path}: {} {}", answer.status, answer.text);
            proof!(answer.body["missing"]["kind"] == "token", "{method} {path}: {}", answer.text);
            refused += 1;
        }
    }
    assert!(refused > 20, "{refused} operations write");
    Ok(())
}
