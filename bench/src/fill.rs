//! Fills the store through the application's own commands, with texts of the kind that a service desk in China writes.
//! The older half is cancelled, spread over the months before; the newer half is open, with two running clocks each, of
//! which one in a hundred falls due within the first minutes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use yuheng_app::records::Request;
use yuheng_app::{App, Caller};
use yuheng_engine::{Audience, Comment};
use yuheng_testkit::client::Client;

/// How many commands are under way at the same time.
const TASKS: u32 = 64;
/// For how long before the present the older half was opened.
const PAST: SignedDuration = SignedDuration::from_hours(24 * 300);
/// For how long before the present the newer half was opened: too short for any clock to warn.
const LATELY: SignedDuration = SignedDuration::from_secs(50);

const WHAT: [&str; 12] = [
    "核心交换机",
    "堡垒机",
    "VPN 网关",
    "邮件系统",
    "财务系统",
    "打印机",
    "数据库备份",
    "门户网站",
    "无线网络",
    "视频会议",
    "人事系统",
    "存储阵列",
];
const HOW: [&str; 10] = [
    "无法登录",
    "访问缓慢",
    "频繁掉线",
    "证书过期",
    "磁盘告警",
    "同步失败",
    "响应超时",
    "权限异常",
    "无法打印",
    "需要重启",
];
const CATEGORIES: [&str; 6] = ["network", "security", "server", "application", "endpoint", "other"];
/// Impact and urgency: of none of them does a clock warn within half an hour.
const CALM: [[&str; 2]; 5] =
    [["medium", "medium"], ["medium", "low"], ["low", "low"], ["low", "high"], ["high", "low"]];

/// The fields of the incident with `count`; the same for the same count. One in a hundred is as urgent as can be.
pub fn incident(count: u32, customers: &[String]) -> Map<String, Value> {
    let pick = |list: &[&str], by: u32| list[(count / by) as usize % list.len()].to_owned();
    let [impact, urgency] =
        if count.is_multiple_of(100) { ["high", "high"] } else { CALM[(count / 3) as usize % CALM.len()] };
    let fields = json!({
        "title": format!("{}{}（第 {count} 号）", pick(&WHAT, 1), pick(&HOW, 7)),
        "description": "用户来电反映，已影响正常办公，请尽快处理。",
        "customer": customers[count as usize % customers.len().max(1)],
        "channel": "telephone", "category": pick(&CATEGORIES, 11), "impact": impact, "urgency": urgency,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// The numbers of the demo's customers.
pub fn customers(desk: &Client) -> Result<Vec<String>> {
    let answer = desk.get("/api/v1/records/customer?limit=10")?.expect(200)?;
    let items = answer.body["items"].as_array().context("a list has items")?;
    Ok(items.iter().filter_map(|item| item["number"].as_str().map(str::to_owned)).collect())
}

/// Where filling begins in time, so that it ends at `now`.
pub fn beginning(now: Timestamp) -> Timestamp {
    now - PAST
}

/// Creates `records` incidents, the last of them just before `now`.
pub async fn run(app: &Arc<App>, desk: &Caller, customers: Vec<String>, records: u32, now: Timestamp) -> Result<()> {
    while app.retarget_round().await? > 0 {}
    let (next, customers) = (Arc::new(AtomicU32::new(0)), Arc::new(customers));
    let mut tasks = Vec::new();
    for _ in 0..TASKS {
        let (app, desk, next, customers) = (Arc::clone(app), desk.clone(), Arc::clone(&next), Arc::clone(&customers));
        tasks.push(tokio::spawn(async move {
            loop {
                let count = next.fetch_add(1, Ordering::Relaxed);
                if count >= records {
                    return Ok(());
                }
                if count.is_multiple_of(50_000) {
                    eprintln!("{count} of {records} incidents");
                }
                one(&app, &desk, count, records, &customers, now).await?;
            }
        }));
    }
    for task in tasks {
        let done: Result<()> = task.await.context("a task broke off")?;
        done?;
    }
    app.clock().set_forward(now);
    while app.outbox_round().await? > 0 {}
    Ok(())
}

async fn one(app: &App, desk: &Caller, count: u32, records: u32, customers: &[String], now: Timestamp) -> Result<()> {
    let half = records / 2;
    let is_past = count < half;
    let opened = match is_past {
        true => now - PAST + (PAST - LATELY) / i32::try_from(half)? * i32::try_from(count)?,
        false => now - LATELY + LATELY / i32::try_from(records - half)? * i32::try_from(count - half)?,
    };
    app.clock().set_forward(opened);
    let written = app.create(desk, "incident", incident(count, customers), &Request::default()).await?;
    if is_past {
        let comment =
            Comment { body: "用户已自行恢复。".to_owned(), audience: Audience::Public, with_gaps: false };
        let request = Request { based_on: Some(written.receipt.version), ..Request::default() };
        app.transition(desk, written.receipt.id, "cancel", (Map::new(), Some(comment)), &request).await?;
    }
    Ok(())
}
