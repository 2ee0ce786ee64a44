//! Objectives computed from records: requirement POL-2, for the two that have records to be computed from.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, go_saying, path, report, take_up};

on_both_stores!(
    pol_2_answered_within_the_agreed_time_down_to_the_records,
    pol_2_major_incidents_are_counted_by_the_year_and_each_objective_says_how,
    a_figure_is_the_same_for_all_and_its_records_are_listed_as_far_as_each_may_see,
    what_is_void_is_in_no_figure_and_no_evidence,
    a_period_that_an_objective_does_not_have_is_refused_by_name,
);

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
    let records = |counted: bool| -> Result<Vec<Value>> {
        let answer = auditor.get(&format!("{at}/records?counted={counted}&limit=200"))?.expect(200)?;
        answer.body["items"].as_array().cloned().context("items")
    };
    let (counted, left_out) = (records(true)?, records(false)?);
    let of = |records: &[Value], incident: &Answer| -> Option<Value> {
        records.iter().find(|item| item["number"] == incident.body["number"]).cloned()
    };
    proof!(of(&counted, &answered).is_some_and(|item| item["passed"] == true), "the one answered in time counts");
    proof!(of(&counted, &late).is_some_and(|item| item["passed"] == false), "the late one counts, and fails");
    let left = of(&left_out, &waiting);
    proof!(
        left.as_ref().is_some_and(|item| item["left_out"]["zh"] == "响应时限未到，尚无结果"
            && item["left_out"]["en"] == "The response target is not due yet"),
        "the third is left out, with the reason: {left:?}"
    );
    let passed = counted.iter().filter(|item| item["passed"] == true).count();
    let share = passed as f64 * 100.0 / counted.len() as f64;
    let shown = after.body["actual"].as_f64().unwrap_or(-1.0);
    proof!((share - shown).abs() < 0.01, "a recount by hand gives the same figure: {share} and {shown}");
    proof!(after.body["target"].as_f64() == Some(95.0), "beside its target");
    Ok(())
}

fn pol_2_major_incidents_are_counted_by_the_year_and_each_objective_says_how(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, auditor) = (server.sign_in("desk")?, server.sign_in("auditor")?);
    let at = "/api/v1/objectives/major_incidents";
    let before = auditor.get(at)?.expect(200)?;
    let graded = |title: &str| -> Result<Answer> {
        let incident = report(&desk, title, "high", "high")?;
        desk.patch_if(&path(&incident), &incident.version(), &json!({ "major_grade": "grade_2" }))?.expect(200)
    };
    let (major, alarm) = (graded("数据中心断电")?, graded("误报断电")?);
    report(&desk, "键盘失灵", "low", "low")?;
    go_saying(&desk, &alarm, "cancel", &json!({}), "误报")?;
    let after = auditor.get(at)?.expect(200)?;
    let all = desk.get("/api/v1/records/incident?limit=200")?.expect(200)?;
    let by_hand = all.body["items"]
        .as_array()
        .context("items")?
        .iter()
        .map(|item| again(&desk, &Answer { body: item.clone(), ..all.clone() }));
    let by_hand = by_hand
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .filter(|it| it.body["fields"]["major_grade"].is_string() && it.body["state"] != "cancelled")
        .count();
    proof!(
        after.body["actual"].as_f64() == Some(by_hand as f64),
        "a recount by hand gives the same: {by_hand}, {}",
        after.text
    );
    proof!(
        after.body["counted"].as_u64() == before.body["counted"].as_u64().map(|counted| counted + 1),
        "the false alarm is left out: {}",
        after.text
    );
    assert_eq!(
        (after.body["direction"].as_str(), after.body["target"].as_f64(), after.body["period"].as_str()),
        (Some("at_most"), Some(1.0), Some("2026")),
        "one in a year at most: {}",
        after.text
    );
    let records = |counted: bool| {
        Ok::<_, anyhow::Error>(auditor.get(&format!("{at}/records?counted={counted}"))?.expect(200)?.text)
    };
    let number = |incident: &Answer| incident.body["number"].as_str().unwrap_or("-").to_owned();
    assert!(records(true)?.contains(&number(&major)) && !records(true)?.contains(&number(&alarm)));
    proof!(
        records(false)?.contains(&number(&alarm)) && records(false)?.contains("误报，已取消"),
        "with its reason: {}",
        records(false)?
    );
    each_says_how(&auditor)
}

/// What each objective in force says of itself: what counts, what passes of it, what is left out, which period, and what becomes
/// of what is open when that ends.
fn each_says_how(auditor: &Client) -> Result<()> {
    let all = auditor.get("/api/v1/records/objective?limit=50")?.expect(200)?;
    let items = all.body["items"].as_array().context("items")?;
    for item in items {
        let fields = again(auditor, &Answer { body: item.clone(), ..all.clone() })?.body["fields"].clone();
        let says = |field: &str| fields[field].as_str().is_some_and(|said| !said.is_empty());
        for field in ["measure", "direction", "period", "period_field", "open_at_end"] {
            assert!(says(field), "{field}: {fields}");
        }
        let is_computed = says("process") && says("population") && (says("pass") || fields["measure"] == "count");
        assert!(is_computed || says("comes_with"), "what counts and what passes, or what brings it: {fields}");
    }
    Ok(())
}

fn a_figure_is_the_same_for_all_and_its_records_are_listed_as_far_as_each_may_see(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let incident = report(&desk, "保密的事件", "medium", "medium")?;
    desk.patch_if(&path(&incident), &incident.version(), &json!({ "confidential": true }))?.expect(200)?;
    take_up(&desk, &engineer, &again(&desk, &incident)?)?;
    let at = "/api/v1/objectives/incident_response";
    let mut figures = Vec::new();
    for login in ["imanager", "representative", "amanager", "staff", "head"] {
        let reader = server.sign_in(login)?;
        let answer = reader.get(at)?.expect(200)?;
        figures.push(["actual", "counted", "passed", "left_out"].map(|figure| answer.body[figure].clone()));
        let records = reader.get(&format!("{at}/records?counted=true&limit=200"))?.expect(200)?;
        let items = records.body["items"].as_array().context("items")?;
        for item in items {
            reader.get(&path(&Answer { body: item.clone(), ..records.clone() }))?.expect(200)?;
        }
    }
    assert!(figures.windows(2).all(|two| two[0] == two[1]), "one figure for everybody: {figures:?}");
    Ok(())
}

fn what_is_void_is_in_no_figure_and_no_evidence(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, manager) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("imanager")?);
    let auditor = server.sign_in("auditor")?;
    let figures = || -> Result<[Value; 4]> {
        let read = |key: &str| -> Result<[Value; 2]> {
            let answer = auditor.get(&format!("/api/v1/objectives/{key}"))?.expect(200)?;
            Ok(["counted", "passed"].map(|figure| answer.body[figure].clone()))
        };
        let ([counted, passed], [open, solved]) = (read("incident_response")?, read("incident_resolution")?);
        Ok([counted, passed, open, solved])
    };
    let evidence = || -> Result<Vec<Value>> {
        let clause = auditor.get("/api/v1/standards/iso20000-1-2011/clauses/8.1")?.expect(200)?;
        let rules = clause.body["rules"].as_array().cloned().context("rules")?;
        Ok(rules.into_iter().map(|rule| rule["found"].clone()).collect())
    };
    let before = (figures()?, evidence()?);
    let unanswered = report(&desk, "误报一", "medium", "medium")?;
    let answered = report(&desk, "误报二", "medium", "medium")?;
    take_up(&desk, &engineer, &answered)?;
    assert_ne!((figures()?, evidence()?), before, "while they stand they count");
    for incident in [&unanswered, &answered] {
        manager.post(&format!("{}/void", path(incident)), &json!({ "reason": "误报" }))?.expect(200)?;
    }
    let after = (figures()?, evidence()?);
    proof!(after == before, "made void, they are in no figure and no evidence: {after:?}, not {before:?}");
    let clocks = again(&manager, &unanswered)?;
    for clock in ["response", "resolution"] {
        let outcome = clocks.clock(clock).map(|clock| clock["outcome"].clone());
        proof!(outcome == Some(json!("cancelled")), "its {clock} was neither met nor missed: {outcome:?}");
    }
    let left_out = auditor.get("/api/v1/objectives/incident_response/records?counted=false&limit=200")?.expect(200)?;
    for incident in [&unanswered, &answered] {
        let mut items = left_out.body["items"].as_array().into_iter().flatten();
        let reason = items.find(|item| item["number"] == incident.body["number"]).map(|item| &item["left_out"]);
        proof!(
            reason.is_some_and(|reason| reason.to_string().contains("已作废")),
            "left out for that reason: {reason:?}"
        );
    }
    Ok(())
}

fn a_period_that_an_objective_does_not_have_is_refused_by_name(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let auditor = server.sign_in("auditor")?;
    let all = auditor.get("/api/v1/objectives?period=2026-11")?.expect(200)?;
    let items = all.body["items"].as_array().context("items")?;
    let with = |length: usize| -> Result<String> {
        let found = items.iter().find(|item| item["period"].as_str().is_some_and(|period| period.len() == length));
        Ok(format!("/api/v1/objectives/{}", found.and_then(|item| item["id"].as_str()).context("an objective")?))
    };
    let monthly = with("2026-11".len())?;
    auditor.get(&format!("{monthly}?period=2026-11"))?.expect(200)?;
    for at in [monthly.clone(), format!("{monthly}/records"), "/api/v1/objectives".to_owned()] {
        let refused = auditor.get(&format!("{at}?period=2026"))?.expect(422)?;
        let told = &refused.body["fields"][0];
        let message = told["message"].as_str().unwrap_or_default();
        assert!(told["field"] == "period" && message.contains("months, such as 2026-11"), "{at}: {}", refused.text);
        let chinese = auditor.in_chinese().get(&format!("{at}?period=2026"))?.expect(422)?;
        assert!(chinese.text.contains("周期是月，如 2026-11"), "{at}: {}", chinese.text);
    }
    let yearly = with("2026".len())?;
    for at in [yearly.clone(), format!("{yearly}/records")] {
        auditor.get(&format!("{at}?period=2026"))?.expect(200)?;
        let refused = auditor.get(&format!("{at}?period=2026-11"))?.expect(422)?;
        assert!(refused.text.contains("years, such as 2026"), "{at}: {}", refused.text);
    }
    Ok(())
}
