//! Lists, one record, search and a transition over HTTP, beside the empty authenticated request and the raw read.

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};

use crate::figures::{Figures, time};
use crate::floor;

/// Measures what people do most.
pub fn run(desk: &Client, records: u32, requests: u32, server: &Server, backend: Backend) -> Result<()> {
    let get = |path: &str| -> Result<Figures> {
        time(requests, 20, |_| {
            desk.get(path)?.expect(200)?;
            Ok(())
        })
    };
    let empty = get("/api/v1/me")?;
    println!("GET /me, the empty authenticated request: {empty}");
    let raw =
        if backend == Backend::Sqlite { floor::list(&server.folder().join("yuheng.db"), requests)?.p99 } else { 0 };
    let floor = empty.p99 + raw;
    let middle = format!("/api/v1/records/incident/INC{:07}", records / 2 + 1);
    let reads = [
        ("list of 50, newest first", "/api/v1/records/incident?limit=50&sort=-opened_at".to_owned()),
        (
            "list of 50, one state, by priority",
            format!("/api/v1/records/incident?limit=50&sort=priority&filter={}", encode("record.state == \"new\"")),
        ),
        (
            "list of 50, one impact and category",
            format!(
                "/api/v1/records/incident?limit=50&filter={}",
                encode("record.impact == \"high\" && record.category == \"other\"")
            ),
        ),
        (
            "list of 50, late",
            format!(
                "/api/v1/records/incident?limit=50&sort=due_at&filter={}",
                encode("record.is_open && record.due_at < now")
            ),
        ),
        ("open one", middle.clone()),
        ("search of a two-character word, first 20", format!("/api/v1/search?limit=20&q={}", encode("堡垒"))),
    ];
    for (name, path) in reads {
        let figures = get(&path)?;
        let ratio =
            if floor == 0 { 0.0 } else { f64::from(u32::try_from(figures.p99)?) / f64::from(u32::try_from(floor)?) };
        println!("{name}: {figures}; p99 is {ratio:.1} × the floor");
    }
    transition(desk, &middle, requests.min(100))
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
