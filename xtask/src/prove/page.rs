//! What proves a row that the page shows: a journey in Chromium, over a page that is built from a copy of its sources out of
//! which something is cut. The program stays whole.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::rows::Cut;
use super::{apply, copy, tail};

/// How the name of a test that is a journey begins, and the path of a file that the page is made from.
pub const TEST: &str = "page::";
const SOURCES: &str = "web/";

/// How long a journey waits for what doesn't come, in milliseconds: long enough for what does on a busy machine.
const PATIENCE: &str = "10000";

/// What of `cuts` is cut out of the page's sources.
pub fn is_page(cut: &Cut) -> bool {
    cut.file.starts_with(SOURCES)
}

/// Runs the journey `test` against `program`, over the page as it is built or the one in `page`.
///
/// # Errors
/// When it can't be started.
pub fn journey(root: &Path, program: &Path, test: &str, page: Option<&Path>) -> Result<Output> {
    let mut node = Command::new("node");
    node.arg("web/e2e/journey.mjs").arg(test.trim_start_matches(TEST)).env("YUHENG_PROGRAM", program).current_dir(root);
    if let Some(page) = page {
        node.env("JOURNEY_PAGE", page).env("JOURNEY_PATIENCE", PATIENCE);
    }
    node.output().context("running the journey")
}

/// Whether just that journey ran.
pub fn ran(output: &Output, test: &str) -> bool {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(|line| line.starts_with(&format!("test {test} ... ")))
        .count()
        == 1
}

/// Builds the page without what `cuts` take out of it; it is in the folder's `web/dist`.
///
/// # Errors
/// When a text isn't there, or the page can't be built without it.
pub fn without<'c>(root: &Path, cuts: impl Iterator<Item = &'c Cut>) -> Result<TempDir> {
    let folder = tempfile::tempdir().context("making a folder")?;
    let (from, to) = (root.join("web"), folder.path().join("web"));
    for part in ["src", "build", "public"] {
        copy(&from.join(part), &to.join(part))?;
    }
    for file in ["index.html", "package.json", "tsconfig.json", "vite.config.ts"] {
        fs::copy(from.join(file), to.join(file)).with_context(|| format!("copying {file}"))?;
    }
    for (target, link) in [("web/node_modules", "web/node_modules"), ("definitions", "definitions")] {
        symlink(root.join(target), folder.path().join(link)).with_context(|| format!("linking {link}"))?;
    }
    for cut in cuts {
        apply(folder.path(), cut)?;
    }
    let built = Command::new("node")
        .args(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"])
        .current_dir(&to)
        .output()
        .context("building the page")?;
    ensure!(built.status.success(), "the page can't be built without it:\n{}", tail(&built));
    Ok(folder)
}
