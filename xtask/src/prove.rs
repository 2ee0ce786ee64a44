//! Proves that acceptance tests can fail: takes what a row needs away, and sees its test fail at its proof.
//!
//! A row of `acceptance/rows.toml`, `acceptance/features.toml` or `acceptance/platform.toml` names its test and what it needs: `take` cuts a text out of a copy of the
//! definitions or of the page's sources, `failpoint` arms a named point in a program built with the feature `failpoints`. A row that asks for several
//! things is written several times, as `[[id]]`, and each is proved. The cut definitions must still pass `yuheng check`, the test's
//! control steps must pass, and a step marked `proof!` must fail: the one whose words hold `at`, where the row says so.

pub mod page;
mod rows;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};

use self::rows::{Cut, Proof, Proofs};

/// The files of the rows: of the requirements, of the features, and of the platform's features.
pub const ROWS: [&str; 3] = ["acceptance/rows.toml", "acceptance/features.toml", "acceptance/platform.toml"];

/// So much of what a failing step says is told.
const SAID: usize = 120;

/// Proves the rows named, or all.
///
/// # Errors
/// When a row can't be proved, after trying all.
pub fn run(root: &Path, only: &[String]) -> Result<()> {
    let rows = rows::read(root)?;
    if let Some(unknown) = only.iter().find(|id| !rows.contains_key(*id)) {
        bail!("no row {unknown}");
    }
    let chosen: Vec<_> = rows.iter().filter(|(id, _)| only.is_empty() || only.contains(id)).collect();
    let proofs: Vec<_> = chosen.iter().flat_map(|(id, Proofs(proofs))| proofs.iter().map(move |it| (id, it))).collect();
    let programs = Programs::build(root, proofs.iter().any(|(_, proof)| proof.failpoint.is_some()))?;
    let (mut unproved, mut passing) = (0, BTreeSet::new());
    for (id, proof) in &proofs {
        match prove(root, &programs, proof, &mut passing) {
            Ok(said) => println!("proved    {id}  {}, which needs {}: {said}", proof.test, proof.needs),
            Err(error) => {
                unproved += 1;
                println!("NOT PROVED {id}  {}, which needs {}: {error:#}", proof.test, proof.needs);
            }
        }
    }
    println!("{} rows; {} of {} proofs hold", chosen.len(), proofs.len() - unproved, proofs.len());
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
    /// Builds the whole workspace, as `make test` does: a part of it would resolve other features and build everything anew. With
    /// failpoints the program is enough, in a folder of its own.
    fn build(root: &Path, failpoints: bool) -> Result<Self> {
        cargo(root, &["build", "--quiet", "--workspace"])?;
        let tests = tests(root)?;
        let plain = root.join("target/debug/yuheng");
        if !failpoints {
            return Ok(Self { tests, plain, with_failpoints: None });
        }
        let armed = ["--features", "yuheng/failpoints", "--target-dir", "target/failpoints"];
        cargo(root, &[&["build", "--quiet", "--workspace", "--bin", "yuheng"], &armed[..]].concat())?;
        Ok(Self { tests, plain, with_failpoints: Some(root.join("target/failpoints/debug/yuheng")) })
    }
}

/// Builds the acceptance tests, and says where they are.
fn tests(root: &Path) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["test", "--quiet", "--workspace", "--test", "it", "--no-run", "--message-format=json"])
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

/// Sees a test pass as things are, unless it is known to be `passing`, and then fail at its proof without what it needs; what it
/// says then.
fn prove<'p>(root: &Path, programs: &Programs, row: &'p Proof, passing: &mut BTreeSet<&'p str>) -> Result<String> {
    if !passing.contains(row.test.as_str()) {
        let whole = if row.is_journey() {
            page::journey(root, &programs.plain, &row.test, None)?
        } else {
            acceptance(root, programs, &row.test, &programs.plain, &[])?
        };
        ensure!(whole.status.success() && ran(&whole, row), "the test does not pass as things are:\n{}", tail(&whole));
        passing.insert(&row.test);
    }
    let altered = without(root, programs, row)?;
    ensure!(ran(&altered, row), "no such test ran");
    ensure!(!altered.status.success(), "the test passes without what it needs");
    let said = text(&altered);
    let said = said.split_once("proof: ").and_then(|(_, said)| said.lines().next());
    let said = said.with_context(|| format!("the test fails before its proof:\n{}", tail(&altered)))?;
    let at = row.at.as_deref().unwrap_or_default();
    ensure!(said.contains(at), "the test fails at another step than “{at}”: {said}");
    Ok(said.chars().take(SAID).collect())
}

/// Runs a proof's test without what it needs.
fn without(root: &Path, programs: &Programs, row: &Proof) -> Result<Output> {
    if let (Some(failpoint), Some(program)) = (&row.failpoint, &programs.with_failpoints) {
        return acceptance(root, programs, &row.test, program, &[("YUHENG_FAILPOINT", failpoint.as_str())]);
    }
    if row.is_journey() {
        let folder = page::without(root, row.take.iter())?;
        return page::journey(root, &programs.plain, &row.test, Some(&folder.path().join("web/dist")));
    }
    let folder = tempfile::tempdir().context("making a folder")?;
    let definitions = folder.path().join("definitions");
    copy(&root.join("definitions"), &definitions)?;
    for cut in &row.take {
        apply(&definitions, cut)?;
    }
    let shown = definitions.display().to_string();
    let check =
        Command::new(&programs.plain).args(["check", "--definitions", &shown]).output().context("yuheng check")?;
    ensure!(check.status.success(), "the definitions no longer pass `yuheng check`:\n{}", tail(&check));
    acceptance(root, programs, &row.test, &programs.plain, &[("YUHENG_DEFINITIONS", shown.as_str())])
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
        .env("RUST_BACKTRACE", "0")
        .envs(variables.iter().copied())
        .current_dir(root.join("acceptance"))
        .output()
        .context("running the acceptance test")
}

/// Whether the row's test ran, and no other.
fn ran(output: &Output, row: &Proof) -> bool {
    if row.is_journey() { page::ran(output, &row.test) } else { text(output).contains("running 1 test") }
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
