//! What somebody has looked at is what is done: a macro by the plan that was shown, an answer without gaps that nobody saw, a change of
//! many with all that follows from it. Features F-PLT-06, F-PLT-07 and F-INC-09.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, find, go, history, path, report};

on_both_stores!(
    f_plt_07_a_macro_that_was_changed_since_it_was_looked_at_is_not_run,
    f_inc_09_what_was_looked_at_is_done_with_each,
    f_inc_09_a_trial_tells_what_follows,
    f_plt_06_a_gap_goes_to_the_customer_only_if_its_writer_says_so,
);

const OTHER_PLAN: &str = "https://yuheng.dev/problems/other-plan";

/// A macro on incidents, with its number.
fn keep(desk: &Client, title: &str, actions: &Value) -> Result<(Answer, String)> {
    let kept = create(desk, "macro", &json!({ "title": title, "records_of": "incident", "actions": actions }))?;
    let number = kept.body["number"].as_str().context("a number")?.to_owned();
    Ok((kept, number))
}

fn change(desk: &Client, kept: &Answer, fields: &Value) -> Result<()> {
    desk.patch_if(&path(kept), &again(desk, kept)?.version(), fields)?.expect(200)?;
    Ok(())
}

fn plan(desk: &Client, record: &Answer, number: &str) -> Result<Value> {
    Ok(desk.get(&format!("{}/macros/{number}", path(record)))?.expect(200)?.body["plan"].clone())
}

fn run(desk: &Client, record: &Answer, number: &str, plan: &Value) -> Result<Answer> {
    let version = again(desk, record)?.version();
    desk.post_if(&format!("{}/macros/{number}", path(record)), &version, &json!({ "plan": plan }))
}

/// Whether something was said on a record.
fn is_said(desk: &Client, record: &Answer, words: &str) -> Result<bool> {
    Ok(history(desk, record)?.iter().any(|entry| entry["comment"]["body"] == words))
}

fn say(words: &str) -> Value {
    json!([{ "action": "comment", "audience": "public", "value": words }])
}

fn f_plt_07_a_macro_that_was_changed_since_it_was_looked_at_is_not_run(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let incident = report(&desk, "一号", "low", "low")?;
    let (kept, number) = keep(&desk, "告知", &say("今天处理"))?;
    let seen = plan(&desk, &incident, &number)?;
    assert_eq!(seen, plan(&desk, &incident, &number)?, "the same is known by the same");
    change(&desk, &kept, &json!({ "actions": say("明天处理") }))?;
    let refused = run(&desk, &incident, &number, &seen)?;
    proof!(refused.status == 412 && refused.body["type"] == OTHER_PLAN, "nobody has seen that: {}", refused.text);
    assert!(refused.text.contains("什么都没有执行"), "in words: {}", refused.text);
    assert_eq!(history(&desk, &incident)?.len(), 1, "nothing is done");
    // What is shown now is done.
    run(&desk, &incident, &number, &plan(&desk, &incident, &number)?)?.expect(200)?;
    assert!(is_said(&desk, &incident, "明天处理")?);

    // A template of it counts as a part of it, and so does what its text takes from the record.
    let template = create(&desk, "text_template", &json!({ "title": "进展", "text": "{{record.title}}：在办" }))?;
    let of_template = json!([{ "action": "comment", "audience": "public", "template": template.body["id"] }]);
    let (_, number) = keep(&desk, "照模板", &of_template)?;
    let seen = plan(&desk, &incident, &number)?;
    change(&desk, &template, &json!({ "text": "{{record.title}}：办完" }))?;
    assert_eq!(run(&desk, &incident, &number, &seen)?.body["type"], OTHER_PLAN);
    let seen = plan(&desk, &incident, &number)?;
    change(&desk, &incident, &json!({ "title": "一号，改" }))?;
    assert_eq!(run(&desk, &incident, &number, &seen)?.body["type"], OTHER_PLAN);
    // Whoever does not look does what there is.
    let version = again(&desk, &incident)?.version();
    desk.post_if(&format!("{}/macros/{number}", path(&incident)), &version, &json!({}))?.expect(200)?;
    assert!(is_said(&desk, &incident, "一号，改：办完")?);

    // What it is kept for is no part of what it does, and the day is a word in it.
    let now = json!([{ "action": "set", "target": "due_on", "value": "today" }]);
    let task = create(&desk, "task", &json!({ "title": "换墨盒" }))?;
    let fields = json!({ "title": "今天办", "records_of": "task", "actions": now });
    let kept = create(&desk, "macro", &fields)?;
    let number = kept.body["number"].as_str().context("a number")?;
    let seen = plan(&desk, &task, number)?;
    change(&desk, &kept, &json!({ "purpose": "当天办完的" }))?;
    run(&desk, &task, number, &seen)?.expect(200)?;
    Ok(())
}

fn f_inc_09_what_was_looked_at_is_done_with_each(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let (first, second) = (report(&desk, "一号", "low", "low")?, report(&desk, "二号", "low", "low")?);
    let numbers = [&first, &second].map(|record| record.body["number"].as_str().unwrap_or_default());
    let (kept, number) = keep(&desk, "告知", &say("{{record.title}}在办"))?;
    let mut asked = json!({ "process": "incident", "numbers": numbers, "macro": number, "dry_run": true });
    let tried = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    let result = |at: usize| &tried.body["results"][at];
    assert_ne!(result(0)["plan"], result(1)["plan"], "each has its own words: {}", tried.text);
    asked["plans"] = json!({ numbers[0]: result(0)["plan"], numbers[1]: result(1)["plan"] });
    asked["dry_run"] = false.into();
    change(&desk, &second, &json!({ "title": "二号，改" }))?;
    let done = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    let results = &done.body["results"];
    proof!(results[1]["problem"]["type"] == OTHER_PLAN, "what nobody has seen is not done: {}", done.text);
    assert_eq!(results[0]["ok"], true, "and the others are: {}", done.text);
    assert!(is_said(&desk, &first, "一号在办")? && history(&desk, &second)?.len() == 2);
    change(&desk, &kept, &json!({ "actions": say("请放心") }))?;
    let done = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert_eq!(done.body["results"][0]["problem"]["status"], 412, "{}", done.text);
    asked["macro"] = Value::Null;
    assert_eq!(desk.post("/api/v1/bulk", &asked)?.status, 422, "a plan is of a macro");
    Ok(())
}

fn f_inc_09_a_trial_tells_what_follows(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "一号", "low", "low")?;
    let before = incident.body["fields"]["priority"].clone();
    let number = &incident.body["number"];
    let mut asked =
        json!({ "process": "incident", "numbers": [number], "fields": { "impact": "high" }, "dry_run": true });
    let tried = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    let changes = &tried.body["results"][0]["foreseen"][0]["changes"];
    let foreseen = |field: &str| changes.as_array()?.iter().find(|change| change["field"] == field).cloned();
    proof!(foreseen("impact").is_some_and(|it| it["to"] == "high"), "what is asked for is told: {}", tried.text);
    let priority = foreseen("priority").context("what follows is told, too")?;
    assert_eq!(priority["from"], before);
    asked["dry_run"] = false.into();
    let done = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert!(done.body["results"][0]["foreseen"].is_null(), "what is done stands in the history: {}", done.text);
    assert_eq!(again(&desk, &incident)?.body["fields"]["priority"], priority["to"], "and it comes so");
    asked["dry_run"] = true.into();
    let again = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert_eq!(again.body["results"][0]["foreseen"], json!([]), "what is so already changes nothing");
    Ok(())
}

fn f_plt_06_a_gap_goes_to_the_customer_only_if_its_writer_says_so(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let incident = report(&desk, "一号", "low", "low")?;
    let at = format!("{}/comments", path(&incident));
    let said = |body: &str, audience: &str| json!({ "body": body, "audience": audience });
    for gap in ["〔服务：未填〕", "〔service: missing〕"] {
        let words = format!("{gap} 已恢复");
        let refused = desk.post(&at, &said(&words, "public"))?;
        proof!(refused.status == 422, "a gap is not sent unasked: {}", refused.text);
        assert_eq!(refused.body["fields"][0]["code"], "gaps", "{}", refused.text);
        assert!(refused.text.contains("服务"), "which is said: {}", refused.text);
        desk.post(&at, &said(&words, "internal"))?.expect(201)?;
        let mut knowing = said(&words, "public");
        knowing["with_gaps"] = true.into();
        desk.post(&at, &knowing)?.expect(201)?;
    }
    desk.post(&at, &said("〔2026〕12 号文，客户：未填 [service: missing]", "public"))?.expect(201)?;
    // A customer who quotes us is not asked.
    let customer = server.sign_in("jiangzhou")?;
    customer.post(&at, &said("什么是〔服务：未填〕？", "public"))?.expect(201)?;
    // What goes with a step is asked for alike.
    let own = find(&desk, "person", "name", "苏小雨")?;
    go(&desk, &incident, "start", &json!({ "assignee": own }))?;
    let resolve = |with_gaps: bool| -> Result<Answer> {
        let comment = json!({ "body": "〔服务：未填〕好了", "audience": "public", "with_gaps": with_gaps });
        let body = json!({ "fields": { "solution": "重启" }, "comment": comment });
        desk.post_if(&format!("{}/transitions/resolve", path(&incident)), &again(&desk, &incident)?.version(), &body)
    };
    assert_eq!(resolve(false)?.body["fields"][0]["code"], "gaps");
    resolve(true)?.expect(200)?;
    Ok(())
}
