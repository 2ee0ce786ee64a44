//! Looking at Yuheng as somebody else sees it: what both may see, nothing written, both names in the log.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::audit::read_until;
use crate::company::{create, encode, find, go, has_entry, history, path, report};
use crate::doors::{ROUTES, knock};

on_both_stores!(
    f_plt_09_viewing_as_somebody_shows_what_both_see,
    f_plt_09_what_is_somebodys_alone_is_shown_to_nobody,
    who_views_as_somebody_writes_by_no_door,
    a_viewing_ends_and_is_nobody_elses,
);

/// The doors that are open to whoever knows a password or a secret: nobody's eyes are looked through there.
const OF_NOBODY: [&str; 2] = ["/api/v1/sign-in", "/api/v1/links/{token}"];

/// The same person, looking through the eyes of `person`.
fn view_as(viewer: &Client, person: &str) -> Result<Client> {
    let begun = viewer.post("/api/v1/viewings", &json!({ "person": person }))?.expect(201)?;
    Ok(viewer.viewing(begun.body["id"].as_str().context("id")?))
}

fn identity(client: &Client) -> Result<String> {
    Ok(client.get("/api/v1/me")?.expect(200)?.body["id"].as_str().context("id")?.to_owned())
}

fn numbers(list: &Answer) -> Vec<&str> {
    list.body["items"].as_array().into_iter().flatten().filter_map(|item| item["number"].as_str()).collect()
}

/// Gives `person` a role from today on.
fn give(representative: &Client, role: &str, person: &str) -> Result<()> {
    create(representative, "role_assignment", &json!({ "role": role, "person": person }))?;
    Ok(())
}

fn f_plt_09_viewing_as_somebody_shows_what_both_see(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk, engineer) = (server.sign_in("admin")?, server.sign_in("desk")?, server.sign_in("engineer")?);
    let (representative, contact) = (server.sign_in("representative")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "谁都不该从别人眼里看到更多", "low", "low")?;
    desk.post(&format!("{}/comments", path(&incident)), &json!({ "body": "口令在保险柜", "audience": "internal" }))?
        .expect(201)?;
    let refused = desk.post("/api/v1/viewings", &json!({ "person": identity(&engineer)? }))?;
    assert_eq!(refused.status, 403, "not without the right: {}", refused.text);
    let unseen = contact.post("/api/v1/viewings", &json!({ "person": identity(&engineer)? }))?;
    assert_eq!(unseen.status, 404, "nor of whom one does not see: {}", unseen.text);
    let oneself = admin.post("/api/v1/viewings", &json!({ "person": identity(&admin)? }))?;
    assert_eq!(oneself.status, 404, "nor through one's own eyes: {}", oneself.text);

    // An administrator sees no business content, through nobody's eyes either.
    let as_desk = view_as(&admin, &identity(&desk)?)?;
    let me = as_desk.get("/api/v1/me")?.expect(200)?;
    assert_eq!(me.body["id"], identity(&desk)?, "it is that person: {}", me.text);
    assert_eq!(me.body["administers"], false, "{}", me.text);
    assert!(me.body["viewing"]["name"].is_string(), "and it is said who looks: {}", me.text);
    assert_eq!(desk.get(&path(&incident))?.status, 200);
    let hidden = as_desk.get(&path(&incident))?;
    proof!(hidden.status == 404, "what the viewer may not see stays unseen: {}", hidden.text);
    let list = as_desk.get("/api/v1/records/incident")?;
    proof!(list.status == 404 || numbers(&list).is_empty(), "in lists: {}", list.text);
    let found = as_desk.get(&format!("/api/v1/search?q={}", encode("从别人眼里")))?.expect(200)?;
    proof!(!found.text.contains("从别人眼里"), "in search: {}", found.text);
    let log = as_desk.get("/api/v1/audit")?.expect(200)?;
    proof!(!log.text.contains(incident.body["number"].as_str().context("number")?), "and in the log");

    // Whoever sees as much as the other sees what the other sees, and of a customer's contact no more than the contact.
    give(&representative, "service_desk", &identity(&admin)?)?;
    let seen = as_desk.get(&path(&incident))?.expect(200)?;
    let own = desk.get(&path(&incident))?.expect(200)?;
    assert_eq!(seen.body["fields"], own.body["fields"], "the same fields");
    assert_eq!(seen.body["actions"], own.body["actions"], "and what the other may do next");
    let folders = |client: &Client| client.get("/api/v1/me/folders");
    assert_eq!(folders(&as_desk)?.expect(200)?.body["items"], folders(&desk)?.expect(200)?.body["items"]);
    let as_contact = view_as(&admin, &identity(&contact)?)?;
    let seen = as_contact.get(&format!("{}/history", path(&incident)))?.expect(200)?;
    assert!(!seen.text.contains("口令在保险柜"), "a contact reads no notes: {}", seen.text);
    let list = |client: &Client| client.get("/api/v1/records/incident?limit=200");
    assert_eq!(numbers(&list(&as_contact)?.expect(200)?), numbers(&list(&contact)?.expect(200)?));
    assert_eq!(as_contact.get("/api/v1/standards")?.status, 404, "the provider's own is not for a contact");
    Ok(())
}

fn f_plt_09_what_is_somebodys_alone_is_shown_to_nobody(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk, manager) = (server.sign_in("admin")?, server.sign_in("desk")?, server.sign_in("imanager")?);
    let desk_id = identity(&desk)?;
    let away = |login: &str, day: &str| -> Result<()> {
        let person = server.sign_in(login)?;
        let fields = json!({ "person": identity(&person)?, "deputy": desk_id, "from": day, "until": day });
        create(&person, "absence", &fields).map(|_| ())
    };
    away("engineer", "2026-12-01")?;
    server.set_clock("2026-11-20T01:10:00Z")?;
    let incident = report(&desk, "各看各的", "low", "low")?;
    go(&manager, &incident, "assign", &json!({ "assignee": desk_id }))?;
    server.set_clock("2026-11-20T01:20:00Z")?;
    away("rqmanager", "2026-12-03")?;
    server.set_clock("2026-11-20T01:30:00Z")?;
    desk.put(&format!("{}/watch", path(&incident)), &json!({}))?.expect(204)?;
    desk.put("/api/v1/me/preferences/list.incident", &json!(["title"]))?.expect(204)?;

    // Absences are seen by every colleague, the incident by no administrator: a page goes on past it and says nothing of it.
    let as_desk = view_as(&admin, &desk_id)?;
    let first = as_desk.get("/api/v1/notices?limit=1")?.expect(200)?;
    let reasons =
        |page: &Answer| page.body["items"].as_array().map(|all| all.iter().map(|it| it["reason"].clone()).collect());
    let stands_in = Some(vec![json!("stands_in")]);
    assert_eq!(reasons(&first), stands_in, "{}", first.text);
    let next = first.body["next"].as_str().context("there is another")?;
    assert!(!next.contains("assigned"), "the cursor names nothing unseen: {next}");
    let second = as_desk.get(&format!("/api/v1/notices?limit=1&cursor={}", encode(next)))?.expect(200)?;
    assert_eq!(reasons(&second), stands_in, "a page is filled with what is seen: {}", second.text);
    assert!(second.body["next"].is_null(), "and ends where that ends: {}", second.text);

    give(&server.sign_in("representative")?, "engineer", &identity(&admin)?)?;
    let watched = |client: &Client| client.get("/api/v1/records?folder=watched");
    assert_eq!(numbers(&watched(&desk)?.expect(200)?).len(), 1);
    let seen = watched(&as_desk)?.expect(200)?;
    proof!(numbers(&seen).is_empty(), "what somebody follows is nobody else's: {}", seen.text);
    let whole = as_desk.get(&path(&incident))?.expect(200)?;
    assert_eq!(whole.body["watched"], false, "nor on the record: {}", whole.text);
    let set = as_desk.get("/api/v1/me/preferences")?.expect(200)?;
    assert_eq!(set.body["items"], json!({}), "nor what they have set for themselves: {}", set.text);
    let may = |client: &Client, action: &str| -> Result<bool> {
        let rights = client.get(&format!("{}/rights?person={}", path(&incident), identity(client)?))?.expect(200)?;
        let granted = rights.body["granted"].as_array().cloned().unwrap_or_default();
        let found = granted.iter().find(|it| it["action"] == action).context("the action")?;
        Ok(found["missing"].is_null())
    };
    let as_manager = view_as(&admin, &identity(&manager)?)?;
    assert!(may(&manager, "view_confidential")? && may(&as_manager, "void")?, "what the other may do");
    proof!(!may(&as_manager, "view_confidential")?, "what is seen is answered by what both see");
    Ok(())
}

fn who_views_as_somebody_writes_by_no_door(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    let draft = json!({ "kind": "reply", "process": "incident", "record": "INC0000001", "body": "还没想好怎么说" });
    desk.put("/api/v1/drafts/reply:INC0000001", &draft)?.expect(200)?;
    let incident = report(&desk, "只看不改", "low", "low")?;
    let before = desk.get(&path(&incident))?.expect(200)?.version();
    let as_desk = view_as(&admin, &identity(&desk)?)?;
    let mut open = Vec::new();
    for (method, route, body, _) in ROUTES {
        if *method == "get" || OF_NOBODY.contains(route) {
            continue;
        }
        let number = incident.body["number"].as_str().context("number")?;
        let names = [("{process}", "incident"), ("{number}", number), ("{login}", "desk"), ("{key}", "x")];
        let at = names.iter().fold((*route).to_owned(), |at, (name, value)| at.replace(name, value));
        let answer = knock(&as_desk, method, &at.replace("{id}", "00000000-0000-7000-8000-000000000000"), body)?;
        if answer.status != 403 || answer.body["missing"]["kind"] != "viewing" {
            open.push(format!("{method} {route}: {} {}", answer.status, answer.text));
        }
    }
    assert!(open.is_empty(), "each door that writes refuses, and says why:\n{}", open.join("\n"));
    for own in ["sessions", "tokens", "records/incident/export", "events"] {
        let answer = as_desk.get(&format!("/api/v1/{own}"))?;
        assert_eq!(answer.status, 403, "{own}: {}", answer.text);
    }
    let drafts = as_desk.get("/api/v1/drafts")?.expect(200)?;
    assert!(!drafts.text.contains("还没想好"), "what is not sent is nobody else's: {}", drafts.text);
    let refused = as_desk.in_chinese().delete(&format!("{}/watch", path(&incident)))?;
    assert!(refused.text.contains("以他人的身份查看"), "in the reader's language: {}", refused.text);
    assert_eq!(desk.get(&path(&incident))?.expect(200)?.version(), before, "nothing has changed");
    Ok(())
}

fn a_viewing_ends_and_is_nobody_elses(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (admin, desk) = (server.sign_in("admin")?, server.sign_in("desk")?);
    let desk_id = identity(&desk)?;
    let begun = admin.post("/api/v1/viewings", &json!({ "person": desk_id }))?.expect(201)?;
    let id = begun.body["id"].as_str().context("id")?;
    let other = server.sign_in("admin")?;
    for stranger in [desk.viewing(id), other.viewing(id), admin.viewing("nonsense")] {
        let answer = stranger.get("/api/v1/me")?;
        assert_eq!(answer.status, 403, "it holds in its own session only: {}", answer.text);
        assert!(answer.body["type"].as_str().is_some_and(|kind| kind.ends_with("/viewing-over")), "{}", answer.text);
    }
    assert_eq!(desk.delete(&format!("/api/v1/viewings/{id}"))?.status, 404, "nobody else ends it");
    let again = admin.viewing(id).post("/api/v1/viewings", &json!({ "person": desk_id }))?;
    assert_eq!(again.status, 403, "nor is it gone on from there to others: {}", again.text);
    admin.delete(&format!("/api/v1/viewings/{id}"))?.expect(204)?;
    assert_eq!(admin.viewing(id).get("/api/v1/me")?.status, 403);
    assert_eq!(admin.delete(&format!("/api/v1/viewings/{id}"))?.status, 404, "it ends once");
    let person =
        desk.get(&format!("/api/v1/numbers/{}", find(&desk, "person", "name", &name_of(&desk)?)?))?.expect(200)?;
    let entries = history(&desk, &person)?;
    assert!(
        has_entry(&entries, "viewing_begun") && has_entry(&entries, "viewing_ended"),
        "whoever was looked at reads it"
    );
    let is_ended = |entry: &Value| entry["action"] == "viewing_ended";
    let items = read_until(&admin, "action=viewing_begun,viewing_ended", is_ended)?;
    assert_eq!(items.len(), 2, "{items:?}");
    let admin_id = identity(&admin)?;
    for item in &items {
        assert_eq!((&item["actor"]["id"], &item["record"]["id"]), (&json!(admin_id), &json!(desk_id)), "both names");
    }

    // Whoever has lost its tab ends it from another.
    let left = admin.post("/api/v1/viewings", &json!({ "person": desk_id }))?.expect(201)?;
    admin.post("/api/v1/sign-out", &json!({}))?.expect(204)?;
    let left = left.body["id"].as_str().context("id")?;
    assert_eq!(
        other.delete(&format!("/api/v1/viewings/{left}"))?.status,
        204,
        "whoever began it ends it from anywhere"
    );
    Ok(())
}

fn name_of(client: &Client) -> Result<String> {
    Ok(client.get("/api/v1/me")?.expect(200)?.body["name"].as_str().context("name")?.to_owned())
}
