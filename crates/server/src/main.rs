//! The `yuheng` program: reads the configuration, wires store, use cases, interface and jobs together, and runs a command.

mod checkup;
mod cli;
mod commands;
mod config;
mod first_start;
mod logs;
mod open;
mod upgrade;
mod words;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::cli::{Cli, Command};
use crate::config::Config;

/// A list allocates thousands of small values on one thread and frees them on another (docs/adr/0014-allocator.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(cli, &matches) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("yuheng: {}", words::of(&error));
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli, matches: &clap::ArgMatches) -> anyhow::Result<std::process::ExitCode> {
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let of_others = config::check_environment(environment)?;
    let config = Config::load(&cli.knobs, cli.config.as_deref())?;
    logs::start(&config);
    if !of_others.is_empty() {
        tracing::info!("set by Kubernetes for a service of that name, and no settings: {}", of_others.join(", "));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => commands::serve::run(&config, &serve).await,
            Command::Check(check) => {
                let origins = config::origins(matches, cli.config.as_deref());
                commands::check::run(&config, &check, &origins, &of_others).await
            }
            Command::Verify => commands::verify::run(&config).await,
            Command::Backup { file, check: true, .. } => commands::backup::check(&file).await,
            Command::Backup { file, overwrite, .. } => commands::backup::backup(&config, &file, overwrite.into()).await,
            Command::Restore { file } => commands::backup::restore(&config, &file).await,
            Command::Token(token) => commands::accounts::token(&config, token).await,
            Command::User(user) => commands::accounts::user(&config, user).await,
            Command::Export { process, filter } => commands::transfer::export(&config, &process, filter).await,
            Command::Import(import) => commands::transfer::import(&config, &import).await,
        }
    })
}
