//! Checklists on records: lines from a template or one's own, ticked one by one, counted by themselves: feature F-INC-10.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, path, report};

on_both_stores!(
    f_inc_10_a_checklist_is_ticked_by_several_at_once_and_counts,
    f_inc_10_who_ticked_a_line_is_not_typed,
    a_template_is_for_processes_that_have_a_checklist,
);

fn rows(client: &Client, record: &Answer, change: &Value) -> Result<Answer> {
    client.post(&format!("{}/rows/checklist", path(record)), change)
}

fn tick(row: usize, line: &str) -> Value {
    json!({ "set": { "row": row, "was": { "line": line }, "to": { "done": true } } })
}

fn f_inc_10_a_checklist_is_ticked_by_several_at_once_and_counts(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("imanager")?);
    let incident = report(&desk, "检查单：核心交换机重启", "high", "medium")?;
    let lines: Vec<String> = (0..12).map(|count| format!("第 {count} 项")).collect();
    let added: Vec<_> = lines.iter().map(|line| json!({ "line": line })).collect();
    rows(&desk, &incident, &json!({ "add": { "rows": added } }))?.expect(200)?;
    let half = |client: &Client, odd: usize| -> Result<()> {
        for (row, line) in lines.iter().enumerate().filter(|(row, _)| row % 2 == odd) {
            rows(client, &incident, &tick(row, line))?.expect(200)?;
        }
        Ok(())
    };
    let ticked = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(&manager, 1));
        (half(&desk, 0), other.join())
    });
    ticked.0?;
    ticked.1.map_err(|_| anyhow::anyhow!("the other broke off"))??;
    let now = again(&desk, &incident)?;
    let list = now.body["fields"]["checklist"].as_array().context("a checklist")?;
    assert!(list.iter().all(|row| row["done"] == true), "both are done: {}", now.text);
    proof!(now.body["fields"]["checklist_progress"] == "12/12", "it counts by itself");
    let names: Vec<_> = list.iter().map(|row| row["done_by"]["title"].as_str()).collect();
    assert!(names[0] == Some("苏小雨") && names[1] != names[0] && names[1].is_some(), "each is signed: {names:?}");
    let all_done = encode("record.checklist_open == 0");
    let listed = desk.get(&format!("/api/v1/records/incident?filter={all_done}"))?.expect(200)?;
    assert!(listed.text.contains(now.body["number"].as_str().context("a number")?), "a condition can ask for it");
    let customer = server.sign_in("jiangzhou")?;
    let seen = customer.get(&path(&incident))?.expect(200)?;
    assert!(!seen.text.contains("checklist"), "no customer sees it: {}", seen.text);
    assert_eq!(rows(&customer, &incident, &tick(0, "第 0 项"))?.status, 403);
    Ok(())
}

fn f_inc_10_who_ticked_a_line_is_not_typed(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, other) = (server.sign_in("desk")?, server.sign_in("desk2")?);
    let incident = report(&desk, "检查单：签名", "low", "low")?;
    let engineer = find(&desk, "person", "name", "王磊")?;
    let typed = json!({ "checklist": [
        { "line": "关机", "done": true, "done_by": engineer, "done_at": "2020-01-01T00:00:00Z" }, { "line": "换盘" },
    ] });
    let written = desk.patch_if(&path(&incident), &again(&desk, &incident)?.version(), &typed)?.expect(200)?;
    let first = &written.body["fields"]["checklist"][0];
    proof!(
        first["done_by"]["title"] == "苏小雨" && first["done_at"] == "2026-11-20T01:00:00Z",
        "whoever ticks: {first}"
    );
    // A line that others have moved is found by what it says, and a second click on it changes nothing.
    rows(&other, &incident, &json!({ "move": { "row": 1, "was": { "line": "换盘" }, "before": 0 } }))?.expect(200)?;
    let both = rows(&other, &incident, &tick(1, "换盘"))?.expect(200)?;
    let list = &both.body["fields"]["checklist"];
    assert!(list[0]["line"] == "换盘" && list[0]["done"] == true && list[1]["done_by"]["title"] == "苏小雨", "{list}");
    let again = rows(&desk, &incident, &tick(0, "换盘"))?.expect(200)?;
    assert_eq!(again.body["fields"]["checklist"][0]["done_by"], list[0]["done_by"], "who was first stays");
    let gone = rows(&desk, &incident, &json!({ "remove": { "row": 0, "was": { "line": "没有的" } } }))?;
    assert!(gone.status == 422 && gone.text.contains("checklist[0]"), "{}", gone.text);
    Ok(())
}

fn a_template_is_for_processes_that_have_a_checklist(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let lines = json!([{ "line": "确认业务已恢复" }, { "line": "更新监控" }]);
    let template = json!({ "title": "重启收尾", "record_types": "incident task", "lines": lines });
    let kept = create(&desk, "checklist_template", &template)?;
    server.sign_in("engineer")?.get(&path(&kept))?.expect(200)?;
    let wrong = json!({ "title": "错", "record_types": "incident customer", "lines": lines });
    let refused = desk.post("/api/v1/records/checklist_template", &wrong)?;
    assert!(refused.status == 422 && refused.text.contains("record_types"), "{}", refused.text);
    Ok(())
}
