//! The map is true: what ARCHITECTURE.md names exists, each crate is on it, and each accepted row has its test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Tracked;
use crate::prove::{ROWS, page};

/// Where the journeys have their names.
const JOURNEYS: &str = "web/e2e/journey.mjs";

/// Checks ARCHITECTURE.md and the rows of the acceptance tests.
///
/// # Errors
/// When one of them can't be read.
pub fn check(root: &Path, tracked: &[Tracked], faults: &mut Vec<String>) -> Result<()> {
    architecture(root, faults)?;
    let files = tracked.iter().filter(|file| ROWS.contains(&file.path.as_str()));
    for file in files {
        rows(file, tracked, faults)?;
    }
    Ok(())
}

fn architecture(root: &Path, faults: &mut Vec<String>) -> Result<()> {
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).context("reading ARCHITECTURE.md")?;
    for named in text.split('`').skip(1).step_by(2) {
        let is_path = named.contains('/')
            && !named.contains(' ')
            && !named.starts_with('/')
            && !named.contains(['*', '{', '<', ':']);
        if is_path && !root.join(named.trim_end_matches('/')).exists() {
            faults.push(format!("ARCHITECTURE.md: names `{named}`, which is not there"));
        }
    }
    for entry in fs::read_dir(root.join("crates")).context("reading crates")? {
        let name = entry?.file_name();
        let Some(name) = name.to_str() else { continue };
        if !text.contains(&format!("crates/{name}")) {
            faults.push(format!("ARCHITECTURE.md: does not name crates/{name}"));
        }
    }
    Ok(())
}

fn rows(file: &Tracked, tracked: &[Tracked], faults: &mut Vec<String>) -> Result<()> {
    let path = &file.path;
    let rows: toml::Table = toml::from_str(&file.text).with_context(|| path.to_string())?;
    let tests: BTreeSet<&str> = tracked
        .iter()
        .filter(|file| file.path.starts_with("acceptance/") && file.path.ends_with(".rs"))
        .flat_map(|file| file.text.lines())
        .filter_map(|line| line.trim().strip_prefix("fn ").or_else(|| line.trim().strip_prefix("async fn ")))
        .filter_map(|line| line.split('(').next())
        .collect();
    let journeys = tracked.iter().find(|file| file.path == JOURNEYS).map(|file| file.text.as_str()).unwrap_or_default();
    let proofs = rows.iter().flat_map(|(id, row)| match row {
        toml::Value::Array(several) => several.iter().map(|row| (id, row)).collect::<Vec<_>>(),
        one => vec![(id, one)],
    });
    for (id, row) in proofs {
        let test = row.get("test").and_then(toml::Value::as_str).unwrap_or_default();
        let begins = format!("{}_", id.to_lowercase().replace('-', "_"));
        let journey = test.strip_prefix(page::TEST);
        if !journey.unwrap_or(test).starts_with(&begins) {
            faults.push(format!("{path}: the test of {id} begins with `{begins}`"));
        }
        if !journey.map_or_else(|| tests.contains(test), |name| is_journey(journeys, name)) {
            faults.push(format!("{path}: {id} names the test `{test}`, which is not there"));
        }
        if row.get("take").is_none() && row.get("failpoint").is_none() {
            faults.push(format!("{path}: {id} does not say what it needs"));
        }
    }
    Ok(())
}

/// Whether a journey is called so, by itself or in each of the languages.
fn is_journey(journeys: &str, name: &str) -> bool {
    let stem = name.strip_suffix("zh").or_else(|| name.strip_suffix("en"));
    journeys.contains(&format!("\"{name}\""))
        || stem.is_some_and(|stem| journeys.contains(&format!("`{stem}${{language}}`")))
}
