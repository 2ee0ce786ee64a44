//! Speed and memory of the real program, each figure beside a floor measured in the same run. `make bench` runs it and
//! prints what docs/bench.md holds.

mod create;
mod figures;
mod fill;
mod floor;
mod read;

use anyhow::Result;
use clap::Parser;
use yuheng_testkit::server::{Backend, Server};

#[derive(Parser)]
#[command(about = "Speed and memory, beside their floors")]
struct Arguments {
    /// How many records the store holds when the measuring begins.
    #[arg(long, default_value_t = 100_000)]
    records: u32,
    /// How many requests a figure is taken from, at one client.
    #[arg(long, default_value_t = 400)]
    requests: u32,
    /// Runs on PostgreSQL instead of the embedded store (no floors there yet).
    #[arg(long)]
    postgres: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let backend = if arguments.postgres { Backend::Postgres } else { Backend::Sqlite };
    let server = Server::start(backend)?;
    let fresh = figures::memory(server.process_id())?;
    println!("memory of the program, fresh with the demo company: {fresh} MB");
    let desk = server.sign_in("desk")?;
    let numbers = fill::run(&desk, arguments.records)?;
    println!("memory with {} incidents: {} MB", numbers, figures::memory(server.process_id())?);
    for clients in [1, 8, 64] {
        let created = create::run(&desk, clients, arguments.requests)?;
        println!("create, durable, {clients} clients: {created}");
        if backend == Backend::Sqlite {
            let floor = floor::create(&server.folder().join("yuheng.db"), clients, arguments.requests)?;
            println!(
                "  floor, raw statements in groups of {clients}: {floor}; rate {:.2} of it",
                created.rate / floor.rate
            );
        }
    }
    read::run(&desk, numbers, arguments.requests, &server, backend)?;
    println!("memory after load: {} MB", figures::memory(server.process_id())?);
    Ok(())
}
