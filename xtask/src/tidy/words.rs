//! What may not stand in the code: names of processes, SQL outside the store, a second clock, traces of a machine.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Tracked;

/// Traces of a machine or registry that the project doesn't speak of. Written in halves, so that they don't stand here.
const TRACES: [(&str, &str); 7] = [
    (" /wo", "rk/"),
    (" /ro", "ot/"),
    ("\"/wo", "rk/main"),
    ("/home", "/us"),
    ("registry.npm", "js.org"),
    ("static.crates", ".io"),
    ("../sha", "red"),
];

/// How statements begin.
const SQL: [&str; 4] = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/// The fields that all records share are named as what they point to; the store keeps a column for each.
const SHARED: [&str; 3] = ["customer", "service", "department"];

/// Crates that bring what the project builds without.
const BANNED_CRATES: [&str; 4] = ["openssl-sys", "native-tls", "aws-lc-sys", "sqlx"];

/// Checks words.
///
/// # Errors
/// When the folder of the processes can't be read.
pub fn check(root: &Path, tracked: &[Tracked], faults: &mut Vec<String>) -> Result<()> {
    let processes = process_names(root)?;
    for file in tracked {
        traces(file, faults);
        if file.is_rust_source() {
            rust(file, &processes, faults);
        }
        if file.path.starts_with("web/src/") {
            page(file, &processes, faults);
        }
        if file.path == "Cargo.lock" {
            for banned in BANNED_CRATES {
                if file.text.contains(&format!("name = \"{banned}\"")) {
                    faults.push(format!("Cargo.lock: `{banned}` came in"));
                }
            }
        }
        if file.path.ends_with("package-lock.json") && file.text.contains("\"resolved\"") {
            faults.push(format!("{}: it names the addresses that packages came from", file.path));
        }
    }
    Ok(())
}

fn process_names(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("definitions/process");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        if let Some(name) = entry?.file_name().to_str().and_then(|name| name.strip_suffix(".toml")) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

fn traces(file: &Tracked, faults: &mut Vec<String>) {
    for (number, line) in file.text.lines().enumerate() {
        for (first, second) in TRACES {
            if line.contains(&format!("{first}{second}")) && file.path != "Cargo.lock" {
                faults.push(format!("{}:{}: speaks of a machine", file.path, number + 1));
            }
        }
    }
}

fn rust(file: &Tracked, processes: &[String], faults: &mut Vec<String>) {
    for (number, line) in file.source().lines().enumerate() {
        let code = line.trim();
        if code.starts_with("//") {
            continue;
        }
        let at = format!("{}:{}", file.path, number + 1);
        if code.starts_with("#[allow(") || code.starts_with("#![allow(") {
            faults.push(format!("{at}: `#[expect(…, reason = …)]` instead of allow"));
        }
        let mark = concat!("TO", "DO");
        if code.contains(mark) && !code.contains(&format!("{mark}(#")) {
            faults.push(format!("{at}: what is left to do names its issue"));
        }
        let knows_sql = SQL.iter().any(|word| code.contains(&format!("\"{word} ")));
        if knows_sql && !file.path.starts_with("crates/store/") && !file.path.starts_with("xtask/") {
            faults.push(format!("{at}: SQL stands only in the store"));
        }
        let shares = |process: &String| file.path.starts_with("crates/store/") && SHARED.contains(&process.as_str());
        for process in processes.iter().filter(|process| !shares(process)) {
            // The store's shared columns bear the names of processes that fields point to.
            let is_column =
                file.path.starts_with("crates/store/src/list/") && code.contains(&format!("\"{process}\" =>"));
            if decides_by(code, process) && !is_column && !file.path.starts_with("xtask/") {
                faults.push(format!("{at}: knows the process `{process}` by name"));
            }
        }
    }
}

/// Whether a line of code compares with `name`, matches it, or keeps it to be compared with.
fn decides_by(code: &str, name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    code.match_indices(&quoted).any(|(at, _)| {
        let (before, after) = (code.get(..at).unwrap_or_default(), code.get(at + quoted.len()..).unwrap_or_default());
        let (before, after) = (before.trim_end(), after.trim_start());
        // What a process's content is, its definition says: that is no name of a process.
        let of_content = before.trim_end_matches(['=', '!']).trim_end().ends_with(".content");
        let compared = !of_content && ["==", "!=", "|", "case"].iter().any(|mark| before.ends_with(mark));
        let matched =
            before.rfind("matches!(").is_some_and(|open| !before.get(open..).unwrap_or_default().contains(')'));
        let listed = code.contains(".contains(&") || code.contains("].contains(") || code.contains("].includes(");
        compared || matched || listed || after.starts_with("=>") || after.starts_with('|')
    })
}

fn page(file: &Tracked, processes: &[String], faults: &mut Vec<String>) {
    let is_test = file.path.contains(".test.");
    for (number, line) in file.text.lines().enumerate() {
        let at = format!("{}:{}", file.path, number + 1);
        if line.contains("fetch(") && !line.contains("refetch(") && !file.path.starts_with("web/src/api/") && !is_test {
            faults.push(format!("{at}: `fetch` stands only in src/api"));
        }
        for process in processes {
            if !is_test && decides_by(line.trim(), process) {
                faults.push(format!("{at}: knows the process `{process}` by name"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_by_name_is_seen_however_it_is_written() {
        for code in [
            "if process == \"incident\" {",
            "if process !== \"incident\") {",
            "\"incident\" => 1,",
            "\"incident\" | \"task\" => 1,",
            "\"task\" | \"incident\" => 1,",
            "matches!(process, \"incident\")",
            "[\"incident\", \"task\"].contains(&process)",
            "[\"incident\"].includes(process)",
            "case \"incident\":",
        ] {
            assert!(decides_by(code, "incident"), "{code}");
        }
        for code in [
            "json!({ \"incident\": 1 })",
            "let name = \"incident\";",
            "matches!(a, B) && f(\"incident\")",
            "one.content === \"incident\"",
        ] {
            assert!(!decides_by(code, "incident"), "{code}");
        }
    }
}
