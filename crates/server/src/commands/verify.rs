//! `yuheng verify`: replays the whole history and compares it with what is stored.

use std::process::ExitCode;

use anyhow::{Context, Result};
use yuheng_store::Store;

use crate::config::Config;
use crate::open;

/// Verifies, and names the first entry of each record that does not hold.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let store = Store::open(&open::location(config)).await.context("opening the store")?;
    let report = store.verify(&|records| tracing::info!(records, "verifying")).await.context("verifying")?;
    for bad in &report.bad {
        println!("{bad}");
    }
    println!("{} records, {} entries: {} faults", report.records, report.entries, report.bad.len());
    Ok(if report.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
