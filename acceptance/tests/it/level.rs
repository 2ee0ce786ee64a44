//! Service level management: requirement SLM-3, features F-SLA-01 to 04.

use anyhow::Result;
use serde_json::json;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{AROUND_THE_CLOCK_CUSTOMER, again, create, find, go, go_saying, history, path, report, take_up};

on_both_stores!(
    slm_3_clocks_run_in_service_hours_with_lunch_weekend_and_pause,
    f_sla_01_targets_by_priority_and_customer_with_warnings,
    f_sla_02_a_pause_and_another_priority_keep_the_time_used,
    f_sla_03_a_years_holidays_and_make_up_days_come_from_a_file,
    f_sla_03_a_year_is_loaded_from_the_words_of_its_notice,
    f_sla_03_a_year_that_is_missing_is_told_in_time,
    f_sla_04_each_event_of_a_clock_with_the_rule_behind_it,
);

fn slm_3_clocks_run_in_service_hours_with_lunch_weekend_and_pause(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    // P2: 480 minutes to resolve. Friday 9:00, lunch from 12 to 13, the day ends at 18: due Friday 18:00.
    let incident = report(&desk, "门户首页打不开", "high", "medium")?;
    proof!(
        incident.clock("resolution").is_some_and(|clock| clock["due_at"] == "2026-11-20T10:00:00Z"),
        "due at the day's end: {:?}",
        incident.clock("resolution")
    );
    take_up(&desk, &engineer, &incident)?;
    server.set_clock("2026-11-20T03:00:00Z")?;
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "customer" }), "等待授权")?;
    let paused = again(&desk, &incident)?;
    proof!(
        paused
            .clock("resolution")
            .is_some_and(|clock| clock["state"] == "paused" && clock["pause_reason"] == "customer"),
        "the clock stands still, and says why"
    );
    proof!(paused.clock("resolution").is_some_and(|clock| clock["used_minutes"] == 120), "two hours are used");
    server.set_clock("2026-11-20T08:00:00Z")?;
    let resumed = go(&engineer, &incident, "resume", &json!({}))?;
    // 360 minutes are left; two hours on Friday, the weekend doesn't count, four more on Monday: 9–12 and 13–14.
    proof!(
        resumed.clock("resolution").is_some_and(|clock| clock["due_at"] == "2026-11-23T06:00:00Z"),
        "due on Monday: {:?}",
        resumed.clock("resolution")
    );
    Ok(())
}

fn f_sla_01_targets_by_priority_and_customer_with_warnings(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let office = report(&desk, "堡垒机无法登录", "medium", "medium")?;
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let fields = json!({ "title": "堡垒机无法登录", "customer": bank, "impact": "medium", "urgency": "medium" });
    let around = create(&desk, "incident", &fields)?;
    proof!(office.clock("response").is_some_and(|clock| clock["target_minutes"] == 120), "120 minutes for one");
    proof!(around.clock("response").is_some_and(|clock| clock["target_minutes"] == 60), "60 minutes for the other");
    server.set_clock("2026-11-20T01:50:00Z")?;
    let entries = history(&desk, &around)?;
    proof!(entries.iter().any(|entry| entry["action"] == "warned"), "it warns after three quarters");
    proof!(!history(&desk, &office)?.iter().any(|entry| entry["action"] == "warned"), "and not before the first point");
    server.set_clock("2026-11-20T02:01:00Z")?;
    proof!(
        again(&desk, &around)?.clock("response").is_some_and(|clock| clock["outcome"] == "breached"),
        "then it is late"
    );
    Ok(())
}

fn f_sla_02_a_pause_and_another_priority_keep_the_time_used(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "视频会议卡顿", "medium", "medium")?;
    take_up(&desk, &engineer, &incident)?;
    server.set_clock("2026-11-20T02:00:00Z")?;
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "customer" }), "请确认会议室")?;
    server.set_clock("2026-11-20T02:30:00Z")?;
    go(&engineer, &incident, "resume", &json!({}))?;
    let current = again(&desk, &incident)?;
    let higher = desk
        .patch_if(&path(&incident), &current.version(), &json!({ "impact": "high", "urgency": "high" }))?
        .expect(200)?;
    proof!(higher.clock("resolution").is_some_and(|clock| clock["target_minutes"] == 240), "P1 has four hours");
    // One hour is used, three are left from 10:30 on: one and a half until lunch, one and a half after.
    proof!(
        higher.clock("resolution").is_some_and(|clock| clock["due_at"] == "2026-11-20T06:30:00Z"),
        "the hour used counts: {:?}",
        higher.clock("resolution")
    );
    Ok(())
}

fn f_sla_03_a_years_holidays_and_make_up_days_come_from_a_file(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    // Friday 2026-02-13, 17:00: one hour is left that day; Saturday the 14th is a make-up day, the 15th begins the
    // Spring Festival. The simulated clock only goes forward, so the deadlines are asked of the calendar itself.
    let years = desk.get("/api/v1/records/holiday_year?limit=10")?.expect(200)?;
    assert!(years.text.contains("2026 年节假日安排"), "the year 2026 is on file");
    let calendar = find(&desk, "calendar", "title", "5×8 工作日（09:00–12:00、13:00–18:00）")?;
    let preview =
        |start: &str| desk.get(&format!("/api/v1/records/calendar/{calendar}/deadline?start={start}&minutes=120"));
    let over_make_up = preview("2026-02-13T09:00:00Z")?.expect(200)?;
    proof!(over_make_up.body["due_at"] == "2026-02-14T02:00:00Z", "the make-up Saturday counts: {}", over_make_up.text);
    let over_festival = preview("2026-02-14T09:00:00Z")?.expect(200)?;
    proof!(
        over_festival.body["due_at"] == "2026-02-24T02:00:00Z",
        "the Spring Festival does not: {}",
        over_festival.text
    );
    let pieces = over_festival.body["pieces"].as_array().cloned().unwrap_or_default();
    proof!(
        pieces.iter().any(|piece| piece["counted"] == false && piece["why"]["zh"] == "春节"),
        "and it is said by its name: {pieces:?}"
    );
    let customer = find(&desk, "customer", "title", crate::company::OFFICE_HOURS_CUSTOMER)?;
    let foreign = format!("/api/v1/records/customer/{customer}/deadline?start=2026-02-13T09:00:00Z&minutes=1");
    assert_eq!(desk.get(&foreign)?.status, 404, "what is no calendar has no deadlines");
    Ok(())
}

fn f_sla_04_each_event_of_a_clock_with_the_rule_behind_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "数据库备份失败", "high", "high")?;
    take_up(&desk, &engineer, &incident)?;
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "supplier" }), "等待原厂")?;
    go(&engineer, &incident, "resume", &json!({}))?;
    server.set_clock("2026-11-20T06:30:00Z")?;
    let events: Vec<String> = history(&desk, &incident)?
        .iter()
        .flat_map(|entry| entry["clocks"].as_array().cloned().unwrap_or_default())
        .filter(|event| event["clock"] == "resolution")
        .map(|event| event["event"].as_str().unwrap_or_default().to_owned())
        .collect();
    for event in ["started", "paused", "resumed", "breached"] {
        proof!(events.iter().any(|known| known == event), "{event} is on the timeline: {events:?}");
    }
    let why = desk.get(&format!("{}/clocks", path(&incident)))?.expect(200)?;
    let clock = why.body["items"].as_array().into_iter().flatten().find(|clock| clock["id"] == "resolution");
    let lines: Vec<&str> = clock
        .and_then(|clock| clock["lines"].as_array())
        .into_iter()
        .flatten()
        .filter_map(|line| line["en"].as_str())
        .collect();
    proof!(
        lines
            .iter()
            .any(|line| line.contains("江州市政务数据中心服务级别协议")
                && line.contains("row “P1 critical”: 240 minutes")),
        "the agreement and its row are named: {lines:?}"
    );
    proof!(lines.iter().any(|line| line.contains("5×8 工作日")), "and the calendar: {lines:?}");
    proof!(
        lines.contains(&"2026-11-20 12:00 – 2026-11-20 13:00 does not count (break)"),
        "and what doesn't count: {lines:?}"
    );
    proof!(lines.contains(&"Due 2026-11-20 14:00"), "up to the deadline: {lines:?}");
    Ok(())
}

/// From the month on in which they are announced, whoever looks after the installation reads that the next year's are missing.
fn f_sla_03_a_year_that_is_missing_is_told_in_time(backend: Backend) -> Result<()> {
    let server = Server::start_empty(backend, &["--demo=company", "--simulated-clock", "2026-10-31T01:00:00Z"])?;
    let administrator = server.sign_in("admin")?;
    let before = administrator.get("/api/v1/health")?.expect(200)?;
    assert!(!before.text.contains("缺 "), "this year is on file: {}", before.text);
    server.set_clock("2026-10-31T16:00:00Z")?;
    let administrator = server.sign_in("admin")?;
    let told = administrator.get("/api/v1/health")?.expect(200)?;
    proof!(told.text.contains("缺 2027 年"), "the next is missing: {}", told.text);
    let year = json!({
        "title": "2027 年节假日安排", "year": 2027, "source": "通知",
        "days": [{ "date": "2027-01-01", "kind": "off", "name": "元旦" }],
    });
    let manager = server.sign_in("slmanager")?;
    let opened = manager.post("/api/v1/records/holiday_year", &year)?.expect(201)?;
    go(&manager, &opened, "put_in_force", &json!({}))?;
    let told = administrator.get("/api/v1/health")?.expect(200)?;
    assert!(!told.text.contains("缺 2027 年"), "once it is in force, nothing is missing: {}", told.text);
    Ok(())
}

/// The notice is pasted as it is published; the calendar follows it as soon as it is in force. What can't be read is said at its
/// field, and what is there stays.
fn f_sla_03_a_year_is_loaded_from_the_words_of_its_notice(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let manager = server.sign_in("slmanager")?;
    let notice = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n\
        二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。";
    let year = json!({ "title": "2027 年节假日安排", "year": 2027, "source": "通知", "notice": notice });
    let opened = manager.post("/api/v1/records/holiday_year", &year)?.expect(201)?;
    let days = opened.body["fields"]["days"].as_array().cloned().unwrap_or_default();
    proof!(days.len() == 11, "each day is there: {}", opened.text);
    let day = |date: &str| days.iter().find(|day| day["date"] == date);
    proof!(day("2027-02-11").is_some_and(|day| day["kind"] == "off" && day["name"] == "春节"), "{days:?}");
    proof!(day("2027-02-14").is_some_and(|day| day["kind"] == "working"), "a make-up day: {days:?}");
    go(&manager, &opened, "put_in_force", &json!({}))?;
    let calendar = find(&manager, "calendar", "title", "5×8 工作日（09:00–12:00、13:00–18:00）")?;
    let due =
        |start: &str| manager.get(&format!("/api/v1/records/calendar/{calendar}/deadline?start={start}&minutes=60"));
    let over_festival = due("2027-02-04T09:30:00Z")?.expect(200)?;
    proof!(over_festival.body["due_at"] == "2027-02-12T01:30:00Z", "nobody works over it: {}", over_festival.text);
    let on_make_up = due("2027-02-14T01:00:00Z")?.expect(200)?;
    proof!(on_make_up.body["due_at"] == "2027-02-14T02:00:00Z", "the make-up Sunday counts: {}", on_make_up.text);

    let now = manager.get(&path(&opened))?.expect(200)?;
    let wrong = json!({ "notice": "一、元旦：1月1日至3日放假，共4天。" });
    let refused = manager.patch_if(&path(&opened), &now.version(), &wrong)?;
    proof!(refused.status == 422 && refused.body["fields"][0]["field"] == "notice", "at its field: {}", refused.text);
    let after = manager.get(&path(&opened))?.expect(200)?;
    proof!(after.body["fields"]["days"] == opened.body["fields"]["days"], "what is there stays");
    let mended = json!({ "days": [{ "date": "2027-01-01", "kind": "half", "from": "09:00", "until": "12:00" }] });
    let mended = manager.patch_if(&path(&opened), &after.version(), &mended)?.expect(200)?;
    proof!(mended.body["fields"]["days"].as_array().is_some_and(|days| days.len() == 1), "rows stay one's own to mend");
    Ok(())
}
