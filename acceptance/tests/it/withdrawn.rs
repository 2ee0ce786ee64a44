//! What a withdrawn overlay leaves, what builds on it, and what a comparison says before: in words.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::Answer;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, create, find, go, history, path, report, try_to};
use crate::document::agree;
use crate::taken_back::{compared, in_force, withdraw};

on_both_stores!(
    f_plt_03_what_records_hold_in_a_withdrawn_field_is_read_still,
    f_plt_03_what_one_overlay_hid_of_another_is_hidden_after_both,
    f_plt_03_an_overlay_on_which_another_builds_says_which,
    f_plt_03_a_comparison_speaks_in_words,
    f_plt_03_a_condition_that_never_holds_is_refused_and_one_that_may_not_is_told,
);

/// Fields that no step names: one for everybody, one for our own people, one that names a record.
const RACKS: &str = r#"
[process.incident.fields]
rack = { label = { zh = "机柜", en = "Rack" }, type = "text", max = 60 }
rack_key = { label = { zh = "机柜钥匙", en = "Rack key" }, type = "text", max = 60, internal = true }
escort = { label = { zh = "陪同人", en = "Escort" }, type = "reference", to = ["person"] }
"#;

fn f_plt_03_what_records_hold_in_a_withdrawn_field_is_read_still(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let node = if backend == Backend::Postgres { Some(server.second_node()?) } else { None };
    let (representative, desk) = (server.sign_in("representative")?, server.sign_in("desk")?);
    let early = report(&desk, "生效之前的事件", "low", "low")?;
    let overlay = in_force(&server, RACKS)?;
    let later = report(&desk, "生效之后的事件", "low", "low")?;
    let escort = find(&desk, "person", "name", "王磊")?;
    let given = json!({ "rack": "B-07", "rack_key": "K-3", "escort": escort });
    for incident in [&early, &later] {
        let now = again(&desk, incident)?;
        desk.patch_if(&path(incident), &now.version(), &given)?.expect(200)?;
    }
    withdraw(&representative, &overlay)?.expect(200)?;
    agree(&server.sign_in("president")?, &overlay)?;
    assert_eq!(again(&representative, &overlay)?.body["state"], "retired");

    let there = node.as_ref().map_or_else(|| desk.clone(), |node| desk.at(node.address()));
    for (at, incident) in [(&desk, &early), (&there, &early), (&desk, &later), (&there, &later)] {
        let seen = again(at, incident)?;
        proof!(seen.body["fields"]["rack"] == "B-07", "whoever could see a field reads it still: {}", seen.text);
        assert_eq!(seen.body["fields"]["rack_key"], "K-3");
        assert_eq!(seen.body["fields"]["escort"]["title"], "王磊");
        assert!(!seen.body["editable"].to_string().contains("rack"), "and nobody changes it: {}", seen.text);
    }
    let definition = desk.get("/api/v1/definitions/incident")?.expect(200)?;
    let rack = definition.body["fields"].as_array().context("fields")?.iter().find(|field| field["id"] == "rack");
    assert_eq!(rack.map(|rack| (&rack["withdrawn"], &rack["label"]["en"])), Some((&json!(true), &json!("Rack"))));
    let customer = server.sign_in("jiangzhou")?;
    let seen = again(&customer, &early)?;
    assert_eq!((&seen.body["fields"]["rack"], seen.body["fields"].get("rack_key")), (&json!("B-07"), None));
    let told = json!(history(&customer, &early)?).to_string();
    assert!(told.contains("B-07") && !told.contains("K-3"), "its history says no more than it did: {told}");

    for (field, value) in [("rack", json!("C-1")), ("escort", Value::Null)] {
        let now = again(&desk, &early)?;
        let tried = desk.patch_if(&path(&early), &now.version(), &json!({ field: value }))?;
        assert!(tried.status == 422 && tried.text.contains(field), "no new value: {}", tried.text);
    }
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({ "title": "新事件", "customer": customer, "impact": "low", "urgency": "low", "rack": "C-1" });
    let tried = desk.post("/api/v1/records/incident", &fields)?;
    assert!(tried.status == 422 && tried.text.contains("rack"), "nothing new gets it: {}", tried.text);
    server.crash_and_restart()?;
    server.set_clock("2026-11-22T01:00:00Z")?;
    let desk = server.sign_in("desk")?;
    proof!(again(&desk, &early)?.body["fields"]["rack"] == "B-07", "whoever could see a field reads it another day");
    server.stop()?;
    let (code, text) = server.run(&["verify"])?;
    assert_eq!(code, 0, "all of it holds: {text}");
    Ok(())
}

fn f_plt_03_what_one_overlay_hid_of_another_is_hidden_after_both(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let customer = server.sign_in("jiangzhou")?;
    let shown = in_force(&server, RACKS)?;
    let incident = report(&desk, "开着的事件", "low", "low")?;
    let given = json!({ "rack": "B-07", "escort": find(&desk, "person", "name", "王磊")? });
    desk.patch_if(&path(&incident), &incident.version(), &given)?.expect(200)?;
    assert_eq!(again(&customer, &incident)?.body["fields"]["rack"], "B-07");
    assert_eq!(again(&engineer, &incident)?.body["fields"]["escort"]["title"], "王磊");
    withdraw(&representative, &shown)?.expect(200)?;
    agree(&president, &shown)?;

    // The same fields, now hidden: from customers the one, from a role the other. Work still follows the version that showed them.
    server.set_clock("2026-11-20T01:02:00Z")?;
    let rack = "\"Rack\" }, type = \"text\", max = 60";
    let text = RACKS.replace(rack, &format!("{rack}, internal = true"));
    let text = format!("{text}[process.incident.masks]\nengineer = [\"escort\"]\nstaff = [\"escort\"]\n");
    let fields = json!({ "title": "机柜保密", "text": text, "reason": "保密", "in_force_from": "2026-11-20" });
    let hiding = create(&representative, "overlay", &fields)?;
    go(&representative, &hiding, "submit", &json!({}))?;
    go(&representative, &hiding, "approve", &json!({}))?;
    agree(&president, &hiding)?;
    server.set_clock("2026-11-20T01:03:00Z")?;
    let is_hidden = |when: &str| -> Result<()> {
        let seen = again(&customer, &incident)?;
        proof!(seen.body["fields"].get("rack").is_none(), "customers do not read it {when}: {}", seen.text);
        let seen = again(&engineer, &incident)?;
        proof!(seen.body["fields"].get("escort").is_none(), "nor does the role {when}: {}", seen.text);
        assert_eq!(again(&desk, &incident)?.body["fields"]["rack"], "B-07", "{when}");
        Ok(())
    };
    is_hidden("while that is in force")?;
    withdraw(&representative, &hiding)?.expect(200)?;
    agree(&president, &hiding)?;
    assert_eq!(again(&representative, &hiding)?.body["state"], "retired");
    is_hidden("after both")?;
    server.crash_and_restart()?;
    let seen = again(&server.sign_in("jiangzhou")?, &incident)?;
    assert!(seen.body["fields"].get("rack").is_none(), "nor another time: {}", seen.text);
    Ok(())
}

/// Adds an option and a column to what another overlay brings.
const MORE_RACKS: &str = r#"
[process.incident.fields.rack]
label = { zh = "机柜号", en = "Rack number" }
"#;

fn f_plt_03_an_overlay_on_which_another_builds_says_which(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (representative, president) = (server.sign_in("representative")?, server.sign_in("president")?);
    let below = in_force(&server, RACKS)?;
    let fields =
        json!({ "title": "机柜改名", "text": MORE_RACKS, "reason": "统一叫法", "in_force_from": "2026-11-20" });
    let above = create(&representative, "overlay", &fields)?;
    go(&representative, &above, "submit", &json!({}))?;
    go(&representative, &above, "approve", &json!({}))?;
    agree(&president, &above)?;
    server.set_clock("2026-11-20T01:01:00Z")?;
    assert_eq!(again(&representative, &above)?.body["state"], "in_force");
    let number = above.body["number"].as_str().context("a number")?;
    let refused = withdraw(&representative, &below)?;
    let said = &refused.body["problems"][0]["message"];
    let names =
        |language: &str| said[language].as_str().is_some_and(|it| it.contains(number) && it.contains("机柜改名"));
    proof!(refused.status == 422 && names("zh") && names("en"), "which builds on it is said: {}", refused.text);
    let told = compared(&representative, &below)?;
    assert_eq!(told.body["taking_back"]["problems"][0]["message"], *said, "also beforehand: {}", told.text);
    assert!(told.body["differences"].to_string().contains("rack_key"), "and what it changes is there: {}", told.text);
    withdraw(&representative, &above)?.expect(200)?;
    agree(&president, &above)?;
    withdraw(&representative, &below)?.expect(200)?;
    agree(&president, &below)?;
    assert_eq!(again(&representative, &below)?.body["state"], "retired", "one after the other they are withdrawn");
    Ok(())
}

/// What a comparison says of one part.
fn said<'a>(compared: &'a Answer, kind: &str, id: &str) -> Result<&'a Value> {
    let differences = compared.body["differences"].as_array().context("differences")?;
    let found = differences.iter().find(|it| it["kind"] == kind && it["id"] == id);
    found.with_context(|| format!("{kind} {id} differs: {}", compared.text))
}

fn f_plt_03_a_comparison_speaks_in_words(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let text = r#"
[process.incident]
list = ["priority", "title", "rack", "state"]
[process.incident.fields]
rack = { label = { zh = "机柜", en = "Rack" }, type = "choice", options = { a = { zh = "甲", en = "A" } }, internal = true }
[process.incident.fields.category]
label = { zh = "事件分类", en = "Kind of incident" }
[process.incident.transitions.resolve]
requires = ["solution", "rack"]
when = 'record.rack == "a"'
not_same_as = ["opener"]
[[process.incident.grants]]
roles = ["change_manager"]
actions = ["view", "note"]
scope = "assigned"
"#;
    let fields = json!({ "title": "机柜", "text": text, "reason": "需要", "in_force_from": "2026-11-20" });
    let overlay = create(&representative, "overlay", &fields)?;
    let told = compared(&representative, &overlay)?;
    let words = |kind: &str, id: &str| -> Result<(Value, Value, Value)> {
        let it = said(&told, kind, id)?;
        Ok((it["what"]["zh"].clone(), it["was"]["zh"].clone(), it["is"]["zh"].clone()))
    };
    let new = said(&told, "fields", "rack")?;
    proof!(new["what"]["en"] == "Rack" && new["was"].is_null(), "what is new is called by its label: {new}");
    assert_eq!(new["is"]["en"], "Rack; Type: Choice; Options: A; Internal: Yes");
    assert_eq!(words("fields", "category.label")?.0, "事件分类 · 名称");
    assert_eq!(words("fields", "category.label")?.2, "事件分类");
    let requires = words("transitions", "resolve.requires")?;
    assert_eq!(requires.0, "解决 · 必须填写");
    assert!(requires.2.as_str().is_some_and(|it| it.ends_with("、机柜")), "{requires:?}");
    assert_eq!(words("transitions", "resolve.when")?.2, "机柜为「甲」");
    assert_eq!(words("transitions", "resolve.not_same_as")?.2, "开单人");
    let list = words("process", "list")?;
    assert_eq!((&list.0, &list.2), (&json!("列表的列"), &json!("优先级、标题、机柜、状态")));
    let grants = told.body["differences"].as_array().context("differences")?.iter().find(|it| it["kind"] == "grants");
    let grant = grants.context("the grant")?;
    assert_eq!(grant["what"]["zh"], "变更经理", "{grant}");
    assert_eq!(grant["is"]["zh"], "角色：变更经理；可以：查看、内部备注；范围：分派给本人");
    let affected = told.body["affected"].as_array().context("affected")?.iter().find(|it| it["process"] == "incident");
    assert_eq!(affected.map(|it| &it["label"]["zh"]), Some(&json!("事件")));
    Ok(())
}

/// A state of an overlay's own, left by one step under a condition.
const VISITS: &str = r#"
[process.incident.states]
visit_due = { label = { zh = "等上门", en = "Visit due" }, kind = "open" }
[process.incident.transitions.plan_visit]
label = { zh = "约上门", en = "Plan a visit" }
from = ["in_progress"]
to = "visit_due"
by = ["@assignee"]
[process.incident.transitions.visited]
label = { zh = "已上门", en = "Visited" }
from = ["visit_due"]
to = "in_progress"
by = ["@assignee"]
when = 'record.impact == "high"'
"#;

fn f_plt_03_a_condition_that_never_holds_is_refused_and_one_that_may_not_is_told(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let representative = server.sign_in("representative")?;
    let check = |text: &str| representative.post("/api/v1/definitions/check", &json!({ "text": text }));
    let never = VISITS.replace("record.impact == \"high\"", "record.impact == \"high\" && record.impact == \"low\"");
    let refused = check(&never)?;
    let problem = &refused.body["problems"][0];
    proof!(refused.status == 422 && problem["line"] == 14, "what can't be is refused at its line: {}", refused.text);
    assert!(problem["message"]["zh"].as_str().is_some_and(|said| said.contains("永远不会成立")), "{problem}");
    let fields = json!({ "title": "上门", "text": VISITS, "reason": "需要上门", "in_force_from": "2026-11-20" });
    let overlay = create(&representative, "overlay", &fields)?;
    let told = compared(&representative, &overlay)?;
    let warning = told.body["warnings"].as_array().and_then(|all| all.first()).cloned().unwrap_or_default();
    let said = |language: &str, all: [&str; 3]| {
        warning["message"][language].as_str().is_some_and(|text| all.iter().all(|part| text.contains(part)))
    };
    proof!(
        said("zh", ["事件", "等上门", "已上门"]) && said("en", ["Incident", "Visit due", "Visited"]),
        "where work may come to a stand is told: {}",
        told.text
    );
    let open = check(&VISITS.replace("when = 'record.impact == \"high\"'\n", ""))?;
    assert_eq!(open.status, 204, "without the condition there is nothing to think of: {}", open.text);
    let submitted = try_to(&representative, &overlay, "submit", &json!({}))?;
    assert_eq!(submitted.status, 200, "it is for those who approve to think of: {}", submitted.text);
    Ok(())
}
