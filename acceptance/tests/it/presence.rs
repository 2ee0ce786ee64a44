//! Who else has a record open and who writes there: told while it is so, to the provider's own people, on every node.

use std::cell::Cell;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{path, report};

on_both_stores!(
    one_person_in_several_tabs_is_one_until_the_last_is_closed,
    a_customer_neither_sees_who_looks_nor_is_seen,
    whoever_does_not_read_the_notes_is_not_there_and_leaves_all_the_same,
);

fn at(record: &Answer, tab: &str) -> String {
    format!("{}/presence/{tab}", path(record))
}

/// Has `client` there in `tab`; the names of the others, with a pencil behind those who write.
pub fn attend(client: &Client, record: &Answer, tab: &str, is_writing: bool) -> Result<Vec<String>> {
    let answer = client.put(&at(record, tab), &json!({ "is_writing": is_writing }))?.expect(200)?;
    let name = |other: &Value| {
        let name = other["person"]["title"].as_str().unwrap_or_default();
        format!("{name}{}", if other["is_writing"] == true { "✎" } else { "" })
    };
    Ok(answer.body["items"].as_array().into_iter().flatten().map(name).collect())
}

/// Follows what `client` is told of who is at `record`; each time that it is told something, the next of `steps` is done.
pub fn follow(client: &Client, record: &Answer, steps: &[&dyn Fn() -> Result<()>]) -> Result<()> {
    let (done, failed) = (Cell::new(0), Cell::new(None));
    let is_last = |event: &Value| {
        if event["number"] != record.body["number"] || !event["n"].is_null() {
            return false;
        }
        let Some(step) = steps.get(done.replace(done.get() + 1)) else { return true };
        if let Err(error) = step() {
            failed.set(Some(error));
            return true;
        }
        done.get() == steps.len()
    };
    // From the last position on: nothing else is to be read.
    client.events(u64::from(u32::MAX), is_last)?;
    failed.take().map_or(Ok(()), Err)
}

fn one_person_in_several_tabs_is_one_until_the_last_is_closed(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let (one, other) = (report(&desk, "网络抖动", "low", "low")?, report(&desk, "网络中断", "low", "low")?);
    assert_eq!(attend(&manager, &one, "a", false)?, [""; 0], "nobody else");
    attend(&desk, &one, "x", false)?;
    attend(&desk, &one, "y", true)?;
    let seen = attend(&manager, &one, "a", false)?;
    assert!(matches!(seen.as_slice(), [one] if one.ends_with('✎')), "one who writes, in one of the tabs: {seen:?}");
    desk.delete(&at(&one, "y"))?.expect(204)?;
    let seen = attend(&manager, &one, "a", false)?;
    assert!(matches!(seen.as_slice(), [one] if !one.ends_with('✎')), "and is still there in the other: {seen:?}");
    desk.delete(&at(&one, "x"))?.expect(204)?;
    desk.delete(&at(&one, "x"))?.expect(204)?;
    assert_eq!(attend(&manager, &one, "a", false)?, [""; 0]);
    assert_eq!(attend(&desk, &other, "x", false)?, [""; 0], "at another record nobody is");
    let long = desk.put(&at(&one, &"t".repeat(65)), &json!({}))?;
    assert_eq!(long.status, 422, "what is too long for a tab's name: {}", long.text);
    Ok(())
}

fn a_customer_neither_sees_who_looks_nor_is_seen(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "打印机卡纸", "low", "low")?;
    customer.get(&path(&incident))?.expect(200)?;
    attend(&desk, &incident, "a", true)?;
    let refused = customer.put(&at(&incident, "a"), &json!({}))?;
    assert_eq!(refused.status, 404, "its own report, and yet: {}", refused.text);
    assert_eq!(customer.delete(&at(&incident, "a"))?.status, 404);
    assert_eq!(attend(&desk, &incident, "a", false)?, [""; 0]);
    let events = while_others_come_and_go(&desk, &customer, &incident)?;
    let of_presence: Vec<_> = events.iter().filter(|it| it["number"].is_string() && it["n"].is_null()).collect();
    assert!(of_presence.is_empty(), "its stream tells of nobody: {of_presence:?}");
    Ok(())
}

/// What the stream of `customer` tells while the desk writes, leaves and replies, up to the last of two replies.
fn while_others_come_and_go(desk: &Client, customer: &Client, incident: &Answer) -> Result<Vec<Value>> {
    let (heard, failed) = (Cell::new(0), Cell::new(None));
    let step = || -> Result<()> {
        customer.put(&at(incident, "a"), &json!({}))?.expect(404)?;
        attend(desk, incident, "b", heard.get() == 0)?;
        desk.delete(&at(incident, "b"))?.expect(204)?;
        let reply = json!({ "audience": "public", "body": "在处理" });
        desk.post(&format!("{}/comments", path(incident)), &reply)?.expect(201).map(|_| ())
    };
    let is_last = |event: &Value| {
        if event["number"] != incident.body["number"] || event["n"].is_null() {
            return false;
        }
        // The first is that of the report itself.
        if heard.get() < 2
            && let Err(error) = step()
        {
            failed.set(Some(error));
        }
        heard.replace(heard.get() + 1) == 2
    };
    let events = customer.events(0, is_last)?;
    failed.take().map_or(Ok(events), Err)
}

fn whoever_does_not_read_the_notes_is_not_there_and_leaves_all_the_same(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (staff, admin) = (server.sign_in("staff")?, server.sign_in("admin")?);
    let found = admin.get("/api/v1/records/person?limit=1")?.expect(200)?;
    let number = found.body["items"][0]["number"].as_str().context("a person")?;
    let person = staff.get(&format!("/api/v1/records/person/{number}"))?.expect(200)?;
    let refused = staff.put(&at(&person, "a"), &json!({}))?;
    assert_eq!(refused.status, 404, "sees the person and reads no notes: {}", refused.text);
    assert_eq!(attend(&admin, &person, "b", false)?, [""; 0]);
    staff.delete(&at(&person, "a"))?.expect(204)?;
    staff.delete("/api/v1/records/incident/INC9999999/presence/a")?.expect(204)?;
    for number in [path(&person).as_str(), "/api/v1/records/incident/INC9999999"] {
        let refused = staff.delete(&format!("{number}/presence/{}", "x".repeat(65)))?;
        assert_eq!(refused.status, 422, "what is there is told from nothing by no refusal: {number}");
    }
    Ok(())
}

#[test]
fn two_nodes_tell_each_other_who_is_there() {
    yuheng_testkit::run(on_two_nodes, Backend::Postgres);
}

fn on_two_nodes(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let node = server.second_node()?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?.at(node.address()));
    let incident = report(&desk, "双节点：谁在看", "low", "low")?;
    attend(&desk, &incident, "a", false)?;
    attend(&manager, &incident, "b", false)?;
    let sees = |pencil: bool| -> Result<()> {
        let seen = attend(&desk, &incident, "a", false)?;
        ensure!(matches!(seen.as_slice(), [one] if one.ends_with('✎') == pencil), "{seen:?}");
        Ok(())
    };
    let writes = || sees(false).and_then(|()| attend(&manager, &incident, "b", true).map(|_| ()));
    let leaves = || sees(true).and_then(|()| manager.delete(&at(&incident, "b"))?.expect(204).map(|_| ()));
    let is_gone = || -> Result<()> {
        ensure!(attend(&desk, &incident, "a", false)?.is_empty(), "whoever left is gone");
        Ok(())
    };
    follow(&desk, &incident, &[&writes, &leaves, &is_gone])
}
