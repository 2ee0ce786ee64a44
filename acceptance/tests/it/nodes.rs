//! Two nodes over one PostgreSQL: the same work, and revocation within a second. And a PostgreSQL that stands still, which
//! keeps nobody waiting for ever.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::json;
use yuheng_testkit::client::Answer;
use yuheng_testkit::server::{Backend, Server};

use crate::company::{again, find, go, has_entry, history, path, report, take_up};
use crate::console::Console;

#[test]
fn the_same_journey_over_two_nodes_on_postgres() {
    yuheng_testkit::run(journey, Backend::Postgres);
}

#[test]
fn a_postgres_that_stands_still_is_said_to_be_silent() {
    yuheng_testkit::run(silence, Backend::Postgres);
}

/// The longest that a pass over a handful of records takes on a slow machine, a broken one included.
const LONGEST: Duration = Duration::from_secs(60);

/// The longest that anybody waits for the answer that there is none: what the program allows itself, and a slow machine.
const PATIENCE: Duration = Duration::from_secs(9);

fn silence(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (node, wire) = server.node_by_wire()?;
    let desk = server.sign_in("desk")?.at(node.address());
    let incident = report(&desk, "数据库停顿", "low", "low")?;
    let anyone = server.anonymous().at(node.address());
    assert_eq!(anyone.get("/readyz")?.status, 200);
    wire.stand_still();
    let in_time = |what: &str, asked: &dyn Fn() -> Result<Answer>| -> Result<Answer> {
        let begun = Instant::now();
        let answer = asked()?;
        assert_eq!(answer.status, 503, "{what}: {}", answer.text);
        assert!(begun.elapsed() < PATIENCE, "{what} took {:?}", begun.elapsed());
        Ok(answer)
    };
    in_time("whether it is ready", &|| anyone.get("/readyz"))?;
    let read = in_time("a reading", &|| desk.in_chinese().get(&path(&incident)))?;
    assert!(read.body["title"].as_str().is_some_and(|said| said.contains("没有应答")), "{}", read.text);
    assert_eq!(read.header("content-type"), Some("application/problem+json"), "{}", read.text);
    let comment = json!({ "body": "还在吗", "audience": "public" });
    in_time("a writing", &|| desk.post(&format!("{}/comments", path(&incident)), &comment))?;
    assert_eq!(anyone.get("/healthz")?.status, 200, "the program itself is alive");
    assert_eq!(again(&server.sign_in("desk")?, &incident)?.status, 200, "and the other node serves");
    wire.go_on();
    again(&desk, &incident)?;
    desk.post(&format!("{}/comments", path(&incident)), &comment)?.expect(201)?;
    assert_eq!(anyone.get("/readyz")?.status, 200, "it is as before");
    Ok(())
}

/// A known login's failed sign-in is written down after the answer: whoever holds up the writing doesn't hold up the answer,
/// so that the time it takes tells nothing.
#[test]
fn the_note_of_a_failed_sign_in_keeps_no_answer_waiting() {
    yuheng_testkit::run(unhurried, Backend::Postgres);
}

fn unhurried(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let mut console = Console::of(&server)?;
    // It ends by itself, were the answer to wait for it: then there is nothing left to read.
    let held = "SET idle_in_transaction_session_timeout = '5s'; BEGIN; LOCK record IN SHARE MODE; SELECT 'held'";
    assert_eq!(console.ask(held)?, "held");
    let wrong = json!({ "login": "engineer", "password": "not the password" });
    assert_eq!(server.anonymous().post("/api/v1/sign-in", &wrong)?.status, 401);
    assert_eq!(console.ask("SELECT 'still'")?, "still", "the answer came while the writing was held up");
    assert_eq!(console.ask("COMMIT; SELECT 'let go'")?, "let go");
    let admin = server.sign_in("admin")?;
    let person = format!("/api/v1/records/person/{}", find(&admin, "person", "name", "王磊")?);
    let entries = history(&admin, &admin.get(&person)?.expect(200)?)?;
    assert!(has_entry(&entries, "sign_in_failed"), "and it is written down");
    Ok(())
}

fn journey(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let node = server.second_node()?;
    let desk = server.sign_in("desk")?;
    let (engineer, customer) =
        (server.sign_in("engineer")?.at(node.address()), server.sign_in("jiangzhou")?.at(node.address()));
    let incident = report(&desk, "双节点：VPN 断开", "medium", "medium")?;
    take_up(&desk, &engineer, &incident)?;
    go(&engineer, &incident, "resolve", &json!({ "solution": "重启网关" }))?;
    go(&customer, &incident, "confirm", &json!({}))?;
    assert_eq!(again(&desk, &incident)?.body["state"], "closed");
    let there = desk.at(node.address());
    there.get("/api/v1/me")?.expect(200)?;
    desk.post("/api/v1/sign-out", &json!({}))?;
    assert_eq!(there.get("/api/v1/me")?.status, 401, "signed out on one node is signed out on the other");
    Ok(())
}

/// Among the records that get another calendar, one whose write is cut off with its connection is not left behind.
#[test]
fn a_connection_that_breaks_in_the_middle_leaves_no_clock_behind() {
    yuheng_testkit::run(broken_off, Backend::Postgres);
}

fn broken_off(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let (desk, manager) = (server.sign_in("desk")?, server.sign_in("slmanager")?);
    let incidents = (0..3).map(|count| report(&desk, &format!("待改日历 {count}"), "low", "low"));
    let incidents = incidents.collect::<Result<Vec<_>>>()?;
    let held = incidents[1].body["number"].as_str().context("a number")?;
    let mut console = Console::of(&server)?;
    let lock = format!("BEGIN; SELECT label FROM record WHERE label = '{held}' FOR UPDATE");
    assert_eq!(console.ask(&lock)?, held);

    let calendar = find(&manager, "calendar", "title", "5×8 工作日（09:00–12:00、13:00–18:00）")?;
    let calendar = manager.get(&format!("/api/v1/records/calendar/{calendar}"))?.expect(200)?;
    manager.patch_if(&path(&calendar), &calendar.version(), &json!({ "around_the_clock": true }))?.expect(200)?;
    let waits = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut beside = Console::of(&server)?;
    let begun = Instant::now();
    while beside.ask(waits)? == "0" {
        assert!(begun.elapsed() < LONGEST, "the pass comes to the record that is held");
    }
    assert_eq!(console.ask("COMMIT; SELECT 'let go'")?, "let go");
    for incident in &incidents {
        while again(&desk, incident)?.body["clocks"][0]["due_at"] == incident.body["clocks"][0]["due_at"] {
            assert!(begun.elapsed() < LONGEST, "{} is counted by the calendar of now", incident.text);
        }
    }
    Ok(())
}
