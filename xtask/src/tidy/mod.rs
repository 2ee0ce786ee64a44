//! Tidiness as a test: what reviewers would otherwise have to say again and again.

mod edges;
mod files;
mod map;
mod words;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// A file that git tracks, with its text.
pub struct Tracked {
    /// The path from the top folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Tracked {
    /// Whether it is Rust outside tests.
    pub fn is_rust_source(&self) -> bool {
        self.path.ends_with(".rs")
            && !self.path.contains("/tests/")
            && !self.path.contains("/testing")
            && !self.path.contains("testkit/")
            && !self.path.starts_with("acceptance/")
            && !self.path.starts_with("bench/")
            && !self.path.ends_with("tests.rs")
    }

    /// The part before the unit tests that stand in the file itself.
    pub fn source(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(&self.text)
    }
}

/// Checks the tree.
///
/// # Errors
/// When anything is untidy, after printing all of it.
pub fn run(root: &Path) -> Result<()> {
    let tracked = tracked(root)?;
    let mut faults = Vec::new();
    files::check(&tracked, &mut faults);
    words::check(root, &tracked, &mut faults)?;
    edges::check(&tracked, &mut faults)?;
    map::check(root, &tracked, &mut faults)?;
    for fault in &faults {
        eprintln!("tidy: {fault}");
    }
    if !faults.is_empty() {
        bail!("{} things are untidy", faults.len());
    }
    println!("tidy: {} files", tracked.len());
    Ok(())
}

/// The texts that git tracks or would track.
fn tracked(root: &Path) -> Result<Vec<Tracked>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("asking git for the files")?;
    let list = String::from_utf8(output.stdout).context("reading git's list")?;
    let mut tracked = Vec::new();
    for path in list.lines() {
        let full: PathBuf = root.join(path);
        if let Ok(text) = fs::read_to_string(&full) {
            tracked.push(Tracked { path: path.to_owned(), text });
        }
    }
    Ok(tracked)
}
