//! Proves that acceptance tests can fail: takes what a row needs away, and sees its test fail at its proof.
//!
//! A row of `acceptance/rows.toml` names its test and what it needs: `take` cuts a text out of a copy of the
//! definitions, `failpoint` arms a named point in a program built with the feature `failpoints`. A row that asks for several
//! things is written several times, as `[[id]]`, and each is proved. The cut definitions must still pass `yuheng check`, the test's control steps must pass, and the step marked `proof!` must fail.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

/// What proves a row.
#[derive(Deserialize)]
#[serde(untagged)]
enum Proofs {
    One(Box<Row>),
    Several(Vec<Row>),
}

impl Proofs {
    fn all(&self) -> &[Row] {
        match self {
            Self::One(row) => std::slice::from_ref(row),
            Self::Several(rows) => rows,
        }
    }
}

/// A row as `acceptance/rows.toml` has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    test: String,
    #[serde(default)]
    take: Vec<Cut>,
    failpoint: Option<String>,
    /// What it depends on, in words.
    needs: String,
    /// What of the row is met, where it is met in part.
    #[serde(default)]
    #[expect(dead_code, reason = "for the reader of the file")]
    part: Option<String>,
}

/// A text taken out of a definition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cut {
    file: String,
    cut: String,
    #[serde(default)]
    put: String,
}

/// Proves the rows named, or all.
///
/// # Errors
/// When a row can't be proved, after trying all.
pub fn run(root: &Path, only: &[String]) -> Result<()> {
    let text = fs::read_to_string(root.join("acceptance/rows.toml")).context("reading acceptance/rows.toml")?;
    let rows: BTreeMap<String, Proofs> = toml::from_str(&text).context("acceptance/rows.toml")?;
    if let Some(unknown) = only.iter().find(|id| !rows.contains_key(*id)) {
        bail!("no row {unknown}");
    }
    let chosen = rows.iter().filter(|(id, _)| only.is_empty() || only.contains(id));
    let chosen: Vec<_> = chosen.flat_map(|(id, proofs)| proofs.all().iter().map(move |row| (id, row))).collect();
    let programs = Programs::build(root, chosen.iter().any(|(_, row)| row.failpoint.is_some()))?;
    let mut unproved = 0;
    for (id, row) in &chosen {
        match prove(root, &programs, row) {
            Ok(()) => println!("proved    {id}  {}, which needs {}", row.test, row.needs),
            Err(error) => {
                unproved += 1;
                println!("NOT PROVED {id}  {}, which needs {}: {error:#}", row.test, row.needs);
            }
        }
    }
    println!("{} of {} proofs hold", chosen.len() - unproved, chosen.len());
    ensure!(unproved == 0, "{unproved} proofs do not hold");
    Ok(())
}

/// The programs under test, and what tests them.
struct Programs {
    tests: PathBuf,
    plain: PathBuf,
    with_failpoints: Option<PathBuf>,
}

impl Programs {
    /// Builds the whole workspace, as `make test` does: a part of it would resolve other features and build everything anew.
    fn build(root: &Path, failpoints: bool) -> Result<Self> {
        cargo(root, &["build", "--quiet", "--workspace"])?;
        let tests = tests(root)?;
        let plain = root.join("target/debug/yuheng");
        if !failpoints {
            return Ok(Self { tests, plain, with_failpoints: None });
        }
        let armed = ["--features", "yuheng/failpoints", "--target-dir", "target/failpoints"];
        cargo(root, &[&["build", "--quiet", "--workspace"], &armed[..]].concat())?;
        Ok(Self { tests, plain, with_failpoints: Some(root.join("target/failpoints/debug/yuheng")) })
    }
}

/// Builds the acceptance tests, and says where they are.
fn tests(root: &Path) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["test", "--quiet", "--workspace", "--no-run", "--message-format=json"])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .context("building the acceptance tests")?;
    ensure!(output.status.success(), "the tests do not build");
    let said = String::from_utf8(output.stdout).context("what cargo says")?;
    let built = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut ours =
        built.filter(|it| it["manifest_path"].as_str().is_some_and(|at| at.ends_with("acceptance/Cargo.toml")));
    let found = ours.find_map(|it| it["executable"].as_str().map(PathBuf::from));
    found.context("cargo built no acceptance tests")
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("cargo").args(arguments).current_dir(root).status().context("starting cargo")?;
    ensure!(status.success(), "cargo {} failed", arguments.join(" "));
    Ok(())
}

fn prove(root: &Path, programs: &Programs, row: &Row) -> Result<()> {
    ensure!(row.take.is_empty() != row.failpoint.is_none(), "a row has `take` or `failpoint`");
    let whole = acceptance(root, programs, &row.test, &programs.plain, &[])?;
    ensure!(whole.status.success() && ran_one(&whole), "the test does not pass as things are:\n{}", tail(&whole));

    let folder = tempfile::tempdir().context("making a folder")?;
    let altered = if let (Some(failpoint), Some(program)) = (&row.failpoint, &programs.with_failpoints) {
        acceptance(root, programs, &row.test, program, &[("YUHENG_FAILPOINT", failpoint.as_str())])?
    } else {
        let definitions = folder.path().join("definitions");
        copy(&root.join("definitions"), &definitions)?;
        for cut in &row.take {
            apply(&definitions, cut)?;
        }
        let shown = definitions.display().to_string();
        let check =
            Command::new(&programs.plain).args(["check", "--definitions", &shown]).output().context("yuheng check")?;
        ensure!(check.status.success(), "the definitions no longer pass `yuheng check`:\n{}", tail(&check));
        acceptance(root, programs, &row.test, &programs.plain, &[("YUHENG_DEFINITIONS", shown.as_str())])?
    };
    ensure!(ran_one(&altered), "no such test ran");
    ensure!(!altered.status.success(), "the test passes without what it needs");
    ensure!(text(&altered).contains("proof: "), "the test fails before its proof:\n{}", tail(&altered));
    Ok(())
}

/// Runs one acceptance test on SQLite against `program`.
fn acceptance(
    root: &Path,
    programs: &Programs,
    test: &str,
    program: &Path,
    variables: &[(&str, &str)],
) -> Result<Output> {
    Command::new(&programs.tests)
        .args(["--nocapture", "--test-threads=1"])
        .arg(format!("sqlite::{test}"))
        .env("YUHENG_PROGRAM", program)
        .envs(variables.iter().copied())
        .current_dir(root.join("acceptance"))
        .output()
        .context("running the acceptance test")
}

fn ran_one(output: &Output) -> bool {
    text(output).contains("running 1 test")
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn tail(output: &Output) -> String {
    let text = text(output);
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("writing {}", target.display()))?;
        }
    }
    Ok(())
}

fn apply(definitions: &Path, cut: &Cut) -> Result<()> {
    let path = definitions.join(&cut.file);
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", cut.file))?;
    ensure!(text.contains(&cut.cut), "{} does not contain `{}`", cut.file, cut.cut);
    fs::write(&path, text.replace(&cut.cut, &cut.put)).with_context(|| format!("writing {}", cut.file))
}
