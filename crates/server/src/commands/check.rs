//! `yuheng check`: are definitions and settings sound, and what does each setting mean here.

use std::process::ExitCode;

use anyhow::Result;
use yuheng_definition::Definitions;

use crate::config::Config;
use crate::open;

/// Checks the definitions, and says what holds.
pub fn run(config: &Config) -> Result<ExitCode> {
    let from = config.definitions.as_ref().map_or("those in the program".to_owned(), |it| it.display().to_string());
    println!("definitions  {from}");
    match &config.database {
        Some(_) => println!("store        PostgreSQL, attachments included"),
        None => println!("store        SQLite and attachments in {}", config.data.display()),
    }
    println!("zone         {}: what \"today\" means", config.zone.iana_name().unwrap_or("UTC"));
    println!("listen       {}", config.listen);
    println!("attachments  up to {} MB each", config.upload_bytes / 1024 / 1024);
    match Definitions::load(&open::source(config)?) {
        Ok(definitions) => {
            println!(
                "sound: {} processes, {} roles, {} standards",
                definitions.processes.len(),
                definitions.roles.len(),
                definitions.standards.len()
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            open::print_problems(&problems);
            println!("{} faults", problems.len());
            Ok(ExitCode::FAILURE)
        }
    }
}
