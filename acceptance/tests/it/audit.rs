//! Why somebody can or can't, and the log of what happened on all records.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::Value;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{path, report};

on_both_stores!(
    why_somebody_can_or_cannot_is_said_action_by_action,
    the_log_is_read_by_person_kind_process_and_time,
    the_log_says_what_was_done_to_an_account_and_what_was_refused,
    all_4_the_log_is_taken_away_as_far_as_its_records_may_be,
);

fn rights(asker: &Client, record: &Answer, person: &str) -> Result<Answer> {
    asker.get(&format!("{}/rights?person={person}", path(record)))
}

fn action<'a>(rights: &'a Answer, id: &str) -> Option<&'a Value> {
    rights.body["actions"].as_array()?.iter().find(|action| action["id"] == id)
}

fn granted<'a>(rights: &'a Answer, id: &str) -> Option<&'a Value> {
    rights.body["granted"].as_array()?.iter().find(|granted| granted["action"] == id)
}

fn number_of(client: &Client) -> Result<String> {
    Ok(client.get("/api/v1/me")?.expect(200)?.body["id"].as_str().context("id")?.to_owned())
}

fn why_somebody_can_or_cannot_is_said_action_by_action(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, desk) = (server.sign_in("representative")?, server.sign_in("desk")?);
    let (engineer, contact) = (server.sign_in("engineer")?, server.sign_in("tokai")?);
    let incident = report(&desk, "谁能办这件事", "low", "low")?;
    let seen = rights(&representative, &incident, &number_of(&engineer)?)?.expect(200)?;
    proof!(seen.body["unseen"].is_null() && action(&seen, "transition:assign").is_some(), "{}", seen.text);
    let roles = seen.body["roles"].as_array().context("roles")?;
    proof!(roles.iter().any(|role| role["id"] == "engineer"), "by which roles: {}", seen.text);
    let voids = granted(&seen, "void").context("void")?;
    proof!(voids["missing"]["zh"].is_string() && voids["missing"]["en"].is_string(), "why not: {}", seen.text);
    proof!(granted(&seen, "view").is_some_and(|view| view["missing"].is_null()), "what is allowed: {}", seen.text);
    let own = rights(&desk, &incident, &number_of(&desk)?)?.expect(200)?;
    let offered = desk.get(&path(&incident))?.expect(200)?;
    proof!(own.body["actions"] == offered.body["actions"], "of oneself, and as one is offered it: {}", own.text);
    let of_another = rights(&desk, &incident, &number_of(&engineer)?)?;
    let missing = of_another.body["missing"]["text"].to_string();
    proof!(of_another.status == 403, "of others not for everybody: {}", of_another.text);
    proof!(
        missing.contains("以其身份查看") && missing.to_lowercase().contains("view as"),
        "which right is missing: {missing}"
    );
    let other = rights(&representative, &incident, &number_of(&contact)?)?.expect(200)?;
    proof!(other.body["unseen"]["zh"].is_string(), "another customer's contact does not see it: {}", other.text);
    proof!(other.body["actions"] == serde_json::json!([]), "and is offered nothing");
    let nobody = rights(&representative, &incident, "PER9999999")?;
    proof!(nobody.status == 422 && nobody.text.contains("person"), "nobody: {}", nobody.text);
    let hidden = rights(&contact, &incident, &number_of(&contact)?)?;
    proof!(hidden.status == 404, "who does not see the record learns nothing of it");
    let reporter = server.sign_in("jiangzhou")?;
    for named in ["PER0000001", "PER9999999", "CUS0000001", "CUS9999999"] {
        let asked = rights(&reporter, &incident, named)?;
        proof!(asked.status == 404, "a contact learns of nobody whether there is one: {named} {}", asked.text);
    }
    Ok(())
}

/// All of the log that a question finds, page by page.
fn read(client: &Client, question: &str) -> Result<Vec<Value>> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/api/v1/audit?limit=7&cursor={cursor}&{question}"))?.expect(200)?;
        found.extend(page.body["items"].as_array().context("items")?.iter().cloned());
        match page.body["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return Ok(found),
        }
    }
}

/// The same, once it holds what it is to hold: on a server that others write to, what was committed last may come a moment later.
pub fn read_until(client: &Client, question: &str, is_there: impl Fn(&Value) -> bool) -> Result<Vec<Value>> {
    for _ in 0..1_000 {
        let found = read(client, question)?;
        if found.iter().any(&is_there) {
            return Ok(found);
        }
    }
    anyhow::bail!("it never came: {question}")
}

fn the_log_is_read_by_person_kind_process_and_time(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk, engineer) = (server.sign_in("admin")?, server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "记入日志", "low", "low")?;
    engineer.get("/api/v1/records/incident/export")?;
    desk.get("/api/v1/records/incident/export")?.expect(200)?;
    let number = incident.body["number"].as_str().context("number")?;

    let auditor = server.sign_in("auditor")?;
    let is_created = |entry: &Value| entry["action"] == "created" && entry["record"]["number"] == number;
    let by_desk = read_until(&auditor, &format!("actor={}", number_of(&desk)?), is_created)?;
    proof!(by_desk.iter().any(is_created), "what somebody did: {by_desk:?}");
    let is_export = |entry: &Value| entry["action"] == "exported";
    let taken = read_until(&admin, &format!("action=exported&actor={}", number_of(&desk)?), is_export)?;
    proof!(!taken.is_empty(), "and took away: {taken:?}");
    let kinds = |found: &[Value]| -> BTreeSet<String> {
        found.iter().filter_map(|entry| Some(entry["action"].as_str()?.to_owned())).collect()
    };
    let signed_in = read(&admin, "action=signed_in")?;
    proof!(kinds(&signed_in) == BTreeSet::from(["signed_in".to_owned()]), "only that: {signed_in:?}");
    let people: BTreeSet<_> = signed_in.iter().filter_map(|entry| entry["record"]["number"].as_str()).collect();
    proof!(people.len() >= 3, "who signed in: {people:?}");
    let own = read(&engineer, "action=signed_in")?;
    let of_own: BTreeSet<_> = own.iter().filter_map(|entry| entry["record"]["id"].as_str()).collect();
    proof!(of_own == BTreeSet::from([number_of(&engineer)?.as_str()]), "others' accounts are theirs: {own:?}");

    let all = read(&auditor, "")?;
    let keys: BTreeSet<_> = all.iter().map(|entry| format!("{}:{}", entry["record"]["number"], entry["n"])).collect();
    proof!(keys.len() == all.len(), "no entry comes twice over the pages");
    let incidents = read(&auditor, "process=incident")?;
    let expected = all.iter().filter(|entry| entry["record"]["process"] == "incident").count();
    // What is written meanwhile comes on top.
    let is_incident = |entry: &Value| entry["record"]["process"] == "incident";
    proof!(expected > 0 && incidents.len() >= expected, "by process: {} of {expected}", incidents.len());
    proof!(incidents.iter().all(is_incident), "and of no other");
    proof!(read(&auditor, "from=2999-01-01T00:00:00Z")?.is_empty(), "by time");
    proof!(read(&auditor, "to=2999-01-01T00:00:00Z")?.len() >= all.len(), "up to a time");
    for question in
        ["action=nothing", "from=yesterday", "actor=PER9999999", "limit=0", "cursor=x", "fields=1", "process=nosuch"]
    {
        let refused = admin.get(&format!("/api/v1/audit?{question}"))?;
        proof!(refused.status == 422 || refused.status == 400, "{question}: {}", refused.text);
    }
    proof!(server.sign_in("tokai")?.get("/api/v1/audit")?.status == 404, "it is not for customers");
    Ok(())
}

fn the_log_says_what_was_done_to_an_account_and_what_was_refused(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    for act in ["lock", "unlock"] {
        admin.post(&format!("/api/v1/accounts/engineer/{act}"), &serde_json::json!({}))?.expect(204)?;
    }
    let incident = report(&desk, "先关了它", "low", "low")?;
    let closed =
        desk.post_if(&format!("{}/void", path(&incident)), &incident.version(), &serde_json::json!({ "reason": "x" }))?;
    assert_eq!(closed.status, 403, "{}", closed.text);
    let says =
        |words: &'static str| move |entry: &Value| entry["told"]["zh"].as_str().is_some_and(|zh| zh.contains(words));
    let own = format!("actor={}", number_of(&admin)?);
    let changes = format!("action=account_changed&{own}");
    let found = read_until(&admin, &changes, says("账户已解锁"))?;
    proof!(found.iter().any(says("账户已锁定")), "what was done: {found:?}");
    proof!(read(&desk, &changes)?.iter().all(|entry| entry["told"].is_null()), "others' accounts are theirs");
    let refused = format!("action=refused&actor={}", number_of(&desk)?);
    let number = incident.body["number"].clone();
    let found = read_until(&server.sign_in("auditor")?, &refused, |entry| entry["record"]["number"] == number)?;
    proof!(found.iter().all(|entry| entry["told"]["en"].is_string()), "what was refused: {found:?}");
    let page = admin.get(&format!("/api/v1/audit?{changes}"))?.expect(200)?;
    proof!(page.body["actor"]["id"] == number_of(&admin)?.as_str(), "whose doing it is: {}", page.text);
    let file = rows(&admin.in_chinese(), &changes)?;
    proof!(file.iter().any(|line| line.contains("账户已锁定")), "and in the file: {file:?}");
    Ok(())
}

/// The rows of a file of the log, without its header, whose cells hold no line breaks.
fn rows(client: &Client, question: &str) -> Result<Vec<String>> {
    let file = client.get(&format!("/api/v1/audit/export?{question}"))?.expect(200)?;
    assert!(file.text.starts_with('\u{feff}'), "spreadsheets open it rightly");
    Ok(file.text.trim_start_matches('\u{feff}').lines().skip(1).map(str::to_owned).collect())
}

fn all_4_the_log_is_taken_away_as_far_as_its_records_may_be(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (auditor, desk, engineer) = (server.sign_in("auditor")?, server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "=HYPERLINK(1)", "low", "low")?;
    let number = incident.body["number"].as_str().context("number")?;
    let asked = format!("actor={}", number_of(&desk)?);
    let is_created = |entry: &Value| entry["action"] == "created" && entry["record"]["number"] == number;
    read_until(&auditor, &asked, is_created)?;
    let all = rows(&auditor.in_chinese(), &asked)?;
    let created = all.iter().find(|row| row.contains(",created,") && row.contains(number)).context("the row of it")?;
    proof!(created.contains(",'=HYPERLINK(1),"), "no cell is a formula: {created}");
    proof!(created.contains(",创建,") && created.contains(",页面"), "it speaks the reader's language: {created}");
    let of_people = rows(&server.sign_in("admin")?, &asked)?;
    let is_signed_in = |row: &String| row.contains(",signed_in,");
    proof!(of_people.iter().any(is_signed_in), "who may export people takes what happened to accounts: {of_people:?}");

    let seen = read(&desk, &format!("{asked}&action=signed_in,created"))?;
    proof!(seen.iter().any(|entry| entry["action"] == "signed_in"), "the desk reads of its own account: {seen:?}");
    let own = rows(&desk, &format!("{asked}&action=signed_in,created"))?;
    proof!(own.iter().any(|row| row.contains(number)), "takes away what happened on what it may export: {own:?}");
    proof!(!own.iter().any(|row| row.contains(",signed_in,")), "and on nothing else: {own:?}");
    proof!(
        engineer.get("/api/v1/audit/export?process=incident")?.status == 403,
        "who may export none of it is told so"
    );
    proof!(server.sign_in("tokai")?.get("/api/v1/audit/export")?.status == 404, "it is not for customers");

    let is_export = |entry: &Value| entry["action"] == "exported";
    let told = read_until(&auditor, &format!("action=exported&{asked}"), is_export)?;
    proof!(told.len() == 1, "that it was taken away is in the log: {told:?}");
    let cut = rows(&auditor, "limit=3")?;
    proof!(cut.len() == 4 && cut[3].contains("holds 3 entries at most"), "where it is cut it says so: {cut:?}");
    let pieces = auditor.get("/api/v1/audit/export?limit=3&progress=true")?.expect(200)?;
    proof!(pieces.text.contains(r#""is_cut":true"#), "and how far it is: {}", pieces.text);
    for question in ["action=nothing", "from=yesterday", "limit=0", "limit=20001", "cursor=1", "format=pdf"] {
        let refused = auditor.get(&format!("/api/v1/audit/export?{question}"))?;
        proof!(refused.status == 422 || refused.status == 400, "{question}: {}", refused.text);
    }
    Ok(())
}
