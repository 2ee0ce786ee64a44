//! A release has its page with it: the build script, run as cargo runs it.

use std::path::Path;
use std::process::Command;

/// Whether a build of `profile` goes on, and what it says.
fn build(script: &Path, at: &Path, profile: &str, without: bool) -> (bool, String) {
    let mut command = Command::new(script);
    command.current_dir(at).env("PROFILE", profile).env_remove("YUHENG_BUILD_WITHOUT_PAGE");
    if without {
        command.env("YUHENG_BUILD_WITHOUT_PAGE", "1");
    }
    let output = command.output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_release_without_its_page_is_refused_with_the_command_that_builds_it() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let made = Command::new(rustc).arg("--edition=2024").arg(source).arg("-o").arg(&script).status().unwrap();
    assert!(made.success());
    let at = folder.path().join("crates/api");
    std::fs::create_dir_all(&at).unwrap();

    let (goes_on, said) = build(&script, &at, "release", false);
    assert!(!goes_on && said.contains("先运行 tools/page") && said.contains("run tools/page first"), "{said}");
    assert!(build(&script, &at, "debug", false).0, "a debug build goes without");
    assert!(build(&script, &at, "release", true).0, "and a release, if it is asked for");
    std::fs::write(folder.path().join("web/dist/index.html"), "<html>").unwrap();
    assert!(build(&script, &at, "release", false).0);
}
