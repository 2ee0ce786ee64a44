//! An overlay is withdrawn while work stands in what it brought: the work is finished under the flow that it was opened with, and
//! what stays for it reads well on every node until the last has left.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, go, path, report, try_to};
use crate::document::agree;

on_both_stores!(
    f_cat_03_an_overlay_is_withdrawn_and_open_work_goes_on,
    f_cat_03_what_was_merged_goes_on_under_its_flow_on_every_node,
    f_plt_03_what_an_approval_would_be_refused_for_is_said_to_whoever_asks,
    f_plt_03_an_approval_that_nobody_could_give_is_warned_of,
);

/// A state with a way in, a way back and an end of its own; a field that the way in asks for.
const VISITS: &str = r#"
[process.incident.fields]
site = { label = { zh = "上门地点", en = "Visit site" }, type = "text", max = 60, indexed = true }
[process.incident.states]
visit_due = { label = { zh = "等上门", en = "Visit due" }, kind = "open" }
no_show = { label = { zh = "无人应门", en = "Nobody there" }, kind = "cancelled" }
[process.incident.transitions.plan_visit]
label = { zh = "约上门", en = "Plan a visit" }
from = ["in_progress"]
to = "visit_due"
by = ["@assignee"]
requires = ["site"]
[process.incident.transitions.visited]
label = { zh = "已上门", en = "Visited" }
from = ["visit_due"]
to = "in_progress"
by = ["@assignee"]
[process.incident.transitions.give_up]
label = { zh = "放弃上门", en = "Give up" }
from = ["visit_due"]
to = "no_show"
by = ["@assignee"]
"#;

pub fn in_force(server: &Server, text: &str) -> Result<Answer> {
    let representative = server.sign_in("representative")?;
    let fields = json!({ "title": "上门", "text": text, "reason": "需要上门", "in_force_from": "2026-11-20" });
    let overlay = create(&representative, "overlay", &fields)?;
    go(&representative, &overlay, "submit", &json!({}))?;
    go(&representative, &overlay, "approve", &json!({}))?;
    agree(&server.sign_in("president")?, &overlay)?;
    server.set_clock("2026-11-20T01:00:30Z")?;
    again(&representative, &overlay)
}

pub fn withdraw(representative: &Client, overlay: &Answer) -> Result<Answer> {
    let body = json!({ "fields": {}, "comment": { "body": "不再上门", "audience": "internal" } });
    let now = again(representative, overlay)?;
    representative.post_if(&format!("{}/transitions/retire", path(overlay)), &now.version(), &body)
}

pub fn compared(client: &Client, overlay: &Answer) -> Result<Answer> {
    client.get(&format!("{}/compare", path(overlay)))?.expect(200)
}

fn of_incidents(going_on: &Value) -> Option<&Value> {
    going_on.as_array()?.iter().find(|it| it["process"] == "incident")
}

fn listed(client: &Client, filter: &str) -> Result<usize> {
    let list = client.get(&format!("/api/v1/records/incident?limit=200&filter={}", encode(filter)))?.expect(200)?;
    Ok(list.body["items"].as_array().context("items")?.len())
}

fn label(client: &Client, part: &str, id: &str) -> Result<Option<String>> {
    let definition = client.get("/api/v1/definitions/incident")?.expect(200)?;
    let found = definition.body[part].as_array().context("parts")?.iter().find(|it| it["id"] == id);
    Ok(found.and_then(|it| it["label"]["en"].as_str().map(str::to_owned)))
}

fn f_cat_03_an_overlay_is_withdrawn_and_open_work_goes_on(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let node = if backend == Backend::Postgres { Some(server.second_node()?) } else { None };
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    report(&desk, "生效之前的事件", "low", "low")?;
    let overlay = in_force(&server, VISITS)?;
    let before = compared(&representative, &overlay)?;
    let going = of_incidents(&before.body["going_on"]).context("incidents opened before go on by their flow")?;
    let filter = going["filter"].as_str().context("a filter")?;
    assert_eq!(listed(&representative, filter)?, going["open"].as_u64().unwrap_or(0) as usize, "{}", before.text);

    let assignee = find(&desk, "person", "name", "王磊")?;
    let begun = |title: &str| -> Result<Answer> {
        let incident = report(&desk, title, "low", "low")?;
        go(&desk, &incident, "assign", &json!({ "assignee": assignee }))?;
        go(&engineer, &incident, "start", &json!({}))
    };
    let (waiting, begun_before, given_up) = (begun("等上门的")?, begun("处理中的")?, begun("无人应门的")?);
    for incident in [&waiting, &given_up] {
        go(&engineer, incident, "plan_visit", &json!({ "site": "三楼机房" }))?;
    }
    go(&engineer, &given_up, "give_up", &json!({}))?;

    let told = compared(&representative, &overlay)?;
    let back = &told.body["taking_back"];
    assert_eq!(back["problems"], json!([]), "{}", told.text);
    let going = of_incidents(&back["going_on"]).context("open incidents go on")?;
    let stays = |kind: &str, id: &str| {
        going["stays"].as_array().is_some_and(|all| all.iter().any(|it| it["kind"] == kind && it["id"] == id))
    };
    proof!(stays("states", "visit_due") && stays("fields", "site"), "it is said beforehand what stays: {}", told.text);
    let filter = going["filter"].as_str().context("a filter")?;
    let shown = listed(&representative, filter)?;
    assert!(shown >= 2 && going["open"].as_u64() == u64::try_from(shown).ok(), "and for which: {}", told.text);

    withdraw(&representative, &overlay)?.expect(200)?;
    agree(&president, &overlay)?;
    assert_eq!(again(&representative, &overlay)?.body["state"], "retired", "it is withdrawn all the same");
    let there = node.as_ref().map_or_else(|| desk.clone(), |node| desk.at(node.address()));
    for at in [&desk, &there] {
        proof!(label(at, "states", "visit_due")?.as_deref() == Some("Visit due"), "its state reads well on every node");
        proof!(label(at, "states", "no_show")?.as_deref() == Some("Nobody there"), "what is at its end reads well");
        assert_eq!(label(at, "transitions", "plan_visit")?.as_deref(), Some("Plan a visit"), "what was done is told");
        assert_eq!(listed(at, "record.state == \"visit_due\"")?, 1);
        assert_eq!(listed(at, "record.site == \"三楼机房\"")?, 2);
    }
    server.crash_and_restart()?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    proof!(label(&desk, "states", "visit_due")?.as_deref() == Some("Visit due"), "and after a restart");
    let fresh = report(&desk, "撤销之后的事件", "low", "low")?;
    go(&desk, &fresh, "assign", &json!({ "assignee": assignee }))?;
    let fresh = go(&engineer, &fresh, "start", &json!({}))?;
    assert!(fresh.action("transition:plan_visit").is_none(), "nothing new is offered its steps: {}", fresh.text);
    let tried = try_to(&engineer, &fresh, "plan_visit", &json!({ "site": "三楼机房" }))?;
    assert_eq!(tried.status, 409, "nor can it do them: {}", tried.text);
    let named = create(&desk, "incident", &json!({ "title": "新事件", "site": "三楼机房" }));
    assert!(named.is_err(), "nothing new gets the field");

    let asked = try_to(&engineer, &begun_before, "plan_visit", &json!({}))?;
    assert!(asked.status == 422 && asked.text.contains("site"), "old work is asked as it was: {}", asked.text);
    let planned = go(&engineer, &begun_before, "plan_visit", &json!({ "site": "五楼" }))?;
    assert_eq!((&planned.body["state"], &planned.body["fields"]["site"]), (&json!("visit_due"), &json!("五楼")));
    for incident in [&waiting, &begun_before] {
        go(&engineer, incident, "visited", &json!({}))?;
        let done = go(&engineer, incident, "resolve", &json!({ "solution": "已上门处理" }))?;
        assert_eq!(done.body["state"], "resolved", "it is finished");
        go(&desk, incident, "confirm", &json!({}))?;
    }
    // The last has left; what is at its end keeps its name, and what records hold can be read.
    server.set_clock("2026-11-21T01:00:00Z")?;
    let desk = server.sign_in("desk")?;
    assert_eq!(label(&desk, "states", "visit_due")?, None);
    assert_eq!(label(&desk, "transitions", "plan_visit")?, None);
    assert_eq!(label(&desk, "fields", "site")?.as_deref(), Some("Visit site"));
    assert_eq!(label(&desk, "states", "no_show")?.as_deref(), Some("Nobody there"));
    server.stop()?;
    let (code, text) = server.run(&["verify"])?;
    assert_eq!(code, 0, "all of it holds: {text}");
    Ok(())
}

fn f_cat_03_what_was_merged_goes_on_under_its_flow_on_every_node(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let stays = report(&desk, "留下的", "low", "low")?;
    let overlay = in_force(&server, VISITS)?;
    let assignee = find(&desk, "person", "name", "王磊")?;
    let visited = |title: &str| -> Result<Answer> {
        let incident = report(&desk, title, "low", "low")?;
        go(&desk, &incident, "assign", &json!({ "assignee": assignee }))?;
        go(&engineer, &incident, "start", &json!({}))?;
        go(&engineer, &incident, "plan_visit", &json!({ "site": "三楼机房" }))
    };
    let (merged, other) = (visited("并入的")?, visited("照办的")?);
    let into = json!({ "into": stays.body["number"] });
    desk.post(&format!("{}/merge", path(&merged)), &into)?.expect(200)?;
    go(&engineer, &other, "give_up", &json!({}))?;
    // Of the flow only what was merged is left.
    withdraw(&representative, &overlay)?.expect(200)?;
    agree(&president, &overlay)?;
    proof!(label(&desk, "states", "visit_due")?.as_deref() == Some("Visit due"), "what was merged may come back");
    let freed = desk.post(&format!("{}/unmerge", path(&merged)), &json!({}))?.expect(200)?;
    assert_eq!(freed.body["state"], "visit_due", "{}", freed.text);
    go(&engineer, &merged, "visited", &json!({}))?;
    go(&engineer, &merged, "resolve", &json!({ "solution": "已上门处理" }))?;
    go(&desk, &merged, "confirm", &json!({}))?;
    // The last has left. Until the next day each node still has it, also one that is started now.
    let node = if backend == Backend::Postgres { Some(server.second_node()?) } else { None };
    if let Some(node) = &node {
        let there = desk.at(node.address());
        proof!(
            label(&there, "states", "visit_due")?.is_some(),
            "a node that is started later has what the others have"
        );
    }
    assert!(label(&desk, "states", "visit_due")?.is_some());
    drop(node);
    server.crash_and_restart()?;
    let desk = server.sign_in("desk")?;
    proof!(label(&desk, "states", "visit_due")?.is_some(), "a node that is started later has what the others have");
    server.set_clock("2026-11-21T01:00:00Z")?;
    let desk = server.sign_in("desk")?;
    assert_eq!(label(&desk, "states", "visit_due")?, None);
    Ok(())
}

/// A process of its own: while it has open records, it can't go.
const VISIT: &str = r#"
[process.visit]
label = { zh = "来访登记", en = "Visit" }
purpose = { zh = "登记来访人员。", en = "Note who visits." }
group = "service_desk"
lifetime = "work"
prefix = "VST"
owner = "incident_manager"
title = "title"
list = ["title", "state"]
[process.visit.fields]
title = { label = { zh = "来访人", en = "Visitor" }, type = "text", max = 100, required = true }
[process.visit.states]
open = { label = { zh = "在场", en = "Present" }, kind = "open" }
closed = { label = { zh = "已离开", en = "Gone" }, kind = "closed" }
[process.visit.transitions.leave]
label = { zh = "离开", en = "Leave" }
from = ["open"]
to = "closed"
by = ["service_desk"]
[[process.visit.grants]]
roles = ["service_desk"]
actions = ["view", "create", "update"]
"#;

fn f_plt_03_what_an_approval_would_be_refused_for_is_said_to_whoever_asks(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, desk) = (server.sign_in("representative")?, server.sign_in("desk")?);
    let overlay = in_force(&server, VISIT)?;
    let visit = create(&desk, "visit", &json!({ "title": "厂家工程师" }))?;
    let told = compared(&representative, &overlay)?;
    let problem = &told.body["taking_back"]["problems"][0]["message"]["zh"];
    assert!(problem.as_str().is_some_and(|said| said.contains("`visit`")), "the comparison says why: {}", told.text);
    let refused = withdraw(&representative, &overlay)?;
    proof!(refused.status == 422 && refused.text.contains("`visit`"), "nobody is asked for it: {}", refused.text);
    assert!(
        again(&representative, &overlay)?.body["approvals"]
            .as_array()
            .is_some_and(|all| { all.iter().all(|approval| approval["outcome"] != "pending") })
    );
    go(&desk, &visit, "leave", &json!({}))?;
    withdraw(&representative, &overlay)?.expect(200)?;
    // What is opened after it was asked for stands in the way of the vote, and of nothing else said on it.
    let other = create(&desk, "visit", &json!({ "title": "又一位" }))?;
    let note = json!({ "body": "还有人在场", "audience": "internal" });
    representative.post(&format!("{}/comments", path(&overlay)), &note)?.expect(201)?;
    let president = server.sign_in("president")?;
    let vote = agree(&president, &overlay).err().map(|why| format!("{why:#}")).unwrap_or_default();
    assert!(vote.contains("422") && vote.contains("`visit`"), "{vote}");
    go(&desk, &other, "leave", &json!({}))?;
    agree(&president, &overlay)?;
    Ok(())
}

fn f_plt_03_an_approval_that_nobody_could_give_is_warned_of(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let text = r#"
[role.visit_keeper]
label = { zh = "来访管理员", en = "Visit keeper" }
purpose = { zh = "管理来访。", en = "Keeps the visits." }
[process.incident.transitions.resolve.approval]
by = ["visit_keeper"]
form = "one"
"#;
    let fields = json!({ "title": "来访", "text": text, "reason": "需要", "in_force_from": "2026-11-20" });
    let overlay = create(&representative, "overlay", &fields)?;
    let checked = representative.post(&format!("{}/check", path(&overlay)), &json!({}))?.expect(200)?;
    assert_eq!(checked.body["items"], json!([]), "it is nothing wrong: {}", checked.text);
    let message = &checked.body["warnings"][0]["message"];
    let said = |language: &str, role: &str| message[language].as_str().is_some_and(|text| text.contains(role));
    proof!(said("zh", "来访管理员") && said("en", "Visit keeper"), "the role is named: {}", checked.text);
    let written = representative.post("/api/v1/definitions/check", &json!({ "text": text }))?.expect(200)?;
    assert_eq!(written.body["warnings"], checked.body["warnings"]);
    assert_eq!(compared(&representative, &overlay)?.body["warnings"], checked.body["warnings"]);
    let refused = try_to(&representative, &overlay, "submit", &json!({}))?;
    assert_eq!(refused.status, 422, "it is not submitted: {}", refused.text);
    assert_eq!(refused.body["problems"][0]["message"], *message, "with the same words: {}", refused.text);
    assert_eq!(again(&representative, &overlay)?.body["state"], "draft");
    let held = text.replace("visit_keeper\"]", "incident_manager\"]");
    representative.post("/api/v1/definitions/check", &json!({ "text": held }))?.expect(204)?;
    let draft = again(&representative, &overlay)?;
    representative.patch_if(&path(&draft), &draft.version(), &json!({ "text": held }))?.expect(200)?;
    go(&representative, &overlay, "submit", &json!({}))?;
    go(&representative, &overlay, "approve", &json!({}))?;
    Ok(())
}
