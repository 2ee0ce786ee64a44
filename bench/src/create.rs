//! Creates over HTTP, each answered after it is on disk.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::Value;
use yuheng_testkit::client::Client;

use crate::figures::Figures;

/// Creates from `clients` clients at once, `requests` at one, more at several: what and where says `wanted`, by client
/// and count.
pub fn run(
    desk: &Client,
    clients: u32,
    requests: u32,
    wanted: &(dyn Fn(u32) -> (String, Value) + Sync),
) -> Result<Figures> {
    let each = (requests * clients.min(8) / clients).max(20);
    let began = Instant::now();
    let times = std::thread::scope(|scope| -> Result<Vec<Duration>> {
        let workers: Vec<_> = (0..clients)
            .map(|client| {
                scope.spawn(move || -> Result<Vec<Duration>> {
                    let mut times = Vec::new();
                    for count in 0..each {
                        let (path, body) = wanted(client * 1_003 + count);
                        let start = Instant::now();
                        desk.post(&path, &body)?.expect(201)?;
                        times.push(start.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.join().map_err(|_| anyhow::anyhow!("a client panicked"))??);
        }
        Ok(all)
    })?;
    Ok(Figures::of(times, began.elapsed()))
}
