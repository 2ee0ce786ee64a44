//! Objectives by month and department, and the records behind each: features F-OBJ-01 and F-OBJ-03.

use anyhow::{Context, Result};
use serde_json::Value;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{report, take_up};

on_both_stores!(
    f_obj_01_the_four_objectives_with_target_actual_trend_and_departments,
    f_obj_03_any_figure_opens_the_records_counted_and_left_out,
);

fn items(client: &Client, at: &str) -> Result<Vec<Value>> {
    client.get(at)?.expect(200)?.body["items"].as_array().cloned().context("items")
}

fn f_obj_01_the_four_objectives_with_target_actual_trend_and_departments(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, head) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("head")?);
    let answered = report(&desk, "及时响应", "medium", "medium")?;
    take_up(&desk, &engineer, &answered)?;
    let all = items(&head, "/api/v1/objectives?period=2026-11")?;
    let expected = [
        ("customer_satisfaction", "at_least", 90.0),
        ("incident_response", "at_least", 95.0),
        ("complaint_handling", "at_least", 100.0),
        ("major_incidents", "at_most", 1.0),
    ];
    for (key, direction, target) in expected {
        let one = all.iter().find(|one| one["id"] == key).with_context(|| format!("no objective {key}"))?;
        assert!(one["direction"] == direction && one["target"] == target, "{one}");
    }
    for (key, zh) in [("customer_satisfaction", "满意度"), ("complaint_handling", "投诉")] {
        let one = all.iter().find(|one| one["id"] == key).context("an objective")?;
        proof!(
            one["actual"].is_null() && one["comes_with"]["zh"].as_str().is_some_and(|source| source.contains(zh)),
            "without a source it has no figure, and says what brings one: {one}"
        );
    }
    let trend = items(&head, "/api/v1/objectives/incident_response/trend?period=2026-11")?;
    assert_eq!(trend.len(), 12, "twelve months");
    assert_eq!((&trend[0]["period"], &trend[11]["period"]), (&"2025-12".into(), &"2026-11".into()));
    let this = all.iter().find(|one| one["id"] == "incident_response").context("the objective")?;
    for part in ["actual", "counted", "passed", "met"] {
        assert_eq!(trend[11][part], this[part], "the last month is this one: {part}");
    }
    let departments = items(&head, "/api/v1/objectives/incident_response/departments?period=2026-11")?;
    let sum = |part: &str| departments.iter().filter_map(|one| one[part].as_u64()).sum::<u64>();
    assert!(departments.iter().any(|one| one["department"]["title"] == "技术服务中心" && !one["actual"].is_null()));
    assert_eq!((Some(sum("counted")), Some(sum("passed"))), (this["counted"].as_u64(), this["passed"].as_u64()));
    Ok(())
}

fn f_obj_03_any_figure_opens_the_records_counted_and_left_out(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, auditor) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("auditor")?);
    take_up(&desk, &engineer, &report(&desk, "及时响应", "medium", "medium")?)?;
    report(&desk, "刚刚报告", "low", "low")?;
    for objective in items(&auditor, "/api/v1/objectives")? {
        let key = objective["id"].as_str().context("an id")?;
        let period = objective["period"].as_str().context("a period")?;
        let at = format!("/api/v1/objectives/{key}");
        let whole = items(&auditor, &format!("{at}/departments?period={period}"))?;
        for part in whole.iter().chain([&objective]) {
            let department = match &part["department"] {
                _ if part["id"] == key => String::new(),
                Value::Null => "&department=none".to_owned(),
                named => format!("&department={}", named["number"].as_str().unwrap_or_default()),
            };
            let list = |counted: bool| {
                items(&auditor, &format!("{at}/records?period={period}&limit=200&counted={counted}{department}"))
            };
            let (counted, left_out) = (list(true)?, list(false)?);
            let passed = counted.iter().filter(|record| record["passed"] == true).count() as u64;
            assert_eq!(Some(counted.len() as u64), part["counted"].as_u64(), "{key}{department}");
            assert_eq!(Some(passed), part["passed"].as_u64(), "{key}{department}");
            let reasons = part["left_out"]
                .as_array()
                .map(|reasons| reasons.iter().filter_map(|reason| reason["count"].as_u64()).sum::<u64>());
            assert_eq!(Some(left_out.len() as u64), reasons.or(part["left_out"].as_u64()), "{key}{department}");
            for record in &left_out {
                proof!(
                    record["left_out"]["zh"].as_str().is_some_and(|why| !why.is_empty()),
                    "with its reason: {record}"
                );
            }
        }
    }
    let waiting = items(&auditor, "/api/v1/objectives/incident_response/records?counted=false")?;
    proof!(
        waiting.iter().any(|record| record["left_out"]["en"] == "The response target is not due yet"),
        "what waits is left out by its reason: {waiting:?}"
    );
    Ok(())
}
