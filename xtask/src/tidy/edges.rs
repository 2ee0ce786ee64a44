//! The arrows between crates: nothing imports upward.

use anyhow::{Context, Result};

use super::Tracked;

/// What each crate may build on, beside those that these build on.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("definition", &[]),
    ("engine", &["definition"]),
    ("store", &["engine", "definition"]),
    ("app", &["store", "engine", "definition"]),
    ("api", &["app", "engine", "definition"]),
    ("jobs", &["app", "engine", "definition"]),
    ("simulation", &["app", "store", "engine", "definition"]),
    ("server", &["api", "jobs", "simulation", "app", "store", "engine", "definition"]),
    ("testkit", &["app", "store", "engine", "definition"]),
];

/// Checks the dependencies that the crates declare.
///
/// # Errors
/// When a manifest is no TOML.
pub fn check(tracked: &[Tracked], faults: &mut Vec<String>) -> Result<()> {
    for (name, may_use) in MAY_USE {
        let path = format!("crates/{name}/Cargo.toml");
        let Some(file) = tracked.iter().find(|file| file.path == path) else {
            faults.push(format!("{path}: the crate is gone; tell tidy"));
            continue;
        };
        let manifest: toml::Table = toml::from_str(&file.text).with_context(|| path.clone())?;
        let Some(dependencies) = manifest.get("dependencies").and_then(toml::Value::as_table) else { continue };
        for dependency in dependencies.keys().filter_map(|key| key.strip_prefix("yuheng-")) {
            if !may_use.contains(&dependency) {
                faults.push(format!("{path}: `{name}` may not use `{dependency}`"));
            }
        }
    }
    Ok(())
}
