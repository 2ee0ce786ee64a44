//! What of a record its reader may see: not the provider's own words, not a colleague's account, no trace of what is
//! another's.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{
    AROUND_THE_CLOCK_CUSTOMER, again, create, encode, find, go, go_saying, has_entry, history, path, report, try_to,
};
use crate::document::agree;

on_both_stores!(
    an_opinion_is_for_our_own_people_and_whoever_gave_it,
    what_happens_to_an_account_is_for_its_person_and_the_administrators,
    the_text_of_a_definition_is_for_our_own_people,
    a_relation_to_what_may_not_be_seen_leaves_no_trace,
    whom_a_reader_may_not_know_of_is_nobody,
    a_masked_title_is_told_nowhere,
    what_a_mask_hides_nothing_else_names_and_no_step_asks_for,
    events_tell_of_what_the_history_tells,
    why_a_record_was_made_void_is_for_our_own_people,
);

/// What the approvers think of it, for no customer's eyes.
const OPINION: &str = "报价偏高，先压价再谈";

/// A customer's request that somebody has asked approval for.
fn asked_for(desk: &Client, customer: &Client) -> Result<Answer> {
    let items = format!("/api/v1/records/catalogue_item?filter={}", encode("record.needs_approval == true"));
    let item = desk.get(&items)?.expect(200)?.body["items"][0]["number"].clone();
    let request = create(customer, "service_request", &json!({ "title": "新增两台云主机", "item": item }))?;
    go(desk, &request, "approve", &json!({}))?;
    Ok(request)
}

fn vote(voter: &Client, record: &Answer, ballot: &Value) -> Result<Answer> {
    let current = again(voter, record)?;
    let id = current.body["approvals"][0]["id"].as_str().context("an approval")?.to_owned();
    voter.post_if(&format!("{}/approvals/{id}/votes", path(record)), &current.version(), ballot)
}

fn an_opinion_is_for_our_own_people_and_whoever_gave_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer, manager) =
        (server.sign_in("desk")?, server.sign_in("jiangzhou")?, server.sign_in("rqmanager")?);
    let request = asked_for(&desk, &customer)?;
    vote(&manager, &request, &json!({ "agrees": false, "opinion": OPINION }))?.expect(200)?;
    for reader in [&manager, &desk] {
        assert!(again(reader, &request)?.text.contains(OPINION), "who sees the internal side reads it");
        assert!(format!("{:?}", history(reader, &request)?).contains(OPINION));
    }
    let seen = again(&customer, &request)?;
    let approval = &seen.body["approvals"][0];
    assert!(!seen.text.contains(OPINION), "{}", seen.text);
    assert_eq!(
        (approval["outcome"].as_str(), approval["votes"][0]["agrees"].as_bool()),
        (Some("returned"), Some(false))
    );
    assert!(approval["votes"][0]["voter"]["title"].is_string(), "who decided is told: {approval}");
    let entries = history(&customer, &request)?;
    assert!(has_entry(&entries, "voted"), "and that it was");
    let then = customer.get(&format!("{}?as_of=2026-11-21", path(&request)))?.expect(200)?;
    for text in [format!("{entries:?}"), then.text] {
        assert!(!text.contains(OPINION), "{text}");
    }
    Ok(())
}

fn what_happens_to_an_account_is_for_its_person_and_the_administrators(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, admin) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("admin")?);
    let person =
        desk.get(&format!("/api/v1/records/person/{}", find(&desk, "person", "name", "王磊")?))?.expect(200)?;
    let wrong = json!({ "login": "engineer", "password": "not the password" });
    assert_eq!(server.anonymous().post("/api/v1/sign-in", &wrong)?.status, 401);
    for reader in [&engineer, &admin] {
        let entries = history(reader, &person)?;
        assert!(has_entry(&entries, "signed_in") && has_entry(&entries, "sign_in_failed"), "{entries:?}");
    }
    let entries = history(&desk, &person)?;
    assert!(has_entry(&entries, "created"), "a colleague sees the record's history");
    for action in ["signed_in", "sign_in_failed", "account_changed"] {
        assert!(!has_entry(&entries, action), "{action} is nobody's business: {entries:?}");
    }
    assert!(!format!("{entries:?}").contains("127.0.0.1"), "nor are addresses");
    desk.get("/api/v1/records/incident/export")?.expect(200)?;
    let exporter = desk.get("/api/v1/me")?.expect(200)?.body["name"].as_str().context("a name")?.to_owned();
    let exporter =
        desk.get(&format!("/api/v1/records/person/{}", find(&desk, "person", "name", &exporter)?))?.expect(200)?;
    assert!(has_entry(&history(&admin, &exporter)?, "exported"), "who administers sees what was taken away");
    assert!(has_entry(&history(&desk, &exporter)?, "exported"), "and whoever took it");
    assert!(!has_entry(&history(&engineer, &exporter)?, "exported"), "a colleague does not");
    Ok(())
}

fn the_text_of_a_definition_is_for_our_own_people(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let hash = desk.get("/api/v1/definitions/incident")?.expect(200)?.body["hash"].as_str().context("hash")?.to_owned();
    let at = format!("/api/v1/definitions/incident/versions/{hash}");
    desk.get(&at)?.expect(200)?;
    let refused = customer.get(&at)?;
    let unknown = customer.get("/api/v1/definitions/incident/versions/0")?;
    assert_eq!((refused.status, &refused.text), (404, &unknown.text));
    let draft = json!({ "text": "[process.incident.fields.category]\nlabel = { zh = \"分类\", en = \"Kind\" }\n" });
    let check = |client: &Client| client.post("/api/v1/definitions/check", &draft);
    assert_eq!(check(&customer)?.status, 404);
    let missing = check(&desk)?;
    assert_eq!((missing.status, missing.body["missing"]["kind"].as_str()), (403, Some("grant")), "{}", missing.text);
    assert_eq!(check(&server.sign_in("representative")?)?.status, 204);
    Ok(())
}

/// Draws a relation between two records; its id.
fn relate(desk: &Client, from: &Answer, to: &Answer) -> Result<String> {
    let body = json!({ "kind": "related", "target": to.body["number"] });
    desk.post(&format!("{}/relations", path(from)), &body)?.expect(201)?;
    let drawn = desk.get(&format!("{}/relations", path(from)))?.expect(200)?;
    let drawn = drawn.body["items"].as_array().into_iter().flatten();
    let id = { drawn }.find(|it| it["record"]["number"] == to.body["number"]).and_then(|it| it["id"].as_str());
    id.map(str::to_owned).context("it is drawn")
}

fn a_relation_to_what_may_not_be_seen_leaves_no_trace(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let theirs = create(&desk, "incident", &json!({ "title": "同城灾备切换失败", "customer": bank }))?;
    let (mine, other) = (report(&desk, "门户打不开", "low", "low")?, report(&desk, "邮件收不到", "low", "low")?);
    let (unseen, seen) = (relate(&desk, &mine, &theirs)?, relate(&desk, &mine, &other)?);
    for relation in [&unseen, &seen] {
        assert!(desk.delete(&format!("{}/relations/{relation}", path(&mine)))?.status < 300);
    }
    let of = |entries: &[Value], action: &str| entries.iter().filter(|entry| entry["action"] == action).count();
    let (all, few) = (history(&desk, &mine)?, history(&office, &mine)?);
    assert_eq!((of(&all, "related"), of(&all, "unrelated")), (2, 2), "{all:?}");
    assert_eq!((of(&few, "related"), of(&few, "unrelated")), (1, 1), "{few:?}");
    Ok(())
}

fn whom_a_reader_may_not_know_of_is_nobody(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let request = asked_for(&desk, &office)?;
    let foreign = find(&server.sign_in("yunling")?, "contact", "name", "姜")
        .or_else(|_| foreign_contact(&desk))
        .context("a contact of another customer")?;
    let named = |number: &str| -> Result<(u16, String)> {
        let answer = vote(&office, &request, &json!({ "agrees": true, "voter": number }))?;
        Ok((answer.status, answer.text.replace(number, "-")))
    };
    let nobody = named("CON9999999")?;
    assert_eq!(nobody.0, 422, "{}", nobody.1);
    assert_eq!(named(&foreign)?, nobody, "a foreign contact is told apart from none");
    Ok(())
}

/// The number of a contact of the bank.
fn foreign_contact(desk: &Client) -> Result<String> {
    let bank = find(desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    find(desk, "contact", "customer", &bank)
}

/// Engineers see visits without their titles, which are internal.
const VISITS: &str = r#"
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
title = { label = { zh = "来访人", en = "Visitor" }, type = "text", max = 100, required = true, internal = true }
room = { label = { zh = "机房", en = "Machine room" }, type = "text", max = 100 }
[process.visit.states]
open = { label = { zh = "在场", en = "Present" }, kind = "open" }
closed = { label = { zh = "已离开", en = "Gone" }, kind = "closed" }
[process.visit.transitions.leave]
label = { zh = "离开", en = "Leave" }
from = ["open"]
to = "closed"
by = ["service_desk"]
[process.visit.relations.before]
label = { zh = "前一次", en = "Came after" }
inverse = { zh = "后一次", en = "Came before" }
to = ["visit"]
[[process.visit.grants]]
roles = ["service_desk"]
actions = ["view", "view_internal", "create", "update", "comment", "note", "relate"]
[[process.visit.grants]]
roles = ["engineer"]
actions = ["view"]
"#;

/// Brings an overlay into force.
fn lay_over(server: &Server, text: &str) -> Result<()> {
    let representative = server.sign_in("representative")?;
    let fields = json!({ "title": "补充", "text": text, "reason": "管理需要", "in_force_from": "2026-11-20" });
    let overlay = create(&representative, "overlay", &fields)?;
    go(&representative, &overlay, "submit", &json!({}))?;
    go(&representative, &overlay, "approve", &json!({}))?;
    agree(&server.sign_in("president")?, &overlay)?;
    server.set_clock("2026-11-20T01:00:30Z")
}

fn a_masked_title_is_told_nowhere(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    lay_over(&server, VISITS)?;
    let visit = |title: &str| create(&desk, "visit", &json!({ "title": title, "room": "三号机房" }));
    let (first, second) = (visit("欧阳复")?, visit("司马青")?);
    let body = json!({ "kind": "before", "target": first.body["number"] });
    desk.post(&format!("{}/relations", path(&second)), &body)?.expect(201)?;
    let number = first.body["number"].as_str().context("a number")?;
    let reads = [
        path(&first),
        format!("{}/history", path(&first)),
        format!("{}/history", path(&second)),
        format!("{}/relations", path(&second)),
        "/api/v1/records/visit".to_owned(),
    ];
    for at in reads {
        let answer = engineer.get(&at)?.expect(200)?;
        assert!(!answer.text.contains("欧阳复"), "{at}: {}", answer.text);
    }
    let asked = |client: &Client, text: &str| -> Result<usize> {
        let answer = client.get(&format!("/api/v1/records/visit?q={}", encode(text)))?.expect(200)?;
        answer.body["items"].as_array().map(Vec::len).context("items")
    };
    assert_eq!((asked(&desk, "欧阳")?, asked(&engineer, "欧阳")?), (1, 0), "a masked title finds nothing");
    assert_eq!(asked(&engineer, number)?, 1, "a number does");
    go_saying(&desk, &first, "leave", &json!({}), "已离开")?;
    Ok(())
}

/// Hides the priority from customers, and from engineers the solution, which a step of theirs needs.
const MASKS: &str =
    "[process.incident.masks]\ncustomer = [\"priority\"]\nstaff = [\"solution\"]\nengineer = [\"solution\"]\n";

fn what_a_mask_hides_nothing_else_names_and_no_step_asks_for(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer, engineer) =
        (server.sign_in("desk")?, server.sign_in("jiangzhou")?, server.sign_in("engineer")?);
    lay_over(&server, MASKS)?;
    let incident = report(&desk, "VPN 无法连接", "high", "high")?;
    let row =
        |reader: &Client| Ok::<_, anyhow::Error>(again(reader, &incident)?.body["clocks"][0]["target_row"].clone());
    assert_eq!((row(&desk)?, row(&customer)?), (json!("p1"), Value::Null));
    for at in ["", "/clocks", "/history"] {
        let seen = customer.get(&format!("{}{at}", path(&incident)))?.expect(200)?.text.to_lowercase();
        assert!(!seen.contains("\"p1\"") && !seen.contains("“p1"), "{at}: {seen}");
    }
    let definition = customer.get("/api/v1/definitions/incident")?.expect(200)?;
    let fields = definition.body["fields"].as_array().context("fields")?;
    assert!(
        fields.iter().all(|field| field["id"] != "priority"),
        "what is hidden on every record is no field of theirs"
    );

    let assignee = find(&desk, "person", "name", "王磊")?;
    go(&desk, &incident, "assign", &json!({ "assignee": assignee }))?;
    go(&engineer, &incident, "start", &json!({}))?;
    let offered = again(&engineer, &incident)?;
    let offers = offered.body["actions"].as_array().context("actions")?;
    let resolve = offers.iter().find(|offer| offer["id"] == "transition:resolve").context("an offer")?;
    assert_eq!((resolve["allowed"].as_bool(), &resolve["missing"]["kind"]), (Some(false), &json!("unseen")));
    assert_eq!(resolve["requires"], json!([]), "it is not asked for what it does not see");
    let refused = try_to(&engineer, &incident, "resolve", &json!({ "solution": "重启" }))?;
    assert_eq!((refused.status, &refused.body["missing"]["kind"]), (403, &json!("unseen")), "{}", refused.text);
    let definition = engineer.get("/api/v1/definitions/incident")?.expect(200)?;
    let steps = definition.body["transitions"].as_array().context("transitions")?;
    let resolve = steps.iter().find(|step| step["id"] == "resolve").context("a step")?;
    assert_eq!(resolve["requires"], json!([]), "nor does the definition name it");
    let manager = server.sign_in("imanager")?;
    go(&manager, &incident, "resolve", &json!({ "solution": "重启" }))?;
    Ok(())
}

/// The numbers of the entries that events, from the beginning on, tell `reader` of `record`, up to the entry `last`.
fn heard(reader: &Client, record: &Answer, last: u64) -> Result<Vec<u64>> {
    let is_about = |event: &Value| event["number"] == record.body["number"];
    let events = reader.events(0, |event| is_about(event) && event["n"] == last)?;
    events.iter().filter(|event| is_about(event)).map(|event| event["n"].as_u64().context("a number")).collect()
}

fn events_tell_of_what_the_history_tells(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, customer, engineer) =
        (server.sign_in("desk")?, server.sign_in("jiangzhou")?, server.sign_in("engineer")?);
    let incident = report(&desk, "打印机离线", "low", "low")?;
    let elsewhere = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let other = create(&desk, "incident", &json!({ "title": "别家的事件", "customer": elsewhere }))?;
    let say = |body: &str, audience: &str| -> Result<Answer> {
        let comment = json!({ "body": body, "audience": audience });
        desk.post(&format!("{}/comments", path(&incident)), &comment)?.expect(201)
    };
    say("客户又忘了开电源", "internal")?;
    let relation = relate(&desk, &incident, &other)?;
    desk.delete(&format!("{}/relations/{relation}", path(&incident)))?.expect(200)?;
    say("已经恢复", "public")?;
    let last = history(&desk, &incident)?.last().and_then(|entry| entry["n"].as_u64()).context("an entry")?;
    assert_eq!(heard(&desk, &incident, last)?, (1..=last).collect::<Vec<_>>(), "our own people hear of all of it");
    let told: Vec<u64> = history(&customer, &incident)?.iter().filter_map(|entry| entry["n"].as_u64()).collect();
    assert_eq!(heard(&customer, &incident, last)?, told, "a customer of what it may read");
    assert_eq!(told, [1, last]);

    let person = find(&desk, "person", "name", "王磊")?;
    let events = desk.events(0, |event| event["number"] == incident.body["number"] && event["n"] == last)?;
    let account = engineer.get(&format!("/api/v1/records/person/{person}"))?.expect(200)?;
    let signed_in = history(&engineer, &account)?.last().and_then(|entry| entry["n"].as_u64());
    let heard =
        |n: Option<u64>| events.iter().any(|event| event["number"] == person.as_str() && event["n"].as_u64() == n);
    assert!(heard(Some(1)) && !heard(signed_in), "a colleague's signing in is nobody's business: {signed_in:?}");
    Ok(())
}

fn why_a_record_was_made_void_is_for_our_own_people(backend: Backend) -> Result<()> {
    const WHY: &str = "误录到此客户名下，应属另一单位";
    let server = Server::start(backend)?;
    let (desk, office, manager) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?, server.sign_in("imanager")?);
    let incident = report(&desk, "登录失败", "low", "low")?;
    manager.post(&format!("{}/void", path(&incident)), &json!({ "reason": WHY }))?.expect(200)?;
    assert_eq!(again(&desk, &incident)?.body["voided"], WHY, "our own people read why");
    assert!(format!("{:?}", history(&desk, &incident)?).contains(WHY));
    let seen = again(&office, &incident)?;
    assert!(seen.body["is_void"] == true && seen.body["voided"].is_null(), "{}", seen.text);
    let entries = history(&office, &incident)?;
    assert!(has_entry(&entries, "voided"), "that it is void is told: {entries:?}");
    let then = office.get(&format!("{}?as_of=2030-01-01", path(&incident)))?.expect(200)?;
    let listed = office.get("/api/v1/records/incident?limit=200")?.expect(200)?;
    for text in [seen.text, format!("{entries:?}"), then.text, listed.text] {
        assert!(!text.contains(WHY), "{text}");
    }
    Ok(())
}
