//! Counts the tests that ran, by suite, from the log of `make test`; a suite without any is a failure.

use std::fs;

use anyhow::{Context, Result, bail};

/// A suite and the module that its tests stand in (`sqlite::…`, `…_on_sqlite`); the first takes the rest.
const SUITES: [(&str, Option<&str>); 4] =
    [("engine", None), ("SQLite", Some("sqlite")), ("PostgreSQL", Some("postgres")), ("page", Some("page"))];

/// Prints the count of each suite.
///
/// # Errors
/// When the log can't be read, a suite is empty, or a test failed.
pub fn run(arguments: &[String]) -> Result<()> {
    let [path] = arguments else { bail!("cargo xtask suites LOG") };
    let log = fs::read_to_string(path).with_context(|| format!("reading {path}"))?;
    let mut passed = [0_usize; SUITES.len()];
    let mut failed = 0;
    for line in log.lines() {
        let Some((name, outcome)) = test_line(line) else { continue };
        match outcome {
            "ok" => passed[suite_of(name)] += 1,
            "FAILED" => failed += 1,
            _ => {}
        }
    }
    println!();
    for ((suite, _), count) in SUITES.iter().zip(passed) {
        println!("{suite}: {count} tests");
    }
    println!("{} passed, {failed} failed", passed.iter().sum::<usize>());
    if let Some(((suite, _), _)) = SUITES.iter().zip(passed).find(|(_, count)| *count == 0) {
        bail!("no test of the suite `{suite}` ran");
    }
    if failed > 0 {
        bail!("{failed} tests failed");
    }
    Ok(())
}

/// The name and outcome of a test, if the line reports one: `test NAME ... ok`.
fn test_line(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim().strip_prefix("test ")?;
    let (name, outcome) = rest.split_once(" ... ")?;
    Some((name.trim_end_matches(" - should panic"), outcome.split_whitespace().next()?))
}

/// The suite that a test belongs to, by the parts of its path.
fn suite_of(name: &str) -> usize {
    let belongs = |mark: &str| name.split("::").any(|part| part == mark || part.ends_with(&format!("_on_{mark}")));
    SUITES.iter().position(|(_, mark)| mark.is_some_and(belongs)).unwrap_or(0)
}
