//! What the manual's roles can do and can't, what waits for them and what they report: requirement ROL-1.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, encode, find, path, report, try_to};
use crate::urging::hand_on;

on_both_stores!(rol_1_the_incident_manager_assigns_takes_escalations_and_reports);

fn rol_1_the_incident_manager_assigns_takes_escalations_and_reports(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager, staff) = (server.sign_in("desk")?, server.sign_in("imanager")?, server.sign_in("staff")?);
    let incident = report(&desk, "核心交换机告警", "high", "high")?;
    let (wang, qin) = (find(&desk, "person", "name", "王磊")?, find(&desk, "person", "name", "秦朗")?);
    let at = format!("{}/transitions/assign", path(&incident));
    let by_anybody = staff.post_if(&at, &incident.version(), &json!({ "fields": { "assignee": wang } }))?;
    assert_eq!(by_anybody.status, 404, "whoever is not of the process does not even see it: {}", by_anybody.text);
    let given = try_to(&manager, &incident, "assign", &json!({ "assignee": wang }))?;
    proof!(given.status == 200, "the incident manager assigns: {}", given.text);
    hand_on(&manager, &incident, &qin, "需要熟悉交换机的同事")?.expect(200)?;
    assert_eq!(again(&manager, &incident)?.body["fields"]["assignee"]["title"], "秦朗", "and gives it to another");

    // Worklist: what was escalated to the role, and what of the process is late.
    server.set_clock("2026-11-20T05:55:00Z")?;
    let told = manager.get("/api/v1/notices")?.expect(200)?;
    let number = incident.body["number"].as_str().context("number")?;
    assert!(told.text.contains(number), "it is called before the target is missed: {}", told.text);
    server.set_clock("2026-11-20T07:00:00Z")?;
    let filter = encode("record.is_open && record.clocks.resolution.outcome == \"breached\"");
    let late = manager.get(&format!("/api/v1/records/incident?filter={filter}"))?.expect(200)?;
    assert!(late.text.contains(number), "what is late is on the list: {}", late.text);

    // Can't: what belongs to others.
    let agreement = find(&manager, "service_level_agreement", "title", "通用服务级别协议")?;
    let at = format!("/api/v1/records/service_level_agreement/{agreement}");
    let read = manager.get(&at)?.expect(200)?;
    let changed = manager.patch_if(&at, &read.version(), &json!({ "exceptions": "都不算" }))?;
    assert_eq!(changed.status, 403, "targets are the service level manager's: {}", changed.text);
    let confirmed = try_to(&manager, &incident, "confirm", &json!({}))?;
    assert!(confirmed.status >= 400, "nor is it closed for the customer: {}", confirmed.text);
    let person = manager.post("/api/v1/records/person", &json!({ "name": "无名" }))?;
    assert_eq!(person.status, 403, "nor people made: {}", person.text);

    // Report: the process's objectives with their records, and its list as a file.
    let figure = manager.get("/api/v1/objectives/incident_resolution")?.expect(200)?;
    assert!(figure.body["counted"].as_u64().is_some_and(|counted| counted > 0), "{}", figure.text);
    let records = manager.get("/api/v1/objectives/incident_resolution/records?passed=false")?.expect(200)?;
    assert!(records.text.contains(number), "down to the record: {}", records.text);
    let file = manager.get("/api/v1/records/incident/export")?.expect(200)?;
    assert!(file.text.contains("核心交换机告警"), "and takes the list away");
    Ok(())
}
