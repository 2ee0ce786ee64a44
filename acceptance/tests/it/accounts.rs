//! Accounts over HTTP: how people come in, stay in and are kept out.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, DEMO_PASSWORD, START, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, create, find, has_entry, history};

on_both_stores!(
    the_first_start_prints_a_link_that_makes_the_first_administrator,
    an_invitation_sets_the_first_password_once,
    an_administrators_reset_works_once_and_not_for_ever,
    an_administrator_finds_the_account_of_a_person,
    two_administrators_cannot_lock_each_other_out,
    an_account_is_locked_while_the_organisation_grows,
    the_last_administrator_stays,
);

pub const PASSWORD: &str = "a quiet mountain path";

pub fn sign_in(client: &Client, login: &str, password: &str) -> Result<Answer> {
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
    for password in ["short", "123456789012"] {
        let weak = json!({ "login": "chen", "name": "陈晨", "password": password });
        let refused = use_link(&anyone, &link, &weak)?.expect(422)?;
        proof!(refused.body["fields"][0]["field"] == "password", "a weak password is refused: {}", refused.text);
    }
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
    let again = admin.post("/api/v1/invitations", &asked)?.expect(422)?;
    proof!(again.body["fields"][0]["field"] == "person", "who has an account gets no other: {}", again.text);
    let other = create(&admin, "person", &json!({ "name": "沈兰" }))?;
    let taken = json!({ "person": other.body["number"], "login": "shen.qing" });
    let taken = admin.post("/api/v1/invitations", &taken)?.expect(422)?;
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

fn an_administrators_reset_works_once_and_not_for_ever(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, engineer, anyone) = (server.sign_in("admin")?, server.sign_in("engineer")?, server.anonymous());
    let reset = || -> Result<String> {
        let answer = admin.post("/api/v1/accounts/engineer/reset", &json!({}))?.expect(201)?;
        Ok(answer.body["link"].as_str().context("link")?.to_owned())
    };
    let first = reset()?;
    proof!(engineer.get("/api/v1/me")?.status == 401, "a reset ends all sessions");
    let old = sign_in(&anyone, "engineer", "yuheng-demo-2026")?;
    assert_eq!(old.status, 401, "and whoever knows the old password does not come back: {}", old.text);
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
