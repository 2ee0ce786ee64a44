//! Away from one day to another, and who stands in: set by oneself, told, seen by whoever votes and assigns.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, go, path};

on_both_stores!(
    f_rol_03_whoever_is_away_says_themselves_who_stands_in,
    f_rol_03_what_is_over_ends_by_itself,
    nobody_is_away_in_a_circle_or_for_another,
    what_is_over_is_not_rewritten,
);

fn identity(client: &Client) -> Result<String> {
    Ok(client.get("/api/v1/me")?.expect(200)?.body["id"].as_str().context("id")?.to_owned())
}

fn away(client: &Client, person: &str, deputy: &str, days: (&str, &str)) -> Result<Answer> {
    let fields = json!({ "person": person, "deputy": deputy, "from": days.0, "until": days.1 });
    client.post("/api/v1/records/absence", &fields)
}

/// A customer's request that somebody has asked approval for.
fn asked_for(desk: &Client, customer: &Client) -> Result<Answer> {
    let items = format!("/api/v1/records/catalogue_item?filter={}", encode("record.needs_approval == true"));
    let item = desk.get(&items)?.expect(200)?.body["items"][0]["number"].clone();
    let request = create(customer, "service_request", &json!({ "title": "新增两台云主机", "item": item }))?;
    go(desk, &request, "approve", &json!({}))?;
    Ok(request)
}

fn f_rol_03_whoever_is_away_says_themselves_who_stands_in(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    server.set_clock("2026-11-20T01:00:00Z")?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let (manager, engineer) = (server.sign_in("rqmanager")?, server.sign_in("engineer")?);
    let (voter, deputy) = (identity(&manager)?, identity(&engineer)?);
    let request = asked_for(&desk, &customer)?;
    let votes = |client: &Client| -> Result<bool> {
        let seen = client.get(&path(&request))?;
        let offers = seen.body["actions"].as_array().cloned().unwrap_or_default();
        Ok(offers
            .iter()
            .any(|offer| offer["id"].as_str().is_some_and(|id| id.starts_with("vote:")) && offer["allowed"] == true))
    };
    assert!(votes(&manager)? && !votes(&engineer)?, "the vote is the manager's");
    let set = away(&manager, &voter, &deputy, ("2026-11-20", "2026-12-03"))?.expect(201)?;
    server.set_clock("2026-11-20T01:01:00Z")?;
    let told = engineer.get("/api/v1/notices")?.expect(200)?;
    assert!(told.text.contains(set.body["number"].as_str().context("number")?), "the deputy is told: {}", told.text);
    proof!(votes(&engineer)?, "whoever stands in votes");
    let approval = again(&engineer, &request)?;
    let id = approval.body["approvals"][0]["id"].as_str().context("an approval")?.to_owned();
    let at = format!("{}/approvals/{id}/votes", path(&request));
    let voted = engineer.post_if(&at, &approval.version(), &json!({ "agrees": true, "voter": voter }))?.expect(200)?;
    let vote = &voted.body["approvals"][0]["votes"][0];
    assert_eq!((&vote["voter"]["id"], &vote["deputy"]["id"]), (&json!(voter), &json!(deputy)), "both names stand");

    // Colleagues find who is away; ended early, it is over at once.
    let today = encode("record.is_open && record.from <= today && record.until >= today");
    let list = |client: &Client| client.get(&format!("/api/v1/records/absence?filter={today}"));
    assert!(list(&desk)?.expect(200)?.text.contains(&voter), "colleagues see who is away");
    assert!(!list(&customer)?.text.contains(&voter), "customers don't");
    let second = asked_for(&desk, &customer)?;
    go(&manager, &set, "end", &json!({}))?;
    let offers = engineer.get(&path(&second))?;
    assert!(!offers.text.contains("\"vote:"), "ended, nobody stands in any more: {}", offers.text);
    Ok(())
}

fn f_rol_03_what_is_over_ends_by_itself(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    server.set_clock("2026-11-20T01:00:00Z")?;
    let (manager, engineer) = (server.sign_in("rqmanager")?, server.sign_in("engineer")?);
    let (voter, deputy) = (identity(&manager)?, identity(&engineer)?);
    let set = away(&manager, &voter, &deputy, ("2026-11-20", "2026-11-21"))?.expect(201)?;
    // Midnight in the organisation's zone is at four in the afternoon of the day before.
    server.set_clock("2026-11-21T15:59:00Z")?;
    let manager = server.sign_in("rqmanager")?;
    assert_eq!(again(&manager, &set)?.body["state"], "in_force", "its last day is in it");
    let other_days = json!({ "until": "2026-11-22" });
    server.sign_in("admin")?.post("/api/v1/accounts/engineer/lock", &json!({}))?.expect(204)?;
    let version = again(&manager, &set)?.version();
    let moved = manager.patch_if(&path(&set), &version, &other_days)?;
    assert!(moved.status == 422 && moved.text.contains("deputy"), "other days, and nobody to reach: {}", moved.text);
    server.set_clock("2026-11-21T16:01:00Z")?;
    let over = again(&manager, &set)?;
    proof!(over.body["state"] == "ended", "over, it ends by itself: {}", over.text);
    let ends = over.body["actions"].as_array().into_iter().flatten().filter(|it| it["leads"] == "out");
    assert_eq!(ends.count(), 0, "and is not ended again: {}", over.text);
    away(&manager, &voter, &identity(&server.sign_in("desk")?)?, ("2026-11-21", "2026-11-22"))?.expect(201)?;
    Ok(())
}

fn nobody_is_away_in_a_circle_or_for_another(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, engineer, desk) =
        (server.sign_in("rqmanager")?, server.sign_in("engineer")?, server.sign_in("desk")?);
    let (voter, deputy, third) = (identity(&manager)?, identity(&engineer)?, identity(&desk)?);
    let days = ("2026-12-01", "2026-12-10");
    let for_another = away(&desk, &voter, &deputy, days)?;
    assert_eq!(for_another.status, 403, "nobody sends another away: {}", for_another.text);
    let own = away(&manager, &voter, &voter, days)?;
    assert_eq!(own.status, 422, "nobody stands in for themselves: {}", own.text);
    let unreachable = away(&manager, &voter, &find(&manager, "person", "name", "许峰")?, days)?;
    assert!(
        unreachable.status == 422 && unreachable.text.contains("no account"),
        "nor leaves it to nobody: {}",
        unreachable.text
    );
    let backwards = away(&manager, &voter, &deputy, (days.1, days.0))?;
    assert_eq!(backwards.status, 422, "{}", backwards.text);
    away(&manager, &voter, &deputy, days)?.expect(201)?;
    let circle = away(&engineer, &deputy, &voter, ("2026-12-10", "2026-12-12"))?;
    assert!(circle.status == 422 && circle.text.contains("deputy"), "nor who is away then, too: {}", circle.text);
    let in_turn = away(&engineer, &deputy, &third, ("2026-12-10", "2026-12-12"))?;
    assert_eq!(in_turn.status, 422, "whoever stands in is not away then: {}", in_turn.text);
    assert!(in_turn.text.contains("\"from\""), "the field is named: {}", in_turn.text);
    let twice = away(&manager, &voter, &third, ("2026-12-05", "2026-12-06"))?;
    assert_eq!(twice.status, 422, "one is away once at a time: {}", twice.text);
    away(&engineer, &deputy, &voter, ("2026-12-11", "2026-12-12"))?.expect(201)?;
    let admin = server.sign_in("admin")?;
    away(&admin, &identity(&admin)?, &third, days)?.expect(201)?;
    server.set_clock("2026-12-02T01:00:00Z")?;
    let me = desk.get("/api/v1/me")?.expect(200)?;
    assert_eq!(me.body["administers"], false, "to administer is not handed on: {}", me.text);
    assert!(find(&desk, "person", "name", me.body["name"].as_str().context("name")?).is_ok());
    Ok(())
}

/// Who could act for whom on days that are past stands: nothing is changed afterwards, and nobody is said to have been away.
fn what_is_over_is_not_rewritten(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    server.set_clock("2026-11-20T01:00:00Z")?;
    let (manager, engineer, desk) =
        (server.sign_in("rqmanager")?, server.sign_in("engineer")?, server.sign_in("desk")?);
    let (voter, deputy, other) = (identity(&manager)?, identity(&engineer)?, identity(&desk)?);
    let field = |answer: &Answer| answer.body["fields"][0]["field"].as_str().unwrap_or_default().to_owned();
    let past = away(&manager, &voter, &deputy, ("2026-11-10", "2026-11-19"))?;
    proof!((past.status, field(&past).as_str()) == (422, "until"), "nobody has been away: {}", past.text);
    let set = away(&manager, &voter, &deputy, ("2026-11-18", "2026-11-25"))?.expect(201)?;
    let change = |fields: serde_json::Value| -> Result<Answer> {
        let now = again(&manager, &set)?;
        manager.patch_if(&path(&set), &now.version(), &fields)
    };
    change(json!({ "until": "2026-11-24" }))?.expect(200)?;
    let earlier = change(json!({ "from": "2026-11-10" }))?;
    assert_eq!((earlier.status, field(&earlier).as_str()), (422, "from"), "nor longer than it was: {}", earlier.text);
    let shortened = change(json!({ "until": "2026-11-19" }))?;
    assert_eq!((shortened.status, field(&shortened).as_str()), (422, "until"), "{}", shortened.text);
    server.set_clock("2026-11-25T01:00:00Z")?;
    for (name, value) in [("from", "2026-11-01"), ("until", "2026-12-24"), ("deputy", other.as_str()), ("note", "别处")]
    {
        let refused = change(json!({ name: value }))?;
        proof!((refused.status, field(&refused).as_str()) == (422, name), "it is over: {}", refused.text);
    }
    let early = away(&manager, &voter, &deputy, ("2026-11-26", "2026-11-28"))?.expect(201)?;
    go(&manager, &early, "end", &json!({}))?;
    let now = again(&manager, &early)?;
    let refused = manager.patch_if(&path(&early), &now.version(), &json!({ "from": "2026-11-01" }))?;
    assert_eq!((refused.status, field(&refused).as_str()), (422, "from"), "{}", refused.text);
    let refused = manager.patch_if(&path(&early), &now.version(), &json!({ "deputy": other }))?;
    proof!((refused.status, field(&refused).as_str()) == (422, "deputy"), "ended early too: {}", refused.text);
    Ok(())
}
