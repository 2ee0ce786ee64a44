//! The demo company as the tests know it, and the sentences that they speak.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yuheng_testkit::client::{Answer, Client};

/// The customer with the service hours 9–12 and 13–18, as the desk finds it: 江州市政务数据中心.
pub const OFFICE_HOURS_CUSTOMER: &str = "江州市政务数据中心";
/// The customer that is served around the clock.
pub const AROUND_THE_CLOCK_CUSTOMER: &str = "云岭银行股份有限公司";

/// The number of the record of `process` that has `value` in `field`.
pub fn find(client: &Client, process: &str, field: &str, value: &str) -> Result<String> {
    let filter = encode(&format!("record.{field} == \"{value}\""));
    let answer = client.get(&format!("/api/v1/records/{process}?filter={filter}"))?.expect(200)?;
    answer.body["items"][0]["number"]
        .as_str()
        .map(str::to_owned)
        .with_context(|| format!("no {process} with {field} {value}: {}", answer.text))
}

/// Creates a record.
pub fn create(client: &Client, process: &str, fields: &Value) -> Result<Answer> {
    client.post(&format!("/api/v1/records/{process}"), fields)?.expect(201)
}

/// An incident of the customer with office hours, reported by telephone: impact and urgency give its priority.
pub fn report(desk: &Client, title: &str, impact: &str, urgency: &str) -> Result<Answer> {
    let customer = find(desk, "customer", "title", OFFICE_HOURS_CUSTOMER)?;
    let requester = find(desk, "contact", "name", "林嘉宁")?;
    let fields = json!({
        "title": title, "customer": customer, "requester": requester, "channel": "telephone",
        "impact": impact, "urgency": urgency,
    });
    create(desk, "incident", &fields)
}

/// The path of a record that an answer shows.
pub fn path(answer: &Answer) -> String {
    let text = |key: &str| answer.body[key].as_str().unwrap_or_default().to_owned();
    format!("/api/v1/records/{}/{}", text("process"), text("number"))
}

/// The record as it is now.
pub fn again(client: &Client, answer: &Answer) -> Result<Answer> {
    client.get(&path(answer))?.expect(200)
}

/// Tries a transition, on the version as it is now.
pub fn try_to(client: &Client, record: &Answer, transition: &str, fields: &Value) -> Result<Answer> {
    let now = again(client, record)?;
    let body = json!({ "fields": fields });
    client.post_if(&format!("{}/transitions/{transition}", path(record)), &now.version(), &body)
}

/// Tries a transition with a comment that the customer reads.
pub fn try_saying(client: &Client, record: &Answer, transition: &str, fields: &Value, words: &str) -> Result<Answer> {
    let now = again(client, record)?;
    let body = json!({ "fields": fields, "comment": { "body": words, "audience": "public" } });
    client.post_if(&format!("{}/transitions/{transition}", path(record)), &now.version(), &body)
}

/// Does a transition.
pub fn go(client: &Client, record: &Answer, transition: &str, fields: &Value) -> Result<Answer> {
    try_to(client, record, transition, fields)?.expect(200).with_context(|| format!("transition {transition}"))
}

/// Does a transition with a comment.
pub fn go_saying(client: &Client, record: &Answer, transition: &str, fields: &Value, words: &str) -> Result<Answer> {
    try_saying(client, record, transition, fields, words)?
        .expect(200)
        .with_context(|| format!("transition {transition}"))
}

/// Assigns an incident to 王磊 and lets him start.
pub fn take_up(desk: &Client, engineer: &Client, incident: &Answer) -> Result<Answer> {
    let assignee = find(desk, "person", "name", "王磊")?;
    go(desk, incident, "assign", &json!({ "assignee": assignee }))?;
    go(engineer, incident, "start", &json!({}))
}

/// The entries of a record's history.
pub fn history(client: &Client, record: &Answer) -> Result<Vec<Value>> {
    let answer = client.get(&format!("{}/history?limit=200", path(record)))?.expect(200)?;
    answer.body["items"].as_array().cloned().context("a history has items")
}

/// Whether an entry with `action` is in the history.
pub fn has_entry(entries: &[Value], action: &str) -> bool {
    entries.iter().any(|entry| entry["action"] == action)
}

/// A text as it stands in an address.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
