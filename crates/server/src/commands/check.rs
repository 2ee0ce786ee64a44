//! `yuheng check`: are definitions and settings sound, and what does each setting mean here.

use std::process::ExitCode;

use anyhow::Result;
use yuheng_definition::{Definitions, Problem, each_once};
use yuheng_store::OpenError;

use crate::config::Config;
use crate::open;

/// Checks the definitions, and says what holds.
pub async fn run(config: &Config) -> Result<ExitCode> {
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
            over_store(config).await
        }
        Err(problems) => Ok(faults(&problems)),
    }
}

/// What only shows with the store: overlays in force, or due to be, that don't fit, and flows that open work still follows.
async fn over_store(config: &Config) -> Result<ExitCode> {
    let app = match open::for_command(config).await {
        Ok(app) => app,
        Err(error) if matches!(error.downcast_ref(), Some(OpenError::InUse(_))) => {
            println!("the store is being served: overlays and work under way are checked there, or here once it stops");
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) if matches!(error.downcast_ref(), Some(OpenError::Missing(_))) => {
            println!("no store yet: no overlay and no work that the definitions could conflict with");
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => return Err(error),
    };
    let mut conflicts = app.in_force().await?.conflicts.clone();
    conflicts.extend(app.kept_out().await?);
    if conflicts.is_empty() {
        println!("fits the overlays in force and all work under way");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(faults(&each_once(conflicts)))
}

fn faults(problems: &[Problem]) -> ExitCode {
    open::print_problems(problems);
    println!("{} faults", problems.len());
    ExitCode::FAILURE
}
