//! Makes the program anew when the page was built anew: the page is part of it. A release without its page, or with one of
//! before, is refused; otherwise an old page is told of.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;
use std::{env, fs};

const PAGE: &str = "../../web/dist";
/// What the page is made from.
const SOURCES: [&str; 3] = ["../../web/src", "../../web/index.html", "../../definitions/locale"];
/// For those who work on the program alone: a release may go without its page.
const WITHOUT: &str = "YUHENG_BUILD_WITHOUT_PAGE";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={PAGE}");
    println!("cargo::rerun-if-env-changed={WITHOUT}");
    // A folder that isn't there would count as changed each time.
    if let Err(error) = fs::create_dir_all(PAGE) {
        println!("cargo::error=making {PAGE}: {error}");
        return ExitCode::FAILURE;
    }
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let has_page = Path::new(PAGE).join("index.html").exists();
    if is_release && !has_page && env::var_os(WITHOUT).is_none() {
        println!("cargo::error=发布版需要页面：请先运行 tools/page，再构建（只开发程序时可设 {WITHOUT}=1）");
        println!("cargo::error=a release needs its page: run tools/page first, then build ({WITHOUT}=1 goes without)");
        return ExitCode::FAILURE;
    }
    if is_release {
        SOURCES.iter().for_each(|source| println!("cargo::rerun-if-changed={source}"));
    }
    if has_page && is_older_than_its_sources() && env::var_os(WITHOUT).is_none() {
        let kind = if is_release { "error" } else { "warning" };
        println!("cargo::{kind}=页面比它的源文件旧：请先运行 tools/page，再构建");
        println!("cargo::{kind}=the page is older than what it is made from: run tools/page first, then build");
        return if is_release { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    ExitCode::SUCCESS
}

/// Whether something was written since the page was built, by the mark that tools/page leaves.
fn is_older_than_its_sources() -> bool {
    let Some(built) = modified(&Path::new(PAGE).join(".built")) else { return false };
    let mut pending: Vec<PathBuf> = SOURCES.iter().map(PathBuf::from).collect();
    while let Some(path) = pending.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => pending.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) if modified(&path).is_some_and(|changed| changed > built) => return true,
            Err(_) => {}
        }
    }
    false
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
