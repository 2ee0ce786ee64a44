//! `yuheng export` and `yuheng import`: records out as CSV, and in from TOML.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use yuheng_app::first_content::Keys;
use yuheng_app::lists::Ask;
use yuheng_definition::Language;
use yuheng_engine::Door;

use crate::config::Config;
use crate::open;

/// Writes the records of a process to standard output.
pub async fn export(config: &Config, process: &str, filter: Option<String>) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    let csv = app.export(&system, process, &Ask { filter, ..Ask::default() }, Language::Zh).await?;
    std::io::stdout().write_all(&csv).context("writing")?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the records that a file describes.
pub async fn import(config: &Config, file: &Path) -> Result<ExitCode> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let app = open::for_command(config).await?;
    let mut keys = Keys::new();
    app.bring_in(&file.display().to_string(), &text, &mut keys).await?;
    println!("done: {} named records", keys.len());
    Ok(ExitCode::SUCCESS)
}
