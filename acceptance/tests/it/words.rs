//! What is written and done again and again: text templates, and macros on one record and on several. Features F-PLT-06, F-PLT-07
//! and F-INC-09.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{again, create, encode, find, history, path, report};

on_both_stores!(
    f_plt_06_a_text_is_filled_with_what_its_writer_sees,
    f_plt_07_a_macro_does_all_of_it_or_nothing,
    f_plt_07_what_a_macro_says_is_of_the_record_as_it_leaves_it,
    f_inc_09_a_macro_over_many_is_tried_first_and_done_for_each,
    f_inc_09_what_is_sent_again_under_its_key_is_not_said_twice,
    a_macro_that_says_what_is_not_there_is_refused_where_it_stands,
    whoever_a_macro_mentions_twice_is_told_once,
);

fn texts(client: &Client, record: &Answer, audience: &str, sought: &str) -> Result<Vec<Value>> {
    let at = format!("{}/texts?audience={audience}&q={}", path(record), encode(sought));
    Ok(client.get(&at)?.expect(200)?.body["items"].as_array().cloned().unwrap_or_default())
}

fn titles(found: &[Value]) -> Vec<&str> {
    found.iter().filter_map(|one| one["title"].as_str()).collect()
}

fn f_plt_06_a_text_is_filled_with_what_its_writer_sees(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let incident = report(&desk, "打印机脱机", "low", "low")?;
    for sought in ["已受理", "sl", "ysl"] {
        let found = texts(&desk, &incident, "public", sought)?;
        assert_eq!(titles(&found).first(), Some(&"已受理"), "by title, keyword and initials: {found:?}");
    }
    let number = incident.body["number"].as_str().context("a number")?;
    let filled = &texts(&desk, &incident, "public", "sl")?[0];
    let text = filled["text"].as_str().unwrap_or_default();
    assert!(
        text.contains(number) && text.contains("打印机脱机") && text.contains("林嘉宁") && text.contains("苏小雨"),
        "{text}"
    );
    assert!(titles(&texts(&desk, &incident, "internal", "jb")?).contains(&"交班"));
    let told = titles(&texts(&desk, &incident, "public", "jb")?).contains(&"交班");
    assert!(!told, "what is for our own people only is not offered for a customer's answer");
    // What is not there is a marked gap.
    let task = create(&desk, "task", &json!({ "title": "换墨盒" }))?;
    let gap = &texts(&desk, &task, "internal", "jb")?[0];
    proof!(gap["text"].as_str().is_some_and(|text| text.contains("〔客户：未填〕")), "a gap is marked: {gap}");
    assert_eq!((&gap["gaps"][0]["zh"], &gap["gaps"][1]), (&json!("客户"), &Value::Null), "{gap}");
    let wrong = json!({ "title": "错", "text": "{{custommer.title}}" });
    let refused = desk.post("/api/v1/records/text_template", &wrong)?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["field"], "text", "{}", refused.text);
    assert!(refused.text.contains("customer.title"), "the nearest is told: {}", refused.text);
    // One's own is nobody else's until it is shared.
    create(&desk, "text_template", &json!({ "title": "我自己的话", "text": "稍等" }))?;
    let other = server.sign_in("desk2")?.in_chinese();
    assert!(titles(&texts(&desk, &incident, "public", "我自己")?).contains(&"我自己的话"));
    assert!(texts(&other, &incident, "public", "我自己")?.is_empty(), "nobody else is offered it");
    let customer = server.sign_in("jiangzhou")?;
    assert_eq!(customer.get(&format!("{}/texts?audience=public", path(&incident)))?.status, 404);
    Ok(())
}

fn offered(client: &Client, record: &Answer) -> Result<Vec<Value>> {
    let answer = client.get(&format!("{}/macros", path(record)))?.expect(200)?;
    Ok(answer.body["items"].as_array().cloned().unwrap_or_default())
}

fn named(macros: &[Value], title: &str) -> Option<String> {
    let found = macros.iter().find(|one| one["title"]["zh"] == title)?;
    found["number"].as_str().map(str::to_owned)
}

fn run(client: &Client, record: &Answer, number: &str) -> Result<Answer> {
    let version = again(client, record)?.version();
    client.post_if(&format!("{}/macros/{number}", path(record)), &version, &json!({}))
}

fn keep(client: &Client, title: &str, actions: &Value) -> Result<String> {
    let kept = create(client, "macro", &json!({ "title": title, "records_of": "incident", "actions": actions }))?;
    kept.body["number"].as_str().map(str::to_owned).context("a number")
}

fn f_plt_07_a_macro_does_all_of_it_or_nothing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let incident = report(&desk, "打印机脱机", "low", "low")?;
    let macros = offered(&desk, &incident)?;
    assert_eq!(named(&macros, "请客户补充信息并挂起"), None, "only where its condition holds: {macros:?}");
    let take = named(&macros, "接手并告知客户").context("the macro of a new incident")?;
    let outlook = desk.get(&format!("{}/macros/{take}", path(&incident)))?.expect(200)?;
    let entries = outlook.body["items"].as_array().cloned().unwrap_or_default();
    proof!(entries.len() == 2, "all of it is shown: {}", outlook.text);
    assert_eq!((&entries[0]["to"], &entries[1]["comment"]["audience"]), (&json!("in_progress"), &json!("public")));
    assert_eq!(again(&desk, &incident)?.body["state"], "new", "what is shown is not done");
    assert_eq!(desk.post(&format!("{}/macros/{take}", path(&incident)), &json!({}))?.status, 428);
    let done = run(&desk, &incident, &take)?.expect(200)?;
    assert_eq!((&done.body["state"], &done.body["version"]), (&json!("in_progress"), &json!(2)), "{}", done.text);
    assert_eq!(done.body["fields"]["assignee"]["title"], "苏小雨");
    let told = history(&desk, &incident)?;
    let last = told.last().context("an entry")?;
    proof!(
        last["comment"]["body"].as_str().is_some_and(|body| body.contains("打印机脱机")),
        "all of it is done: {last}"
    );
    assert_eq!(last["told"]["zh"], "宏「接手并告知客户」", "{last}");
    let customer = server.sign_in("jiangzhou")?.in_chinese();
    let read = history(&customer, &incident)?;
    assert!(!format!("{read:?}").contains("宏「"), "how we work is not the customer's: {read:?}");

    // One part that is refused, and nothing is done; the field is named.
    let both = json!([
        { "action": "set", "target": "impact", "value": "high" }, { "action": "step", "target": "resolve" },
        { "action": "comment", "audience": "internal", "value": "x" },
    ]);
    let solve = keep(&desk, "半截", &both)?;
    let refused = run(&desk, &incident, &solve)?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["field"], "solution", "{}", refused.text);
    assert_eq!(desk.get(&format!("{}/macros/{solve}", path(&incident)))?.status, 422, "told before it is run");
    assert_eq!(again(&desk, &incident)?.body["fields"]["impact"], "low", "nothing is done by half");
    // Nobody does by a macro what they may not do.
    let stranger = server.sign_in("engineer2")?.in_chinese();
    let raise = named(&offered(&stranger, &incident)?, "按重大事件启动").context("it is offered")?;
    let why = run(&stranger, &incident, &raise)?;
    assert_eq!(why.status, 403, "{}", why.text);
    let raised = run(&desk, &incident, &raise)?.expect(200)?;
    assert_eq!(raised.body["fields"]["checklist_progress"], "0/4", "{}", raised.text);
    Ok(())
}

fn f_plt_07_what_a_macro_says_is_of_the_record_as_it_leaves_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let incident = report(&desk, "打印机脱机", "low", "low")?;
    let take = |step: &str| {
        json!([
            { "action": "comment", "audience": "public", "value": "{{record.title}}已收到" },
            { "action": "set", "target": "assignee", "value": "actor" },
            { "action": "step", "target": step },
            { "action": "comment", "audience": "public", "value": "现由{{assignee.title}}处理" },
        ])
    };
    let takes = keep(&desk, "我来处理", &take("assign"))?;
    let outlook = desk.get(&format!("{}/macros/{takes}", path(&incident)))?;
    proof!(outlook.status == 200 && outlook.text.contains("现由苏小雨处理"), "who takes it is named: {}", outlook.text);
    let plan = outlook.body["plan"].as_str().context("a plan")?;
    let at = format!("{}/macros/{takes}", path(&incident));
    desk.post_if(&at, &incident.version(), &json!({ "plan": plan }))?.expect(200)?;
    let said = |record: &Answer| -> Result<Vec<String>> {
        let told = history(&desk, record)?;
        Ok(told.iter().filter_map(|entry| entry["comment"]["body"].as_str().map(str::to_owned)).collect())
    };
    assert_eq!(said(&incident)?, ["打印机脱机已收到", "现由苏小雨处理"]);
    // Not whoever had it before; and the words that go with the step itself are of what it leads to, too.
    let other = server.sign_in("imanager")?.in_chinese();
    let hand_over = json!([
        { "action": "set", "target": "assignee", "value": "actor" },
        { "action": "step", "target": "reassign" },
        { "action": "comment", "audience": "internal", "value": "转给{{assignee.title}}" },
        { "action": "comment", "audience": "public", "value": "现由{{assignee.title}}处理" },
    ]);
    let hands_over = keep(&other, "转给我", &hand_over)?;
    let handed = run(&other, &incident, &hands_over)?.expect(200)?;
    let name = handed.body["fields"]["assignee"]["title"].as_str().context("an assignee")?;
    assert_eq!(said(&incident)?[2..], [format!("转给{name}"), format!("现由{name}处理")]);
    assert!(name != "苏小雨", "{name}");
    // What would be refused is refused for what is wrong, and nothing is said.
    let late = run(&desk, &incident, &takes)?;
    assert!(late.status != 200 && !late.text.contains("actions["), "{}", late.text);
    assert_eq!(said(&incident)?.len(), 4);
    let gap = keep(&desk, "缺", &json!([{ "action": "comment", "audience": "public", "value": "{{service.title}}" }]))?;
    let refused = run(&desk, &incident, &gap)?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["field"], "macro", "{}", refused.text);
    Ok(())
}

fn f_inc_09_a_macro_over_many_is_tried_first_and_done_for_each(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?.in_chinese();
    let (first, second) = (report(&desk, "一号", "low", "low")?, report(&desk, "二号", "low", "low")?);
    let take = named(&offered(&desk, &first)?, "接手并告知客户").context("the macro")?;
    run(&desk, &second, &take)?.expect(200)?;
    let numbers = [&first, &second].map(|record| record.body["number"].clone());
    let mut asked = json!({ "process": "incident", "numbers": numbers, "macro": take, "dry_run": true });
    let tried = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert_eq!((&tried.body["results"][0]["ok"], &tried.body["results"][1]["ok"]), (&json!(true), &json!(false)));
    assert_eq!(again(&desk, &first)?.body["state"], "new", "a trial does nothing");
    asked["dry_run"] = false.into();
    let done = desk.post("/api/v1/bulk", &asked)?.expect(200)?;
    assert_eq!(done.body["results"][0]["ok"], true, "{}", done.text);
    let now = history(&desk, &first)?;
    let words = now.last().map(|entry| entry["comment"]["body"].to_string()).unwrap_or_default();
    proof!(words.contains("一号"), "each gets its own words: {words}");
    asked["fields"] = json!({ "impact": "high" });
    assert_eq!(desk.post("/api/v1/bulk", &asked)?.status, 422, "it goes with nothing else");
    Ok(())
}

fn f_inc_09_what_is_sent_again_under_its_key_is_not_said_twice(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, other) = (server.sign_in("desk")?, server.sign_in("desk2")?);
    let (first, second) = (report(&desk, "一号", "low", "low")?, report(&desk, "二号", "low", "low")?);
    let tells = keep(&desk, "告知进展", &json!([{ "action": "comment", "audience": "public", "value": "仍在处理" }]))?;
    let numbers = [&first, &second].map(|record| record.body["number"].clone());
    let asked = json!({ "process": "incident", "numbers": [numbers[0], numbers[1], "INC9999999"], "macro": tells });
    let send = |client: &Client, asked: &Value, key: &str| {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        client.send("POST", "/api/v1/bulk", &headers, asked.to_string().as_bytes())
    };
    let said = |record: &Answer| -> Result<usize> {
        Ok(history(&desk, record)?.iter().filter(|entry| entry["comment"]["body"] == "仍在处理").count())
    };
    let tried = json!({ "process": "incident", "numbers": numbers, "macro": tells, "dry_run": true });
    send(&desk, &tried, "once")?.expect(200)?;
    let done = send(&desk, &asked, "once")?.expect(200)?;
    assert_eq!((&done.body["results"][0]["ok"], &done.body["results"][2]["ok"]), (&json!(true), &json!(false)));
    // Somebody else is faster than whoever sends it again.
    let changed = json!({ "title": "二号，已改" });
    desk.patch_if(&path(&second), &again(&desk, &second)?.version(), &changed)?.expect(200)?;
    let repeated = send(&desk, &asked, "once")?.expect(200)?;
    proof!((said(&first)?, said(&second)?) == (1, 1), "it is said once");
    proof!(repeated.body["results"] == done.body["results"], "and answered as before: {}", repeated.text);
    let elsewhere = json!({ "process": "incident", "numbers": [numbers[0]], "macro": tells });
    let reused = send(&desk, &elsewhere, "once")?;
    let alike = desk.send(
        "POST",
        "/api/v1/records/incident",
        &[("content-type", "application/json"), ("idempotency-key", "opens")],
        json!({ "title": "一", "impact": "low", "customer": first.body["fields"]["customer"]["id"] })
            .to_string()
            .as_bytes(),
    )?;
    alike.expect(201)?;
    let headers = [("content-type", "application/json"), ("idempotency-key", "opens")];
    let as_creates = desk.send("POST", "/api/v1/records/incident", &headers, b"{}")?;
    proof!(reused.status == 422 && as_creates.body["type"] == reused.body["type"], "another body: {}", reused.text);
    proof!(said(&first)? == 1, "and nothing is written");
    let theirs =
        keep(&other, "告知进展", &json!([{ "action": "comment", "audience": "public", "value": "仍在处理" }]))?;
    let of_another = json!({ "process": "incident", "numbers": [numbers[0]], "macro": theirs });
    send(&other, &of_another, "once")?.expect(200)?;
    proof!(said(&first)? == 2, "somebody else's key is another");
    send(&desk, &elsewhere, "twice")?.expect(200)?;
    proof!(said(&first)? == 3, "and so is another key");
    Ok(())
}

fn a_macro_that_says_what_is_not_there_is_refused_where_it_stands(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let internal = find(&desk, "text_template", "title", "交班")?;
    for (action, place) in [
        (json!({ "action": "set", "target": "colour", "value": "red" }), "actions[0].target"),
        (json!({ "action": "set", "target": "impact", "value": "huge" }), "actions[0].value"),
        (json!({ "action": "set", "target": "urged_at", "value": "now" }), "actions[0].target"),
        (json!({ "action": "step", "target": "explode" }), "actions[0].target"),
        (json!({ "action": "step", "target": "close_unconfirmed" }), "actions[0].target"),
        (json!({ "action": "comment", "audience": "public" }), "actions[0].value"),
        (json!({ "action": "comment", "audience": "public", "value": "{{nobody}}" }), "actions[0].value"),
        (json!({ "action": "comment", "audience": "public", "template": internal }), "actions[0].template"),
        (json!({ "action": "checklist" }), "actions[0].checklist"),
    ] {
        let fields = json!({ "title": "错", "records_of": "incident", "actions": [action] });
        let refused = desk.post("/api/v1/records/macro", &fields)?.expect(422)?;
        assert_eq!(refused.body["fields"][0]["field"], place, "{action}: {}", refused.text);
    }
    // A template that is retired takes the macro out of what is offered, and says so where it is edited.
    let lines = json!([{ "line": "一" }]);
    let template = create(&desk, "checklist_template", &json!({ "title": "短", "lines": lines }))?;
    let number = keep(&desk, "加检查单", &json!([{ "action": "checklist", "checklist": template.body["id"] }]))?;
    let incident = report(&desk, "一号", "low", "low")?;
    assert!(named(&offered(&desk, &incident)?, "加检查单").is_some());
    desk.post_if(&format!("{}/transitions/retire", path(&template)), &template.version(), &json!({}))?.expect(200)?;
    assert!(named(&offered(&desk, &incident)?, "加检查单").is_none(), "it is offered no more");
    let all = desk.get("/api/v1/macros?process=incident")?.expect(200)?;
    let own = all.body["items"].as_array().into_iter().flatten().find(|one| one["number"] == number.as_str());
    assert_eq!(own.context("it stands in the list")?["problems"][0]["field"], "actions[0].checklist");
    Ok(())
}

fn whoever_a_macro_mentions_twice_is_told_once(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let incident = report(&desk, "一号", "low", "low")?;
    let wang = find(&desk, "person", "name", "王磊")?;
    let say = |words: &str| json!({ "action": "comment", "audience": "internal", "value": format!("@{wang} {words}") });
    let number = keep(&desk, "两次", &json!([say("请看"), say("请再看")]))?;
    run(&desk, &incident, &number)?.expect(200)?;
    let told = history(&desk, &incident)?;
    let said = told.iter().filter(|entry| entry["comment"]["mentioned"][0]["number"] == wang.as_str());
    assert_eq!(said.count(), 2, "both are said: {told:?}");
    Ok(())
}
