//! The boundary of confidentiality when a record goes to another customer: what one was told stays with it.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{
    AROUND_THE_CLOCK_CUSTOMER, OFFICE_HOURS_CUSTOMER, again, create, encode, find, go, go_saying, history, path, report,
};

on_both_stores!(
    what_a_customer_said_or_was_told_keeps_the_record_with_it,
    what_was_before_stays_unseen_by_the_new_customer,
    what_a_record_was_converted_from_keeps_it_too,
    what_was_agreed_with_one_customer_does_not_go_to_another,
);

/// What the first customer's people know of, and nobody else may.
const SECRET: &str = "密级甲等";

fn to_the_bank(desk: &Client, record: &Answer) -> Result<Answer> {
    let bank = find(desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let now = again(desk, record)?;
    desk.patch_if(&path(record), &now.version(), &json!({ "customer": bank }))
}

/// A record of the customer with office hours, opened by the desk with nobody's words in it.
fn opened(desk: &Client, process: &str, title: &str) -> Result<Answer> {
    let customer = find(desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let mut fields = json!({ "title": title, "customer": customer, "channel": "telephone" });
    if process == "service_request" {
        fields["item"] = desk.get("/api/v1/records/catalogue_item")?.expect(200)?.body["items"][0]["number"].clone();
    }
    create(desk, process, &fields)
}

fn is_kept(desk: &Client, record: &Answer) -> Result<()> {
    let refused = to_the_bank(desk, record)?.expect(422)?;
    assert_eq!(refused.body["fields"][0]["field"], "customer", "{}", refused.text);
    let said = refused.body["fields"][0]["message"].as_str().context("a message")?.to_owned();
    assert!(said.contains("open a new one for the other customer"), "{said}");
    let seen = again(desk, record)?;
    let has = |key: &str| seen.body[key].as_array().into_iter().flatten().any(|it| it == "customer");
    let kept = seen.body["kept"].as_array().context("kept")?.iter().find(|it| it["field"] == "customer");
    let text = &kept.context("the page is told why")?["text"];
    assert!(!has("editable") && text["zh"].as_str().is_some_and(|zh| zh.contains("请为另一客户新建")), "{text}");
    let chinese = desk.in_chinese();
    assert!(to_the_bank(&chinese, record)?.text.contains("请为另一客户新建"));
    Ok(())
}

fn what_was_agreed_with_one_customer_does_not_go_to_another(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let bank = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    for (process, field) in [
        ("incident", "agreed_measure"),
        ("incident", "business_impact"),
        ("incident", "solution"),
        ("service_request", "result"),
    ] {
        let record = opened(&desk, process, "登记错了客户")?;
        let filled = desk.patch_if(&path(&record), &record.version(), &json!({ field: SECRET }))?.expect(200)?;
        let refused = to_the_bank(&desk, &record)?.expect(422)?;
        assert_eq!(refused.body["fields"][0]["field"], field, "{}", refused.text);
        assert!(refused.text.contains("belongs to the customer before"), "{}", refused.text);
        let both = json!({ "customer": bank, field: null });
        let moved = desk.patch_if(&path(&record), &filled.version(), &both)?.expect(200)?;
        assert_eq!(moved.body["fields"]["customer"]["number"], bank, "{}", moved.text);
    }
    Ok(())
}

fn what_a_customer_said_or_was_told_keeps_the_record_with_it(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    for process in ["incident", "service_request"] {
        let told = opened(&desk, process, "告知过客户")?;
        let body = json!({ "body": SECRET, "audience": "public" });
        desk.post(&format!("{}/comments", path(&told)), &body)?.expect(201)?;
        is_kept(&desk, &told).context("a reply")?;
        let shown = opened(&desk, process, "给客户看过文件")?;
        let file = format!("{}/attachments?name=a.txt&audience=public", path(&shown));
        desk.send("POST", &file, &[("content-type", "text/plain")], b"a")?.expect(201)?;
        is_kept(&desk, &shown).context("a file")?;
    }
    is_kept(&desk, &report(&desk, "客户来电", "low", "low")?).context("a contact's report")?;
    let own = create(&office, "incident", &json!({ "title": "客户自己提交", "customer": customer }))?;
    is_kept(&desk, &own).context("a contact's record")?;
    let cancelled = opened(&desk, "incident", "指派后说明")?;
    let assignee = find(&desk, "person", "name", "王磊")?;
    go(&desk, &cancelled, "assign", &json!({ "assignee": assignee }))?;
    go(&desk, &cancelled, "start", &json!({}))?;
    go_saying(&desk, &cancelled, "hold", &json!({ "hold_reason": "customer" }), SECRET)?;
    is_kept(&desk, &cancelled).context("a reason given to the customer")?;
    let other = json!({ "customer": null });
    let now = again(&desk, &own)?;
    desk.patch_if(&path(&own), &now.version(), &other)?.expect(422)?;
    Ok(())
}

fn what_was_before_stays_unseen_by_the_new_customer(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office, bank) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?, server.sign_in("yunling")?);
    let moved = opened(&desk, "incident", SECRET)?;
    desk.post(&format!("{}/comments", path(&moved)), &json!({ "body": SECRET, "audience": "internal" }))?
        .expect(201)?;
    let file = format!("{}/attachments?name={}&audience=internal", path(&moved), encode(SECRET));
    desk.send("POST", &file, &[("content-type", "text/plain")], b"a")?.expect(201)?;
    let assignee = find(&desk, "person", "name", "王磊")?;
    go(&desk, &moved, "assign", &json!({ "assignee": assignee }))?;
    go(&desk, &moved, "start", &json!({}))?;
    assert!(again(&office, &moved)?.clock("response").is_some(), "the first customer sees the promise kept");
    server.set_clock("2026-11-23T02:00:00Z")?;
    let now = again(&desk, &moved)?;
    let customer = find(&desk, "customer", "title", AROUND_THE_CLOCK_CUSTOMER)?;
    let changes = json!({ "title": "登录慢", "customer": customer });
    desk.patch_if(&path(&moved), &now.version(), &changes)?.expect(200)?;
    server.set_clock("2026-11-23T03:00:00Z")?;

    office.get(&path(&moved))?.expect(404)?;
    let seen = again(&bank, &moved)?;
    assert!(!seen.text.contains(SECRET) && !seen.text.contains(OFFICE_HOURS_CUSTOMER), "{}", seen.text);
    assert!(seen.clock("response").is_none(), "what was promised to another, and when it was kept");
    let entries = history(&bank, &moved)?;
    assert_eq!(entries.len(), 1, "{entries:?}");
    let changes = entries[0]["changes"].as_array().context("changes")?;
    assert!(changes.iter().all(|change| change["from"].is_null()), "{changes:?}");
    let all = history(&desk, &moved)?;
    assert!(all.len() > 4 && format!("{all:?}").contains(OFFICE_HOURS_CUSTOMER), "our own people read all of it");
    let listed = |at: &str| -> Result<String> { Ok(bank.get(&format!("{}{at}", path(&moved)))?.expect(200)?.text) };
    for text in [listed("/history")?, listed("/attachments")?, listed("/clocks")?, listed("/relations")?] {
        assert!(!text.contains(SECRET) && !text.contains(OFFICE_HOURS_CUSTOMER), "{text}");
    }
    let lines = listed("/clocks")?;
    assert!(!lines.contains("\"response\"") && lines.contains("resolution"), "{lines}");
    bank.get(&format!("{}?as_of=2026-11-23T01:00:00Z", path(&moved)))?.expect(404)?;
    let hits = bank.get(&format!("/api/v1/search?q={}", encode(SECRET)))?.expect(200)?;
    assert_eq!(hits.body["items"].as_array().map(Vec::len), Some(0), "{}", hits.text);
    let number = moved.body["number"].as_str().context("a number")?;
    let rows =
        bank.get(&format!("/api/v1/records/incident?filter={}", encode(&format!("record.number == \"{number}\""))))?;
    let row: &Value = &rows.body["items"][0];
    assert!(
        row["clocks"].to_string().contains("resolution") && !row["clocks"].to_string().contains("response"),
        "{row}"
    );

    go_saying(&desk, &moved, "hold", &json!({ "hold_reason": "customer" }), "请确认")?;
    assert!(history(&bank, &moved)?.len() > 1, "what happens from then on is read");
    let last = history(&bank, &moved)?.last().and_then(|entry| entry["n"].as_u64()).context("an entry")?;
    let is_about = |event: &Value| event["number"] == number;
    let events = bank.events(0, |event| is_about(event) && event["n"] == last)?;
    let heard: Vec<_> = events.iter().filter(|event| is_about(event)).map(|event| event["n"].clone()).collect();
    let told: Vec<_> = history(&bank, &moved)?.iter().map(|entry| entry["n"].clone()).collect();
    assert_eq!(heard, told, "events tell of what the history tells");
    is_kept_with_the_bank(&desk, &moved)
}

fn is_kept_with_the_bank(desk: &Client, record: &Answer) -> Result<()> {
    let customer = find(desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let now = again(desk, record)?;
    desk.patch_if(&path(record), &now.version(), &json!({ "customer": customer }))?.expect(422)?;
    Ok(())
}

fn what_a_record_was_converted_from_keeps_it_too(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, office) = (server.sign_in("desk")?, server.sign_in("jiangzhou")?);
    let convert = |record: &Answer, to: &str| -> Result<Answer> {
        desk.post(&format!("{}/convert", path(record)), &json!({ "to": to }))?.expect(201)
    };
    let customer = find(&desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let own = create(&office, "incident", &json!({ "title": SECRET, "customer": customer }))?;
    let now = again(&desk, &own)?;
    desk.patch_if(&path(&own), &now.version(), &json!({ "requester": null }))?.expect(200)?;
    is_kept(&desk, &convert(&own, "service_request")?).context("a contact's record")?;
    let told = opened(&desk, "incident", SECRET)?;
    desk.post(&format!("{}/comments", path(&told)), &json!({ "body": SECRET, "audience": "public" }))?.expect(201)?;
    let request = convert(&told, "service_request")?;
    is_kept(&desk, &request).context("a reply")?;
    is_kept(&desk, &convert(&request, "incident")?).context("over two conversions")?;
    let unheard = convert(&opened(&desk, "incident", "客户选错")?, "service_request")?;
    to_the_bank(&desk, &unheard)?.expect(200)?;
    Ok(())
}
