//! Records are found by what is defined now, whenever they were written.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{OFFICE_HOURS_CUSTOMER, create, encode, find, go};
use crate::document::agree;

on_both_stores!(older_records_are_found_by_what_an_overlay_defines,);

/// Indexes a field that was not, and hides from customers one that they found incidents by.
const OVERLAY: &str = r#"
[process.incident.fields]
urgency = { indexed = true }
business_impact = { internal = true, search = "internal" }
"#;

fn incident(desk: &Client, urgency: &str) -> Result<String> {
    let customer = find(desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({
        "title": "窗口业务中断", "customer": customer, "impact": "low", "urgency": urgency,
        "business_impact": "蓝鲸系统停摆",
    });
    let created = create(desk, "incident", &fields)?;
    created.body["number"].as_str().map(str::to_owned).context("a number")
}

fn numbers(listed: &Answer) -> Result<Vec<String>> {
    let items = listed.body["items"].as_array().context("items")?;
    Ok(items.iter().filter_map(|item| item["number"].as_str().map(str::to_owned)).collect())
}

/// How many records somebody finds by a word of the business impact.
fn found(client: &Client) -> Result<usize> {
    let found = client.get(&format!("/api/v1/search?q={}", encode("蓝鲸")))?.expect(200)?;
    Ok(found.body["items"].as_array().context("items")?.len())
}

fn older_records_are_found_by_what_an_overlay_defines(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let node = if backend == Backend::Postgres { Some(server.second_node()?) } else { None };
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let there = node.as_ref().map_or_else(|| desk.clone(), |node| desk.at(node.address()));
    let outside = node.as_ref().map_or_else(|| customer.clone(), |node| customer.at(node.address()));
    let mut older = Vec::new();
    for urgency in ["medium", "high", "low"] {
        older.push(incident(&desk, urgency)?);
    }
    let ours = "record.title == \"窗口业务中断\"";
    let sorted = format!("/api/v1/records/incident?sort=urgency&filter={}", encode(ours));
    assert_eq!(there.get(&sorted)?.status, 422, "it is not indexed today");
    assert_eq!((found(&outside)?, found(&there)?), (3, 3), "everybody finds it");

    let fields =
        json!({ "title": "检索口径", "text": OVERLAY, "reason": "按紧急程度查找", "in_force_from": "2026-11-20" });
    let overlay = create(&representative, "overlay", &fields)?;
    go(&representative, &overlay, "submit", &json!({}))?;
    go(&representative, &overlay, "approve", &json!({}))?;
    agree(&president, &overlay)?;
    server.set_clock("2026-11-20T01:00:30Z")?;

    let newer = incident(&desk, "high")?;
    let [medium, high, low] = &older[..] else { anyhow::bail!("three") };
    let filter = encode("record.urgency == \"high\" && record.title == \"窗口业务中断\"");
    let listed = there.get(&format!("/api/v1/records/incident?filter={filter}"))?.expect(200)?;
    assert_eq!(numbers(&listed)?, [newer.as_str(), high], "the older is listed with the newer: {}", listed.text);
    let listed = there.get(&sorted)?.expect(200)?;
    assert_eq!(numbers(&listed)?, [high.as_str(), &newer, low, medium], "sorted: {}", listed.text);
    assert_eq!((found(&outside)?, found(&there)?), (0, 4), "the customer finds it no more, the desk does");

    server.stop()?;
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0, "all of it holds: {told}");
    Ok(())
}
