//! Objectives computed from records: requirement POL-2, for those of incident management.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{report, take_up};

on_both_stores!(pol_2_answered_within_the_agreed_time_down_to_the_records);

fn pol_2_answered_within_the_agreed_time_down_to_the_records(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, auditor) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("auditor")?);
    let at = "/api/v1/objectives/incident_response";
    let before = auditor.get(at)?.expect(200)?;
    let answered = report(&desk, "及时响应", "medium", "medium")?;
    take_up(&desk, &engineer, &answered)?;
    let late = report(&desk, "无人响应", "high", "high")?;
    let waiting = report(&desk, "刚刚报告", "low", "low")?;
    server.set_clock("2026-11-20T01:20:00Z")?;
    let after = auditor.get(at)?.expect(200)?;
    let count = |answer: &Value, key: &str| answer[key].as_i64().unwrap_or(-1);
    proof!(
        count(&after.body, "passed") == count(&before.body, "passed") + 1,
        "one more was answered in time: {}",
        after.text
    );
    let numbers = |counted: bool| -> Result<String> {
        Ok(auditor.get(&format!("{at}/records?counted={counted}&limit=200"))?.expect(200)?.text)
    };
    let number = |answer: &yuheng_testkit::client::Answer| answer.body["number"].as_str().unwrap_or("-").to_owned();
    let (counted, left_out) = (numbers(true)?, numbers(false)?);
    proof!(counted.contains(&number(&answered)) && counted.contains(&number(&late)), "both with a result are counted");
    proof!(
        left_out.contains(&number(&waiting)) && left_out.contains("响应时限未到"),
        "the third is left out, with the reason: {left_out}"
    );
    let again = auditor.get(&format!("{at}/records?counted=true&limit=200"))?.expect(200)?;
    let items = again.body["items"].as_array().context("items")?;
    let passed = items.iter().filter(|item| item["passed"] == true).count();
    let share = passed as f64 * 100.0 / items.len() as f64;
    let shown: f64 = after.body["actual"]
        .as_str()
        .map_or_else(|| after.body["actual"].as_f64().unwrap_or(-1.0), |text| text.parse().unwrap_or(-1.0));
    proof!((share - shown).abs() < 0.06, "a recount by hand gives the same figure: {share} and {shown}");
    proof!(after.body["target"] == "95" || after.body["target"] == json!(95), "beside its target");
    Ok(())
}
