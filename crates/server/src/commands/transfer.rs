//! `yuheng export` and `yuheng import`: records out as CSV, and in from CSV, Excel's files or TOML.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use yuheng_app::export::Pieces;
use yuheng_app::import::{How, RowProblem};
use yuheng_app::lists::Ask;
use yuheng_app::records::Rehearsal;
use yuheng_app::sheets::FileKind;
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
    let as_what = (FileKind::Csv, Language::Zh);
    let mut export = app.export(&system, process, &ask, as_what).await.map_err(words::naming(no_process(process)))?;
    while let Some(piece) = export.next().await? {
        std::io::stdout().write_all(&piece.bytes).context("writing")?;
    }
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
        return rows(config, process, bytes, import).await;
    }
    if file.extension().is_some_and(|ending| ["csv", "xlsx"].iter().any(|kind| ending.eq_ignore_ascii_case(kind))) {
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

/// Opens a record for each row of a CSV or Excel file.
async fn rows(config: &Config, process: &str, bytes: Vec<u8>, import: &Import) -> Result<ExitCode> {
    let app = open::for_command(config).await?;
    let system = app.system(Door::Program).await?;
    let rehearsal = if import.dry_run { Rehearsal::Only } else { Rehearsal::No };
    let table = app.table(&system, process, bytes, false).await.map_err(words::naming(no_process(process)))?;
    let done = app.import(&system, process, &table, How { rehearsal, language: Language::Zh, key: None }).await?;
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
    if done.refused.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if !import.dry_run {
        let as_what = (table.kind, Language::Zh);
        let refused = app.refused_file(&system, process, (table.header, done.refused), as_what).await?;
        let beside = || import.file.with_file_name(refused_name(&import.file, table.kind));
        let to = import.refused.clone().unwrap_or_else(beside);
        std::fs::write(&to, refused).with_context(|| format!("writing {}", to.display()))?;
        println!("the refused rows are in {}: mend and import that file", to.display());
    }
    Ok(ExitCode::FAILURE)
}

/// `list.csv` has its refused rows in `list-refused.csv`.
fn refused_name(file: &Path, kind: FileKind) -> String {
    format!("{}-refused.{}", file.file_stem().unwrap_or_default().to_string_lossy(), kind.ending())
}
