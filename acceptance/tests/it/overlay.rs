//! An overlay as a document: drafted, checked, compared, approved, in force, withdrawn, over HTTP.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, go, go_saying, history, path, report, try_to};
use crate::document::agree;

on_both_stores!(
    a_broken_overlay_names_its_line_and_is_not_submitted,
    a_comparison_says_what_changes_and_how_much_work_is_open,
    in_force_it_adds_relabels_and_tightens_and_open_work_keeps_its_flow,
    whoever_drafted_it_does_not_approve_it,
    withdrawn_everything_is_as_before_and_the_history_keeps_the_values,
    each_fault_of_a_mask_is_told_once,
    a_text_being_written_is_checked_by_its_own_lines,
    no_way_leads_round_an_approval_and_what_loosens_is_shown_first,
    a_form_changes_a_draft_and_the_process_is_seen_with_it,
);

/// Adds a field to a process, relabels one, tightens a transition, adds a whole process.
const OVERLAY: &str = r#"
[process.incident.fields]
room = { label = { zh = "机房", en = "Machine room" }, type = "text", max = 60, indexed = true }
[process.incident.fields.category]
label = { zh = "事件分类", en = "Kind of incident" }
[process.incident.transitions.resolve]
requires = ["solution", "business_impact"]

[process.visit]
label = { zh = "来访登记", en = "Visit" }
purpose = { zh = "登记进入机房的来访人员。", en = "Note who visits the machine rooms." }
group = "service_desk"
lifetime = "work"
prefix = "VST"
owner = "incident_manager"
title = "title"
list = ["title", "state"]
[process.visit.fields]
title = { label = { zh = "来访人", en = "Visitor" }, type = "text", max = 100, required = true, search = "public" }
[process.visit.states]
open = { label = { zh = "在场", en = "Present" }, kind = "open" }
closed = { label = { zh = "已离开", en = "Gone" }, kind = "closed" }
[process.visit.transitions.leave]
label = { zh = "离开", en = "Leave" }
from = ["open"]
to = "closed"
by = ["service_desk"]
[[process.visit.grants]]
roles = ["service_desk", "incident_manager"]
actions = ["view", "view_internal", "create", "update", "comment", "note", "export"]
"#;

fn draft(representative: &Client, text: &str) -> Result<Answer> {
    let fields = json!({ "title": "机房补充", "text": text, "reason": "机房管理需要", "in_force_from": "2026-11-20" });
    create(representative, "overlay", &fields)
}

/// Lets the day of what is approved come, or, where it has come, the moment after: it comes into force by itself.
fn let_it_come_into_force(server: &Server) -> Result<()> {
    server.set_clock("2026-11-20T01:00:30Z")
}

fn field<'a>(definition: &'a Answer, id: &str) -> Option<&'a Value> {
    definition.body["fields"].as_array()?.iter().find(|field| field["id"] == id)
}

fn a_broken_overlay_names_its_line_and_is_not_submitted(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let broken = "\n[process.incident.transitions.resolve]\nrequires = [\"solution\", \"couse\"]\n";
    let overlay = draft(&representative, broken)?;
    let checked = representative.post(&format!("{}/check", path(&overlay)), &json!({}))?.expect(200)?;
    let problem = &checked.body["items"][0];
    proof!(problem["file"] == "overlay" && problem["line"] == 3, "the line is named: {}", checked.text);
    proof!(problem["nearest"] == "cause", "and the nearest name: {}", checked.text);
    proof!(problem["message"]["zh"].is_string() && problem["message"]["en"].is_string(), "in both languages");
    let refused = try_to(&representative, &overlay, "submit", &json!({}))?;
    proof!(refused.status == 422, "it can't be submitted: {}", refused.text);
    proof!(refused.body["problems"][0]["line"] == 3, "for the same reason: {}", refused.text);
    let wants_more = "[process.incident.transitions.assign]\nby = [\"staff\", \"service_desk\"]\n";
    let loosened = draft(&representative, wants_more)?;
    let checked = representative.post(&format!("{}/check", path(&loosened)), &json!({}))?.expect(200)?;
    proof!(checked.text.contains("can only remove from `by`"), "it can't loosen a right: {}", checked.text);
    let customer = server.sign_in("jiangzhou")?;
    proof!(
        customer.post(&format!("{}/check", path(&overlay)), &json!({}))?.status == 404,
        "customers see nothing of it"
    );
    Ok(())
}

fn a_comparison_says_what_changes_and_how_much_work_is_open(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, desk) = (server.sign_in("representative")?, server.sign_in("desk")?);
    let overlay = draft(&representative, OVERLAY)?;
    let compared = || representative.get(&format!("{}/compare", path(&overlay)))?.expect(200);
    let open = |answer: &Answer| -> Option<u64> {
        let affected = answer.body["affected"].as_array()?;
        affected.iter().find(|it| it["process"] == "incident")?["open"].as_u64()
    };
    let before = open(&compared()?).context("incidents are affected")?;
    report(&desk, "比较之后的事件", "low", "low")?;
    let answer = compared()?;
    proof!(open(&answer) == Some(before + 1), "open records are counted: {}", answer.text);
    let differences = answer.body["differences"].as_array().context("differences")?;
    let differs = |kind: &str, id: &str| differences.iter().find(|it| it["kind"] == kind && it["id"] == id);
    proof!(differs("fields", "room").is_some_and(|it| it["before"].is_null()), "the new field: {}", answer.text);
    proof!(
        differs("fields", "category.label").is_some_and(|it| it["after"] == "事件分类 / Kind of incident"),
        "the new label: {}",
        answer.text
    );
    proof!(differs("transitions", "resolve.requires").is_some(), "the tightened transition");
    proof!(differs("process", "visit").is_some(), "the new process");
    Ok(())
}

fn in_force_it_adds_relabels_and_tightens_and_open_work_keeps_its_flow(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let node = if backend == Backend::Postgres { Some(server.second_node()?) } else { None };
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let running = report(&desk, "生效之前的事件", "low", "medium")?;
    let overlay = draft(&representative, OVERLAY)?;
    go(&representative, &overlay, "submit", &json!({}))?;
    let asked = go(&representative, &overlay, "approve", &json!({}))?;
    proof!(asked.body["state"] == "checking", "nobody approves their own: {}", asked.body["state"]);
    let own = agree(&representative, &overlay);
    proof!(own.is_err(), "whoever submitted it has no vote");
    proof!(desk.get("/api/v1/definitions/visit")?.status == 404, "what waits for approval is not in force");
    agree(&president, &overlay)?;
    let_it_come_into_force(&server)?;
    proof!(again(&representative, &overlay)?.body["state"] == "in_force", "on its day it comes into force by itself");

    let there = node.as_ref().map_or_else(|| desk.clone(), |node| desk.at(node.address()));
    let incident = there.get("/api/v1/definitions/incident")?.expect(200)?;
    proof!(field(&incident, "room").is_some(), "the new field is there at once, on every node: {}", incident.text);
    let renamed = field(&incident, "category").context("category")?;
    proof!(renamed["label"]["en"] == "Kind of incident", "the label is new: {renamed}");
    let schema = there.get("/api/v1/definitions/incident/schema.json")?.expect(200)?;
    proof!(schema.body["properties"]["room"].is_object(), "the JSON Schema has it: {}", schema.text);
    there.get("/api/v1/definitions/visit")?.expect(200)?;
    let customer = find(&desk, "customer", "title", crate::company::OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({ "title": "机房事件", "customer": customer, "room": "B-201", "impact": "low" });
    let new = create(&there, "incident", &fields)?;
    proof!(new.body["fields"]["room"] == "B-201", "it is filled when a record is opened: {}", new.text);
    let filter = encode("record.room == \"B-201\"");
    let found = there.get(&format!("/api/v1/records/incident?filter={filter}"))?.expect(200)?;
    proof!(found.body["items"][0]["number"] == new.body["number"], "a list filters by it: {}", found.text);
    let visit = create(&there, "visit", &json!({ "title": "设备厂家工程师" }))?;
    proof!(visit.body["number"] == "VST0000001", "the new process has records: {}", visit.text);
    go(&there, &visit, "leave", &json!({}))?;

    let assignee = find(&desk, "person", "name", "王磊")?;
    for incident in [&running, &new] {
        go(&desk, incident, "assign", &json!({ "assignee": assignee }))?;
        go(&engineer, incident, "start", &json!({}))?;
    }
    let solution = json!({ "solution": "更换光模块" });
    let tightened = try_to(&engineer, &new, "resolve", &solution)?;
    proof!(
        tightened.status == 422 && tightened.text.contains("business_impact"),
        "tightened for new work: {}",
        tightened.text
    );
    let kept = try_to(&engineer, &running, "resolve", &solution)?;
    proof!(kept.status == 200, "open work keeps its flow: {}", kept.text);
    Ok(())
}

fn whoever_drafted_it_does_not_approve_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, admin) = (server.sign_in("representative")?, server.sign_in("admin")?);
    let overlay = draft(&representative, OVERLAY)?;
    go(&admin, &overlay, "submit", &json!({}))?;
    go(&admin, &overlay, "approve", &json!({}))?;
    assert!(agree(&representative, &overlay).is_err(), "the draft was its own");
    agree(&server.sign_in("president")?, &overlay)?;
    Ok(())
}

fn withdrawn_everything_is_as_before_and_the_history_keeps_the_values(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let desk = server.sign_in("desk")?;
    let overlay = draft(&representative, OVERLAY)?;
    go(&representative, &overlay, "submit", &json!({}))?;
    go(&representative, &overlay, "approve", &json!({}))?;
    agree(&president, &overlay)?;
    let_it_come_into_force(&server)?;
    let customer = find(&desk, "customer", "title", crate::company::OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({ "title": "撤销之前的事件", "customer": customer, "room": "B-201", "impact": "low" });
    let incident = create(&desk, "incident", &fields)?;
    let visit = create(&desk, "visit", &json!({ "title": "还在场的来访人" }))?;
    let withdraw = || {
        let body = json!({ "fields": {}, "comment": { "body": "不再需要", "audience": "internal" } });
        let now = again(&representative, &overlay)?;
        representative.post_if(&format!("{}/transitions/retire", path(&overlay)), &now.version(), &body)
    };
    let void = representative.post(&format!("{}/void", path(&overlay)), &json!({ "reason": "不再需要" }))?;
    proof!(void.status == 403, "what is in force is not made void: {}", void.text);
    let refused = withdraw()?;
    proof!(refused.status == 422 && refused.text.contains("`visit`"), "not while visits are open: {}", refused.text);
    go(&desk, &visit, "leave", &json!({}))?;
    let asked = withdraw()?.expect(200)?;
    proof!(asked.body["state"] == "in_force", "nobody withdraws it alone: {}", asked.body["state"]);
    let own = agree(&representative, &overlay).err().map(|why| format!("{why:#}")).unwrap_or_default();
    proof!(own.contains("403"), "nor approves what they asked for: {own}");
    agree(&president, &overlay)?;
    proof!(desk.get("/api/v1/definitions/visit")?.status == 404, "the process is gone");
    proof!(desk.get(&path(&visit))?.status == 404, "with its records");
    let definition = desk.get("/api/v1/definitions/incident")?.expect(200)?;
    let withdrawn = field(&definition, "room").is_some_and(|it| it["withdrawn"] == true);
    proof!(withdrawn, "the field is there for what records hold in it");
    proof!(
        field(&definition, "category").is_some_and(|it| it["label"]["en"] == "Category"),
        "the label is the old one"
    );
    let now = again(&desk, &incident)?;
    proof!(now.body["fields"]["room"] == "B-201", "a record shows what it holds: {}", now.text);
    let fields = json!({ "title": "撤销之后的事件", "customer": customer, "room": "B-202", "impact": "low" });
    let tried = desk.post("/api/v1/records/incident", &fields)?;
    proof!(tried.status == 422 && tried.text.contains("room"), "nothing new gets it: {}", tried.text);
    let entries = history(&desk, &incident)?;
    let told = entries.iter().flat_map(|entry| entry["changes"].as_array().cloned().unwrap_or_default());
    let room: Vec<Value> = told.filter(|change| change["field"] == "room").collect();
    proof!(room.first().is_some_and(|change| change["to"] == "B-201"), "its history keeps the value: {room:?}");
    go_saying(&desk, &incident, "cancel", &json!({}), "误报，已取消")?;
    server.stop()?;
    let (code, text) = server.run(&["verify"])?;
    proof!(code == 0, "and all of it holds: {text}");
    Ok(())
}

fn each_fault_of_a_mask_is_told_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let text = "[process.incident.masks]\nengineer = [\"categry\", \"solutin\"]\n";
    let checked = server.sign_in("admin")?.post("/api/v1/definitions/check", &json!({ "text": text }))?.expect(422)?;
    let problems = checked.body["problems"].as_array().context("problems")?;
    let nearest: Vec<_> = problems.iter().map(|problem| problem["nearest"].as_str().unwrap_or_default()).collect();
    assert_eq!(nearest, ["category", "solution"], "one for each, however many grants: {}", checked.text);
    Ok(())
}

fn a_text_being_written_is_checked_by_its_own_lines(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let overlay = draft(&representative, OVERLAY)?;
    let submitted = go(&representative, &overlay, "submit", &json!({}))?;
    let asked = go(&representative, &submitted, "approve", &json!({}))?;
    agree(&server.sign_in("president")?, &asked)?;
    let_it_come_into_force(&server)?;
    let check = |text: &str| representative.post("/api/v1/definitions/check", &json!({ "text": text }));
    let taken = check("\n[process.incident.fields.room]\nlabl = { zh = \"房间\", en = \"Room\" }\n")?.expect(422)?;
    let problem = &taken.body["problems"][0];
    proof!(problem["file"] == "overlay" && problem["line"] == 3, "with another in force: {}", taken.text);
    proof!(problem["nearest"] == "label", "and the nearest name: {}", taken.text);
    check("[process.incident.fields.room]\nlabel = { zh = \"房间\", en = \"Room\" }\n")?.expect(204)?;
    Ok(())
}

fn no_way_leads_round_an_approval_and_what_loosens_is_shown_first(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let rush = "[process.overlay.transitions.rush]\nlabel = { zh = \"立即生效\", en = \"Rush\" }\nfrom = [\"draft\"]\n\
                to = \"in_force\"\nby = [\"administrator\", \"management_representative\"]\n";
    let told =
        "[[process.incident.grants]]\nroles = [\"customer\"]\nactions = [\"view_internal\"]\nscope = \"customer\"\n";
    for (text, named) in [(rush, "`rush`"), (told, "`customer`")] {
        let overlay = draft(&representative, text)?;
        let checked = representative.post(&format!("{}/check", path(&overlay)), &json!({}))?.expect(200)?;
        let problem = &checked.body["items"][0];
        assert!(problem["file"] == "overlay" && problem["line"].as_u64() > Some(0), "{}", checked.text);
        let message = &problem["message"];
        let said = |language: &str| message[language].as_str().is_some_and(|text| text.contains(named));
        assert!(said("zh") && said("en"), "{message}");
        let refused = try_to(&representative, &overlay, "submit", &json!({}))?;
        assert_eq!(refused.status, 422, "{}", refused.text);
        let written = representative.post("/api/v1/definitions/check", &json!({ "text": text }))?;
        assert_eq!(written.status, 422, "{}", written.text);
    }
    let wider = "[process.incident.fields.category]\nlabel = { zh = \"类别\", en = \"Kind\" }\n\
                 [[process.incident.grants]]\nroles = [\"engineer\"]\nactions = [\"export\"]\n";
    let overlay = draft(&representative, wider)?;
    let compared = representative.get(&format!("{}/compare", path(&overlay)))?.expect(200)?;
    let differences = compared.body["differences"].as_array().context("differences")?;
    let marks: Vec<_> = differences.iter().map(|it| (it["kind"].as_str(), it["loosens"].as_bool())).collect();
    assert_eq!(marks, [(Some("grants"), Some(true)), (Some("fields"), Some(false))], "{}", compared.text);
    let parked = "[process.incident.states]\nparked = { label = { zh = \"停放\", en = \"Parked\" }, kind = \"waiting\" }\n\
                  [process.incident.transitions.park]\nlabel = { zh = \"停放\", en = \"Park\" }\nfrom = [\"new\", \"assigned\"]\n\
                  to = \"parked\"\nby = [\"service_desk\"]\n[process.incident.transitions.unpark]\n\
                  label = { zh = \"取回\", en = \"Unpark\" }\nfrom = [\"parked\"]\nto = \"assigned\"\nby = [\"service_desk\"]\n";
    let overlay = draft(&representative, parked)?;
    let compared = representative.get(&format!("{}/compare", path(&overlay)))?.expect(200)?;
    let differences = compared.body["differences"].as_array().context("differences")?;
    for said in ["响应时限在“停放”处停止，算作达标", "解决时限在“停放”处停止，算作达标"]
    {
        let told = differences.iter().find(|it| it["after"].as_str().is_some_and(|after| after.contains(said)));
        let told = told.with_context(|| format!("{said}: {}", compared.text))?;
        assert!(told["kind"] == "clocks" && told["loosens"] == true, "{told}");
    }
    Ok(())
}

/// By a patch, as a form sends it: the draft keeps its comments, the process is read with it, and nobody else sees any of it.
fn a_form_changes_a_draft_and_the_process_is_seen_with_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, engineer) = (server.sign_in("representative")?, server.sign_in("engineer")?);
    let overlay = draft(&representative, "# ours\n")?;
    let field = json!({ "label": { "zh": "机房", "en": "Machine room" }, "type": "text" });
    let patch = json!({ "process": { "incident": { "fields": { "room": field } } } });
    let edit = |client: &Client, text: &str, patch: &Value| {
        client.post("/api/v1/definitions/edit", &json!({ "text": text, "patch": patch }))
    };
    let edited = edit(&representative, "# ours\n", &patch)?.expect(200)?;
    let text = edited.body["text"].as_str().context("text")?;
    proof!(text.starts_with("# ours\n") && text.contains("[process.incident.fields.room]"), "{}", edited.text);
    proof!(edited.body["written"] == patch, "and as JSON: {}", edited.text);
    let version = overlay.body["version"].as_u64().context("version")?;
    let version = format!("\"{version}\"");
    representative.patch_if(&path(&overlay), &version, &json!({ "text": text }))?.expect(200)?;

    let number = overlay.body["number"].as_str().context("number")?;
    let with = format!("/api/v1/definitions/incident/shape?overlay={number}");
    let shape = representative.get(&with)?.expect(200)?;
    proof!(shape.body["fields"]["room"]["type"] == "text", "it is seen with the draft: {}", shape.text);
    let in_force = engineer.get("/api/v1/definitions/incident/shape")?.expect(200)?;
    proof!(in_force.body["fields"]["room"].is_null() && in_force.body["grants"].is_array(), "and not without");

    let add = |text: &str, patch: &Value, heading: &str| {
        let body = json!({ "text": text, "patch": patch, "new": [heading] });
        representative.post("/api/v1/definitions/edit", &body)
    };
    let titled = json!({ "process": { "incident": { "fields": { "title": field } } } });
    let stated = json!({ "process": { "incident": { "states": { "new": { "kind": "open" } } } } });
    for (text, patch, heading) in [
        ("", &titled, "process.incident.fields.title"),
        (text, &patch, "process.incident.fields.room"),
        ("", &stated, "process.incident.states.new"),
    ] {
        let taken = add(text, patch, heading)?;
        let at = taken.body["fields"][0]["field"].as_str();
        proof!((taken.status, at) == (422, Some("id")), "an id that is taken: {heading} {}", taken.text);
    }
    add("", &patch, "process.incident.fields.room")?.expect(200)?;

    let gone = json!({ "process": { "incident": { "fields": { "room": null } } } });
    proof!(edit(&representative, text, &gone)?.body["written"] == json!({}), "null takes away");
    let refused = edit(&representative, "[a", &gone)?;
    proof!(refused.status == 422 && refused.body["problems"][0]["line"] == 1, "no TOML: {}", refused.text);
    proof!(edit(&representative, "", &json!([]))?.status == 422, "a patch is an object");
    proof!(edit(&engineer, "", &patch)?.status == 403, "it is for those who draft");
    let customer = server.sign_in("jiangzhou")?;
    proof!(edit(&customer, "", &patch)?.status == 404, "customers know nothing of it");
    proof!(customer.get("/api/v1/definitions/incident/shape")?.status == 404, "nor of how a process is written");
    let broken = draft(&representative, "[process.incident.fields.room]\nlable = 1\n")?;
    let number = broken.body["number"].as_str().context("number")?;
    let shape = representative.get(&format!("/api/v1/definitions/incident/shape?overlay={number}"))?;
    proof!(shape.status == 422 && shape.body["problems"][0]["line"].is_u64(), "faults are told: {}", shape.text);
    proof!(representative.get("/api/v1/definitions/incident/shape?overlay=INC0000001")?.status == 404, "no overlay");
    Ok(())
}
