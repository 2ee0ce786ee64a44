//! `yuheng verify`: replays the whole history and compares it with what is stored.

use std::process::ExitCode;

use anyhow::{Context, Result};
use yuheng_store::Store;

use crate::config::Config;
use crate::open;

/// Verifies, and names the first entry that does not hold.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let store = Store::open(&open::location(config)).await.context("opening the store")?;
    let report = store.verify(&|records| tracing::info!(records, "verifying")).await.context("verifying")?;
    println!("{} records, {} entries", report.records, report.entries);
    let Some(bad) = report.first_bad else {
        println!("all of them hold");
        return Ok(ExitCode::SUCCESS);
    };
    println!("the first that does not hold: {}:{}: {}", bad.record, bad.n, bad.what);
    Ok(ExitCode::FAILURE)
}
