//! Commands beside a server that writes: nothing acknowledged is lost, and the server heeds at once what they changed.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use yuheng_testkit::client::Client;
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::report;

on_both_stores!(commands_beside_a_server_that_writes_lose_nothing);

/// How many people write meanwhile.
const WRITERS: usize = 3;

fn commands_beside_a_server_that_writes_lose_nothing(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let ended = AtomicBool::new(false);
    let acknowledged = std::thread::scope(|scope| -> Result<Vec<String>> {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(|| write(&desk, &ended))).collect();
        let done = all_commands(&server, &desk);
        ended.store(true, Ordering::Relaxed);
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.join().map_err(|_| anyhow::anyhow!("a writer panicked"))??);
        }
        done.map(|()| acknowledged)
    })?;
    assert!(acknowledged.len() > WRITERS, "they wrote meanwhile: {}", acknowledged.len());
    for number in &acknowledged {
        desk.get(&format!("/api/v1/records/incident/{number}"))?
            .expect(200)
            .context("an acknowledged write is lost")?;
    }
    let (code, told) = server.run(&["verify"])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}

/// Reports one incident after the other; the numbers that were acknowledged.
fn write(desk: &Client, ended: &AtomicBool) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    while !ended.load(Ordering::Relaxed) {
        let answer = report(desk, "与命令同时", "low", "low")?;
        numbers.push(answer.body["number"].as_str().context("a number")?.to_owned());
    }
    Ok(numbers)
}

fn all_commands(server: &Server, desk: &Client) -> Result<()> {
    let run = |arguments: &[&str]| -> Result<String> {
        let (code, told) = server.run(arguments)?;
        assert_eq!(code, 0, "{arguments:?}: {told}");
        Ok(told)
    };
    let made = run(&["token", "create", "desk", "--label", "beside"])?;
    let program = desk.with_token(made.lines().next().context("a token is printed")?);
    program.get("/api/v1/me")?.expect(200)?;
    let listed = run(&["token", "list", "desk"])?;
    let line = listed.lines().find(|line| line.contains("beside")).context("it is listed")?;
    let id = line.split_whitespace().next().context("a token has an id")?;
    run(&["token", "revoke", "desk", id])?;
    program.get("/api/v1/me")?.expect(401)?;

    let other = server.sign_in("desk2")?;
    run(&["user", "lock", "desk2"])?;
    other.get("/api/v1/me")?.expect(401)?;
    run(&["user", "unlock", "desk2"])?;
    server.sign_in("desk2")?.get("/api/v1/me")?.expect(200)?;

    let records = server.folder().join("customers.toml");
    std::fs::write(&records, "[[record]]\nprocess = \"customer\"\n[record.fields]\ntitle = \"命令行客户\"\n")?;
    run(&["import", records.to_str().context("a path is text")?])?;
    assert!(run(&["export", "customer"])?.contains("命令行客户"));
    assert!(desk.get("/api/v1/records/customer?limit=200")?.expect(200)?.text.contains("命令行客户"));
    run(&["verify"])?;

    let archive = server.folder().join("meanwhile.tar");
    let archive = archive.to_str().context("a path is text")?;
    run(&["backup", archive])?;
    let place = server.folder().join("copy");
    let (code, told) = Server::run_at(place.to_str().context("a path is text")?, &["restore", archive])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    Ok(())
}
