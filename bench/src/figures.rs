//! Figures: rate, median and 99th percentile of times, the middle of several runs, and memory.

use std::fmt;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What was measured of many runs of one thing.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Runs a second, all clients together.
    pub rate: f64,
    /// The median of a run's time, in milliseconds.
    pub median: f64,
    /// The 99th percentile, in milliseconds.
    pub p99: f64,
}

impl Figures {
    /// The figures of `times`, taken over `wall`.
    pub fn of(mut times: Vec<Duration>, wall: Duration) -> Self {
        times.sort_unstable();
        let at = |share: usize| {
            let place = (times.len() * share / 100).min(times.len().saturating_sub(1));
            times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
        };
        let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
        Self { rate: f64::from(count) / wall.as_secs_f64(), median: at(50), p99: at(99) }
    }

    /// The middle of each figure over several runs.
    pub fn middle(runs: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| middle(runs.iter().map(figure));
        Self { rate: of(|run| run.rate), median: of(|run| run.median), p99: of(|run| run.p99) }
    }
}

/// The middle one of several numbers.
pub fn middle(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = numbers.collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}/s, p50 {:.2} ms, p99 {:.2} ms", self.rate, self.median, self.p99)
    }
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

/// What else the machine does: the load of the last minute.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}
