//! `yuheng export` and `yuheng import`: records out as CSV, and in from TOML.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use yuheng_app::first_content::Keys;
use yuheng_app::lists::Ask;
use yuheng_definition::{Label, Language};
use yuheng_engine::Door;

use crate::config::Config;
use crate::{open, words};

/// Writes the records of a process to standard output.
pub async fn export(config: &Config, process: &str, filter: Option<String>) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    let ask = Ask { filter, ..Ask::default() };
    let no_process = Label::new(&format!("没有过程 {process}"), &format!("there is no process {process}"));
    let csv = app.export(&system, process, &ask, Language::Zh).await.map_err(words::naming(no_process))?;
    std::io::stdout().write_all(&csv).context("writing")?;
    Ok(ExitCode::SUCCESS)
}

/// Opens the records that a file describes.
pub async fn import(config: &Config, file: &Path) -> Result<ExitCode> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("无法读取 {0} / can't read {0}", file.display()))?;
    let app = open::for_command(config).await?;
    let mut keys = Keys::new();
    app.bring_in(&file.display().to_string(), &text, &mut keys).await?;
    println!("done: {} named records", keys.len());
    Ok(ExitCode::SUCCESS)
}
