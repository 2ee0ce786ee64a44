//! The long proofs: crashes under load and a full disk. `make nightly` runs them at their figures; each says what it
//! did and what it found, and ends with exit code 1 at the first loss.

mod crash;
mod disk;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use yuheng_testkit::server::Backend;

#[derive(Parser)]
#[command(about = "The long proofs")]
struct Arguments {
    #[command(subcommand)]
    proof: Proof,
}

#[derive(Subcommand)]
enum Proof {
    /// Kill the program under load, again and again: nothing acknowledged is lost, nothing is there twice.
    Crash {
        /// The store.
        #[arg(long)]
        store: Store,
        /// How many times.
        #[arg(long, default_value_t = 20)]
        kills: u32,
        /// Where the random moments begin.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Fill the disk while work goes on: writes are refused in plain words, reads go on, nothing is half done.
    Disk {
        /// How many times.
        #[arg(long, default_value_t = 3)]
        fills: u32,
    },
    /// Fill the disk to its last byte under writes that were begun while there was room: ENOSPC behind the reserve.
    RunOut {
        /// How many times.
        #[arg(long, default_value_t = 3)]
        fills: u32,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Store {
    Sqlite,
    Postgres,
}

fn main() -> Result<()> {
    match Arguments::parse().proof {
        Proof::Crash { store, kills, seed } => crash::run(backend(store), kills, seed),
        Proof::Disk { fills } => disk::run(fills),
        Proof::RunOut { fills } => disk::run_out(fills),
    }
}

const fn backend(store: Store) -> Backend {
    match store {
        Store::Sqlite => Backend::Sqlite,
        Store::Postgres => Backend::Postgres,
    }
}
