//! `yuheng verify`: replays the whole history and compares it with what is stored.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::config::Config;
use crate::open;

/// Verifies, and names what does not hold, the first entry first.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let store = open::beside(config).await?;
    let report = store.verify(tell).await.context("verifying")?;
    println!("{} records, {} entries, {} attachments", report.records, report.entries, report.attachments);
    if report.faults.is_empty() {
        println!("all of them hold; fingerprint {}", store.fingerprint().await.context("reading the last entries")?);
        return Ok(ExitCode::SUCCESS);
    }
    for bad in &report.faults {
        let entry = bad.n.map(|n| format!(":{n}")).unwrap_or_default();
        println!("{}{entry}: {} / {}", bad.label, bad.what.zh, bad.what.en);
    }
    Ok(ExitCode::FAILURE)
}

/// Tells how far it is, every now and then.
fn tell(done: u64, total: u64) {
    if done == total || done.is_multiple_of(1000) {
        tracing::info!(done, total, "verifying: {done} of {total} records");
    }
}
