//! `yuheng backup` and `yuheng restore`: one archive of one moment, made while the server runs, restored into an empty
//! place on either database.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use yuheng_store::{Manifest, Store};

use crate::config::Config;
use crate::open;

/// Writes a backup to `file`.
pub async fn backup(config: &Config, file: &Path) -> Result<ExitCode> {
    let manifest = Store::backup_of(&open::location(config), file).await.context("making the backup")?;
    println!("{}: {}", file.display(), told(&manifest));
    Ok(ExitCode::SUCCESS)
}

/// Restores the backup in `file` into an empty place, and verifies what came of it.
pub async fn restore(config: &Config, file: &Path) -> Result<ExitCode> {
    let location = open::location(config);
    let manifest = Store::restore(file, &location).await.context("restoring the backup")?;
    println!("{}: {}", file.display(), told(&manifest));
    let store = Store::open(&location).await.context("opening what was restored")?;
    let report = store.verify(|_, _| {}).await.context("verifying what was restored")?;
    if let Some(bad) = report.faults.first() {
        bail!("what was restored does not hold: {}: {} / {}", bad.label, bad.what.zh, bad.what.en);
    }
    println!("{} records and {} entries, all of them hold", report.records, report.entries);
    Ok(ExitCode::SUCCESS)
}

fn told(manifest: &Manifest) -> String {
    let rows: u64 = manifest.parts.values().filter_map(|part| part.rows).sum();
    format!("schema {}, {} parts, {rows} rows", manifest.schema, manifest.parts.len())
}
