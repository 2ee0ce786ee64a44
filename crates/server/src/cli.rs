//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::Knobs;

/// Yuheng: the service management manual, running.
///
/// Begin with `yuheng serve --demo`, open the address that it prints, and sign in with one of the accounts beside it.
/// Without `--demo` the first start prints a one-time link for the first administrator.
#[derive(Debug, Parser)]
#[command(
    name = "yuheng",
    version,
    arg_required_else_help = true,
    after_help = "Ends with 0 when it is done, 1 when it is refused or something does not hold, 2 when the command line can't be read."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// A TOML file with settings; flags and YUHENG_… in the environment win over it
    #[arg(long, global = true, env = "YUHENG_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What can be set.
    #[command(flatten)]
    pub knobs: Knobs,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server and keep it running until it is told to stop (Ctrl+C, SIGTERM)
    Serve(Serve),
    /// Fill an empty store with the demo company and a year of any size: for trying out and measuring
    Generate(Generate),
    /// Check definitions, settings, machine and store, and say what is wrong and what to do
    Check(Check),
    /// Replay the whole history and compare it with what is stored
    Verify,
    /// Write a backup to a file, also while the server runs; or check one that is there
    Backup {
        /// The archive to be written
        file: PathBuf,
        /// Write over the file if it is there already
        #[arg(long)]
        overwrite: bool,
        /// Write nothing: check the archive that is there, and restore it as a trial into a folder that goes again
        #[arg(long, conflicts_with = "overwrite")]
        check: bool,
    },
    /// Restore a backup into an empty place, and verify it
    Restore {
        /// The archive
        file: PathBuf,
    },
    /// Make, list and revoke API tokens
    #[command(subcommand)]
    Token(Token),
    /// Invite people, send them a new one-time link, lock them out
    #[command(subcommand)]
    User(User),
    /// Write the records of a process as CSV
    Export {
        /// The process, such as incident
        process: String,
        /// Only those that match, such as: record.is_open
        #[arg(long)]
        filter: Option<String>,
    },
    /// Open records from a CSV or Excel file, one a row, or from a TOML file in the form of `definitions/first-content`
    Import(Import),
}

/// What to import.
#[derive(Args, Debug)]
pub struct Import {
    /// The file, .csv, .xlsx or .toml
    pub file: PathBuf,
    /// What the rows of a CSV or Excel file are, such as incident; its headers are fields' ids or labels, such as `export` writes
    #[arg(long)]
    pub process: Option<String>,
    /// Only say what would happen to each row of the file
    #[arg(long, requires = "process")]
    pub dry_run: bool,
    /// Where the rows go that are refused, with the reason [default: the file's name and -refused]
    #[arg(long, requires = "process", value_name = "FILE")]
    pub refused: Option<PathBuf>,
}

/// How to check.
#[derive(Args, Debug)]
pub struct Check {
    /// In which language [default: that of the environment, else both]
    #[arg(long)]
    pub language: Option<crate::checkup::Spoken>,
    /// As JSON, for programs
    #[arg(long)]
    pub json: bool,
}

/// How to serve.
#[derive(Args, Debug)]
pub struct Serve {
    /// Load the demo company with a year of its work, one account per role and a known password; never for real data.
    /// `--demo=company` leaves the year out
    #[arg(
        long,
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "year",
        value_name = "WHAT",
        hide_possible_values = true
    )]
    pub demo: Option<Demo>,
    /// Empty the store, if it holds a demo with a year, and build that anew
    #[arg(long, requires = "demo")]
    pub demo_reset: bool,
    /// The day or moment at which the demo's year ends [default: now]
    #[arg(long, requires = "demo", value_name = "DATE", value_parser = moment)]
    pub as_of: Option<Moment>,
    /// How many incidents and requests the demo's year has
    #[arg(long, requires = "demo", value_name = "N", default_value_t = 1500, hide_short_help = true)]
    pub records: u64,
    /// From which all chance in the demo's year comes
    #[arg(long, requires = "demo", value_name = "N", default_value_t = 1, hide_short_help = true)]
    pub seed: u64,
    /// Let time stand still at this instant, to be set forward over the API by an administrator: for tests
    #[arg(long, value_name = "RFC 3339", hide = true)]
    pub simulated_clock: Option<jiff::Timestamp>,
}

/// What a demo holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Demo {
    /// The company and a year of its work.
    Year,
    /// The company and a handful of records.
    Company,
}

/// What to fill an empty store with.
#[derive(Args, Debug)]
pub struct Generate {
    /// How many incidents and requests its year has; tasks and what follows from them come on top
    #[arg(long, value_name = "N")]
    pub records: u64,
    /// From which all chance comes: the same seed and day make the same store
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The day or moment at which the year ends [default: now]
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub as_of: Option<Moment>,
}

/// A moment, as it is given: a day means its afternoon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Just then.
    At(jiff::Timestamp),
    /// On that day, in the organisation's zone.
    On(jiff::civil::Date),
}

fn moment(text: &str) -> Result<Moment, String> {
    let at = || text.parse().map(Moment::At);
    text.parse()
        .map(Moment::On)
        .or_else(|_| at())
        .map_err(|_| "a day such as 2026-11-20, or an RFC 3339 moment".to_owned())
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make one and print it, once
    Create {
        /// The login whose rights it has
        login: String,
        /// What it is for
        #[arg(long, default_value = "yuheng token")]
        label: String,
        /// Days until it is over
        #[arg(long, default_value_t = 90)]
        days: u32,
        /// It may only read
        #[arg(long)]
        read_only: bool,
        /// Only these processes
        #[arg(long = "process", value_name = "PROCESS")]
        processes: Vec<String>,
    },
    /// List the tokens of a login
    List {
        /// The login
        login: String,
    },
    /// Revoke one
    Revoke {
        /// The login
        login: String,
        /// The token's id, as `list` shows it
        id: uuid::Uuid,
    },
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// List the accounts: login, person, and whether it is open, invited or locked
    List,
    /// Give a person or contact an account, and print the one-time link that sets its password
    Invite {
        /// The person's or contact's number, such as PER0000001
        person: String,
        /// The login
        login: String,
    },
    /// Print a new one-time link for a forgotten password; all sessions end
    Reset {
        /// The login
        login: String,
    },
    /// Lock an account; all its sessions and tokens end
    Lock {
        /// The login
        login: String,
    },
    /// Unlock it again
    Unlock {
        /// The login
        login: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_takes_what_the_manual_says() {
        let cli = Cli::parse_from(["yuheng", "serve", "--data", "d", "--listen", "127.0.0.1:0", "--demo"]);
        assert!(matches!(cli.command, Command::Serve(Serve { demo: Some(Demo::Year), .. })));
        let cli = Cli::parse_from(["yuheng", "serve", "--demo=company", "--as-of", "2026-11-20"]);
        let Command::Serve(Serve { demo, as_of, .. }) = cli.command else { panic!("it serves") };
        assert_eq!((demo, as_of), (Some(Demo::Company), Some(Moment::On(jiff::civil::date(2026, 11, 20)))));
    }
}
