//! `yuheng backup` and `yuheng restore`: one archive of one moment, made while the server runs, restored into an empty
//! place on either database.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use yuheng_definition::Label;
use yuheng_store::{Manifest, Store};

use crate::config::Config;
use crate::{open, words};

/// What becomes of a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfThere {
    /// It stays, and no backup is written.
    Refuse,
    /// It is written over.
    Overwrite,
}

impl From<bool> for IfThere {
    fn from(overwrite: bool) -> Self {
        if overwrite { Self::Overwrite } else { Self::Refuse }
    }
}

/// Writes a backup to `file`, over another only if that is asked for.
pub async fn backup(config: &Config, file: &Path, if_there: IfThere) -> Result<ExitCode> {
    if if_there == IfThere::Refuse && file.symlink_metadata().is_ok() {
        let file = file.display();
        return Err(words::plain(&Label::new(
            &format!("{file} 已存在，未写入：请换一个文件名，或加 --overwrite 覆盖它"),
            &format!("{file} is there already, and nothing was written: give another name, or --overwrite"),
        )));
    }
    let manifest = Store::backup_of(&open::location(config), file).await.context("making the backup")?;
    println!("{}: {}", file.display(), told(&manifest));
    Ok(ExitCode::SUCCESS)
}

/// Reads the archive `file`, restores it into a folder beside it as a trial, and verifies what came of it.
pub async fn check(file: &Path) -> Result<ExitCode> {
    let manifest = Store::check_archive(file).await.context("checking the backup")?;
    println!("{}: {}, byte for byte what was written", file.display(), told(&manifest));
    let mut scratch = file.as_os_str().to_owned();
    scratch.push(".trial");
    let report = Store::rehearse(file, Path::new(&scratch)).await.context("restoring the backup as a trial")?;
    if let Some(bad) = report.faults.first() {
        bail!("what was restored does not hold: {}: {} / {}", bad.label, bad.what.zh, bad.what.en);
    }
    println!("it restores: {} records and {} entries, all of them hold", report.records, report.entries);
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
