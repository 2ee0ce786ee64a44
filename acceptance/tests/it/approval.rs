//! Approvals as China knows them, the first half: feature F-PLT-03 (one, all, a share, in turn, return, withdraw, urge).

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, create, encode, find, go, path};
use crate::document::{agree, in_review};

on_both_stores!(
    f_plt_03_one_is_enough_return_withdraw_urge,
    f_plt_03_all_a_share_in_turn_and_an_edit_voids,
    a_vote_after_another_was_enough_is_told_how_the_approval_ended,
    whoever_holds_the_role_no_more_is_refused_the_vote_and_not_awaited,
    nobody_asks_for_approval_of_what_has_changed_since_they_read_it,
);

fn pending(client: &Client, document: &Answer) -> Result<(String, Answer)> {
    let current = again(client, document)?;
    let approvals = current.body["approvals"].as_array().context("approvals")?;
    let approval = approvals.iter().find(|approval| approval["outcome"] == "pending").context("a pending approval")?;
    let id = approval["id"].as_str().context("an id")?.to_owned();
    Ok((format!("{}/approvals/{id}", path(document)), current))
}

fn f_plt_03_one_is_enough_return_withdraw_urge(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, representative) = (server.sign_in("dmanager")?, server.sign_in("representative")?);
    let document = in_review(&keeper, "YH-TEST-04")?;

    go(&keeper, &document, "approve", &json!({}))?;
    let (at, current) = pending(&keeper, &document)?;
    let urged = keeper.post(&format!("{at}/urge"), &json!({}))?;
    proof!(urged.status == 200, "the voters are reminded: {}", urged.text);
    let again_at_once = keeper.post(&format!("{at}/urge"), &json!({}))?;
    assert!(
        again_at_once.status == 403 && again_at_once.text.contains("30 分钟"),
        "once in half an hour: {}",
        again_at_once.text
    );
    server.set_clock("2026-11-20T01:01:00Z")?;
    proof!(
        representative.get("/api/v1/notices")?.expect(200)?.text.contains("urged"),
        "and find it among their notices"
    );
    let silent = representative.post_if(
        &format!("{at}/votes"),
        &again(&representative, &document)?.version(),
        &json!({ "agrees": false }),
    )?;
    proof!(silent.status == 422, "sending back needs an opinion: {}", silent.status);
    let back = json!({ "agrees": false, "opinion": "请补充交接要求" });
    let returned = representative
        .post_if(&format!("{at}/votes"), &again(&representative, &document)?.version(), &back)?
        .expect(200)?;
    proof!(
        returned.body["approvals"][0]["outcome"] == "returned" && returned.body["state"] == "review",
        "it comes back"
    );
    let twice = representative.post_if(&format!("{at}/votes"), &returned.version(), &json!({ "agrees": true }))?;
    proof!(twice.status == 409 || twice.status == 403, "a vote can't be changed: {}", twice.status);
    drop(current);

    go(&keeper, &document, "approve", &json!({}))?;
    let (at, current) = pending(&keeper, &document)?;
    let withdrawn = keeper.post_if(&format!("{at}/withdraw"), &current.version(), &json!({}))?;
    proof!(withdrawn.status == 200, "whoever asked takes it back: {}", withdrawn.text);
    proof!(withdrawn.body["approvals"][1]["outcome"] == "withdrawn", "and it is marked so");

    go(&keeper, &document, "approve", &json!({}))?;
    let agreed = agree(&representative, &document)?;
    proof!(
        agreed.body["approvals"][2]["outcome"] == "granted" && agreed.body["state"] == "approved",
        "one vote is enough for either-or"
    );
    Ok(())
}

/// Votes on what is pending, whatever comes of it.
fn vote(voter: &Client, record: &Answer, agrees: bool) -> Result<Answer> {
    let (at, current) = pending(voter, record)?;
    let ballot = json!({ "agrees": agrees, "opinion": "按预算" });
    voter.post_if(&format!("{at}/votes"), &current.version(), &ballot)
}

/// Brings the process `purchase` into force.
pub fn bring_in_purchases(server: &Server, buyer: &Client, representative: &Client) -> Result<()> {
    let admin = &server.sign_in("admin")?;
    let overlay = json!({
        "title": "采购审批", "reason": "采购制度", "in_force_from": "2026-11-20", "text": include_str!("purchase.toml"),
    });
    let overlay = create(admin, "overlay", &overlay)?;
    go(admin, &overlay, "submit", &json!({}))?;
    go(admin, &overlay, "approve", &json!({}))?;
    assert_eq!(buyer.post("/api/v1/records/purchase", &json!({ "title": "x" }))?.status, 404, "not yet in force");
    agree(representative, &overlay)?;
    // Its day has come: it comes into force by itself.
    server.set_clock("2026-11-20T01:00:30Z")
}

fn f_plt_03_all_a_share_in_turn_and_an_edit_voids(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let buyer = server.sign_in("slmanager")?;
    let (representative, keeper, auditor) =
        (server.sign_in("representative")?, server.sign_in("dmanager")?, server.sign_in("amanager")?);
    bring_in_purchases(&server, &buyer, &representative)?;

    let purchase = create(&buyer, "purchase", &json!({ "title": "备件：光模块" }))?;
    go(&buyer, &purchase, "need", &json!({}))?;
    for (voter, state) in [(&keeper, "new"), (&auditor, "new"), (&representative, "needed")] {
        let voted = vote(voter, &purchase, true)?.expect(200)?;
        proof!(voted.body["state"] == state, "all have to agree: {}", voted.text);
    }
    go(&buyer, &purchase, "choose", &json!({}))?;
    for (voter, state) in [(&auditor, "needed"), (&keeper, "chosen")] {
        let voted = vote(voter, &purchase, true)?.expect(200)?;
        proof!(voted.body["state"] == state, "two of three are sixty percent: {}", voted.text);
    }
    go(&buyer, &purchase, "order", &json!({}))?;
    let early = vote(&representative, &purchase, true)?;
    proof!(early.status == 403 && early.body["missing"]["kind"] == "turn", "one after the other: {}", early.text);
    vote(&keeper, &purchase, true)?.expect(200)?;
    let last = vote(&representative, &purchase, true)?.expect(200)?;
    proof!(last.body["state"] == "ordered", "and after the last it is done: {}", last.text);

    let edited = create(&buyer, "purchase", &json!({ "title": "备件：电源" }))?;
    go(&buyer, &edited, "need", &json!({}))?;
    vote(&keeper, &edited, true)?.expect(200)?;
    let current = again(&buyer, &edited)?;
    let other = buyer.patch_if(&path(&edited), &current.version(), &json!({ "title": "备件：机柜" }))?.expect(200)?;
    proof!(other.body["approvals"][0]["outcome"] == "voided", "an edit of what is approved voids it: {}", other.text);
    Ok(())
}

fn whoever_holds_the_role_no_more_is_refused_the_vote_and_not_awaited(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (buyer, admin) = (server.sign_in("slmanager")?, server.sign_in("admin")?);
    let (representative, keeper, auditor) =
        (server.sign_in("representative")?, server.sign_in("dmanager")?, server.sign_in("amanager")?);
    bring_in_purchases(&server, &buyer, &representative)?;
    let purchase = create(&buyer, "purchase", &json!({ "title": "备件：光模块" }))?;
    go(&buyer, &purchase, "need", &json!({}))?;
    let people = |record: &Answer, who: &str| record.body["approvals"][0][who].as_array().map_or(0, Vec::len);
    let asked = again(&buyer, &purchase)?;
    assert_eq!((people(&asked, "voters"), people(&asked, "awaited")), (3, 3));

    let held = find(&admin, "role_assignment", "role", "document_manager")?;
    let at = format!("/api/v1/records/role_assignment/{held}");
    let version = admin.get(&at)?.expect(200)?.version();
    admin.patch_if(&at, &version, &json!({ "until": "2026-11-19" }))?.expect(200)?;

    let refused = vote(&keeper, &purchase, true)?;
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert!(refused.body["missing"]["text"]["zh"].as_str().is_some_and(|why| why.contains("不再担任")));
    let now = again(&keeper, &purchase)?;
    assert_eq!((people(&now, "voters"), people(&now, "awaited")), (3, 2), "asked stays, awaited does not");
    vote(&auditor, &purchase, true)?.expect(200)?;
    let last = vote(&representative, &purchase, true)?.expect(200)?;
    assert_eq!(last.body["state"], "needed", "all who still hold their roles have agreed: {}", last.text);
    Ok(())
}

fn a_vote_after_another_was_enough_is_told_how_the_approval_ended(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (keeper, representative) = (server.sign_in("dmanager")?, server.sign_in("representative")?);
    let document = in_review(&keeper, "YH-TEST-07")?;
    go(&keeper, &document, "approve", &json!({}))?;
    let (at, read) = pending(&representative, &document)?;
    agree(&representative, &document)?;
    // Whoever read it while it was pending votes on what is closed.
    let late = |voter: &Client| voter.post_if(&format!("{at}/votes"), &read.version(), &json!({ "agrees": true }));
    let told = late(&representative)?;
    assert_eq!((told.status, told.body["outcome"].as_str()), (409, Some("granted")), "{}", told.text);
    assert!(told.text.contains("approval-closed") && told.text.contains("it was granted"), "{}", told.text);
    let told = late(&representative.in_chinese())?;
    assert!(told.text.contains("该审批已经结束：已通过"), "{}", told.text);
    let withdrawn = keeper.post_if(&format!("{at}/withdraw"), &read.version(), &json!({}))?;
    assert_eq!(withdrawn.status, 409, "nor is it taken back: {}", withdrawn.text);
    let nowhere = keeper.post_if(&format!("{}/transitions/fly", path(&document)), &read.version(), &json!({}))?;
    assert_eq!(nowhere.status, 404, "what is not there isn't at any version: {}", nowhere.text);
    Ok(())
}

fn nobody_asks_for_approval_of_what_has_changed_since_they_read_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("rqmanager")?);
    let needing = encode("record.needs_approval == true");
    let items = desk.get(&format!("/api/v1/records/catalogue_item?filter={needing}"))?.expect(200)?;
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({ "title": "申请一台笔记本", "customer": customer, "item": items.body["items"][0]["number"] });
    let read = create(&desk, "service_request", &fields)?;
    let edited = json!({ "title": "申请二十台笔记本" });
    manager.patch_if(&path(&read), &read.version(), &edited)?.expect(200)?;
    let ask = format!("{}/transitions/approve", path(&read));
    let stale = desk.post_if(&ask, &read.version(), &json!({}))?.expect(412)?;
    assert_eq!(stale.body["conflicts"][0]["field"], "title", "{}", stale.text);
    desk.post_if(&ask, &again(&desk, &read)?.version(), &json!({}))?.expect(200)?;
    Ok(())
}
