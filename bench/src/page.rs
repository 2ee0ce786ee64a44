//! What a person waits for at a long list, in Chromium, over a year of records as a company would have them.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use yuheng_testkit::server::Server;

/// Runs `web/bench/list.mjs` over so many generated `records`; it prints its own figures.
pub fn run(records: u32) -> Result<()> {
    let folder = tempfile::tempdir().context("making a folder")?;
    let place = folder.path().to_string_lossy().into_owned();
    let (code, told) = Server::run_at(&place, &["generate", "--records", &records.to_string()])?;
    ensure!(code == 0, "generating: {told}");
    let server = Server::start_on(folder, &["--backup-at", "off"])?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/bench/list.mjs");
    let status = Command::new("node").arg(script).arg(server.address()).status().context("starting node")?;
    ensure!(status.success(), "the page could not be measured: {status}");
    Ok(())
}
