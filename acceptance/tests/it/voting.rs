//! Whose vote a vote is: the one that may be cast, or the one that is named.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::approval::bring_in_purchases;
use crate::company::{again, create, find, go, path};

on_both_stores!(the_only_vote_need_not_be_named_and_of_several_one_is);

fn vote(voter: &Client, record: &Answer, ballot: &Value) -> Result<Answer> {
    let current = again(voter, record)?;
    let id = current.body["approvals"][0]["id"].as_str().context("an approval")?.to_owned();
    voter.post_if(&format!("{}/approvals/{id}/votes", path(record)), &current.version(), ballot)
}

fn the_only_vote_need_not_be_named_and_of_several_one_is(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (buyer, admin, deputy) =
        (server.sign_in("slmanager")?, server.sign_in("admin")?, server.sign_in("supmanager")?);
    bring_in_purchases(&server, &buyer, &server.sign_in("representative")?)?;
    let held = |role: &str| -> Result<(String, Answer)> {
        let at = format!("/api/v1/records/role_assignment/{}", find(&admin, "role_assignment", "role", role)?);
        let assignment = admin.get(&at)?.expect(200)?;
        Ok((at, assignment))
    };
    let (_, representative) = held("management_representative")?;
    let seat = |assignment: &Answer, key: &str| assignment.body["fields"]["person"][key].as_str().map(str::to_owned);

    let first = create(&buyer, "purchase", &json!({ "title": "唯一的一票" }))?;
    go(&buyer, &first, "need", &json!({}))?;
    let cast = vote(&deputy, &first, &json!({ "agrees": true }))?.expect(200)?;
    let cast = &cast.body["approvals"][0]["votes"][0];
    assert_eq!(cast["voter"]["id"].as_str().map(str::to_owned), seat(&representative, "id"), "{cast}");

    let (at, keeper) = held("document_manager")?;
    let deputy_of = deputy.get("/api/v1/me")?.expect(200)?.body["id"].clone();
    let standing_in = json!({ "deputy": deputy_of, "deputy_from": "2026-11-01" });
    admin.patch_if(&at, &keeper.version(), &standing_in)?.expect(200)?;
    let second = create(&buyer, "purchase", &json!({ "title": "两票之一" }))?;
    go(&buyer, &second, "need", &json!({}))?;
    let open = vote(&deputy.in_chinese(), &second, &json!({ "agrees": true }))?;
    let told = &open.body["fields"][0];
    assert_eq!((open.status, told["field"].as_str()), (422, Some("voter")), "{}", open.text);
    for assignment in [&representative, &keeper] {
        let (number, name) = (seat(assignment, "number"), seat(assignment, "title"));
        let said = told["message"].as_str().unwrap_or_default();
        assert!(number.is_some_and(|it| said.contains(&it)) && name.is_some_and(|it| said.contains(&it)), "{said}");
    }
    let nobody = vote(&deputy, &second, &json!({ "agrees": true, "voter": "PER9999999" }))?;
    assert_eq!((nobody.status, nobody.body["fields"][0]["field"].as_str()), (422, Some("voter")), "{}", nobody.text);
    let named = json!({ "agrees": true, "voter": seat(&keeper, "number") });
    let cast = vote(&deputy, &second, &named)?.expect(200)?;
    let cast = &cast.body["approvals"][0]["votes"][0];
    assert_eq!(cast["voter"]["id"].as_str().map(str::to_owned), seat(&keeper, "id"), "{cast}");
    let stranger = vote(&server.sign_in("engineer")?, &second, &json!({ "agrees": true }))?;
    assert_eq!((stranger.status, stranger.body["missing"]["kind"].as_str()), (403, Some("voter")), "{}", stranger.text);
    Ok(())
}
