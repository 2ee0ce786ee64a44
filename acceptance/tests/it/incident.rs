//! Incident management: requirements INC-1 to INC-4, features F-INC-02, 08 and 11.

use std::cell::Cell;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{
    OFFICE_HOURS_CUSTOMER, again, create, encode, find, go, go_saying, has_entry, history, path, report, take_up,
    try_to,
};
use crate::presence::{attend, follow};

on_both_stores!(
    inc_1_every_incident_and_request_is_recorded_from_desk_portal_and_api,
    inc_2_impact_and_urgency_give_the_priority_of_a_customers_service,
    inc_3_an_incident_runs_from_report_to_confirmed_close,
    a_customer_is_told_in_plain_words_how_it_stands_and_whose_turn_it_is,
    inc_4_customer_is_warned_before_the_target_is_missed,
    f_inc_02_escalation_by_share_of_the_target_and_by_silence,
    f_inc_08_two_people_change_different_fields_and_lose_nothing,
    f_inc_08_presence_of_others_is_told_while_they_are_there,
    f_inc_08_what_others_change_is_told_while_one_looks,
    f_inc_11_reopened_or_closed_by_itself_when_nobody_confirms,
);

/// How often somebody takes up the pen until it is said that a change was not told: far more often than its turn comes.
const PENCILS: u32 = 2_000;

fn inc_1_every_incident_and_request_is_recorded_from_desk_portal_and_api(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = server.sign_in("jiangzhou")?;
    let by_telephone = report(&desk, "电话申告：窗口打印机不出纸", "low", "medium")?;
    let by_portal = customer.post("/api/v1/records/incident", &json!({ "title": "门户申告：无法登录" }))?;
    proof!(by_portal.status == 201, "the customer reports by itself: {}", by_portal.text);
    let token = desk
        .post("/api/v1/tokens", &json!({ "label": "monitoring", "processes": ["incident", "customer"], "days": 30 }))?;
    let token = token.expect(201)?.body["secret"].as_str().context("a token is shown once")?.to_owned();
    let program = server.anonymous().with_token(&token);
    let number = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let fields = json!({ "title": "CPU 告警", "customer": number, "channel": "monitoring" });
    let key = [("content-type", "application/json"), ("idempotency-key", "alert-1")];
    let send = || program.send("POST", "/api/v1/records/incident", &key, fields.to_string().as_bytes());
    let first = send()?.expect(201)?;
    let second = send()?.expect(201)?;
    proof!(first.body["number"] == second.body["number"], "an alert sent twice makes one incident");
    let unsaid = create(&program, "incident", &json!({ "title": "接口申告", "customer": number }))?;
    for (answer, channel) in
        [(&by_telephone, "telephone"), (&by_portal, "page"), (&unsaid, "api"), (&first, "monitoring")]
    {
        let seen = again(&desk, answer)?;
        proof!(seen.body["fields"]["channel"] == channel, "it says how it came: {}", seen.text);
    }
    for answer in [&by_telephone, &by_portal, &first] {
        let seen = again(&desk, answer)?;
        proof!(has_entry(&history(&desk, &seen)?, "created"), "each incident begins its history");
        proof!(seen.clock("response").is_some(), "each incident has a response clock");
    }
    requests_are_recorded_alike(&desk, &customer, &number)?;
    for (process, prefix) in [("incident", "INC"), ("service_request", "REQ")] {
        let all = desk.get(&format!("/api/v1/records/{process}?limit=200"))?.expect(200)?;
        let mut numbers: Vec<_> =
            all.body["items"].as_array().context("items")?.iter().filter_map(|item| item["number"].as_str()).collect();
        numbers.sort_unstable();
        let expected: Vec<_> = (1..=numbers.len()).map(|count| format!("{prefix}{count:07}")).collect();
        proof!(numbers == expected, "numbers have no gap: {numbers:?}");
    }
    Ok(())
}

/// Requests, from the desk for a customer, from the portal and by a program.
fn requests_are_recorded_alike(desk: &Client, office: &Client, customer: &str) -> Result<()> {
    let token = json!({ "label": "orders", "processes": ["service_request", "customer"], "days": 30 });
    let token = desk.post("/api/v1/tokens", &token)?.expect(201)?;
    let program = desk.with_token(token.body["secret"].as_str().context("a token is shown once")?);
    let asked = |client: &Client, fields: &Value, channel: &str| -> Result<()> {
        let request = create(client, "service_request", fields)?;
        let seen = again(desk, &request)?;
        proof!(seen.body["fields"]["channel"] == channel, "a request says how it came: {}", seen.text);
        proof!(seen.clock("response").is_some(), "each request has a response clock: {}", seen.text);
        proof!(has_entry(&history(desk, &seen)?, "created"), "and begins its history");
        Ok(())
    };
    asked(desk, &json!({ "title": "电话申请：开通账号", "customer": customer }), "telephone")?;
    asked(office, &json!({ "title": "门户申请：开放端口" }), "page")?;
    asked(&program, &json!({ "title": "接口申请：扩容", "customer": customer }), "api")
}

fn inc_2_impact_and_urgency_give_the_priority_of_a_customers_service(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let urgent = report(&desk, "核心交换机宕机", "high", "high")?;
    let minor = report(&desk, "键盘失灵", "low", "low")?;
    proof!(urgent.body["fields"]["priority"] == "p1", "high and high is P1, not {}", urgent.body["fields"]["priority"]);
    proof!(minor.body["fields"]["priority"] == "p5", "low and low is P5");
    let service = find(&desk, "service", "title", "堡垒机运维").or_else(|_| {
        Ok::<_, anyhow::Error>(
            desk.get("/api/v1/records/service?limit=1")?.body["items"][0]["number"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    })?;
    let tied = desk.patch_if(&path(&minor), &minor.version(), &json!({ "service": service }))?.expect(200)?;
    proof!(tied.body["fields"]["service"]["number"] == service.as_str(), "the service concerned is on the incident");
    proof!(
        tied.body["fields"]["customer"]["title"] == OFFICE_HOURS_CUSTOMER,
        "the customer concerned is on the incident"
    );
    Ok(())
}

fn inc_3_an_incident_runs_from_report_to_confirmed_close(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "VPN 无法连接", "medium", "medium")?;
    let said = json!({ "category": "network", "business_impact": "三个窗口停办" });
    let said = desk.patch_if(&path(&incident), &incident.version(), &said)?.expect(200)?;
    for (field, value) in [("category", "network"), ("business_impact", "三个窗口停办"), ("priority", "p3")] {
        assert_eq!(said.body["fields"][field], value, "classified, with what it costs, in its order: {}", said.text);
    }
    take_up(&desk, &engineer, &incident)?;
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "customer" }), "请提供客户端日志")?;
    go(&engineer, &incident, "resume", &json!({}))?;
    let unsolved = try_to(&engineer, &incident, "resolve", &json!({}))?;
    proof!(unsolved.status == 422, "resolving asks for the solution, not {}", unsolved.status);
    proof!(unsolved.body["fields"][0]["field"] == "solution", "and names the field");
    go(&engineer, &incident, "resolve", &json!({ "solution": "更换证书" }))?;
    let own = try_to(&engineer, &incident, "confirm", &json!({}))?;
    proof!(own.status == 403, "whoever resolved it does not confirm it: {}", own.status);
    let closed = go(&customer, &incident, "confirm", &json!({}))?;
    proof!(
        closed.body["state"] == "closed" && closed.body["is_open"] == false,
        "the customer's confirmation closes it"
    );
    proof!(closed.clock("resolution").is_some_and(|clock| clock["state"] == "stopped"), "its clock is over");
    escalated_and_closed_after_a_time(&server, &desk, &engineer)
}

/// What is not taken up in time is called sideways, what is not resolved in time upwards; what nobody confirms closes.
fn escalated_and_closed_after_a_time(server: &Server, desk: &Client, engineer: &Client) -> Result<()> {
    let (manager, incident) = (server.sign_in("imanager")?, report(desk, "核心交换机宕机", "high", "high")?);
    let number = incident.body["number"].as_str().context("a number")?;
    server.set_clock("2026-11-20T01:12:00Z")?;
    let called = notices(desk)?;
    proof!(called.contains("escalated") && called.contains(number), "the desk is called before it is late: {called}");
    server.set_clock("2026-11-20T05:40:00Z")?;
    let called = notices(&manager)?;
    proof!(called.contains("escalated") && called.contains(number), "its manager is called upward: {called}");
    take_up(desk, engineer, &incident)?;
    go(engineer, &incident, "resolve", &json!({ "solution": "更换主控板" }))?;
    server.set_clock("2026-11-26T01:00:00Z")?;
    let left = again(desk, &incident)?;
    proof!(left.body["state"] == "closed", "it closes after a time, not confirmed: {}", left.text);
    Ok(())
}

fn a_customer_is_told_in_plain_words_how_it_stands_and_whose_turn_it_is(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "VPN 无法连接", "medium", "medium")?;
    let told = |turn: bool, words: &str| -> Result<()> {
        let listed = customer.get("/api/v1/records/incident?sort=-number&limit=1")?.expect(200)?;
        for told in [&again(&customer, &incident)?.body["told"], &listed.body["items"][0]["told"]] {
            proof!(told["turn"] == turn, "whose turn it is: {told}");
            proof!(told["text"]["zh"].as_str().is_some_and(|text| text.contains(words)), "in plain words: {told}");
        }
        Ok(())
    };
    told(false, "正在安排")?;
    take_up(&desk, &engineer, &incident)?;
    told(false, "正在处理")?;
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "supplier" }), "等厂商发货")?;
    told(false, "厂商")?;
    go(&engineer, &incident, "resume", &json!({}))?;
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "customer" }), "请提供客户端日志")?;
    told(true, "等您答复")?;
    go(&engineer, &incident, "resume", &json!({}))?;
    go(&engineer, &incident, "resolve", &json!({ "solution": "更换证书" }))?;
    told(true, "等您确认")?;
    go(&customer, &incident, "confirm", &json!({}))?;
    told(false, "关闭")
}

fn inc_4_customer_is_warned_before_the_target_is_missed(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    // P1: four hours to resolve, from 9:00; three quarters are used at 12:00, when the lunch break begins.
    let incident = report(&desk, "政务大厅全部窗口断网", "high", "high")?;
    take_up(&desk, &engineer, &incident)?;
    let comments = format!("{}/comments", path(&incident));
    desk.post(&comments, &json!({ "body": "工程师已到场", "audience": "public" }))?.expect(201)?;
    desk.post(&comments, &json!({ "body": "怀疑是施工挖断光缆", "audience": "internal" }))?.expect(201)?;
    let told = history(&customer, &incident)?;
    assert!(told.iter().any(|entry| entry["comment"]["body"] == "工程师已到场"), "the customer reads the progress");
    assert!(!told.iter().any(|entry| entry["comment"]["body"] == "怀疑是施工挖断光缆"), "but no internal note");
    server.set_clock("2026-11-20T03:59:00Z")?;
    let before = notices(&customer)?;
    server.set_clock("2026-11-20T05:10:00Z")?;
    let warned = notices(&customer)?;
    proof!(
        !before.contains("at_risk") && warned.contains("at_risk"),
        "the customer is warned after three quarters: {warned}"
    );
    let all = customer.in_chinese().get("/api/v1/notices")?.expect(200)?;
    let notice = all.body["items"].as_array().into_iter().flatten().find(|notice| notice["reason"] == "at_risk");
    proof!(
        notice.is_some_and(|notice| notice["record"]["number"] == incident.body["number"]),
        "the portal's notice names the incident: {notice:?}"
    );
    let seen = again(&customer, &incident)?;
    proof!(seen.clock("resolution").is_some_and(|clock| clock["outcome"].is_null()), "before the target is missed");
    let current = again(&desk, &incident)?;
    let agreed = json!({ "agreed_measure": "先启用 4G 备份线路，16 点前恢复主线路" });
    desk.patch_if(&path(&incident), &current.version(), &agreed)?.expect(200)?;
    proof!(
        again(&customer, &incident)?.body["fields"]["agreed_measure"].is_string(),
        "the measure agreed is on record"
    );
    Ok(())
}

fn notices(client: &Client) -> Result<String> {
    Ok(client.get("/api/v1/notices")?.expect(200)?.text)
}

fn f_inc_02_escalation_by_share_of_the_target_and_by_silence(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let urgent = report(&desk, "核心交换机宕机", "high", "high")?;
    let quiet = report(&desk, "会议室投影偏色", "low", "low")?;
    server.set_clock("2026-11-20T01:12:00Z")?;
    proof!(has_entry(&history(&desk, &urgent)?, "escalated"), "three quarters of the response time call the desk");
    proof!(notices(&desk)?.contains("escalated"), "who finds it among the notices");
    server.set_clock("2026-11-20T05:40:00Z")?;
    let upward = history(&desk, &urgent)?.iter().filter(|entry| entry["action"] == "escalated").count();
    proof!(upward >= 2, "nine tenths of the resolution time call upward");
    proof!(notices(&manager)?.contains("escalated"), "the incident manager is told");
    proof!(again(&desk, &urgent)?.body["fields"]["escalated"] == true, "and it is marked on the incident");
    // Eight hours of office time without a word: a whole working day, so Monday morning.
    server.set_clock("2026-11-23T01:05:00Z")?;
    let by_silence = |entry: &Value| {
        entry["action"] == "escalated" && entry["told"]["zh"].as_str().is_some_and(|told| told.contains("没有进展"))
    };
    proof!(history(&desk, &quiet)?.iter().any(by_silence), "silence calls, too");
    Ok(())
}

fn f_inc_08_two_people_change_different_fields_and_lose_nothing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let incident = report(&desk, "邮件延迟", "medium", "low")?;
    let start = again(&desk, &incident)?.version();
    let to = path(&incident);
    desk.patch_if(&to, &start, &json!({ "category": "application" }))?.expect(200)?;
    let merged = manager.patch_if(&to, &start, &json!({ "business_impact": "审批慢" }))?;
    proof!(merged.status == 200, "a change of another field merges: {}", merged.text);
    proof!(merged.body["fields"]["category"] == "application", "the first change is still there");
    proof!(merged.text.contains("\"merged\""), "and the second is told what was merged");
    let clash = manager.patch_if(&to, &start, &json!({ "category": "network" }))?;
    proof!(clash.status == 412, "a change of the same field is refused");
    proof!(clash.text.contains("application") && clash.text.contains("network"), "with both values: {}", clash.text);
    let blind = desk.send("PATCH", &to, &[("content-type", "application/merge-patch+json")], b"{}")?;
    proof!(blind.status == 428, "and no change goes without a version");
    let before = again(&desk, &incident)?.version();
    go(&desk, &incident, "assign", &json!({ "assignee": find(&desk, "person", "name", "王磊")? }))?;
    let void = manager.post_if(&format!("{to}/void"), &before, &json!({ "reason": "误报" }))?;
    proof!(void.status == 412, "nor is taken out what others have moved on: {}", void.text);
    Ok(())
}

/// Who comes, begins to write and leaves is told, at once, to whoever has the record open.
fn f_inc_08_presence_of_others_is_told_while_they_are_there(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (&server.sign_in("desk")?, &server.sign_in("imanager")?);
    let incident = &report(desk, "邮件收不到", "medium", "low")?;
    assert!(attend(desk, incident, "a", false)?.is_empty(), "at first nobody else is there");
    let seen = attend(manager, incident, "b", false)?;
    proof!(seen.len() == 1, "the second sees the first: {seen:?}");
    let sees = |expected: &dyn Fn(&[String]) -> bool| -> Result<()> {
        let seen = attend(desk, incident, "a", false)?;
        ensure!(expected(&seen), "who is there: {seen:?}");
        Ok(())
    };
    let writes = || {
        sees(&|seen| matches!(seen, [one] if !one.ends_with('✎')))?;
        attend(manager, incident, "b", true).map(|_| ())
    };
    let leaves = || {
        sees(&|seen| matches!(seen, [one] if one.ends_with('✎')))?;
        manager.delete(&format!("{}/presence/b", path(incident)))?.expect(204).map(|_| ())
    };
    let is_gone = || sees(&|seen| seen.is_empty());
    let told = follow(desk, incident, &[&writes, &leaves, &is_gone]);
    proof!(told.is_ok(), "each is told as it happens: {told:?}");
    Ok(())
}

/// Whoever has a record open hears of what another changes in it, and reads what is there now.
fn f_inc_08_what_others_change_is_told_while_one_looks(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (&server.sign_in("desk")?, &server.sign_in("imanager")?);
    let incident = &report(desk, "邮件很慢", "medium", "low")?;
    attend(desk, incident, "a", false)?;
    attend(manager, incident, "b", false)?;
    let changed = manager.patch_if(&path(incident), &incident.version(), &json!({ "category": "application" }))?;
    changed.expect(200)?;
    let n = history(desk, incident)?.iter().filter_map(|entry| entry["n"].as_u64()).max().context("its entries")?;
    let (heard, pencil) = (Cell::new(false), Cell::new(0));
    // As long as it isn't told, the other takes up the pen and lays it down: that is told too, so that this comes to an end.
    let is_last = |event: &Value| {
        let is_of_it = event["number"] == incident.body["number"];
        heard.set(is_of_it && event["n"] == n);
        if heard.get() || !is_of_it || !event["n"].is_null() {
            return heard.get();
        }
        pencil.set(pencil.get() + 1);
        pencil.get() > PENCILS || attend(manager, incident, "b", pencil.get() % 2 == 1).is_err()
    };
    desk.events(0, is_last)?;
    proof!(heard.get(), "the change is told to whoever has it open");
    let now = again(desk, incident)?;
    assert_eq!(now.body["fields"]["category"], "application", "who then reads what is there: {}", now.text);
    Ok(())
}

fn f_inc_11_reopened_or_closed_by_itself_when_nobody_confirms(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "打印机卡纸", "low", "medium")?;
    take_up(&desk, &engineer, &incident)?;
    go(&engineer, &incident, "resolve", &json!({ "solution": "清理搓纸轮" }))?;
    let reopened = go_saying(&customer, &incident, "reopen", &json!({}), "又卡了")?;
    proof!(reopened.body["state"] == "in_progress", "the customer opens it again");
    proof!(reopened.clock("resolution").is_some_and(|clock| clock["state"] == "running"), "its clock goes on");
    go(&engineer, &incident, "resolve", &json!({ "solution": "更换搓纸轮" }))?;
    server.set_clock("2026-11-24T10:00:00Z")?;
    assert!(again(&desk, &incident)?.body["state"] == "resolved", "two working days later it still waits");
    server.set_clock("2026-11-26T01:00:00Z")?;
    proof!(again(&desk, &incident)?.body["state"] == "closed", "after three working days it closes by itself");
    let found =
        desk.get(&format!("/api/v1/records/incident?filter={}", encode("record.state == \"closed\"")))?.expect(200)?;
    proof!(found.text.contains(incident.body["number"].as_str().unwrap_or("-")), "and is found among the closed");
    let late = try_to(&customer, &incident, "reopen", &json!({}))?;
    proof!(late.status == 409, "from then on it stays closed: {}", late.text);
    Ok(())
}
