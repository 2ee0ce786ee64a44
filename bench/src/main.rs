//! Speed and memory of the real program, each figure beside a floor measured in the same run. `make bench` runs it and
//! prints what docs/bench.md holds.

mod clocks;
mod company;
mod create;
mod figures;
mod fill;
mod floor;
mod floor_postgres;
mod generate;
mod large;
mod multiply;
mod page;
mod processes;
mod read;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use figures::{Figures, middle};
use floor::Floor;
use yuheng_app::lists::Ask;
use yuheng_store::Location;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, START, Server};

#[derive(Parser)]
#[command(about = "Speed and memory, beside their floors")]
struct Arguments {
    /// How many incidents the store holds when the measuring begins.
    #[arg(long, default_value_t = 100_000)]
    records: u32,
    /// How many requests a figure is taken from, at one client.
    #[arg(long, default_value_t = 200)]
    requests: u32,
    /// How many runs the middle is taken of.
    #[arg(long, default_value_t = 5)]
    runs: u32,
    /// A file in which the filled store is kept, to be filled once and measured often; embedded store only.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// What is measured.
    #[arg(long = "part", value_enum, default_values_t = [Part::Create, Part::Read, Part::Page, Part::Clocks, Part::Processes, Part::Large])]
    parts: Vec<Part>,
    /// Runs create and list on PostgreSQL instead of the embedded store.
    #[arg(long)]
    postgres: bool,
}

/// A part of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Creates of 1, 8 and 64 clients.
    Create,
    /// Lists, one record, search, figures, a transition.
    Read,
    /// What a person waits for at a long list of generated records, in Chromium.
    Page,
    /// A round of the clocks, with none and with one in a hundred due.
    Clocks,
    /// Creates with 5 and with 100 processes.
    Processes,
    /// Lists of a company as it ships, and with 100 processes, 5,000 people and 200 views more.
    Large,
    /// A year generated into an empty store.
    Generate,
}

/// How many incidents are opened by commands; the rest are copies of them.
const BY_COMMANDS: u32 = 20_000;

const DEMO: [&str; 3] = ["--demo=company", "--simulated-clock", START];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    println!("load of the machine at the beginning: {}", figures::load());
    if arguments.postgres {
        postgres(&arguments, &runtime)?;
    } else {
        embedded(&arguments, &runtime)?;
    }
    println!("load of the machine at the end: {}", figures::load());
    Ok(())
}

fn embedded(arguments: &Arguments, runtime: &tokio::runtime::Runtime) -> Result<()> {
    let has = |part| arguments.parts.contains(&part);
    if has(Part::Page) {
        page::run(arguments.records)?;
    }
    if has(Part::Large) {
        large::run(arguments.requests, arguments.runs)?;
    }
    if arguments.parts.iter().all(|part| matches!(part, Part::Page | Part::Large)) {
        return Ok(());
    }
    let mut server = Server::start(Backend::Sqlite)?;
    println!("memory of the program, fresh with the demo company: {} MB", figures::memory(server.process_id())?);
    server.stop()?;
    let file = server.folder().join("yuheng.db");
    let kept = arguments.keep.clone().unwrap_or_else(|| server.folder().join("kept.db"));
    prepare(arguments, runtime, &file, &kept)?;
    let floor = Floor::open(&Floor::copy(&file, server.folder())?)?;
    if [Part::Create, Part::Read].into_iter().any(has) {
        let began = Instant::now();
        server.restart(&DEMO)?;
        println!("start with {} incidents: {:.2} s", arguments.records, began.elapsed().as_secs_f64());
        println!("memory at rest: {} MB", figures::memory(server.process_id())?);
        let desk = server.sign_in("desk")?;
        if has(Part::Read) {
            let raw = || Ok(floor.list(arguments.requests)?.p99);
            read::run(&desk, arguments.records, (arguments.requests, arguments.runs), raw, false)?;
        }
        if has(Part::Create) {
            creates(arguments, &desk, |clients| floor.create(clients, arguments.requests))?;
        }
        println!("memory after load: {} MB", figures::memory(server.process_id())?);
        server.stop()?;
    }
    if has(Part::Clocks) {
        prepare(arguments, runtime, &file, &kept)?;
        let fresh = Floor::open(&Floor::copy(&file, server.folder())?)?;
        clocks::run(runtime, server.folder(), &fresh, arguments.runs)?;
    }
    if has(Part::Generate) {
        generate::run(server.folder(), arguments.records, &floor)?;
    }
    if has(Part::Processes) {
        processes::run(arguments.requests, arguments.runs)?;
    }
    Ok(())
}

/// Puts a filled store in the place of `file`: the one that is `kept`, or a new one, which is kept.
fn prepare(arguments: &Arguments, runtime: &tokio::runtime::Runtime, file: &Path, kept: &Path) -> Result<()> {
    if kept.exists() {
        for ending in ["db-wal", "db-shm"] {
            let beside = file.with_extension(ending);
            if beside.exists() {
                std::fs::remove_file(&beside).with_context(|| format!("removing {}", beside.display()))?;
            }
        }
        std::fs::copy(kept, file).context("taking the store that was kept")?;
        return Ok(());
    }
    let folder = file.parent().context("the store has a folder")?;
    fill(arguments.records.min(BY_COMMANDS), runtime, &company::folder(folder))?;
    multiply::run(file, arguments.records)?;
    let connection = rusqlite::Connection::open(file).context("opening the store")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).context("ending the log")?;
    drop(connection);
    std::fs::copy(file, kept).context("keeping the store")?;
    Ok(())
}

fn fill(records: u32, runtime: &tokio::runtime::Runtime, place: &Location) -> Result<()> {
    let began = Instant::now();
    let now = START.parse().context("the present")?;
    runtime.block_on(async {
        let app = company::open(place, fill::beginning(now)).await?;
        let desk = company::caller(&app, "desk").await?;
        let listed = app.list(&desk, Some("customer"), &Ask::default()).await.context("the customers")?;
        let customers = listed.rows.into_iter().map(|row| row.record.label.clone()).collect();
        fill::run(&app, &desk, customers, records, now).await
    })?;
    let rate = f64::from(records) / began.elapsed().as_secs_f64();
    println!("{records} incidents opened by commands, {rate:.0} a second");
    Ok(())
}

/// Creates of 1, 8 and 64 clients, each beside its floor.
fn creates(arguments: &Arguments, desk: &Client, floor: impl Fn(u32) -> Result<Figures>) -> Result<()> {
    let customers = fill::customers(desk)?;
    let wanted = |count| ("/api/v1/records/incident".to_owned(), fill::incident(count, &customers).into());
    for clients in [1, 8, 64] {
        let (mut created, mut raw) = (Vec::new(), Vec::new());
        for _ in 0..arguments.runs {
            created.push(create::run(desk, clients, arguments.requests, &wanted)?);
            raw.push(floor(clients)?);
        }
        let share = middle(created.iter().zip(&raw).map(|(created, raw)| created.rate / raw.rate));
        println!("create, durable, {clients} clients: {}", Figures::middle(&created));
        println!("  floor, raw, groups of {clients}: {}; rate {share:.2} of it", Figures::middle(&raw));
    }
    Ok(())
}

fn postgres(arguments: &Arguments, runtime: &tokio::runtime::Runtime) -> Result<()> {
    let mut server = Server::start(Backend::Postgres)?;
    server.stop()?;
    let url = server.database_url().context("the store is on PostgreSQL")?.to_owned();
    fill(arguments.records, runtime, &Location::Postgres(url.clone()))?;
    server.restart(&DEMO)?;
    println!("memory at rest: {} MB", figures::memory(server.process_id())?);
    let desk = server.sign_in("desk")?;
    let raw = || Ok(runtime.block_on(floor_postgres::list(&url, arguments.requests))?.p99);
    read::run(&desk, arguments.records, (arguments.requests, arguments.runs), raw, true)?;
    creates(arguments, &desk, |clients| runtime.block_on(floor_postgres::create(&url, clients, arguments.requests)))?;
    println!("memory after load: {} MB", figures::memory(server.process_id())?);
    Ok(())
}
