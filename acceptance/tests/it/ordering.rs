//! Ordering from the catalogue: forms, approval, tasks, visibility. Requirements REQ-1 and CAT-2, features F-CAT-01 to F-CAT-04.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{
    AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, again, create, encode, find, go, history, path, try_to,
};

on_both_stores!(
    req_1_a_request_goes_from_order_to_close_apart_from_incidents,
    cat_2_an_agreement_names_its_items_and_an_item_is_known_in_each_version,
    f_cat_01_an_item_lacks_none_of_its_five_facts,
    f_cat_02_a_form_is_built_without_code,
    f_cat_03_an_old_request_keeps_its_form,
    f_cat_04_an_item_is_seen_by_those_whom_it_is_offered_to,
    f_cat_04_the_desk_orders_only_what_is_offered_to_whom_it_is_for,
    what_does_not_fit_the_form_is_refused_at_its_question,
    a_form_that_makes_no_sense_is_refused_at_its_row,
    an_item_withdrawn_meanwhile_is_refused_by_name,
);

/// An item with a form, two tasks one after the other, and an approval.
fn vpn() -> Value {
    json!({
        "name": "远程接入账号", "target": "1 个工作日内开通", "contact": "服务台 0700-5550-000", "hours": "工作日 9–18 点",
        "security": "双因素认证", "needs_approval": true,
        "questions": [
            { "question": "kind", "zh": "接入方式", "en": "Kind of access", "kind": "choice", "required": true,
              "options": "site = 站点到站点 / Site to site\nperson = 个人 / Personal" },
            { "question": "peers", "zh": "对端数量", "en": "Peers", "kind": "integer", "required": true,
              "when": "answers.kind == \"site\"" },
            { "question": "purpose", "zh": "用途", "en": "Purpose", "kind": "long_text" },
            { "question": "until", "zh": "用到哪天", "en": "Until", "kind": "date" },
        ],
        "tasks": [{ "title": "开通账号" }, { "title": "通知并测试", "follows": 1 }],
    })
}

/// Registers an item of the first service, changed by `more`.
fn item(manager: &Client, more: &Value) -> Result<Answer> {
    let service = manager.get("/api/v1/records/service?limit=1")?.expect(200)?.body["items"][0]["number"].clone();
    let mut fields = vpn();
    fields["service"] = service;
    for (field, value) in more.as_object().into_iter().flatten() {
        fields[field] = value.clone();
    }
    create(manager, "catalogue_item", &fields)
}

fn offered(manager: &Client, more: &Value) -> Result<Answer> {
    let item = item(manager, more)?;
    go(manager, &item, "put_in_force", &json!({}))?;
    Ok(item)
}

fn order(client: &Client, item: &Answer, answers: &Value) -> Result<Answer> {
    let fields = json!({ "title": "开通 VPN", "item": item.body["number"], "answers": answers });
    client.post("/api/v1/records/service_request", &fields)
}

/// The fields that a refusal names.
fn refused(answer: &Answer) -> Vec<&str> {
    answer.body["fields"].as_array().into_iter().flatten().filter_map(|fault| fault["field"].as_str()).collect()
}

fn approve(voter: &Client, record: &Answer) -> Result<Answer> {
    let current = again(voter, record)?;
    let id = current.body["approvals"][0]["id"].as_str().context("an approval")?.to_owned();
    let at = format!("{}/approvals/{id}/votes", path(record));
    voter.post_if(&at, &current.version(), &json!({ "agrees": true }))?.expect(200)
}

/// The tasks of a request, in their order.
fn tasks(client: &Client, request: &Answer) -> Result<Vec<Value>> {
    let filter = encode(&format!("record.belongs_to == \"{}\"", request.body["number"].as_str().unwrap_or_default()));
    let found = client.get(&format!("/api/v1/records/task?filter={filter}&sort=number"))?.expect(200)?;
    found.body["items"].as_array().cloned().context("tasks")
}

fn req_1_a_request_goes_from_order_to_close_apart_from_incidents(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer) = (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?);
    let (desk, engineer, head) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("rqmanager")?);
    let item = offered(&manager, &json!({}))?;
    let request = order(&customer, &item, &json!({ "kind": "person" }))?.expect(201)?;
    let seen = again(&desk, &request)?;
    let clocks = desk.get(&format!("{}/clocks", path(&request)))?.expect(200)?;
    assert!(clocks.text.contains("fulfilment"), "its clock runs: {}", clocks.text);
    assert_eq!(seen.body["fields"]["answers"][0]["shown_zh"], "个人");
    let early = try_to(&desk, &request, "assign", &json!({ "assignee": find(&desk, "person", "name", "王磊")? }))?;
    assert_eq!(early.status, 403, "it is approved first");
    go(&desk, &request, "approve", &json!({}))?;
    approve(&head, &request)?;
    assert!(tasks(&desk, &request)?.is_empty(), "nothing is to be done before somebody has it");
    go(&desk, &request, "assign_approved", &json!({ "assignee": find(&desk, "person", "name", "王磊")? }))?;
    go(&engineer, &request, "start", &json!({}))?;
    let opened = tasks(&desk, &request)?;
    let titles: Vec<_> = opened.iter().filter_map(|task| task["title"].as_str()).collect();
    assert_eq!(titles, ["开通账号", "通知并测试"]);
    let held = try_to(&engineer.in_chinese(), &request, "fulfil", &json!({ "result": "已开通" }))?;
    proof!(held.status == 403, "what is left to do holds the end up: {}", held.status);
    assert!(held.text.contains("还有 2 项任务没有结束"), "and is told: {}", held.text);
    let task = |at: usize| -> Result<Answer> {
        let number = opened[at]["number"].as_str().context("a number")?;
        engineer.get(&format!("/api/v1/records/task/{number}"))?.expect(200)
    };
    let (first, second) = (task(0)?, task(1)?);
    let own = json!({ "assignee": find(&desk, "person", "name", "王磊")? });
    assert_eq!(try_to(&engineer, &second, "start", &own)?.status, 403, "one after the other");
    for task in [&first, &second] {
        go(&engineer, task, "start", &own)?;
        go(&engineer, task, "finish", &json!({ "result": "好了" }))?;
    }
    go(&engineer, &request, "fulfil", &json!({ "result": "账号已开通，初始口令已短信发出" }))?;
    let notices = customer.get("/api/v1/notices")?.expect(200)?;
    let number = request.body["number"].as_str().unwrap_or_default();
    assert!(notices.text.contains(number), "the customer hears of it: {}", notices.text);
    let closed = go(&customer, &request, "confirm", &json!({}))?;
    assert_eq!(closed.body["state"], "closed");
    let among = format!("/api/v1/records/incident?filter={}", encode("record.title == \"开通 VPN\""));
    assert!(desk.get(&among)?.expect(200)?.body["items"].as_array().is_some_and(Vec::is_empty), "no incident of it");
    Ok(())
}

fn cat_2_an_agreement_names_its_items_and_an_item_is_known_in_each_version(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer) = (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?);
    let item = offered(&manager, &json!({ "needs_approval": false }))?;
    let request = order(&customer, &item, &json!({ "kind": "person" }))?.expect(201)?;
    let ordered_at = request.body["opened_at"].as_str().context("a time")?.to_owned();
    server.set_clock("2026-11-20T01:20:00Z")?;
    let current = again(&manager, &item)?;
    let change = json!({ "target": "2 小时内开通" });
    manager.patch_if(&path(&item), &current.version(), &change)?.expect(200)?;
    let told = history(&manager, &item)?;
    assert!(told.iter().any(|entry| entry.to_string().contains("2 小时内开通")), "its history says what changed");
    let then = customer.get(&format!("{}?as_of={}", path(&item), encode(&ordered_at)))?.expect(200)?;
    assert_eq!(then.body["fields"]["target"], "1 个工作日内开通", "the offer as it was ordered");
    assert!(again(&manager, &request)?.body["fields"]["item_version"].is_i64(), "the version is pinned");
    let agreement = json!({
        "title": "含目录项的协议",
        "targets": [{ "process": "service_request", "clock": "response", "priority": "p4", "minutes": 60 }],
        "items": [{ "item": item.body["number"] }],
    });
    let made = manager.post("/api/v1/records/service_level_agreement", &agreement)?;
    proof!(made.status == 201, "an agreement names catalogue items: {}", made.status);
    assert_eq!(made.body["fields"]["items"][0]["item"]["title"], "远程接入账号");
    Ok(())
}

fn f_cat_01_an_item_lacks_none_of_its_five_facts(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer) = (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?);
    for fact in ["target", "contact", "hours", "security"] {
        let item = item(&manager, &json!({ "name": format!("缺{fact}"), fact: null }))?;
        let early = try_to(&manager, &item, "put_in_force", &json!({}))?;
        proof!(early.status == 422 && refused(&early) == [fact], "without {fact} it is not offered: {}", early.text);
    }
    let item = offered(&manager, &json!({}))?;
    let fields = customer.get(&path(&item))?.expect(200)?.body["fields"].clone();
    for fact in ["name", "target", "contact", "hours", "security"] {
        assert_eq!(fields[fact], vpn()[fact], "{fact}");
    }
    Ok(())
}

fn f_cat_02_a_form_is_built_without_code(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer, desk) =
        (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?, server.sign_in("desk")?);
    let approver = find(&manager, "person", "name", "王磊")?;
    let item = offered(&manager, &json!({ "approver": approver }))?;
    let empty = order(&customer, &item, &json!({}))?;
    proof!(empty.status == 422 && refused(&empty) == ["answers.kind"], "what the form asks is asked: {}", empty.text);
    let site = order(&customer, &item, &json!({ "kind": "site" }))?;
    assert_eq!(refused(&site), ["answers.peers"], "an answer brings another question: {}", site.text);
    let request = order(&customer, &item, &json!({ "kind": "site", "peers": 2 }))?.expect(201)?;
    let answers = request.body["fields"]["answers"].clone();
    let kept: Vec<_> = answers.as_array().into_iter().flatten().map(|row| (&row["zh"], &row["shown_zh"])).collect();
    assert_eq!(kept, [(&json!("接入方式"), &json!("站点到站点")), (&json!("对端数量"), &json!("2"))]);
    go(&desk, &request, "approve", &json!({}))?;
    approve(&server.sign_in("engineer")?, &request)?;
    assert_eq!(again(&desk, &request)?.body["state"], "approved", "whom the item names approves it");
    Ok(())
}

fn f_cat_03_an_old_request_keeps_its_form(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer, desk) =
        (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?, server.sign_in("desk")?);
    let item = offered(&manager, &json!({ "needs_approval": false }))?;
    let request = order(&customer, &item, &json!({ "kind": "person" }))?;
    proof!(request.status == 201, "its form comes along: {}", request.text);
    let questions = json!([{ "question": "colour", "zh": "颜色", "en": "Colour", "kind": "text", "required": true }]);
    let current = again(&manager, &item)?;
    manager.patch_if(&path(&item), &current.version(), &json!({ "questions": questions }))?.expect(200)?;
    let old = again(&desk, &request)?;
    assert_eq!(old.body["fields"]["form"], vpn()["questions"], "the form of then");
    let change = |answers: Value| desk.patch_if(&path(&request), &old.version(), &json!({ "answers": answers }));
    let new = change(json!({ "colour": "red" }))?;
    proof!(refused(&new) == ["answers.colour", "answers.kind"], "it is held against the form of then: {}", new.text);
    let changed = change(json!({ "kind": "person", "purpose": "出差" }))?.expect(200)?;
    assert_eq!(changed.body["fields"]["answers"][1]["value"], "出差");
    let file = desk.in_chinese().get("/api/v1/records/service_request/export")?.expect(200)?;
    assert!(file.text.contains("接入方式：个人\n用途：出差"), "a file of the list has the answers in words");
    let new = order(&customer, &item, &json!({ "kind": "person" }))?;
    assert_eq!(refused(&new), ["answers.kind", "answers.colour"], "who orders now fills in the new one");
    Ok(())
}

fn f_cat_04_an_item_is_seen_by_those_whom_it_is_offered_to(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, own, other) =
        (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?, server.sign_in("yunling")?);
    let customer = |title: &str| find(&manager, "customer", "title", title);
    let to = json!({ "needs_approval": false, "offered_to": [{ "customer": customer(OFFICE_HOURS_CUSTOMER)? }] });
    let item = offered(&manager, &to)?;
    assert_eq!(own.get(&path(&item))?.status, 200, "it is offered to them");
    order(&own, &item, &json!({ "kind": "person" }))?.expect(201)?;
    let seen = other.get(&path(&item))?;
    proof!(seen.status == 404, "to others it is not there: {}", seen.status);
    let listed = other.get("/api/v1/records/catalogue_item?limit=200")?.expect(200)?;
    assert!(!listed.text.contains("远程接入账号"), "nor listed");
    let refusal = order(&other, &item, &json!({ "kind": "person" }))?;
    let nothing = other.post("/api/v1/records/service_request", &json!({ "title": "无", "item": "CAT9999999" }))?;
    assert_eq!((refused(&refusal), refused(&nothing)), (vec!["item"], vec!["item"]), "and refused like nothing");
    assert_eq!(refusal.body["fields"][0]["message"], nothing.body["fields"][0]["message"]);
    let seller = server.sign_in("staff")?;
    assert_eq!(seller.get(&path(&item))?.status, 404, "our own people see what is offered to them");
    let me = seller.get("/api/v1/me")?.expect(200)?.body["id"].clone();
    let people = format!("/api/v1/records/person?filter={}", encode(&format!("record.id == {me}")));
    let department = manager.get(&people)?.expect(200)?.body["items"][0]["fields"]["department"]["number"].clone();
    let wider = json!({ "offered_to": [
        { "customer": customer(AROUND_THE_CLOCK_CUSTOMER)? }, { "department": department },
    ] });
    manager.patch_if(&path(&item), &again(&manager, &item)?.version(), &wider)?.expect(200)?;
    assert_eq!(seller.get(&path(&item))?.status, 200, "by their department");
    assert_eq!((own.get(&path(&item))?.status, other.get(&path(&item))?.status), (404, 200), "and it goes over");
    Ok(())
}

fn f_cat_04_the_desk_orders_only_what_is_offered_to_whom_it_is_for(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, desk) = (server.sign_in("slmanager")?, server.sign_in("desk")?);
    let number = |process: &str, field: &str, value: &str| find(&manager, process, field, value);
    let (offered, other) =
        (number("customer", "title", OFFICE_HOURS_CUSTOMER)?, number("customer", "title", AROUND_THE_CLOCK_CUSTOMER)?);
    let (theirs, stranger) = (number("contact", "name", "林嘉宁")?, {
        let filter = encode(&format!("record.customer == \"{other}\""));
        let found = desk.get(&format!("/api/v1/records/contact?limit=1&filter={filter}"))?.expect(200)?;
        found.body["items"][0]["number"].as_str().context("a contact of the other customer")?.to_owned()
    });
    let to = json!({ "needs_approval": false, "questions": null, "offered_to": [{ "customer": offered }] });
    let item = self::offered(&manager, &to)?;
    let order = |client: &Client, customer: &str, requester: &str| {
        let fields =
            json!({ "title": "开通 VPN", "item": item.body["number"], "customer": customer, "requester": requester });
        client.post("/api/v1/records/service_request", &fields)
    };
    let proposed = |whom: &str| -> Result<bool> {
        let list = desk.get(&format!("/api/v1/records/catalogue_item?limit=200&offered_to={whom}"))?.expect(200)?;
        Ok(list.text.contains("远程接入账号"))
    };
    assert!(proposed("")? && proposed(&theirs)? && proposed(&offered)? && proposed(&format!("{theirs},{offered}"))?);
    assert_eq!(desk.get("/api/v1/records/catalogue_item?offered_to=CUS9999999")?.status, 422);
    let taken = order(&desk, &offered, &theirs)?.expect(201)?;
    let refusal = order(&desk.in_chinese(), &other, &stranger)?;
    proof!(refusal.status == 422 && refused(&refusal) == ["item"], "another is refused: {}", refusal.text);
    assert!(refusal.text.contains("没有提供给"), "in words: {}", refusal.text);
    assert!(!proposed(&stranger)? && !proposed(&other)?, "only what is offered to them is proposed");
    let current = again(&desk, &taken)?;
    let moved = json!({ "customer": other, "requester": stranger });
    let moving = desk.patch_if(&path(&taken), &current.version(), &moved)?;
    assert!(moving.status == 422 && refused(&moving).contains(&"item"), "nor is it moved there: {}", moving.text);
    let definition = desk.get("/api/v1/definitions/service_request")?.expect(200)?;
    let field = definition.body["fields"].as_array().context("fields")?.iter().find(|field| field["id"] == "item");
    assert_eq!(field.map(|field| &field["offered_to"]), Some(&json!(["requester", "customer"])));
    Ok(())
}

fn what_does_not_fit_the_form_is_refused_at_its_question(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer) = (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?);
    let item = offered(&manager, &json!({}))?;
    let long = "长".repeat(10_001);
    for (answers, expected) in [
        (json!({ "kind": "person", "nothing": "x" }), "answers.nothing"),
        (json!({ "kind": "moon" }), "answers.kind"),
        (json!({ "kind": ["site"] }), "answers.kind"),
        (json!({ "kind": "site", "peers": "two" }), "answers.peers"),
        (json!({ "kind": "site" }), "answers.peers"),
        (json!({ "kind": "person", "until": "soon" }), "answers.until"),
        (json!({ "kind": "person", "purpose": long }), "answers.purpose"),
        (json!("site"), "answers"),
    ] {
        let answer = order(&customer, &item, &answers)?;
        assert_eq!((answer.status, refused(&answer)), (422, vec![expected]), "{answers}: {}", answer.text);
    }
    let most = json!({ "kind": "person", "peers": 2, "purpose": "长".repeat(10_000) });
    let kept = order(&customer, &item, &most)?.expect(201)?.body["fields"]["answers"].clone();
    let questions: Vec<_> = kept.as_array().into_iter().flatten().map(|row| row["question"].clone()).collect();
    assert_eq!(questions, ["kind", "purpose"], "what a condition hides is not kept");
    Ok(())
}

fn a_form_that_makes_no_sense_is_refused_at_its_row(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let manager = server.sign_in("slmanager")?;
    let item = item(&manager, &json!({}))?;
    let text = |id: &str, when: Value| json!({ "question": id, "zh": "问", "kind": "text", "when": when });
    for (questions, expected) in [
        (json!([text("a", Value::Null), text("a", Value::Null)]), "questions[1].question"),
        (json!([text("A b", Value::Null)]), "questions[0].question"),
        (json!([text("a", json!("answers.b == \"x\"")), text("b", Value::Null)]), "questions[0].when"),
        (json!([text("a", json!("answers.a == \"x\""))]), "questions[0].when"),
        (json!([text("a", json!("record.state == \"x\""))]), "questions[0].when"),
        (json!([{ "question": "a", "zh": "问", "kind": "choice" }]), "questions[0].options"),
        (json!([{ "question": "a", "zh": "问", "kind": "choice", "options": "x" }]), "questions[0].options"),
    ] {
        let answer = manager.patch_if(&path(&item), &item.version(), &json!({ "questions": questions }))?;
        assert_eq!((answer.status, refused(&answer)), (422, vec![expected]), "{questions}: {}", answer.text);
    }
    Ok(())
}

fn an_item_withdrawn_meanwhile_is_refused_by_name(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer, desk) =
        (server.sign_in("slmanager")?, server.sign_in("jiangzhou")?, server.sign_in("desk")?);
    let item = offered(&manager, &json!({}))?;
    let body = json!({ "comment": { "body": "不再提供", "audience": "internal" } });
    let current = again(&manager, &item)?;
    manager.post_if(&format!("{}/transitions/retire", path(&item)), &current.version(), &body)?.expect(200)?;
    assert_eq!(refused(&order(&customer, &item, &json!({ "kind": "person" }))?), ["item"]);
    let told = order(&desk.in_chinese(), &item, &json!({ "kind": "person" }))?;
    assert!(told.text.contains("目前不提供"), "{}", told.text);
    Ok(())
}
