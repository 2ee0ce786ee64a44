//! What a person waits for at a long list, in Chromium.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use yuheng_testkit::server::Server;

/// Runs `web/bench/list.mjs` at the running program; it prints its own figures.
pub fn run(server: &Server) -> Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/bench/list.mjs");
    let status = Command::new("node").arg(script).arg(server.address()).status().context("starting node")?;
    ensure!(status.success(), "the page could not be measured: {status}");
    Ok(())
}
