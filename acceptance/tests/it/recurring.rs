//! Recurring orders: a duty opens its records on working days, each once, late or on two nodes: feature F-INC-10.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, go, has_entry, history, path, try_to};

on_both_stores!(
    f_inc_10_recurring_orders_open_on_working_days,
    f_inc_10_what_was_missed_is_opened_late_and_once,
    f_inc_10_an_order_that_can_not_open_says_why,
    f_sla_03_what_reaches_into_a_year_without_holidays_says_so,
    the_next_days_of_a_rhythm_are_shown_before_it_is_kept,
);

const CALENDAR: &str = "5×8 工作日（09:00–12:00、13:00–18:00）";

/// A duty of the desk's that opens tasks, in force.
fn order(manager: &Client, title: &str, rhythm: &Value) -> Result<Answer> {
    let mut fields = json!({
        "title": title, "opens": "task", "owner": find(manager, "person", "name", "苏小雨")?, "due_field": "due_on",
        "calendar": find(manager, "calendar", "title", CALENDAR)?, "from": "2026-09-14",
        "values": [
            { "field": "title", "value": format!("{title} {{day}}") },
            { "field": "assignee", "value": find(manager, "person", "name", "王磊")? },
        ],
    });
    fields.as_object_mut().context("an object")?.extend(rhythm.as_object().context("a rhythm")?.clone());
    let order = create(manager, "duty", &fields)?;
    go(manager, &order, "put_in_force", &json!({}))
}

/// The days for which records of that title were opened, in order.
fn days(client: &Client, title: &str) -> Result<Vec<String>> {
    let filter = encode(&format!("record.title.startsWith(\"{title} \")"));
    let found = client.get(&format!("/api/v1/records/task?filter={filter}&limit=200&sort=due_on"))?.expect(200)?;
    let items = found.body["items"].as_array().into_iter().flatten();
    Ok(items.filter_map(|task| task["fields"]["due_on"].as_str().map(str::to_owned)).collect())
}

fn f_inc_10_recurring_orders_open_on_working_days(backend: Backend) -> Result<()> {
    // The week of National Day lies ahead, with its make-up Saturday, 2026-10-10.
    let mut server = Server::start_empty(backend, &["--demo=company", "--simulated-clock", "2026-09-14T01:00:00Z"])?;
    let manager = server.sign_in("rqmanager")?;
    let friday = |free: &str| json!({ "every": "week", "weekday": "friday", "on_free_days": free });
    let after = order(&manager, "顺延巡检", &friday("after"))?;
    order(&manager, "提前巡检", &friday("before"))?;
    order(&manager, "跳过巡检", &friday("skip"))?;
    order(&manager, "周六检查", &json!({ "every": "week", "weekday": "saturday", "on_free_days": "skip" }))?;
    let ends = json!({ "every": "month", "day_number": 31, "on_free_days": "before", "ahead_days": 3 });
    order(&manager, "月底核对", &ends)?;
    order(&manager, "月末备份", &json!({ "every": "month", "day_by": "last_working_day" }))?;
    server.set_clock("2026-09-17T15:59:00Z")?;
    let desk = server.sign_in("desk")?;
    assert!(days(&desk, "顺延巡检")?.is_empty(), "in Shanghai it is Thursday still");
    server.set_clock("2026-09-17T16:00:00Z")?;
    let desk = server.sign_in("desk")?;
    proof!(days(&desk, "顺延巡检")? == ["2026-09-18"], "it is opened when its day begins");
    server.set_clock("2026-09-27T02:00:00Z")?;
    let desk = server.sign_in("desk")?;
    assert!(days(&desk, "月底核对")? == ["2026-09-30"], "three days ahead");
    server.set_clock("2026-11-01T02:00:00Z")?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let until = |title: &str| -> Result<Vec<String>> {
        Ok(days(&desk, title)?.into_iter().filter(|day| day.as_str() < "2026-10-16").collect())
    };
    // Mid-autumn and National Day move two Fridays; 2026-10-08 is the first working day after the week.
    assert_eq!(until("顺延巡检")?, ["2026-09-18", "2026-09-28", "2026-10-08", "2026-10-09"]);
    assert_eq!(until("提前巡检")?, ["2026-09-18", "2026-09-24", "2026-09-30", "2026-10-09"]);
    assert_eq!(until("跳过巡检")?, ["2026-09-18", "2026-10-09"]);
    assert_eq!(days(&desk, "周六检查")?, ["2026-10-10"], "the make-up Saturday is a working day");
    assert_eq!(days(&desk, "月底核对")?, ["2026-09-30", "2026-10-30"], "the 31st, or the last working day before");
    assert_eq!(days(&desk, "月末备份")?, ["2026-09-30", "2026-10-30"]);
    // What is opened is as if its owner had done it, is given to whom the values say, and leads back.
    let first = find(&desk, "task", "title", "顺延巡检 2026-09-18")?;
    let first = desk.get(&format!("/api/v1/records/task/{first}"))?.expect(200)?;
    assert_eq!(first.body["fields"]["assignee"]["title"], "王磊");
    let related = desk.get(&format!("{}/relations", path(&first)))?.expect(200)?;
    assert!(related.text.contains(after.body["number"].as_str().context("a number")?), "{}", related.text);
    let entries = history(&desk, &first)?;
    assert!(entries[0]["on_behalf_of"].to_string().contains("苏小雨"), "{}", entries[0]);
    let told = engineer.get("/api/v1/notices?limit=200")?.expect(200)?;
    assert!(told.text.contains("顺延巡检 2026-09-18"), "whoever gets it is told");
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{found}");
    Ok(())
}

fn f_inc_10_what_was_missed_is_opened_late_and_once(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let manager = server.sign_in("rqmanager")?;
    let weekly = json!({ "every": "week", "weekday": "monday", "from": "2026-11-20" });
    order(&manager, "每周检查", &weekly)?;
    let daily = json!({ "every": "day", "on_free_days": "skip", "from": "2026-11-20" });
    order(&manager, "每日检查", &daily)?;
    server.set_clock("2026-11-20T01:00:10Z")?;
    server.kill()?;
    // It was down for more than two weeks: three Mondays, each opened; ten working days, of which the latest is.
    server.restart(&["--demo=company", "--simulated-clock", "2026-12-08T01:00:00Z"])?;
    server.set_clock("2026-12-08T01:00:01Z")?;
    let desk = server.sign_in("desk")?;
    proof!(days(&desk, "每周检查")? == ["2026-11-23", "2026-11-30", "2026-12-07"], "each day missed is made up for");
    assert_eq!(days(&desk, "每日检查")?, ["2026-11-20", "2026-12-08"], "of many days the latest alone");
    let late = find(&desk, "task", "title", "每日检查 2026-12-08")?;
    let entries = history(&desk, &desk.get(&format!("/api/v1/records/task/{late}"))?.expect(200)?)?;
    let note = entries.iter().find_map(|entry| entry["comment"]["body"].as_str());
    assert!(note.is_some_and(|note| note.contains("此前有 11 次")), "and it says so: {entries:?}");
    // Killed right at the moment, the day is opened once.
    server.set_clock("2026-12-08T16:00:00Z")?;
    server.kill()?;
    server.restart(&["--demo=company", "--simulated-clock", "2026-12-08T16:00:00Z"])?;
    server.set_clock("2026-12-08T16:00:01Z")?;
    let desk = server.sign_in("desk")?;
    assert_eq!(days(&desk, "每日检查")?, ["2026-11-20", "2026-12-08", "2026-12-09"]);
    Ok(())
}

#[test]
fn f_inc_10_two_nodes_open_each_day_once() {
    yuheng_testkit::run(two_nodes, Backend::Postgres);
}

fn two_nodes(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let node = server.second_node()?;
    let (manager, admin) = (server.sign_in("rqmanager")?, server.sign_in("admin")?);
    let titles: Vec<String> = (0..8).map(|count| format!("双节点检查{count}")).collect();
    for title in &titles {
        order(&manager, title, &json!({ "every": "day", "on_free_days": "skip", "from": "2026-11-21" }))?;
    }
    let there = admin.at(node.address());
    let to = json!({ "now": "2026-11-24T02:00:00Z" });
    let set = std::thread::scope(|scope| {
        let beside = scope.spawn(|| there.post("/api/v1/clock", &to));
        (admin.post("/api/v1/clock", &to), beside.join())
    });
    assert_eq!(set.0?.status, 204);
    assert!(set.1.is_ok_and(|answer| answer.is_ok_and(|answer| answer.status == 204)));
    for title in &titles {
        assert_eq!(days(&server.sign_in("desk")?, title)?, ["2026-11-23", "2026-11-24"]);
    }
    Ok(())
}

fn f_inc_10_an_order_that_can_not_open_says_why(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, admin) = (server.sign_in("rqmanager")?, server.sign_in("admin")?);
    let weekly = json!({ "every": "week", "weekday": "monday", "from": "2026-11-20" });
    let order = order(&manager, "受阻检查", &weekly)?;
    let assignee = find(&manager, "person", "name", "王磊")?;
    let wrong = json!({ "values": [
        { "field": "title", "value": "x" }, { "field": "assigned", "value": assignee }, { "field": "belongs_to", "value": "INC9999999" },
    ] });
    let now = again(&manager, &order)?;
    let refused = manager.patch_if(&path(&order), &now.version(), &wrong)?;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("values[1].field") && refused.text.contains("values[2].value"), "{}", refused.text);
    // The one whom it gives the work to leaves.
    let person = admin.get(&format!("/api/v1/records/person/{assignee}"))?.expect(200)?;
    let voided = admin.post(&format!("{}/void", path(&person)), &json!({ "reason": "重复登记" }));
    assert!(voided.is_ok_and(|answer| answer.status == 200), "the record that the values name is void");
    server.set_clock("2026-11-23T02:00:00Z")?;
    let (manager, admin, desk) = (server.sign_in("rqmanager")?, server.sign_in("admin")?, server.sign_in("desk")?);
    assert!(days(&desk, "受阻检查")?.is_empty());
    let entries = history(&manager, &order)?;
    proof!(has_entry(&entries, "refused"), "it is said on the order: {entries:?}");
    let said = again(&manager, &order)?;
    assert!(said.body["fields"]["refused_why"].as_str().is_some_and(|why| why.contains("处理人")), "{}", said.text);
    for called in [&desk, &admin] {
        let notices = called.get("/api/v1/notices")?.expect(200)?;
        assert!(notices.text.contains("duty_refused"), "its owner and the administrators are told: {}", notices.text);
    }
    let health = admin.get("/api/v1/health")?.expect(200)?;
    assert!(health.text.contains(order.body["number"].as_str().context("a number")?), "health shows it");
    let mended = json!({ "values": [{ "field": "title", "value": "受阻检查 {day}" }] });
    manager.patch_if(&path(&order), &said.version(), &mended)?.expect(200)?;
    server.set_clock("2026-11-23T02:00:01Z")?;
    let desk = server.sign_in("desk")?;
    assert_eq!(days(&desk, "受阻检查")?, ["2026-11-23"], "mended, it is opened for the day that it was owed");
    Ok(())
}

fn f_sla_03_what_reaches_into_a_year_without_holidays_says_so(backend: Backend) -> Result<()> {
    let server = Server::start_empty(backend, &["--demo=company", "--simulated-clock", "2026-10-20T01:00:00Z"])?;
    let (manager, administrator) = (server.sign_in("rqmanager")?, server.sign_in("admin")?);
    let calendar = find(&manager, "calendar", "title", CALENDAR)?;
    let due = |start: &str| {
        let asked = format!("/api/v1/records/calendar/{calendar}/deadline?start={start}&minutes=480");
        manager.get(&asked)?.expect(200)
    };
    assert_eq!(due("2026-12-29T01:00:00Z")?.body["missing_years"], json!([]), "the year is on file to its end");
    let over = due("2026-12-31T05:00:00Z")?;
    proof!(over.body["missing_years"] == json!([2027]), "a deadline says what it was counted through: {}", over.text);
    let rhythm = json!({ "every": "month", "day_by": "working_day", "calendar": calendar, "from": "2026-11-01" });
    let shown = manager.post("/api/v1/duties/days", &json!({ "fields": rhythm }))?.expect(200)?;
    let missing: Vec<_> =
        shown.body["items"].as_array().context("days")?.iter().map(|day| &day["missing_years"]).collect();
    assert_eq!(missing[..3], [&json!([]), &json!([]), &json!([2027])], "November, December, January: {}", shown.text);

    let health = || administrator.get("/api/v1/health")?.expect(200);
    assert!(!health()?.text.contains("缺 2027 年"), "before November nobody is asked for it");
    let yearly = json!({ "every": "year", "month": 1, "day_by": "working_day", "from": "2026-10-20" });
    order(&manager, "年初盘点", &yearly)?;
    let told = health()?;
    proof!(told.text.contains("缺 2027 年"), "unless something reaches into it: {}", told.text);
    assert!(told.text.contains("已有时限或周期工单算到"), "and why is said: {}", told.text);
    Ok(())
}

fn the_next_days_of_a_rhythm_are_shown_before_it_is_kept(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (manager, customer) = (server.sign_in("rqmanager")?, server.sign_in("jiangzhou")?);
    let calendar = find(&manager, "calendar", "title", CALENDAR)?;
    let rhythm = json!({ "fields": {
        "every": "month", "day_by": "last_working_day", "calendar": calendar, "from": "2026-11-20", "ahead_days": 2,
    } });
    let shown = manager.post("/api/v1/duties/days", &rhythm)?.expect(200)?;
    let days = shown.body["items"].as_array().context("days")?;
    assert_eq!(days.len(), 10);
    let first = json!({ "day": "2026-11-30", "planned": "2026-11-30", "opens_on": "2026-11-28", "missing_years": [] });
    assert_eq!(days[0], first);
    let ended = json!({ "fields": { "from": "2026-11-20", "until": "2026-11-19" } });
    assert_eq!(manager.post("/api/v1/duties/days", &ended)?.status, 422);
    assert_eq!(customer.post("/api/v1/duties/days", &rhythm)?.status, 404, "no customer");
    let engineer = server.sign_in("engineer")?;
    let plain = order(&manager, "看得到", &json!({ "every": "year", "from": "2026-11-20" }))?;
    engineer.get(&path(&plain))?.expect(200)?;
    assert_eq!(try_to(&engineer, &plain, "retire", &json!({}))?.status, 403, "who does not answer for it ends none");
    assert_eq!(customer.get(&path(&plain))?.status, 404);
    Ok(())
}
