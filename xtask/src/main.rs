//! The project's own tools: tidiness as a test, proofs that acceptance tests can fail, and the count of tests by suite.

mod prove;
mod suites;
mod tidy;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let rest: Vec<String> = arguments.collect();
    match command.as_deref() {
        Some("tidy") => tidy::run(&root()),
        Some("prove") => prove::run(&root(), &rest),
        Some("suites") => suites::run(&rest),
        _ => bail!("cargo xtask tidy | prove [ROW …] | suites LOG"),
    }
}

/// The top folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
