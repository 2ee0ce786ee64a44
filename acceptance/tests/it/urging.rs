//! What is urged, handed on, put on hold and followed, with reasons, and counted: feature F-INC-12.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, go, go_saying, history, path, report, take_up, try_saying, try_to};

on_both_stores!(
    f_inc_12_urged_reassigned_held_and_followed_with_reasons_and_counted,
    an_urge_is_heard_by_whoever_has_to_act_and_stays_within_bounds,
    an_urge_is_told_once_with_its_own_words,
    an_urge_puts_off_no_call_for_silence,
    who_has_it_changes_by_a_step_that_says_why,
    what_is_on_hold_is_handed_on_and_stays_on_hold,
);

/// Hands it on to somebody else, and says why.
pub fn hand_on(client: &Client, record: &Answer, to: &str, why: &str) -> Result<Answer> {
    let now = again(client, record)?;
    let comment = json!({ "body": why, "audience": "internal" });
    let body = json!({ "fields": { "assignee": to }, "comment": comment });
    client.post_if(&format!("{}/transitions/reassign", path(record)), &now.version(), &body)
}

fn objective(client: &Client, key: &str) -> Result<Value> {
    let all = client.get("/api/v1/objectives?period=2026-11")?.expect(200)?;
    let found = all.body["items"].as_array().context("objectives")?.iter().find(|one| one["id"] == key).cloned();
    found.with_context(|| format!("no objective {key}"))
}

fn f_inc_12_urged_reassigned_held_and_followed_with_reasons_and_counted(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer, manager) = (
        server.sign_in("desk")?,
        server.sign_in("engineer")?,
        server.sign_in("jiangzhou")?,
        server.sign_in("imanager")?,
    );
    let before = objective(&manager, "incidents_urged")?;
    let incident = report(&desk, "专线时断时续", "medium", "medium")?;
    take_up(&desk, &engineer, &incident)?;
    let silent = try_to(&customer, &incident, "urge", &json!({}))?;
    proof!(silent.status == 422, "no urge without a reason: {}", silent.text);
    proof!(silent.body["fields"][0]["field"] == "comment", "which is to be said: {}", silent.text);
    let urged = go_saying(&customer, &incident, "urge", &json!({}), "下午要开视频会")?;
    proof!(urged.body["state"] == "in_progress", "it stays where it is: {}", urged.text);
    let other = find(&desk, "person", "name", "李娜").or_else(|_| find(&desk, "person", "name", "秦朗"))?;
    let unsaid = try_to(&engineer, &incident, "reassign", &json!({ "assignee": other }))?;
    proof!(unsaid.status == 422, "whoever hands it on says why: {}", unsaid.text);
    hand_on(&engineer, &incident, &other, "需要熟悉专线的同事")?.expect(200)?;
    go(&manager, &incident, "start", &json!({}))?;
    let unsaid = try_saying(&manager, &incident, "hold", &json!({}), "等运营商")?;
    proof!(unsaid.status == 422 && unsaid.text.contains("hold_reason"), "no hold without its reason: {}", unsaid.text);
    go_saying(&manager, &incident, "hold", &json!({ "hold_reason": "supplier" }), "等运营商")?;
    desk.send("PUT", &format!("{}/watch", path(&incident)), &[], b"")?.expect(204)?;
    let now = again(&manager, &incident)?;
    for (field, count) in [("urged", 1), ("reassigned", 1), ("held", 1)] {
        proof!(now.body["fields"][field] == count, "the record counts what was {field}: {}", now.text);
    }
    proof!(now.body["watchers"] == 1, "and how many follow it: {}", now.text);
    let seen = again(&customer, &incident)?;
    proof!(seen.body["fields"]["urged"] == 1, "a customer sees its own urging: {}", seen.text);
    proof!(seen.body["fields"].get("reassigned").is_none(), "not how it went from hand to hand: {}", seen.text);
    proof!(seen.body.get("watchers").is_none(), "nor who follows it: {}", seen.text);
    let filter = encode("record.urged >= 1 && record.reassigned >= 1");
    let listed = manager.get(&format!("/api/v1/records/incident?filter={filter}&sort=-urged"))?.expect(200)?;
    proof!(listed.body["items"][0]["number"] == incident.body["number"], "lists find and sort by it: {}", listed.text);
    let after = objective(&manager, "incidents_urged")?;
    let counted = |figure: &Value, part: &str| figure[part].as_u64().with_context(|| format!("no {part}: {figure}"));
    for part in ["passed", "counted"] {
        let (then, now) = (counted(&before, part)?, counted(&after, part)?);
        proof!(now == then + 1, "the month counts it ({part}): {before} then {after}");
    }
    let opened = "/api/v1/objectives/incidents_urged/records?period=2026-11&counted=true&limit=200";
    let behind = manager.get(opened)?.expect(200)?;
    proof!(behind.text.contains(incident.body["number"].as_str().unwrap_or("-")), "and opens it: {}", behind.text);
    Ok(())
}

fn an_urge_is_heard_by_whoever_has_to_act_and_stays_within_bounds(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "会议室投屏失败", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    go_saying(&customer, &incident, "urge", &json!({}), "领导三点到会")?;
    server.set_clock("2026-11-20T01:05:00Z")?;
    let told = engineer.get("/api/v1/notices")?.expect(200)?;
    let notice = &told.body["items"][0];
    assert_eq!(notice["reason"], "urged", "{}", told.text);
    assert_eq!(notice["said"], "领导三点到会", "the words stand with it: {}", told.text);
    assert!(notice["doer"]["title"].is_string() && notice["because"]["zh"].is_string(), "who and why: {notice}");
    let entries = history(&desk, &incident)?;
    let entry = entries.iter().find(|entry| entry["transition"] == "urge").context("it stands in the history")?;
    assert_eq!((&entry["action"], &entry["to"]), (&json!("updated"), &Value::Null), "nothing has moved: {entry}");
    let again_at_once = try_saying(&customer, &incident, "urge", &json!({}), "快一点")?;
    assert_eq!(again_at_once.status, 403);
    let offered = again(&customer, &incident)?.action("transition:urge").cloned().context("it is offered")?;
    let missing = offered["missing"]["text"]["zh"].as_str().unwrap_or_default().to_owned();
    assert!(missing.contains("30 分钟"), "it says when it can be urged again: {offered}");
    for somebody in [&desk, &customer] {
        assert_eq!(
            try_saying(somebody, &incident, "urge", &json!({}), "客户又来电")?.status,
            403,
            "one bell is enough"
        );
    }
    server.set_clock("2026-11-20T01:40:00Z")?;
    go_saying(&desk, &incident, "urge", &json!({}), "客户又来电")?;
    let straight_after = try_saying(&customer, &incident, "urge", &json!({}), "还没有好")?;
    assert_eq!(straight_after.status, 403, "the desk has urged it just now: {}", straight_after.text);
    assert_eq!(again(&desk, &incident)?.body["fields"]["urged"], 2);
    go(&engineer, &incident, "resolve", &json!({ "solution": "更换线缆" }))?;
    assert_eq!(try_saying(&customer, &incident, "urge", &json!({}), "？")?.status, 409, "nothing is left to urge");
    Ok(())
}

fn an_urge_is_told_once_with_its_own_words(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, engineer, customer) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "视频会议卡顿", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    engineer.put(&format!("{}/watch", path(&incident)), &json!({}))?.expect(204)?;
    server.set_clock("2026-11-20T01:05:00Z")?;
    let before = engineer.get("/api/v1/notices?limit=200")?.expect(200)?.body["items"].as_array().map_or(0, Vec::len);
    go_saying(&customer, &incident, "urge", &json!({}), "第一次催")?;
    server.set_clock("2026-11-20T01:40:00Z")?;
    go_saying(&customer, &incident, "urge", &json!({}), "第二次催")?;
    server.set_clock("2026-11-20T01:41:00Z")?;
    customer
        .post(&format!("{}/comments", path(&incident)), &json!({ "body": "补充一张截图", "audience": "public" }))?;
    server.set_clock("2026-11-20T01:42:00Z")?;
    let told = engineer.get("/api/v1/notices?limit=200")?.expect(200)?;
    let new: Vec<(&Value, &Value)> = told.body["items"]
        .as_array()
        .context("notices")?
        .iter()
        .rev()
        .skip(before)
        .map(|notice| (&notice["reason"], &notice["said"]))
        .collect();
    let urged = json!("urged");
    let expected = [(&urged, &json!("第一次催")), (&urged, &json!("第二次催")), (&json!("answered"), &Value::Null)];
    assert_eq!(new, expected, "each once, though followed too, and with the words of its own: {}", told.text);
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{found}");
    Ok(())
}

fn an_urge_puts_off_no_call_for_silence(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, customer) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "打印很慢", "low", "low")?;
    server.set_clock("2026-11-20T05:00:00Z")?;
    let urged = go_saying(&customer, &incident, "urge", &json!({}), "有人看吗")?;
    assert_eq!(urged.body["updated_at"], "2026-11-20T05:00:00Z", "it is something new on the record");
    let calls = |server: &Server| -> Result<usize> {
        let entries = history(&server.sign_in("desk")?, &incident)?;
        let by_silence = |entry: &&Value| entry["told"]["en"].as_str().is_some_and(|told| told.contains("480"));
        Ok(entries.iter().filter(|entry| entry["action"] == "escalated").filter(by_silence).count())
    };
    server.set_clock("2026-11-20T09:59:00Z")?;
    assert_eq!(calls(&server)?, 0, "eight hours of service are not over");
    server.set_clock("2026-11-20T10:01:00Z")?;
    assert_eq!(calls(&server)?, 1, "nobody has answered since it was reported");
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "the replay has the same times: {found}");
    Ok(())
}

fn what_is_on_hold_is_handed_on_and_stays_on_hold(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "硬盘告警", "low", "low")?;
    take_up(&desk, &engineer, &incident)?;
    let held = go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "supplier" }), "等备件")?;
    let other = find(&desk, "person", "name", "秦朗")?;
    let body = json!({ "fields": { "assignee": other }, "comment": { "body": "王磊休假", "audience": "internal" } });
    let at = format!("{}/transitions/reassign", path(&incident));
    let handed = desk.post_if(&at, &held.version(), &body)?.expect(200)?;
    assert_eq!((&handed.body["state"], &handed.body["fields"]["hold_reason"]), (&json!("on_hold"), &json!("supplier")));
    assert_eq!(handed.body["fields"]["reassigned"], 1, "and it counts: {}", handed.text);
    Ok(())
}

fn who_has_it_changes_by_a_step_that_says_why(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let customer = find(&desk, "customer", "title", crate::company::OFFICE_HOURS_CUSTOMER)?;
    let request = create(&desk, "service_request", &json!({ "title": "开通端口", "customer": customer }))?;
    let first = find(&desk, "person", "name", "王磊")?;
    let at = path(&request);
    let version = again(&desk, &request)?.version();
    desk.patch_if(&at, &version, &json!({ "assignee": first }))?.expect(200)?;
    let now = again(&desk, &request)?;
    let other = find(&desk, "person", "name", "秦朗")?;
    let refused = desk.patch_if(&at, &now.version(), &json!({ "assignee": other }))?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["code"], "by_step", "{}", refused.text);
    let kept = now.body["kept"].as_array().context("what is kept")?;
    assert!(
        kept.iter()
            .any(|one| one["field"] == "assignee"
                && one["text"]["zh"].as_str().is_some_and(|text| text.contains("转派")))
    );
    go(&desk, &request, "assign", &json!({ "assignee": first }))?;
    let asked = again(&engineer, &request)?.action("transition:start").cloned().context("it can be started")?;
    assert_eq!((&asked["requires"], &asked["asks"]), (&json!([]), &json!([])), "nobody is asked who has it: {asked}");
    let same = hand_on(&engineer, &request, &first, "还是我")?.expect(422)?;
    assert_eq!(
        (&same.body["fields"][0]["field"], &same.body["fields"][0]["code"]),
        (&json!("assignee"), &json!("unchanged"))
    );
    hand_on(&engineer, &request, &other, "不在我负责的网段")?.expect(200)?;
    assert_eq!(again(&desk, &request)?.body["fields"]["reassigned"], 1);
    // What is started with another assignee would be handed on without a word.
    let incident = report(&desk, "打印机卡纸", "low", "low")?;
    go(&desk, &incident, "assign", &json!({ "assignee": first }))?;
    let silently = try_to(&desk, &incident, "start", &json!({ "assignee": other }))?.expect(422)?;
    assert_eq!(silently.body["fields"][0]["code"], "by_step", "{}", silently.text);
    Ok(())
}
