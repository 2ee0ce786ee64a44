//! Fills the store through the real door, with texts of the kind that a service desk in China writes.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::Client;

/// Clients that fill at the same time.
const CLIENTS: u32 = 32;

const WHAT: [&str; 10] = [
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
const LEVELS: [&str; 3] = ["high", "medium", "low"];

/// The fields of the incident with `count`; the same for the same count.
pub fn incident(count: u32, customers: &[String]) -> Value {
    let pick = |list: &[&str], by: u32| list[(count / by) as usize % list.len()].to_owned();
    let customer = &customers[count as usize % customers.len().max(1)];
    json!({
        "title": format!("{}{}（第 {count} 号）", pick(&WHAT, 1), pick(&HOW, 7)),
        "description": "用户来电反映，已影响正常办公，请尽快处理。",
        "customer": customer, "channel": "telephone",
        "impact": pick(&LEVELS, 3), "urgency": pick(&LEVELS, 5),
    })
}

/// The numbers of the demo's customers.
pub fn customers(desk: &Client) -> Result<Vec<String>> {
    let answer = desk.get("/api/v1/records/customer?limit=10")?.expect(200)?;
    let items = answer.body["items"].as_array().context("a list has items")?;
    Ok(items.iter().filter_map(|item| item["number"].as_str().map(str::to_owned)).collect())
}

/// Creates incidents until there are `records`; how many there are.
pub fn run(desk: &Client, records: u32) -> Result<u32> {
    let customers = customers(desk)?;
    let next = AtomicU32::new(0);
    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (next, customers) = (&next, &customers);
                scope.spawn(move || -> Result<()> {
                    loop {
                        let count = next.fetch_add(1, Ordering::Relaxed);
                        if count >= records {
                            return Ok(());
                        }
                        if count.is_multiple_of(20_000) && count > 0 {
                            eprintln!("{count} of {records} incidents");
                        }
                        desk.post("/api/v1/records/incident", &incident(count, customers))?.expect(201)?;
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
        }
        Ok(())
    })?;
    Ok(records)
}
