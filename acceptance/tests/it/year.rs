//! The demo's year: believable, provable, the same for the same seed and day, and built anew when it has grown old.

use std::path::Path;

use anyhow::{Context, Result};
use yuheng_testkit::client::Client;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, START, Server};

use crate::company::encode;

on_both_stores!(a_year_tells_its_story_and_can_be_verified, what_no_demo_made_is_not_emptied);

const YEAR: &[&str] = &["--demo", "--records", "60", "--simulated-clock", START];

/// How many records of `process` fit `filter`.
fn count(client: &Client, process: &str, filter: &str) -> Result<u64> {
    let listed = client.get(&format!("/api/v1/records/{process}?limit=1&total=1&filter={}", encode(filter)))?;
    listed.expect(200)?.body["total"].as_u64().context("a total")
}

fn a_year_tells_its_story_and_can_be_verified(backend: Backend) -> Result<()> {
    let server = Server::start_empty(backend, YEAR)?;
    let desk = server.sign_in("imanager")?;
    let of_incidents = |filter: &str| count(&desk, "incident", filter);
    assert_eq!(of_incidents("has(record.major_grade)")?, 3, "the major incidents");
    assert!(of_incidents("record.state == \"new\"")? >= 3, "some have just been reported");
    assert!(of_incidents("record.state == \"on_hold\"")? >= 2, "some wait for a supplier");
    assert!(of_incidents("record.state == \"resolved\"")? >= 3, "some wait to be confirmed");
    assert!(of_incidents("record.is_open && record.clocks.resolution.outcome == \"breached\"")? >= 2, "some are late");
    assert_eq!(of_incidents("record.is_open && record.updated_at < now - days(45)")?, 0, "none was forgotten");
    assert!(of_incidents("record.is_open && record.escalated == true")? >= 2, "late ones were escalated");
    let waiting = server.sign_in("rqmanager")?;
    assert!(count(&waiting, "service_request", "record.is_open && record.needs_approval == true")? >= 4);
    assert!(count(&waiting, "task", "record.is_open")? >= 3);
    let notices = waiting.get("/api/v1/notices")?.expect(200)?;
    assert!(notices.body["unread"].as_u64() >= Some(1), "the last days' notices are unread");
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

#[test]
fn the_same_seed_and_day_make_the_same_store() -> Result<()> {
    let made = |seed: &str| -> Result<String> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().to_string_lossy().into_owned();
        let arguments = ["generate", "--records", "45", "--seed", seed, "--as-of", "2026-11-20"];
        let (code, told) = Server::run_at(&folder, &arguments)?;
        assert_eq!(code, 0, "{told}");
        assert!(!told.contains("was refused"), "each step of the story can be done: {told}");
        let backups = Path::new(&folder).join("backups");
        assert!(!told.contains("backup") && !backups.exists(), "its nights need no backup: {told}");
        let (code, told) = Server::run_at(&folder, &["verify"])?;
        assert_eq!(code, 0, "{told}");
        told.lines().find_map(|line| line.split_once("fingerprint ")).map(|(_, it)| it.to_owned()).context(told)
    };
    let first = made("5")?;
    assert_eq!(made("5")?, first);
    assert_ne!(made("6")?, first);
    Ok(())
}

#[test]
fn a_demo_says_that_it_is_old_and_is_built_anew() -> Result<()> {
    let old = ["--demo", "--records", "40", "--as-of", "2026-11-05", "--simulated-clock", START];
    let mut server = Server::start_empty(Backend::Sqlite, &old)?;
    let demo = |server: &Server| {
        Ok::<_, anyhow::Error>(server.sign_in("desk")?.get("/api/v1/me")?.expect(200)?.body["demo"].clone())
    };
    assert_eq!((demo(&server)?["is_old"].clone(), demo(&server)?["days_old"].clone()), (true.into(), 14.into()));
    server.stop()?;
    server.restart(&["--demo", "--demo-reset", "--records", "40", "--simulated-clock", START])?;
    assert_eq!(demo(&server)?["is_old"], false);
    assert_eq!(demo(&server)?["as_of"], START);
    Ok(())
}

fn what_no_demo_made_is_not_emptied(backend: Backend) -> Result<()> {
    let mut server = Server::start(backend)?;
    server.stop()?;
    let (code, told) = server.run(&["serve", "--demo", "--demo-reset", "--listen", "127.0.0.1:0"])?;
    assert!(code == 1 && told.contains("不予清空") && told.contains("it is not emptied"), "{told}");
    server.restart(&["--demo=company", "--simulated-clock", START])?;
    server.sign_in("desk")?;
    Ok(())
}
