//! The first start: what it brings in is there once, however often it was ended in the middle, and by however many nodes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, START, Server};

on_both_stores!(a_first_start_that_was_ended_in_the_middle_is_gone_on_with);

const DEMO: &[&str] = &["--demo=company", "--simulated-clock", START];

/// How many records of each process there are.
fn counted(server: &Server) -> Result<BTreeMap<String, u64>> {
    let admin = server.sign_in("admin")?;
    let definitions = admin.get("/api/v1/definitions")?.expect(200)?;
    let processes = definitions.body["processes"].as_array().context("processes")?;
    let count = |process: &str| -> Result<u64> {
        let listed = admin.get(&format!("/api/v1/records/{process}?limit=1&total=1"))?.expect(200)?;
        listed.body["total"].as_u64().context("a total")
    };
    processes
        .iter()
        .filter_map(|process| process["id"].as_str())
        .map(|process| Ok((process.to_owned(), count(process)?)))
        .collect()
}

fn a_first_start_that_was_ended_in_the_middle_is_gone_on_with(backend: Backend) -> Result<()> {
    let whole = counted(&Server::start(backend)?)?;
    let server = Server::start_cut_off(backend, DEMO, "Bringing in the demo company", 3)?;
    assert_eq!(counted(&server)?, whole);
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

#[test]
fn two_nodes_that_start_first_together_build_one_year() -> Result<()> {
    let year = ["--demo", "--records", "40", "--simulated-clock", START];
    let whole = counted(&Server::start_empty(Backend::Postgres, &year)?)?;
    let (one, other) = Server::start_two(&year)?;
    assert_eq!(counted(&one)?, whole);
    one.anonymous().at(other.address()).get("/readyz")?.expect(200)?;
    let (code, told) = one.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

#[test]
fn two_nodes_that_start_first_together_bring_it_in_once() -> Result<()> {
    let whole = counted(&Server::start(Backend::Postgres)?)?;
    let (one, other) = Server::start_two(DEMO)?;
    assert_eq!(counted(&one)?, whole);
    one.anonymous().at(other.address()).get("/readyz")?.expect(200)?;
    Ok(())
}
