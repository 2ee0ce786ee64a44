//! `yuheng export` and `yuheng import`: records out as CSV, and in from CSV or TOML.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use yuheng_app::import::{How, RowProblem};
use yuheng_app::lists::Ask;
use yuheng_app::records::Rehearsal;
use yuheng_definition::{Label, Language};
use yuheng_engine::Door;

use crate::cli::Import;
use crate::config::Config;
use crate::{open, words};

/// Writes the records of a process to standard output.
pub async fn export(config: &Config, process: &str, filter: Option<String>) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    let ask = Ask { filter, ..Ask::default() };
    let csv = app.export(&system, process, &ask, Language::Zh).await.map_err(words::naming(no_process(process)))?;
    std::io::stdout().write_all(&csv).context("writing")?;
    Ok(ExitCode::SUCCESS)
}

fn no_process(process: &str) -> Label {
    Label::new(&format!("没有过程 {process}"), &format!("there is no process {process}"))
}

/// Opens the records that a file describes.
pub async fn import(config: &Config, import: &Import) -> Result<ExitCode> {
    let file = &import.file;
    let bytes = std::fs::read(file).with_context(|| format!("无法读取 {0} / can't read {0}", file.display()))?;
    if let Some(process) = &import.process {
        return rows(config, process, &bytes, import).await;
    }
    if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
        return Err(words::plain(&Label::new(
            "请用 --process 指明每行是什么，例如 --process incident",
            "say with --process what a row is, such as --process incident",
        )));
    }
    let text =
        String::from_utf8(bytes).with_context(|| format!("{0} 不是 UTF-8 / {0} is not UTF-8", file.display()))?;
    let app = open::for_command(config).await?;
    let done = app.take_in(&file.display().to_string(), &text).await?;
    println!("完成：新建 {0} 条，已有 {1} 条 / done: {0} opened, {1} already there", done.opened, done.already);
    Ok(ExitCode::SUCCESS)
}

/// Opens a record for each row of a CSV file.
async fn rows(config: &Config, process: &str, bytes: &[u8], import: &Import) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    let rehearsal = if import.dry_run { Rehearsal::Only } else { Rehearsal::No };
    let done = app.import(&system, process, bytes, How { rehearsal, language: Language::Zh, key: None }).await;
    let done = done.map_err(words::naming(no_process(process)))?;
    for problem in &done.problems {
        let field = problem.field.as_ref().map(|field| format!(" {field}")).unwrap_or_default();
        let RowProblem { row, message, .. } = problem;
        eprintln!("第 {row} 行 / row {row}:{field}: {} / {}", message.zh, message.en);
    }
    let opened = if import.dry_run { "would be opened" } else { "opened" };
    let (new, before) = (done.opened.len(), done.already.len());
    println!(
        "{} rows: {new} {opened}, {before} had been opened before, {} refused",
        done.rows,
        done.rows - new - before
    );
    let Some(refused) = done.refused else { return Ok(ExitCode::SUCCESS) };
    if !import.dry_run {
        let beside = || import.file.with_file_name(refused_name(&import.file));
        let to = import.refused.clone().unwrap_or_else(beside);
        std::fs::write(&to, refused).with_context(|| format!("writing {}", to.display()))?;
        println!("the refused rows are in {}: mend and import that file", to.display());
    }
    Ok(ExitCode::FAILURE)
}

/// `list.csv` has its refused rows in `list-refused.csv`.
fn refused_name(file: &Path) -> String {
    format!("{}-refused.csv", file.file_stem().unwrap_or_default().to_string_lossy())
}
