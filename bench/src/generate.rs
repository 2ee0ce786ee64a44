//! How fast a year is generated, beside raw creates in groups as large as a transaction is.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use yuheng_testkit::server::Server;

use crate::floor::Floor;

/// How many raw creates share a transaction.
const GROUP: u32 = 500;

/// Generates `records` incidents and requests into a folder inside `parent`, and verifies that.
pub fn run(parent: &Path, records: u32, floor: &Floor) -> Result<()> {
    let folder = tempfile::tempdir_in(parent).context("making a folder")?;
    let place = folder.path().to_string_lossy().into_owned();
    let (code, told) = Server::run_at(&place, &["generate", "--records", &records.to_string()])?;
    ensure!(code == 0, "generating: {told}");
    let rate = told.lines().find(|line| line.contains(" entries in ")).context("it says its rate")?;
    println!("generate: {rate}");
    println!("  floor, raw creates, groups of {GROUP}: {}", floor.create(GROUP, GROUP)?);
    let (code, told) = Server::run_at(&place, &["verify"])?;
    ensure!(code == 0, "verifying: {told}");
    Ok(())
}
