//! Relations of a record that much points to: none is cut off without a word.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, create, find, path, report};

on_both_stores!(each_relation_is_shown_however_many_there_are, hidden_relations_leave_no_page_and_no_cursor);

/// More than a page holds.
const MANY: usize = 210;

fn each_relation_is_shown_however_many_there_are(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let hub = report(&desk, "核心交换机故障", "high", "high")?;
    let number = hub.body["number"].as_str().context("a number")?.to_owned();
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let rows: String = (0..MANY).map(|n| format!("门户打不开 {n},{customer}\n")).collect();
    let headers = [("content-type", "text/csv")];
    let file = format!("标题,客户\n{rows}");
    let opened = desk.in_chinese().send("POST", "/api/v1/records/incident/import", &headers, file.as_bytes())?;
    let opened = opened.expect(200)?.body["opened"].as_array().context("opened")?.clone();
    assert_eq!(opened.len(), MANY);
    let mut drawn = BTreeSet::new();
    for one in &opened {
        let number = one["number"].as_str().context("a number")?;
        let at = format!("/api/v1/records/incident/{number}/relations");
        desk.post(&at, &json!({ "kind": "related", "target": hub.body["number"] }))?.expect(201)?;
        drawn.insert(number.to_owned());
    }
    // What the customer's record is pointed to by are reference fields alone: they take nobody's place.
    let (shown, pages) = all(&desk, &path(&hub))?;
    assert_eq!((shown.len(), pages), (MANY, 2), "each is shown, on two pages");
    assert_eq!(shown, drawn);
    let at = format!("/api/v1/records/customer/{customer}/relations");
    let none = desk.get(&at)?.expect(200)?;
    assert_eq!((none.body["items"].as_array().map(Vec::len), none.body["next"].as_str()), (Some(0), None));
    // The first of them is related to another: beyond what the fields of hundreds of others project.
    let first = opened[0]["number"].as_str().context("a number")?;
    let (shown, _) = all(&desk, &format!("/api/v1/records/incident/{first}"))?;
    assert_eq!(shown, BTreeSet::from([number]));
    let one = desk.get(&format!("{}/relations?limit=1", path(&hub)))?.expect(200)?;
    assert_eq!(one.body["items"].as_array().map(Vec::len), Some(1), "{}", one.text);
    let wrong = desk.get(&format!("{}/relations?cursor=x", path(&hub)))?;
    assert_eq!((wrong.status, wrong.body["fields"][0]["field"].as_str()), (422, Some("cursor")), "{}", wrong.text);
    Ok(())
}

/// The numbers at the other ends of all relations of a record, and how many pages they take.
fn all(client: &Client, record: &str) -> Result<(BTreeSet<String>, usize)> {
    let (mut shown, mut pages, mut cursor) = (BTreeSet::new(), 0, String::new());
    loop {
        let page: Answer = client.get(&format!("{record}/relations?cursor={cursor}"))?.expect(200)?;
        let items = page.body["items"].as_array().context("items")?;
        shown.extend(items.iter().filter_map(|item| item["record"]["number"].as_str()).map(str::to_owned));
        pages += 1;
        match page.body["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return Ok((shown, pages)),
        }
    }
}

/// Whoever may not see them learns nothing of them, neither how many there are nor which.
fn hidden_relations_leave_no_page_and_no_cursor(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, contact) = (server.sign_in("desk")?, server.sign_in("yunling")?);
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let theirs = create(&desk, "incident", &json!({ "title": "网银缓慢", "customer": bank }))?;
    for n in 0..12 {
        let other = report(&desk, &format!("他人的事件 {n}"), "low", "low")?;
        let related = json!({ "kind": "related", "target": theirs.body["number"] });
        desk.post(&format!("{}/relations", path(&other)), &related)?.expect(201)?;
    }
    for limit in [1, 5, 200] {
        let seen = contact.get(&format!("{}/relations?limit={limit}", path(&theirs)))?.expect(200)?;
        assert_eq!(seen.body, json!({ "items": [] , "next": null }), "{}", seen.text);
    }
    assert_eq!(all(&desk, &path(&theirs))?.0.len(), 12);
    Ok(())
}
