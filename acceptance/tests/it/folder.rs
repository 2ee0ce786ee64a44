//! What is somebody's own: to do, done, started, mentioned on, followed; and what they are told, with the reason.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::server::{Backend, Server};
use yuheng_testkit::{on_both_stores, proof};

use crate::company::{OFFICE_HOURS_CUSTOMER, again, create, encode, find, go, go_saying, path, report, take_up};

on_both_stores!(
    sco_1_each_enters_by_a_page_of_their_own_with_their_own_work,
    what_nobody_has_is_to_be_given_out_or_sent_for_approval,
    what_is_to_be_given_out_is_listed_for_those_who_may_and_not_while_somebody_is_asked,
    on_what_is_closed_a_customer_is_offered_no_answer,
    whoever_follows_is_told_of_what_they_may_see,
    what_was_converted_leads_on_and_what_a_customer_says_is_heard,
    a_mention_is_told_and_found_and_refused_where_it_could_not_be_read,
    notices_say_why,
);

fn sco_1_each_enters_by_a_page_of_their_own_with_their_own_work(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, office) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let bank = server.sign_in("yunling")?;
    let mut before = Vec::new();
    for client in [&desk, &engineer, &office, &bank] {
        before.push(counts(client)?);
    }
    let incident = report(&desk, "门户无法登录", "medium", "medium")?;
    let number = number(&incident);
    proof!(counts(&desk)?["started"] == before[0]["started"] + 1, "the desk opened it");
    proof!(counts(&office)?["started"] == before[2]["started"] + 1, "it was opened for the customer's contact");
    assert!(!holds(&desk, "todo", &number)?, "nothing of it is the desk's own yet");
    take_up(&desk, &engineer, &incident)?;
    proof!(holds(&engineer, "todo", &number)?, "whom it is assigned to has it to do");
    assert_eq!(counts(&engineer)?["todo"], before[1]["todo"] + 1);
    proof!(holds(&desk, "done", &number)?, "who assigned it has done that");
    assert!(!holds(&engineer, "done", &number)?, "what is still to do is not done");
    go_saying(&engineer, &incident, "hold", &json!({ "hold_reason": "customer" }), "请提供账号")?;
    proof!(holds(&office, "todo", &number)?, "it waits for the customer's answer");
    go(&engineer, &incident, "resume", &json!({}))?;
    assert!(!holds(&office, "todo", &number)?, "now it does not");
    go(&engineer, &incident, "resolve", &json!({ "solution": "重置令牌" }))?;
    proof!(holds(&office, "todo", &number)?, "it waits for the customer's confirmation");
    assert!(!holds(&engineer, "todo", &number)?, "and no longer for the engineer");
    go(&office, &incident, "confirm", &json!({}))?;
    for client in [&engineer, &office] {
        assert!(!holds(client, "todo", &number)? && holds(client, "done", &number)?, "and then it is done");
    }
    assert_eq!(counts(&bank)?, before[3], "another customer has nothing of it");
    let wrong = desk.get("/api/v1/records?folder=everything")?;
    assert!(wrong.status == 422 && wrong.text.contains("started"), "a folder that nobody knows: {}", wrong.text);
    Ok(())
}

fn what_nobody_has_is_to_be_given_out_or_sent_for_approval(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let manager = server.sign_in("rqmanager")?;
    let before = counts(&desk)?["unassigned"];
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let request = |condition: &str| -> Result<Answer> {
        let items = desk.get(&format!("/api/v1/records/catalogue_item?filter={}", encode(condition)))?.expect(200)?;
        let fields = json!({ "title": "开通账号", "customer": customer, "item": items.body["items"][0]["number"] });
        create(&desk, "service_request", &fields)
    };
    let (plain, guarded) = (request("record.needs_approval == false")?, request("record.needs_approval == true")?);
    let incident = report(&desk, "门户无法登录", "medium", "medium")?;
    let is_waiting = |record: &Answer| holds(&desk, "unassigned", &number(record));
    assert!(is_waiting(&plain)? && is_waiting(&incident)? && is_waiting(&guarded)?);
    assert_eq!(counts(&desk)?["unassigned"], before + 3);
    let office = server.sign_in("jiangzhou")?;
    assert!(!holds(&office, "unassigned", &number(&incident))?, "who has what is of the provider's inside");
    let asked = go(&desk, &guarded, "approve", &json!({}))?;
    let id = asked.body["approvals"][0]["id"].as_str().context("an approval has an id")?.to_owned();
    let votes = format!("{}/approvals/{id}/votes", path(&guarded));
    manager.post_if(&votes, &asked.version(), &json!({ "agrees": true, "opinion": "同意" }))?.expect(200)?;
    assert!(is_waiting(&guarded)?, "now somebody is to have it");
    take_up(&desk, &engineer, &incident)?;
    assert!(!is_waiting(&incident)?);
    Ok(())
}

fn what_is_to_be_given_out_is_listed_for_those_who_may_and_not_while_somebody_is_asked(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, manager) =
        (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("rqmanager")?);
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let items = encode("record.needs_approval == true");
    let items = desk.get(&format!("/api/v1/records/catalogue_item?filter={items}"))?.expect(200)?;
    let fields = json!({ "title": "开放端口", "customer": customer, "item": items.body["items"][0]["number"] });
    let request = create(&desk, "service_request", &fields)?;
    let incident = report(&desk, "门户无法登录", "medium", "medium")?;
    let lists = |client: &Client, record: &Answer| holds(client, "unassigned", &number(record));
    proof!(lists(&engineer, &incident)? && !lists(&manager, &incident)?, "each has what it may give out");
    proof!(!lists(&engineer, &request)? && lists(&manager, &request)?, "and nothing else");
    let asked = go(&desk, &request, "approve", &json!({}))?;
    for client in [&desk, &manager] {
        proof!(!lists(client, &request)?, "somebody has been asked: it waits for them");
    }
    let id = asked.body["approvals"][0]["id"].as_str().context("an approval has an id")?.to_owned();
    let votes = format!("{}/approvals/{id}/votes", path(&request));
    manager.post_if(&votes, &asked.version(), &json!({ "agrees": false, "opinion": "请写明端口" }))?.expect(200)?;
    proof!(lists(&desk, &request)?, "sent back, it is to be sent once more");
    for client in [&desk, &engineer, &manager] {
        let listed = client.get("/api/v1/records?folder=unassigned&limit=200")?.expect(200)?;
        for item in listed.body["items"].as_array().context("items")? {
            let at = format!("/api/v1/records/{}/{}", text(&item["process"]), text(&item["number"]));
            let record = client.get(&at)?.expect(200)?;
            let steps = record.body["actions"].as_array().context("actions")?.iter();
            let mut allowed = steps.filter(|action| action["allowed"] == true && action["leads"] == "on");
            assert!(allowed.any(|action| text(&action["id"]).starts_with("transition:")), "{}", record.text);
        }
    }
    Ok(())
}

fn on_what_is_closed_a_customer_is_offered_no_answer(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let report = create(&office, "incident", &json!({ "title": "想开通一个账号", "impact": "low" }))?;
    let answers = |record: &Answer| -> Result<bool> {
        let seen = again(&office, record)?;
        let offers = seen.body["actions"].as_array().context("actions")?.clone();
        Ok(offers.iter().any(|action| action["id"] == "comment" && action["allowed"] == true))
    };
    proof!(answers(&report)?, "who reported it may say more");
    let request = desk.post(&format!("{}/convert", path(&report)), &json!({ "to": "service_request" }))?.expect(201)?;
    proof!(!answers(&report)? && answers(&request)?, "it is talked about where it goes on");
    let said = json!({ "body": "还有一个人", "audience": "public" });
    assert_eq!(office.post(&format!("{}/comments", path(&report)), &said)?.status, 403);
    office.post(&format!("{}/comments", path(&request)), &said)?.expect(201)?;
    Ok(())
}

fn whoever_follows_is_told_of_what_they_may_see(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    let (desk, engineer) = (server.sign_in("desk")?, server.sign_in("engineer")?);
    let manager = server.sign_in("imanager")?;
    let colleague = server.sign_in("yunling2")?;
    let incident = report(&desk, "邮件发不出去", "low", "low")?;
    // What was before one follows is told to nobody.
    server.set_clock("2026-11-20T01:30:00Z")?;
    let watch = format!("{}/watch", path(&incident));
    assert_eq!(colleague.put(&watch, &json!({}))?.status, 404, "nobody follows what they can't see");
    assert_eq!(again(&manager, &incident)?.body["watched"], false);
    for _ in 0..2 {
        manager.put(&watch, &json!({}))?.expect(204)?;
    }
    assert_eq!(again(&manager, &incident)?.body["watched"], true);
    assert_eq!(again(&desk, &incident)?.body["watched"], false, "it is personal");
    assert!(holds(&manager, "watched", &number(&incident))?);
    let entries = crate::company::history(&desk, &incident)?.len();
    server.set_clock("2026-11-20T02:00:00Z")?;
    take_up(&desk, &engineer, &incident)?;
    comment(&engineer, &incident, "正在查", "public")?;
    comment(&engineer, &incident, "怀疑队列", "internal")?;
    comment(&manager, &incident, "谢谢", "public")?;
    server.set_clock("2026-11-20T02:01:00Z")?;
    let mut told = told(&manager, &incident)?;
    told.sort();
    assert_eq!(told, ["watched_commented", "watched_moved", "watched_moved"], "steps, what all read, no own deeds");
    manager.delete(&watch)?.expect(204)?;
    comment(&engineer, &incident, "查到了", "public")?;
    server.set_clock("2026-11-20T02:02:00Z")?;
    assert_eq!(self::told(&manager, &incident)?.len(), 3, "who follows no longer is told no more");
    let after = crate::company::history(&desk, &incident)?;
    assert_eq!(after.len(), entries + 6, "following stands in no history");
    server.kill()?;
    let (code, found) = server.run(&["verify"])?;
    assert_eq!(code, 0, "{found}");
    Ok(())
}

fn what_was_converted_leads_on_and_what_a_customer_says_is_heard(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let report = create(&office, "incident", &json!({ "title": "想开通一个账号", "impact": "low" }))?;
    comment(&office, &report, "请尽快", "public")?;
    server.set_clock("2026-11-20T01:10:00Z")?;
    assert_eq!(told(&desk, &report)?, ["unheard"], "nobody has it yet");
    let request = desk.post(&format!("{}/convert", path(&report)), &json!({ "to": "service_request" }))?.expect(201)?;
    server.set_clock("2026-11-20T01:20:00Z")?;
    assert_eq!(told(&office, &request)?, ["converted"]);
    let links = office.get(&format!("{}/relations", path(&report)))?.expect(200)?;
    let link = &links.body["items"][0];
    assert_eq!((&link["is_conversion"], &link["direction"]), (&json!(true), &json!("in")), "{}", links.text);
    assert_eq!(link["record"]["number"], request.body["number"]);
    Ok(())
}

fn a_mention_is_told_and_found_and_refused_where_it_could_not_be_read(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager, office) = (server.sign_in("desk")?, server.sign_in("imanager")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "报表打不开", "low", "low")?;
    let person = me_number(&server, &manager)?;
    let contact = find(&desk, "contact", "name", "林嘉宁")?;
    let others = me_number(&server, &server.sign_in("yunling")?)?;
    let at = format!("{}/comments", path(&incident));
    let say =
        |client: &Client, body: &str, audience: &str| client.post(&at, &json!({ "body": body, "audience": audience }));
    let refused = say(&desk, &format!("@{contact} 内部说一句"), "internal")?;
    proof!(refused.status == 422 && refused.text.contains("林嘉宁"), "a note mentions no customer: {}", refused.text);
    let refused = say(&desk, &format!("@{others} 请看"), "public")?;
    assert_eq!(refused.status, 422, "nor anything another customer: {}", refused.text);
    say(&office, &format!("@{others} 请看"), "public")?.expect(201).context("who can't know them writes a word")?;
    say(&desk, &format!("@{person} 请关注，@INC0000001 类似"), "internal")?.expect(201)?;
    server.set_clock("2026-11-20T02:00:00Z")?;
    proof!(told(&manager, &incident)? == ["mentioned"], "who is mentioned is told");
    proof!(holds(&manager, "unread", &number(&incident))?, "and finds it, unread");
    manager.post(&format!("{}/seen", path(&incident)), &json!({}))?.expect(204)?;
    assert!(holds(&manager, "copied", &number(&incident))? && !holds(&manager, "unread", &number(&incident))?);
    assert_eq!(manager.get("/api/v1/notices")?.body["items"][0]["read"], true, "the notice with it");
    say(&desk, &format!("再看 @{person}"), "public")?.expect(201)?;
    assert!(holds(&manager, "unread", &number(&incident))?, "a new mention is unread again");
    assert!(!holds(&server.sign_in("yunling")?, "copied", &number(&incident))?);
    Ok(())
}

fn notices_say_why(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, engineer, office) = (server.sign_in("desk")?, server.sign_in("engineer")?, server.sign_in("jiangzhou")?);
    let incident = report(&desk, "打印服务停止", "high", "high")?;
    take_up(&desk, &engineer, &incident)?;
    comment(&office, &incident, "还要多久", "public")?;
    server.set_clock("2026-11-20T02:00:00Z")?;
    let notices = engineer.get("/api/v1/notices")?.expect(200)?;
    let items = notices.body["items"].as_array().context("items")?;
    let answered = items.iter().find(|item| item["reason"] == "answered").context("the customer has answered")?.clone();
    assert_eq!(answered["read"], false, "{answered}");
    assert_eq!(answered["because"]["zh"], "因为您是处理人");
    assert_eq!(answered["doer"]["title"], "林嘉宁", "whose deed it was");
    server.set_clock("2026-11-20T12:00:00Z")?;
    let reasons = told(&engineer, &incident)?;
    proof!(reasons.iter().any(|reason| reason == "due_soon"), "about to be late: {reasons:?}");
    assert!(reasons.iter().any(|reason| reason == "overdue"), "late: {reasons:?}");
    let id = answered["id"].as_str().context("id")?;
    let unread = || -> Result<u64> { engineer.get("/api/v1/notices")?.body["unread"].as_u64().context("unread") };
    let before = unread()?;
    engineer.post(&format!("/api/v1/notices/{}/read", crate::company::encode(id)), &json!({}))?.expect(204)?;
    assert_eq!(unread()?, before - 1, "one by one");
    engineer.post("/api/v1/notices/read", &json!({}))?.expect(204)?;
    assert_eq!(unread()?, 0, "or all");
    go(&engineer, &incident, "resolve", &json!({ "solution": "重启" }))?;
    server.set_clock("2026-11-20T12:01:00Z")?;
    assert!(told(&office, &incident)?.iter().any(|reason| reason == "resolved"), "the customer is asked");
    Ok(())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(answer: &Answer) -> String {
    answer.body["number"].as_str().unwrap_or_default().to_owned()
}

/// The number of whoever is signed in.
fn me_number(server: &Server, client: &Client) -> Result<String> {
    let me = client.get("/api/v1/me")?.expect(200)?.body;
    let process = if me["customer"].is_null() { "person" } else { "contact" };
    find(&server.sign_in("desk")?, process, "name", me["name"].as_str().context("a name")?)
}

fn comment(client: &Client, record: &Answer, body: &str, audience: &str) -> Result<Answer> {
    client.post(&format!("{}/comments", path(record)), &json!({ "body": body, "audience": audience }))?.expect(201)
}

/// How much is in each folder.
fn counts(client: &Client) -> Result<std::collections::BTreeMap<String, u64>> {
    let answer = client.get("/api/v1/me/folders")?.expect(200)?;
    let folders = answer.body["folders"].as_array().context("folders")?.clone();
    let one = |folder: &Value| Some((folder["id"].as_str()?.to_owned(), folder["count"].as_u64()?));
    folders.iter().map(|folder| one(folder).context("a count")).collect()
}

/// Whether a folder holds the record with that number.
fn holds(client: &Client, folder: &str, number: &str) -> Result<bool> {
    let page = client.get(&format!("/api/v1/records?folder={folder}&limit=200&total=1"))?.expect(200)?;
    let items = page.body["items"].as_array().context("items")?;
    assert_eq!(page.body["total"].as_u64(), u64::try_from(items.len()).ok(), "one page holds it all");
    Ok(items.iter().any(|item| item["number"] == *number))
}

/// Why somebody was told of a record.
fn told(client: &Client, record: &Answer) -> Result<Vec<String>> {
    let answer = client.get("/api/v1/notices?limit=200")?.expect(200)?;
    let items = answer.body["items"].as_array().context("items")?.clone();
    let of_record = items.into_iter().filter(|item| item["record"]["number"] == record.body["number"]);
    Ok(of_record.filter_map(|item| item["reason"].as_str().map(str::to_owned)).collect())
}
