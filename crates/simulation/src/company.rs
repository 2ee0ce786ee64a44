//! The demo company and its story, in the program: standing content, accounts, and what stands at the end of the year.

use yuheng_app::first_content::Keys;
use yuheng_app::{App, Result};

/// The files of the demo company, by name: `demo/*.toml`.
pub static COMPANY: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/company.rs"));
/// The files of its story: `demo/story/*.toml`.
pub static STORY: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/story.rs"));

/// The file of the accounts.
pub const ACCOUNTS: &str = "accounts.toml";
/// The file of what people have just begun: it comes last, at the end of the year.
const LATELY: &str = "7-work.toml";

/// Founds the company: the first content of every installation, then its own, then its accounts.
///
/// # Errors
/// When a file is refused, or the store fails.
pub async fn found(app: &App, keys: &mut Keys) -> Result<()> {
    let own = COMPANY.iter().copied().filter(|(path, _)| ![ACCOUNTS, LATELY].contains(path));
    let files: Vec<(String, String)> =
        app.source().first_content().chain(own).map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    for (path, text) in files {
        app.bring_in(&path, &text, keys).await?;
    }
    app.bring_accounts(ACCOUNTS, file(ACCOUNTS), keys).await?;
    app.finish_rounds().await
}

/// What people have just begun.
///
/// # Errors
/// When the file is refused, or the store fails.
pub async fn bring_lately(app: &App, keys: &mut Keys) -> Result<()> {
    app.bring_in(LATELY, file(LATELY), keys).await?;
    app.finish_rounds().await
}

fn file(name: &str) -> &'static str {
    COMPANY.iter().find(|(path, _)| *path == name).map_or("", |(_, text)| *text)
}
