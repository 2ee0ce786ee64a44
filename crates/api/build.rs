//! Makes the program anew when the page was built anew: the page is part of it. A release without its page is refused.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

const PAGE: &str = "../../web/dist";
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
    ExitCode::SUCCESS
}
