//! Accounts over HTTP: how people come in, stay in and are kept out.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, DEMO_PASSWORD, START, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, create, find, go, has_entry, history, report, try_to};

on_both_stores!(
    the_first_start_prints_a_link_that_makes_the_first_administrator,
    an_invitation_sets_the_first_password_once,
    a_changed_password_ends_the_other_sessions,
    an_administrators_reset_works_once_and_not_for_ever,
    an_administrator_finds_the_account_of_a_person,
    a_revoked_session_is_over_at_once,
    a_page_that_nobody_looks_at_does_not_keep_a_session,
    two_administrators_cannot_lock_each_other_out,
    an_account_is_locked_while_the_organisation_grows,
    a_token_does_what_its_scope_says_until_it_ends,
    a_token_that_reads_writes_nothing,
    a_write_that_another_site_asked_for_is_refused,
    guessing_is_slowed_down_for_that_login_alone,
    nobody_locks_a_login_from_elsewhere,
    an_administrator_sees_and_ends_the_sessions_of_an_account,
    the_last_administrator_stays,
    nobody_learns_which_logins_there_are,
    a_refusal_is_in_the_log_and_the_history,
);

const PASSWORD: &str = "a quiet mountain path";

fn sign_in(client: &Client, login: &str, password: &str) -> Result<Answer> {
    client.post("/api/v1/sign-in", &json!({ "login": login, "password": password }))
}

/// The secret in a one-time link.
fn secret(link: &str) -> Result<&str> {
    Ok(link.rsplit_once("/link/").context("a link")?.1)
}

fn use_link(client: &Client, link: &str, body: &Value) -> Result<Answer> {
    client.post(&format!("/api/v1/links/{}", secret(link)?), body)
}

fn the_first_start_prints_a_link_that_makes_the_first_administrator(backend: Backend) -> Result<()> {
    let mut server = Server::start_empty(backend, &["--simulated-clock", START])?;
    let printed = |server: &Server| {
        let address = |line: &str| line.split_whitespace().find(|word| word.contains("/link/")).map(str::to_owned);
        server.said().wait(address).context("the first start prints a link")
    };
    let unused = printed(&server)?;
    server.stop()?;
    server.restart(&["--simulated-clock", START])?;
    let link = printed(&server)?;
    let anyone = server.anonymous();
    proof!(sign_in(&anyone, "admin", DEMO_PASSWORD)?.status == 401, "there is no default password");
    let two = json!({ "login": "two", "password": PASSWORD });
    proof!(use_link(&anyone, &unused, &two)?.status == 410, "only the last link printed works");
    let seen = anyone.get(&format!("/api/v1/links/{}", secret(&link)?))?.expect(200)?;
    assert_eq!(seen.body["purpose"], "first_administrator");
    let weak = json!({ "login": "chen", "name": "陈晨", "password": "short" });
    let refused = use_link(&anyone, &link, &weak)?.expect(422)?;
    proof!(refused.body["fields"][0]["field"] == "password", "a weak password is refused: {}", refused.text);
    let made =
        use_link(&anyone, &link, &json!({ "login": "chen", "name": "陈晨", "password": PASSWORD }))?.expect(204)?;
    let me = anyone.with_session_of(&made)?.get("/api/v1/me")?.expect(200)?;
    proof!(
        me.body["administers"] == true && me.body["name"] == "陈晨",
        "it makes the first administrator: {}",
        me.text
    );
    proof!(use_link(&anyone, &link, &two)?.status == 410, "once");
    sign_in(&anyone, "chen", PASSWORD)?.expect(204)?;
    Ok(())
}

fn an_invitation_sets_the_first_password_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    let person = create(&admin, "person", &json!({ "name": "沈青" }))?;
    let number = person.body["number"].as_str().context("number")?;
    let asked = json!({ "person": number, "login": "shen.qing" });
    proof!(desk.post("/api/v1/invitations", &asked)?.status == 403, "only administrators invite");
    let link =
        admin.post("/api/v1/invitations", &asked)?.expect(201)?.body["link"].as_str().context("link")?.to_owned();
    let taken = admin.post("/api/v1/invitations", &asked)?.expect(422)?;
    proof!(taken.body["fields"][0]["field"] == "login", "a login is given once: {}", taken.text);
    let nobody =
        admin.post("/api/v1/invitations", &json!({ "person": "PER9999999", "login": "nobody" }))?.expect(422)?;
    proof!(nobody.body["fields"][0]["field"] == "person", "whom nobody knows is named: {}", nobody.text);
    let anyone = server.anonymous();
    let same = json!({ "password": "shen.qing-2026" });
    proof!(use_link(&anyone, &link, &same)?.status == 422, "the password does not hold the login");
    let begun = use_link(&anyone, &link, &json!({ "password": PASSWORD }))?.expect(204)?;
    let cookie = begun.header("set-cookie").context("a cookie")?;
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        proof!(cookie.contains(flag), "the cookie is {flag}: {cookie}");
    }
    proof!(anyone.with_session_of(&begun)?.get("/api/v1/me")?.body["login"] == "shen.qing", "the link signs in");
    proof!(use_link(&anyone, &link, &json!({ "password": PASSWORD }))?.status == 410, "the link works once");
    sign_in(&anyone, "Shen.Qing", PASSWORD)?.expect(204)?;
    proof!(has_entry(&history(&admin, &person)?, "account_changed"), "it stands in the person's history");
    Ok(())
}

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

fn an_administrators_reset_works_once_and_not_for_ever(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, engineer, anyone) = (server.sign_in("admin")?, server.sign_in("engineer")?, server.anonymous());
    let reset = || -> Result<String> {
        let answer = admin.post("/api/v1/accounts/engineer/reset", &json!({}))?.expect(201)?;
        Ok(answer.body["link"].as_str().context("link")?.to_owned())
    };
    let first = reset()?;
    proof!(engineer.get("/api/v1/me")?.status == 401, "a reset ends all sessions");
    let second = reset()?;
    proof!(use_link(&anyone, &first, &json!({ "password": PASSWORD }))?.status == 410, "a newer link ends the older");
    use_link(&anyone, &second, &json!({ "password": PASSWORD }))?.expect(204)?;
    proof!(use_link(&anyone, &second, &json!({ "password": PASSWORD }))?.status == 410, "used once");
    sign_in(&anyone, "engineer", PASSWORD)?.expect(204)?;
    let late = reset()?;
    server.set_clock("2026-11-23T02:00:00Z")?;
    let over = use_link(&anyone.in_chinese(), &late, &json!({ "password": PASSWORD }))?;
    proof!(over.status == 410 && over.text.contains("链接已失效"), "three days later it is over: {}", over.text);
    Ok(())
}

fn an_administrator_finds_the_account_of_a_person(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    let engineer = find(&admin, "person", "name", "王磊")?;
    let of = |client: &Client| client.get(&format!("/api/v1/accounts?person={engineer}"));
    let found = of(&admin)?.expect(200)?;
    let accounts = found.body["items"].as_array().context("items")?;
    proof!(accounts.len() == 1 && accounts[0]["login"] == "engineer", "that account alone: {}", found.text);
    proof!(accounts[0]["locked"] == false && accounts[0]["has_password"] == true, "its state: {}", found.text);
    proof!(of(&desk)?.status == 403, "for administrators only");
    let may = |client: &Client, process: &str| -> Result<Value> {
        let definition = client.get(&format!("/api/v1/definitions/{process}"))?.expect(200)?;
        Ok(definition.body["may"]["administer_accounts"].clone())
    };
    proof!(may(&admin, "person")? == true && may(&admin, "contact")? == true, "of people and contacts");
    proof!(may(&admin, "customer")? == false, "of nothing else");
    proof!(may(&desk, "person")? == false, "and nobody else is offered it");
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

fn two_administrators_cannot_lock_each_other_out(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let engineer = find(&representative, "person", "name", "王磊")?;
    create(&representative, "role_assignment", &json!({ "role": "administrator", "person": engineer }))?;
    let (admin, engineer) = (server.sign_in("admin")?, server.sign_in("engineer")?);
    let lock = |client: &Client, other: &str| client.post(&format!("/api/v1/accounts/{other}/lock"), &json!({}));
    let (first, second) = std::thread::scope(|scope| {
        let first = scope.spawn(|| lock(&admin, "engineer"));
        let second = lock(&engineer, "admin");
        (first.join(), second)
    });
    let first = first.map_err(|_| anyhow::anyhow!("a client panicked"))??.status;
    let statuses = [first, second?.status];
    proof!(statuses.iter().filter(|status| **status == 204).count() == 1, "one of them: {statuses:?}");
    Ok(())
}

fn an_account_is_locked_while_the_organisation_grows(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, manager) = (server.sign_in("admin")?, server.sign_in("brmanager")?);
    let customer = find(&manager, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let is_over = AtomicBool::new(false);
    let statuses = std::thread::scope(|scope| {
        for hand in 0..4 {
            let (manager, customer, is_over) = (&manager, &customer, &is_over);
            scope.spawn(move || {
                for count in 0.. {
                    let contact = json!({ "name": format!("联系人 {hand}-{count}"), "customer": customer });
                    if is_over.load(Ordering::Relaxed) || create(manager, "contact", &contact).is_err() {
                        return;
                    }
                }
            });
        }
        let acts = ["lock", "unlock"].into_iter().cycle().take(10);
        let statuses: Result<Vec<u16>> =
            acts.map(|act| Ok(admin.post(&format!("/api/v1/accounts/engineer/{act}"), &json!({}))?.status)).collect();
        is_over.store(true, Ordering::Relaxed);
        statuses
    })?;
    proof!(statuses == [204; 10], "whoever is added leaves the decision standing: {statuses:?}");
    let person = find(&admin, "person", "name", "王磊")?;
    let history = admin.get(&format!("/api/v1/records/person/{person}/history?limit=200"))?.expect(200)?;
    let told = history.text.matches("account_changed").count();
    proof!(told == 10, "each is told once: {told}");
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

fn the_last_administrator_stays(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, representative) = (server.sign_in("admin")?, server.sign_in("representative")?);
    let shut = admin.post("/api/v1/accounts/admin/lock", &json!({}))?;
    proof!(shut.status == 409 && shut.text.contains("last administrator"), "the account stays: {}", shut.text);
    let held = find(&representative, "role_assignment", "role", "administrator")?;
    let at = format!("/api/v1/records/role_assignment/{held}");
    let assignment = representative.get(&at)?.expect(200)?;
    let dated = representative.patch_if(&at, &assignment.version(), &json!({ "until": "2026-12-31" }))?;
    proof!(dated.status == 409, "the role does not end some day: {}", dated.text);
    let department = representative.get("/api/v1/records/department?limit=1")?.expect(200)?;
    let narrowed = json!({ "department": department.body["items"][0]["number"] });
    let narrowed = representative.patch_if(&at, &assignment.version(), &narrowed)?;
    proof!(
        narrowed.status == 409 && narrowed.text.contains("last administrator"),
        "nor is it narrowed to a department: {}",
        narrowed.text
    );
    let body = json!({ "fields": {}, "comment": { "body": "免去", "audience": "internal" } });
    let retire = |version: &str| representative.post_if(&format!("{at}/transitions/retire"), version, &body);
    proof!(retire(&assignment.version())?.status == 409, "nor now");
    let void = representative.post(&format!("{at}/void"), &json!({ "reason": "误建" }))?;
    proof!(void.status == 409, "nor is it taken out: {}", void.text);
    let other = find(&representative, "person", "name", "王磊")?;
    create(&representative, "role_assignment", &json!({ "role": "administrator", "person": other }))?;
    let now = representative.get(&at)?.expect(200)?;
    proof!(retire(&now.version())?.status == 200, "with another one there it can end");
    proof!(server.sign_in("engineer")?.get("/api/v1/me")?.body["administers"] == true, "who administers from then on");
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
