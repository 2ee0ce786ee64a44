//! Figures: rate, median and 99th percentile of times, and memory.

use std::fmt;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What was measured of many runs of one thing.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Runs a second, all clients together.
    pub rate: f64,
    /// The median of a run's time, in microseconds.
    pub median: u128,
    /// The 99th percentile, in microseconds.
    pub p99: u128,
}

impl Figures {
    /// The figures of `times`, taken over `wall`.
    pub fn of(mut times: Vec<Duration>, wall: Duration) -> Self {
        times.sort_unstable();
        let at = |share: usize| {
            times.get((times.len() * share / 100).min(times.len().saturating_sub(1))).map_or(0, Duration::as_micros)
        };
        let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
        Self { rate: f64::from(count) / wall.as_secs_f64(), median: at(50), p99: at(99) }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}/s, p50 {:.2} ms, p99 {:.2} ms", self.rate, ms(self.median), ms(self.p99))
    }
}

fn ms(micros: u128) -> f64 {
    f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1000.0
}

/// Times `run` so many times, one after the other, with `warmup` runs before that don't count.
///
/// # Errors
/// The first error of a run.
pub fn time(count: u32, warmup: u32, mut run: impl FnMut(u32) -> Result<()>) -> Result<Figures> {
    for index in 0..warmup {
        run(index)?;
    }
    let began = Instant::now();
    let mut times = Vec::new();
    for index in 0..count {
        let start = Instant::now();
        run(index)?;
        times.push(start.elapsed());
    }
    Ok(Figures::of(times, began.elapsed()))
}

/// The resident memory of a process, in MB.
///
/// # Errors
/// When the kernel does not say.
pub fn memory(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).context("reading the process's status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().context("reading VmRSS")?;
    Ok(kilobytes / 1024)
}
