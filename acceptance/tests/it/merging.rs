//! F-INC-09: several reports of one thing become one, are told apart again, and one report of two things becomes two.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{
    AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, again, create, find, go_saying, history, path, report, take_up,
};

on_both_stores!(
    f_inc_09_reports_of_one_thing_become_one_and_are_told_apart_again,
    f_inc_09_a_report_of_two_things_becomes_two,
    several_are_merged_at_once_after_a_preview,
    what_is_confidential_goes_into_nothing_that_more_people_see,
);

fn number(record: &Answer) -> &Value {
    &record.body["number"]
}

fn merge(desk: &Client, record: &Answer, into: &Answer) -> Result<Answer> {
    desk.post(&format!("{}/merge", path(record)), &json!({ "into": number(into) }))
}

fn relations(client: &Client, record: &Answer) -> Result<Vec<Value>> {
    let answer = client.get(&format!("{}/relations", path(record)))?.expect(200)?;
    Ok(answer.body["items"].as_array().context("relations")?.clone())
}

fn reasons(client: &Client, about: &Answer) -> Result<Vec<String>> {
    let told = client.get("/api/v1/notices")?.expect(200)?;
    let items = told.body["items"].as_array().context("notices")?;
    let of = items.iter().filter(|one| one["record"]["number"] == *number(about));
    Ok(of.filter_map(|one| one["reason"].as_str().map(str::to_owned)).collect())
}

fn action<'a>(record: &'a Answer, id: &str) -> Option<&'a Value> {
    record.body["actions"].as_array()?.iter().find(|action| action["id"] == id)
}

fn clock(client: &Client, record: &Answer, id: &str) -> Result<Value> {
    let now = again(client, record)?;
    let found = now.body["clocks"].as_array().context("clocks")?.iter().find(|clock| clock["id"] == id).cloned();
    found.with_context(|| format!("no clock {id}: {}", now.text))
}

fn f_inc_09_reports_of_one_thing_become_one_and_are_told_apart_again(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, engineer, office) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let first = report(&desk, "VPN 登不上", "high", "high")?;
    let second = create(&office, "incident", &json!({ "title": "远程拨入失败", "impact": "low", "urgency": "low" }))?;
    let said = json!({ "body": "从早上八点开始", "audience": "public" });
    office.post(&format!("{}/comments", path(&second)), &said)?.expect(201)?;
    let noted = json!({ "body": "口令没有过期", "audience": "internal" });
    desk.post(&format!("{}/comments", path(&second)), &noted)?.expect(201)?;
    server.set_clock("2026-11-20T01:01:00Z")?;
    let manager = server.sign_in("imanager")?;
    manager.put(&format!("{}/watch", path(&second)), &json!({}))?.expect(204)?;
    let promised = clock(&desk, &second, "resolution")?;

    // Who may, and into what.
    let offered = again(&desk, &second)?;
    assert_eq!(action(&offered, "merge").map(|it| &it["allowed"]), Some(&json!(true)), "{}", offered.text);
    let offered = again(&engineer, &second)?;
    let why = action(&offered, "merge").context("an engineer is told why not")?;
    assert!(why["allowed"] == false && why["missing"].is_object(), "{why}");
    merge(&engineer, &second, &first)?.expect(403)?;
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let foreign = create(&desk, "incident", &json!({ "title": "VPN 登不上", "customer": bank }))?;
    let refused = merge(&desk, &second, &foreign)?;
    proof!(refused.status == 422, "another customer's record is refused: {}", refused.text);
    assert_eq!(refused.body["fields"][0]["field"], "into", "{}", refused.text);
    merge(&desk, &second, &second)?.expect(422)?;
    merge(&office, &second, &first)?.expect(403)?;

    // The one ends, the other stays; nothing of what happened is moved.
    let merged = merge(&desk, &second, &first)?.expect(200)?;
    assert_eq!((number(&merged), &merged.body["state"]), (number(&second), &json!("cancelled")), "{}", merged.text);
    let called_off = clock(&desk, &second, "resolution")?;
    assert_eq!((&called_off["state"], &called_off["due_at"]), (&json!("stopped"), &promised["due_at"]), "{called_off}");
    assert_eq!(called_off["stopped_at"], Value::Null, "nobody met it: {called_off}");
    let ties = relations(&office, &first)?;
    let tie = ties.iter().find(|tie| tie["record"]["number"] == *number(&second)).context("the tie")?;
    assert_eq!(
        (&tie["is_conversion"], &tie["direction"], &tie["kind"]),
        (&json!(true), &json!("out"), &json!("merged_from"))
    );
    let read = |client: &Client| -> Result<Vec<String>> {
        let entries = history(client, &second)?;
        Ok(entries.iter().filter_map(|entry| entry["comment"]["body"].as_str().map(str::to_owned)).collect())
    };
    assert_eq!(read(&office)?, ["从早上八点开始"], "notes stay inside");
    assert_eq!(read(&desk)?.len(), 2, "and are read by our own people");
    merge(&desk, &first, &second)?.expect(422).context("a circle")?;
    let off = desk.delete(&format!("{}/relations/{}", path(&first), tie["id"].as_str().context("id")?))?;
    off.expect(422).context("what merging drew, merging ends")?;

    // Whoever asked is told where it goes on, and answers there; whoever followed hears of it.
    server.set_clock("2026-11-20T01:03:00Z")?;
    assert!(reasons(&office, &first)?.contains(&"merged".to_owned()), "the one who asked is told");
    office.post(&format!("{}/comments", path(&second)), &said)?.expect(403)?;
    let there = json!({ "body": "现在也登不上", "audience": "public" });
    office.post(&format!("{}/comments", path(&first)), &there)?.expect(201)?;
    let answer = json!({ "body": "网关重启过了", "audience": "public" });
    desk.post(&format!("{}/comments", path(&first)), &answer)?.expect(201)?;
    server.set_clock("2026-11-20T01:05:00Z")?;
    let heard = reasons(&manager, &first)?;
    proof!(heard.contains(&"watched_commented".to_owned()), "the follower of the merged one: {heard:?}");
    let heard = reasons(&office, &first)?;
    assert!(heard.contains(&"commented".to_owned()), "and whoever asked for it: {heard:?}");

    // Told apart again, it goes on as it was, and what was promised stays promised.
    let offered = again(&desk, &second)?;
    assert_eq!(action(&offered, "unmerge").map(|it| &it["allowed"]), Some(&json!(true)), "{}", offered.text);
    let out = |client: &Client| client.post(&format!("{}/unmerge", path(&second)), &json!({}));
    out(&engineer)?.expect(403)?;
    let freed = out(&desk)?.expect(200)?;
    assert_eq!(freed.body["state"], "new", "{}", freed.text);
    let going = clock(&desk, &second, "resolution")?;
    assert_eq!((&going["state"], &going["due_at"]), (&json!("running"), &promised["due_at"]), "{going}");
    assert!(relations(&desk, &first)?.iter().all(|tie| tie["kind"] != "merged_from"), "they are tied no more");
    out(&desk)?.expect(409).context("there is nothing to take out")?;

    // Not any more once the other has come to its end.
    merge(&desk, &second, &first)?.expect(200)?;
    go_saying(&desk, &first, "cancel", &json!({}), "不再需要")?;
    let offered = again(&desk, &second)?;
    assert_eq!(action(&offered, "unmerge").map(|it| &it["allowed"]), Some(&json!(false)), "{}", offered.text);
    out(&desk)?.expect(409)?;
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{found}");
    Ok(())
}

fn f_inc_09_a_report_of_two_things_becomes_two(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, engineer, office) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let whole = create(&office, "incident", &json!({ "title": "VPN 登不上，打印机也卡纸" }))?;
    let said = json!({ "body": "三楼的打印机", "audience": "public" });
    office.post(&format!("{}/comments", path(&whole)), &said)?.expect(201)?;
    let at = format!("{}/attachments?name=paper.txt&audience=public", path(&whole));
    office.send("POST", &at, &[("content-type", "text/plain")], b"jammed")?.expect(201)?;
    let files = desk.get(&format!("{}/attachments", path(&whole)))?.expect(200)?;
    let file = files.body["items"][0]["id"].clone();
    let offer = again(&desk, &whole)?;
    let asks = offer.action("split").context("it can be split")?["asks"].to_string();
    proof!(asks.contains("\"title\"") && !asks.contains("customer"), "whose it is stays: {asks}");
    let split = |client: &Client, body: &Value| client.post(&format!("{}/split", path(&whole)), body);
    split(&engineer, &json!({}))?.expect(403)?;
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    split(&desk, &json!({ "fields": { "customer": bank, "requester": null } }))?.expect(422)?;
    split(&desk, &json!({ "files": ["00000000-0000-0000-0000-000000000001"] }))?.expect(422)?;
    let second = split(&desk, &json!({ "fields": { "title": "打印机卡纸" }, "files": [file] }))?.expect(201)?;
    assert_eq!(second.body["fields"]["title"], "打印机卡纸", "{}", second.text);
    for field in ["customer", "requester"] {
        let kept = again(&desk, &whole)?.body["fields"][field].clone();
        proof!(second.body["fields"][field] == kept, "{field} goes along: {}", second.text);
    }
    assert_eq!(again(&desk, &whole)?.body["state"], "new", "the first goes on as it was");
    let tie = relations(&office, &second)?.into_iter().find(|tie| tie["is_split"] == true).context("the tie")?;
    assert_eq!((&tie["direction"], &tie["record"]["number"]), (&json!("out"), number(&whole)), "{tie}");
    let back = relations(&desk, &whole)?.into_iter().find(|tie| tie["is_split"] == true).context("both ways")?;
    assert_eq!((&back["direction"], &back["record"]["number"]), (&json!("in"), number(&second)), "{back}");
    let files = office.get(&format!("{}/attachments", path(&second)))?.expect(200)?;
    let file = files.body["items"][0]["id"].as_str().context("the file is found there too")?.to_owned();
    assert_eq!(office.get(&format!("{}/attachments/{file}", path(&second)))?.expect(200)?.text, "jammed");
    let actions = |record: &Answer| -> Result<Vec<Value>> {
        Ok(history(&desk, record)?.iter().map(|entry| entry["action"].clone()).collect())
    };
    assert!(actions(&whole)?.contains(&json!("split")) && actions(&second)?.contains(&json!("split")));
    server.set_clock("2026-11-20T01:05:00Z")?;
    assert!(reasons(&office, &second)?.contains(&"split".to_owned()), "whoever asked is told");
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{found}");
    Ok(())
}

fn several_are_merged_at_once_after_a_preview(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let stays = report(&desk, "邮件收不到", "high", "high")?;
    let more = [report(&desk, "收件箱是空的", "low", "low")?, report(&desk, "没有新邮件", "low", "low")?];
    take_up(&desk, &engineer, &stays)?;
    let numbers: Vec<&Value> = more.iter().map(number).chain([number(&stays)]).collect();
    let bulk = |dry_run: bool| -> Result<Vec<bool>> {
        let body =
            json!({ "process": "incident", "numbers": numbers, "merge_into": number(&stays), "dry_run": dry_run });
        let answer = desk.post("/api/v1/bulk", &body)?.expect(200)?;
        Ok(answer.body["results"].as_array().context("results")?.iter().map(|one| one["ok"] == true).collect())
    };
    assert_eq!(bulk(true)?, [true, true, false], "into itself it can't go");
    assert_eq!(again(&desk, &more[0])?.body["state"], "new", "a preview writes nothing");
    assert_eq!(bulk(false)?, [true, true, false]);
    for merged in &more {
        assert_eq!(again(&desk, merged)?.body["state"], "cancelled");
    }
    assert_eq!(relations(&desk, &stays)?.len(), 2);
    let both =
        json!({ "process": "incident", "numbers": [], "merge_into": number(&stays), "fields": { "title": "x" } });
    desk.post("/api/v1/bulk", &both)?.expect(422)?;
    Ok(())
}

fn what_is_confidential_goes_into_nothing_that_more_people_see(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let manager = server.sign_in("imanager")?;
    let customer = find(&manager, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let opened = |title: &str, confidential: bool| {
        let fields = json!({ "title": title, "customer": customer, "confidential": confidential });
        create(&manager, "incident", &fields)
    };
    let (secret, open, other) = (opened("账号被盗用", true)?, opened("登录异常", false)?, opened("泄露", true)?);
    let refused = merge(&manager, &secret, &open)?.expect(422)?;
    assert!(refused.text.contains("more people would see it"), "{}", refused.text);
    let split = json!({ "fields": { "title": "x", "confidential": false } });
    let refused = manager.post(&format!("{}/split", path(&secret)), &split)?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["field"], "confidential", "{}", refused.text);
    merge(&manager, &open, &secret)?.expect(200)?;
    merge(&manager, &other, &secret)?.expect(200)?;
    Ok(())
}
