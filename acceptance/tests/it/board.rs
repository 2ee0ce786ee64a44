//! Boards and the counts that they are made of: feature F-RPT-06.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{create, encode, find, go, go_saying, path, report, take_up};

on_both_stores!(
    f_rpt_06_each_bar_opens_just_its_records_for_whoever_looks,
    f_rpt_06_a_day_is_one_of_the_organisation,
    f_rpt_06_the_parts_of_a_bar_add_up_to_it,
    f_rpt_06_boards_are_shared_and_every_chart_of_them_counts,
    what_can_not_be_counted_is_refused_by_parameter,
);

/// What incidents and requests are counted by: as the boards do, and as others may.
const BY: [(&str, &str); 12] = [
    ("state", ""),
    ("is_open", ""),
    ("opened_by", ""),
    ("age", "priority"),
    ("priority", ""),
    ("customer", "priority"),
    ("service", ""),
    ("opened_at:day", ""),
    ("opened_at:week", "state"),
    ("resolved_at:month", ""),
    ("due_at:day", ""),
    ("assignee", ""),
];

const COUNTED: &str = "record.clocks.response.outcome == \"met\"";

fn counts(client: &Client, process: &str, query: &[(&str, &str)]) -> Result<Answer> {
    let query: Vec<_> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    client.get(&format!("/api/v1/records/{process}/counts?{}", query.join("&")))
}

/// How many records a filter lists for somebody.
fn listed(client: &Client, process: &str, filter: &Value) -> Result<u64> {
    let filter = encode(filter.as_str().context("no filter says it")?);
    let list = client.get(&format!("/api/v1/records/{process}?filter={filter}&limit=1&total=1"))?.expect(200)?;
    list.body["total"].as_u64().context("total")
}

/// Each group's filters list just what is counted, and the groups together are all; how many there are.
fn agree(client: &Client, process: &str, query: &[(&str, &str)]) -> Result<u64> {
    let answer = counts(client, process, query)?.expect(200)?;
    let groups = answer.body["groups"].as_array().context("groups")?;
    let remainders = answer.body["remainders"].as_array().cloned().unwrap_or_default();
    let mut sum = answer.body["others"]["count"].as_u64().unwrap_or_default();
    for remainder in &remainders {
        sum += remainder["count"].as_u64().context("count")?;
        if remainder["filter"].is_string() {
            assert_eq!(listed(client, process, &remainder["filter"])?, remainder["count"], "{query:?}: {remainder}");
        }
    }
    for group in groups {
        let count = group["count"].as_u64().context("count")?;
        sum += count;
        assert_eq!(listed(client, process, &group["filter"])?, count, "{query:?}: {group}");
        if group["counted"].is_u64() {
            assert_eq!(listed(client, process, &group["counted_filter"])?, group["counted"], "{query:?}: {group}");
        }
    }
    let total = answer.body["total"]["count"].as_u64().context("total")?;
    let is_grouped = query.iter().any(|(name, by)| *name == "by" && !by.is_empty());
    assert_eq!(sum, if is_grouped { total } else { 0 }, "{query:?}: {}", answer.text);
    assert_eq!(listed(client, process, &answer.body["total"]["filter"])?, total, "{query:?}");
    Ok(total)
}

/// How many of the desk's incidents somebody counts with a priority.
fn with_priority(client: &Client, priority: &str) -> Result<u64> {
    let answer = counts(client, "incident", &[("by", "priority")])?.expect(200)?;
    let groups = answer.body["groups"].as_array().context("groups")?;
    let found = groups.iter().find(|group| group["shared"][0]["value"] == priority);
    Ok(found.and_then(|group| group["count"].as_u64()).unwrap_or_default())
}

fn f_rpt_06_each_bar_opens_just_its_records_for_whoever_looks(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, manager) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("imanager")?);
    let incident = report(&desk, "核心交换机告警", "high", "high")?;
    take_up(&desk, &engineer, &incident)?;
    go(&engineer, &incident, "resolve", &json!({ "solution": "重启" }))?;
    go_saying(&desk, &incident, "reopen", &json!({}), "又出现了")?;
    let again = counts(&manager, "incident", &[("counted", "has(record.reopened)")])?.expect(200)?;
    assert!(again.body["total"]["counted"].as_u64() >= Some(1), "a reopening is counted: {}", again.text);
    let mut totals = Vec::new();
    for login in ["imanager", "desk", "engineer", "slmanager", "auditor"] {
        let reader = server.sign_in(login)?;
        for (by, split) in BY {
            let query = [("by", by), ("split_by", split), ("counted", COUNTED)];
            totals.push(agree(&reader, "incident", &query)?);
        }
        agree(&reader, "service_request", &[("by", "item"), ("filter", "record.is_open || has(record.resolved_at)")])?;
        agree(
            &reader,
            "incident",
            &[("by", "state"), ("folder", ""), ("filter", "record.priority in [\"p1\", \"p2\"]")],
        )?;
    }
    assert!(totals.iter().any(|total| *total > 0));
    let customer = server.sign_in("yunling")?;
    for by in ["state", "opened_at:month", "service"] {
        agree(&customer, "incident", &[("by", by)])?;
    }
    // What only our own people read tells a customer nothing by being counted.
    for hidden in [("by", "group"), ("counted", "record.escalated"), ("filter", "record.escalated")] {
        assert_eq!(counts(&customer, "incident", &[hidden])?.status, 422, "{hidden:?}");
    }

    // A confidential record is in no bar of whoever may not see it, not even as one more.
    let secret = report(&desk, "高管邮箱异常", "high", "high")?;
    let priority = secret.body["fields"]["priority"].as_str().context("priority")?.to_owned();
    let outsider = server.sign_in("engineer2")?;
    let (seen, managed) = (with_priority(&outsider, &priority)?, with_priority(&manager, &priority)?);
    desk.patch_if(&path(&secret), &secret.version(), &json!({ "confidential": true }))?.expect(200)?;
    proof!(with_priority(&outsider, &priority)? + 1 == seen, "who may not see it counts one less");
    assert_eq!(with_priority(&manager, &priority)?, managed, "who may see it counts it");
    agree(&outsider, "incident", &[("by", "priority")])?;
    Ok(())
}

fn f_rpt_06_a_day_is_one_of_the_organisation(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let today = counts(&desk, "incident", &[])?.expect(200)?.body["as_of"].as_str().context("as_of")?[..10].to_owned();
    // Half past seven in the morning of the next day, in Shanghai.
    server.set_clock(&format!("{today}T23:30:00Z"))?;
    let desk = server.sign_in("desk")?;
    report(&desk, "清晨的告警", "low", "low")?;
    let answer = counts(&desk, "incident", &[("by", "opened_at:day")])?.expect(200)?;
    let last = answer.body["groups"].as_array().and_then(|groups| groups.last()).context("groups")?.clone();
    let filter = last["filter"].clone();
    proof!(last["shared"][0]["value"].as_str() > Some(today.as_str()), "a day begins at midnight of the organisation");
    assert_eq!(listed(&desk, "incident", &filter)?, last["count"].as_u64().unwrap_or_default(), "{last}");
    agree(&desk, "incident", &[("by", "opened_at:day")])?;
    let ages = counts(&desk, "incident", &[("by", "age")])?.expect(200)?;
    assert_eq!(ages.body["groups"][0]["shared"][0]["value"], "0", "{}", ages.text);
    Ok(())
}

fn f_rpt_06_the_parts_of_a_bar_add_up_to_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (planner, desk) = (server.sign_in("slmanager")?, server.sign_in("desk")?);
    let department = find(&planner, "department", "title", "技术服务中心")?;
    let bar = || -> Result<Value> {
        let query = [("by", "impact"), ("split_by", "service"), ("counted", "record.is_open")];
        agree(&desk, "incident", &query)?;
        let answer = counts(&desk, "incident", &query)?.expect(200)?;
        let none = Vec::new();
        let high = |part: &&Value| part["shared"][0]["value"] == "high";
        let remainders = answer.body["remainders"].as_array().unwrap_or(&none);
        let remainder = remainders.iter().find(high).cloned().unwrap_or_default();
        let parts: Vec<_> = answer.body["groups"].as_array().context("groups")?.iter().filter(high).collect();
        let sum = parts.iter().chain([&&remainder]).filter_map(|part| part["count"].as_u64()).sum::<u64>();
        let all = counts(&desk, "incident", &[("by", "impact")])?.expect(200)?;
        let all = all.body["groups"].as_array().context("groups")?.iter().find(high).cloned().unwrap_or_default();
        proof!(all["count"] == sum, "the parts of a bar and its remainder are all of it: {}", answer.text);
        Ok(remainder)
    };
    for at in 0..24 {
        let service = create(&planner, "service", &json!({ "title": format!("服务 {at}"), "department": department }))?;
        let incident = report(&desk, "打不开", "high", "low")?;
        let change = json!({ "service": service.body["id"] });
        desk.patch_if(&path(&incident), &incident.version(), &change)?.expect(200)?;
    }
    let remainder = bar()?;
    assert!(remainder["count"].as_u64() >= Some(4), "more services than parts: {remainder}");
    assert_eq!(remainder["shared"].as_array().map(Vec::len), Some(1), "{remainder}");
    assert_eq!(listed(&desk, "incident", &remainder["filter"])?, remainder["count"], "{remainder}");
    assert_eq!(listed(&desk, "incident", &remainder["counted_filter"])?, remainder["counted"], "{remainder}");
    Ok(())
}

fn f_rpt_06_boards_are_shared_and_every_chart_of_them_counts(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let boards = |client: &Client| client.get("/api/v1/records/board?filter=record.shared&sort=opened_at")?.expect(200);
    let found = boards(&desk)?;
    let items = found.body["items"].as_array().context("items")?;
    assert_eq!(items.len(), 2, "a company begins with two boards: {}", found.text);
    let mut charts = 0;
    for row in items.iter().flat_map(|board| board["fields"]["charts"].as_array().cloned().unwrap_or_default()) {
        let of = |column: &str| row[column].as_str().unwrap_or_default();
        let query =
            [("by", of("by")), ("split_by", of("split_by")), ("filter", of("filter")), ("counted", of("counted"))];
        agree(&manager, of("records_of"), &query)?;
        charts += 1;
    }
    assert!(charts > 20, "{charts}");
    let wrong =
        json!({ "title": "x", "charts": [{ "title": "x", "records_of": "incident", "shape": "bar", "by": "height" }] });
    let refused = desk.post("/api/v1/records/board", &wrong)?;
    assert_eq!(
        (refused.status, refused.body["fields"][0]["field"].as_str()),
        (422, Some("charts[0].by")),
        "{}",
        refused.text
    );
    let chart = json!({ "title": "x", "records_of": "incident", "shape": "bar", "by": "state" });
    let own = create(&desk, "board", &json!({ "title": "我的看板", "charts": [chart] }))?;
    assert_eq!(manager.get(&path(&own))?.status, 404, "one's own board is one's own");
    go(&desk, &own, "share_with_department", &json!({}))?;
    server.sign_in("desk2")?.get(&path(&own))?.expect(200)?;
    assert_eq!(server.sign_in("yunling")?.get(&path(&own))?.status, 404, "but no customer's");
    Ok(())
}

fn what_can_not_be_counted_is_refused_by_parameter(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    for (parameter, query) in [
        ("by", vec![("by", "height")]),
        ("by", vec![("by", "opened_at")]),
        ("by", vec![("by", "title")]),
        ("by", vec![("split_by", "state")]),
        ("split_by", vec![("by", "state"), ("split_by", "opened_at:hour")]),
        ("filter", vec![("filter", "record.height")]),
        ("counted", vec![("counted", "record.height")]),
        ("folder", vec![("folder", "attic")]),
    ] {
        let refused = counts(&desk, "incident", &query)?;
        assert_eq!(refused.status, 422, "{query:?}: {}", refused.text);
        assert_eq!(refused.body["fields"][0]["field"], parameter, "{query:?}: {}", refused.text);
    }
    assert_eq!(counts(&desk, "attic", &[])?.status, 404);
    Ok(())
}
