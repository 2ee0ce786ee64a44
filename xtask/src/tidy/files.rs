//! Sizes and first lines.

use super::Tracked;

/// The longest file by ending, in lines.
const LIMITS: [(&str, usize); 5] = [(".rs", 800), (".ts", 400), (".tsx", 300), (".toml", 400), (".md", 300)];

/// Files that may be longer, each with the reason. The list may only shrink.
const LONGER: [(&str, &str); 3] = [
    ("definitions/standard/", "a standard's tree is one list"),
    ("definitions/locale/", "interface texts are one list"),
    ("demo/", "a company's records are one list"),
];

/// Checks sizes and first lines.
pub fn check(tracked: &[Tracked], faults: &mut Vec<String>) {
    for file in tracked {
        let lines = file.text.lines().count();
        for (ending, limit) in LIMITS {
            let longer = LONGER.iter().any(|(prefix, _)| file.path.starts_with(prefix));
            let generated = file.path.contains("generated") || file.path.ends_with("schema.ts");
            if file.path.ends_with(ending) && lines > limit && !longer && !generated {
                faults.push(format!("{}: {lines} lines, at most {limit}: it is more than one noun", file.path));
            }
        }
        if file.path.ends_with(".rs") && !file.text.starts_with("//!") {
            faults.push(format!("{}: the first line says what the file is for (`//! …`)", file.path));
        }
        let is_page_source =
            file.path.starts_with("web/src/") && (file.path.ends_with(".ts") || file.path.ends_with(".tsx"));
        if is_page_source && !file.text.starts_with("//") && !file.text.starts_with("/*") {
            faults.push(format!("{}: the first line says what the file is for (`// …`)", file.path));
        }
    }
}
