//! A backup made while people work, restored into an empty place.

use anyhow::{Context, Result};
use yuheng_testkit::on_both_stores;
use yuheng_testkit::server::{Backend, Server};

use crate::company::report;

on_both_stores!(a_backup_made_while_serving_restores_and_verifies);

fn a_backup_made_while_serving_restores_and_verifies(backend: Backend) -> Result<()> {
    let server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let before = report(&desk, "备份之前", "low", "low")?;
    let number = before.body["number"].as_str().context("a record has a number")?;
    let archive = server.folder().join("backup.tar");
    let archive = archive.to_str().context("a path is text")?;
    let (code, told) = server.run(&["backup", archive])?;
    assert_eq!(code, 0, "{told}");
    report(&desk, "备份之后", "low", "low")?;

    let place = server.folder().join("restored");
    let place = place.to_str().context("a path is text")?;
    let (code, told) = Server::run_at(place, &["restore", archive])?;
    assert!(code == 0 && told.contains("all of them hold"), "{told}");
    let (code, told) = Server::run_at(place, &["export", "incident"])?;
    assert!(code == 0 && told.contains(number) && told.contains("备份之前"), "{told}");
    assert!(!told.contains("备份之后"), "what came later is not in it: {told}");
    let (code, told) = Server::run_at(place, &["restore", archive])?;
    assert!(code != 0 && told.contains("empty"), "a second restore is refused: {told}");
    Ok(())
}
