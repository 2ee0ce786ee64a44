//! A round of the clocks over a million that run: what it costs when none is due, and when one in a hundred is.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use yuheng_testkit::server::START;

use crate::company;
use crate::figures::{Figures, middle};
use crate::floor::Floor;

/// How many rounds a figure is taken from when nothing is due.
const ROUNDS: u32 = 200;
/// After how long the most urgent incidents have used their time to respond, and the others not half of it.
const LATER: SignedDuration = SignedDuration::from_mins(20);
/// How many breaches share a transaction of the floor: as many as the store puts into one.
const GROUP: usize = 64;

/// Measures on the store in `folder`, which nobody has open, beside `floor`, a copy of it.
pub fn run(runtime: &tokio::runtime::Runtime, folder: &Path, floor: &Floor, runs: u32) -> Result<()> {
    let now: Timestamp = START.parse().context("the present")?;
    let later = (now + LATER).as_microsecond();
    let (running, due) = (floor.running()?, floor.due(later)?);
    println!("clocks that run: {running}; records with one due later: {due}");
    runtime.block_on(async {
        let app = company::open(&company::folder(folder), now).await?;
        let (mut rounds, mut probes) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            let mut times = Vec::new();
            let began = Instant::now();
            for _ in 0..ROUNDS {
                let start = Instant::now();
                app.tick_round().await.context("a round")?;
                times.push(start.elapsed());
            }
            rounds.push(Figures::of(times, began.elapsed()));
            probes.push(floor.probe(ROUNDS, now.as_microsecond())?);
        }
        let ratio = middle(rounds.iter().zip(&probes).map(|(round, probe)| round.median / probe.median));
        println!("clock round, none due: {}; {ratio:.1} × the floor", Figures::middle(&rounds));
        println!("  floor, one index probe: {}", Figures::middle(&probes));
        app.clock().set_forward(now + LATER);
        let began = Instant::now();
        let mut looked = 0;
        loop {
            match app.tick_round().await.context("a round")? {
                0 => break,
                some => looked += some,
            }
        }
        let took = began.elapsed();
        let raw = floor.breaches(later, GROUP)?;
        let each = |time: std::time::Duration| time.as_secs_f64() * 1e6 / f64::from(u32::try_from(due).unwrap_or(1));
        println!(
            "clock round, {looked} looked at: {:.2} s, {:.0} µs each; {:.1} × the floor",
            took.as_secs_f64(),
            each(took),
            took.as_secs_f64() / raw.as_secs_f64()
        );
        println!("  floor, the raw rows of a breach each, groups of {GROUP}: {:.0} µs each", each(raw));
        Ok(())
    })
}
