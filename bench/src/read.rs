//! Lists, one record, search, figures and a transition over HTTP, beside the empty authenticated request and the raw
//! read.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::Client;

use crate::figures::{Figures, middle, time};

/// What is read, by name: the first ones have the floor of a list, the others are only shown beside it.
fn reads(records: u32, person: &str) -> Vec<(&'static str, String)> {
    let list = |sort: &str, filter: &str| {
        let filter = if filter.is_empty() { String::new() } else { format!("&filter={}", encode(filter)) };
        format!("/api/v1/records/incident?limit=50&sort={sort}{filter}")
    };
    let number = format!("INC{:07}", records / 2 + 1);
    vec![
        ("list of 50: newest first", list("-opened_at", "")),
        ("list of 50: open, newest first", list("-opened_at", "record.is_open")),
        ("list of 50: open, by priority", list("priority", "record.is_open")),
        ("list of 50: open, by due date", list("due_at", "record.is_open")),
        ("list of 50: late, by due date", list("due_at", "record.is_open && record.due_at < now")),
        ("list of 50: one state, by priority", list("priority", "record.state == \"new\"")),
        (
            "list of 50: one person's open work",
            list("due_at", &format!("record.is_open && record.assignee == {person}")),
        ),
        (
            "list of 50: impact and category",
            list("-opened_at", "record.impact == \"high\" && record.category == \"other\""),
        ),
        ("list of 50: one category, lately changed", list("-updated_at", "record.category == \"network\"")),
        (
            "list of 50: a month's",
            list(
                "-opened_at",
                "record.opened_at >= timestamp(\"2026-05-01T00:00:00Z\") && record.opened_at < timestamp(\"2026-06-01T00:00:00Z\")",
            ),
        ),
        (
            "list of 50: a month's, urgent",
            list(
                "-opened_at",
                "record.priority == \"p1\" && record.opened_at >= timestamp(\"2026-05-01T00:00:00Z\") && record.opened_at < timestamp(\"2026-06-01T00:00:00Z\")",
            ),
        ),
        (
            "list of 50: across processes, open",
            format!("/api/v1/records?limit=50&sort=-updated_at&filter={}", encode("record.is_open")),
        ),
        ("open one", format!("/api/v1/records/incident/{number}")),
        ("search of a two-character word, first 20", format!("/api/v1/search?limit=20&q={}", encode("堡垒"))),
        ("search of two words, first 20", format!("/api/v1/search?limit=20&q={}", encode("堡垒机 证书过期"))),
        ("search of a number", format!("/api/v1/search?limit=20&q={number}")),
        ("search of what nobody wrote", format!("/api/v1/search?limit=20&q={}", encode("量子纠缠"))),
    ]
}

const FIGURES: [(&str, &str); 4] = [
    ("all objectives, this month", "/api/v1/objectives"),
    ("all objectives, May", "/api/v1/objectives?period=2026-05"),
    ("all clauses of 2011", "/api/v1/standards/iso20000-1-2011/clauses"),
    ("clause 8.1", "/api/v1/standards/iso20000-1-2011/clauses/8.1"),
];

/// Measures what people do most, `runs` times; `raw` gives the floor's 99th percentile of a list, in milliseconds.
pub fn run(
    desk: &Client,
    records: u32,
    (requests, runs): (u32, u32),
    raw: impl Fn() -> Result<f64>,
    only_lists: bool,
) -> Result<()> {
    let get = |path: &str, requests: u32| -> Result<Figures> {
        time(requests, (requests / 10).max(1), |_| {
            desk.get(path)?.expect(200)?;
            Ok(())
        })
    };
    let people = desk.get("/api/v1/records/person?limit=2")?.expect(200)?;
    let person = people.body["items"][0]["id"].as_str().context("a person has an id")?.to_owned();
    let mut reads = reads(records, &format!("{person:?}"));
    for (name, path) in &reads {
        let answer = desk.get(path)?;
        if answer.status != 200 {
            println!("{name}: refused with {}: {}", answer.status, answer.text);
        }
    }
    reads.retain(|(_, path)| desk.get(path).is_ok_and(|answer| answer.status == 200));
    let mut found = vec![Vec::new(); reads.len()];
    let (mut me, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let empty = get("/api/v1/me", requests)?;
        floors.push(raw()? + empty.p99);
        me.push(empty);
        for ((name, path), figures) in reads.iter().zip(&mut found) {
            figures.push(get(path, requests).with_context(|| (*name).to_owned())?);
        }
    }
    println!("GET /me, the empty authenticated request: {}", Figures::middle(&me));
    println!("  floor of a list (raw p99 + GET /me p99): {:.2} ms", middle(floors.iter().copied()));
    for ((name, _), figures) in reads.iter().zip(&found) {
        let ratio = middle(figures.iter().zip(&floors).map(|(figures, floor)| figures.p99 / floor));
        println!("{name}: {}; p99 {ratio:.1} × the floor", Figures::middle(figures));
    }
    if only_lists {
        return Ok(());
    }
    for (name, path) in FIGURES {
        println!("{name}: {}", get(path, 5).with_context(|| name.to_owned())?);
    }
    let new = desk.get(&format!("/api/v1/records/incident?limit=1&filter={}", encode("record.state == \"new\"")))?;
    let number = new.expect(200)?.body["items"][0]["number"].as_str().context("an incident is new")?.to_owned();
    transition(desk, &format!("/api/v1/records/incident/{number}"), requests.min(100))
}

/// Assigns one incident to one of two people, again and again.
fn transition(desk: &Client, path: &str, requests: u32) -> Result<()> {
    let people = desk.get("/api/v1/records/person?limit=2")?.expect(200)?;
    let person = |index: usize| people.body["items"][index]["number"].clone();
    let two = [person(0), person(1)];
    let mut version = desk.get(path)?.expect(200)?.version();
    let figures = time(requests, 0, |count| {
        let body = json!({ "fields": { "assignee": two[count as usize % 2] } });
        version = desk.post_if(&format!("{path}/transitions/assign"), &version, &body)?.expect(200)?.version();
        Ok(())
    })
    .context("assigning")?;
    println!("assign, durable, 1 client: {figures}");
    Ok(())
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
