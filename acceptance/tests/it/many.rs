//! Relations of a record that much points to: none is cut off without a word.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{OFFICE_HOURS_CUSTOMER, find, path, report};

on_both_stores!(each_relation_is_shown_however_many_there_are);

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
