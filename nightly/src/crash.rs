//! `kill -9` under load (reliability row R1). The oracle is the clients' ledger, never the server's log.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use yuheng_testkit::client::Client;
use yuheng_testkit::server::{Backend, Server};

/// Clients that write at the same time.
const CLIENTS: u32 = 16;

/// What a client asked for and what it was told.
#[derive(Clone, Debug, Default)]
struct Ledger {
    /// The number of each incident that was acknowledged, by its key, which is its title too.
    created: BTreeMap<String, String>,
    /// The comments that were acknowledged: the key, which is the body too, and the incident's number.
    commented: BTreeMap<String, String>,
    /// Creates whose answer never came.
    unknown: Vec<String>,
}

/// Kills the program `kills` times under load.
///
/// # Errors
/// At the first write that was acknowledged and is lost, or is there twice, and when `yuheng verify` finds a fault.
pub fn run(backend: Backend, kills: u32, seed: u64) -> Result<()> {
    let mut server = Server::start(backend)?;
    let desk = server.sign_in("desk")?;
    let customer = first_customer(&desk)?;
    let mut ledger = Ledger::default();
    let mut chance = Chance(seed);
    for round in 1..=kills {
        let until = 100 + chance.below(400) as usize;
        ledger = load(&mut server, &desk, &customer, round, until, ledger)?;
        let (code, output) = server.run(&["verify"])?;
        ensure!(code == 0, "kill {round}: verify found a fault:\n{output}");
        server.crash_and_restart()?;
        let desk = desk.at(server.address());
        let retried = ledger.unknown.len();
        for key in std::mem::take(&mut ledger.unknown) {
            let number = create(&desk, &customer, &key)?.with_context(|| format!("retrying {key}"))?;
            ledger.created.insert(key, number);
        }
        compare(&desk, &ledger).with_context(|| format!("after kill {round}"))?;
        println!(
            "kill {round} of {kills} on {backend:?}: {} incidents and {} comments acknowledged, {retried} retried, 0 lost, 0 double, verify passes",
            ledger.created.len(),
            ledger.commented.len()
        );
    }
    Ok(())
}

/// Lets all clients write until `until` writes are acknowledged, then kills the program.
fn load(
    server: &mut Server,
    desk: &Client,
    customer: &str,
    round: u32,
    until: usize,
    ledger: Ledger,
) -> Result<Ledger> {
    let shared = Mutex::new(ledger);
    let (acknowledged, heard) = mpsc::channel();
    let ended = AtomicBool::new(false);
    let address = server.address().to_owned();
    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..CLIENTS)
            .map(|worker| {
                let client = desk.at(&address);
                let (shared, acknowledged, ended) = (&shared, acknowledged.clone(), &ended);
                scope.spawn(move || work(&client, customer, &format!("{round}-{worker}"), shared, &acknowledged, ended))
            })
            .collect();
        drop(acknowledged);
        // Fewer come only when all clients have broken off, which their results then say.
        heard.iter().take(until).for_each(drop);
        server.kill()?;
        ended.store(true, Ordering::Relaxed);
        for worker in workers {
            worker.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
        }
        Ok(())
    })?;
    Ok(shared.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn work(
    client: &Client,
    customer: &str,
    name: &str,
    ledger: &Mutex<Ledger>,
    acknowledged: &mpsc::Sender<()>,
    ended: &AtomicBool,
) -> Result<()> {
    for count in 0.. {
        let key = format!("crash-{name}-{count}");
        let Ok(number) = create(client, customer, &key) else {
            lock(ledger).unknown.push(key);
            return Ok(());
        };
        let Some(number) = number else { bail!("creating {key} was refused") };
        lock(ledger).created.insert(key.clone(), number.clone());
        acknowledged.send(()).ok();
        let path = format!("/api/v1/records/incident/{number}/comments");
        let body = json!({ "body": key, "audience": "internal" });
        match client.post(&path, &body) {
            Ok(answer) if answer.status < 300 => {
                lock(ledger).commented.insert(key, number);
                acknowledged.send(()).ok();
            }
            Ok(answer) => bail!("commenting was refused: {} {}", answer.status, answer.text),
            Err(_) => return Ok(()),
        }
        if ended.load(Ordering::Relaxed) {
            return Ok(());
        }
    }
    Ok(())
}

/// Creates an incident; no number when it was refused, an error when no answer came.
fn create(client: &Client, customer: &str, key: &str) -> Result<Option<String>> {
    let body = json!({ "title": key, "customer": customer, "impact": "medium", "urgency": "medium" });
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    let answer = client.send("POST", "/api/v1/records/incident", &headers, body.to_string().as_bytes())?;
    if answer.status >= 300 {
        eprintln!("{key}: {} {}", answer.status, answer.text);
        return Ok(None);
    }
    Ok(answer.body["number"].as_str().map(str::to_owned))
}

/// Holds the whole list against the ledger.
fn compare(client: &Client, ledger: &Ledger) -> Result<()> {
    let mut there: BTreeMap<String, u32> = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let answer = client.get(&format!("/api/v1/records/incident?limit=200&sort=opened_at{cursor}"))?.expect(200)?;
        for record in answer.body["items"].as_array().context("a list has items")? {
            *there.entry(record["title"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
        }
        let Some(next) = answer.body["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    for key in ledger.created.keys() {
        match there.get(key) {
            None => bail!("{key} was acknowledged and is lost"),
            Some(1) => {}
            Some(count) => bail!("{key} is there {count} times"),
        }
    }
    // The newest comments are enough: those of earlier rounds were compared then.
    for (key, number) in ledger.commented.iter().rev().take(50) {
        let history = client.get(&format!("/api/v1/records/incident/{number}/history"))?.expect(200)?;
        let said = history.body["items"].as_array().context("a history has items")?;
        let times = said.iter().filter(|entry| entry["comment"]["body"] == key.as_str()).count();
        ensure!(times == 1, "the comment {key} on {number} is there {times} times");
    }
    Ok(())
}

fn first_customer(client: &Client) -> Result<String> {
    let answer = client.get("/api/v1/records/customer?limit=1")?.expect(200)?;
    answer.body["items"][0]["number"].as_str().map(str::to_owned).context("the demo has customers")
}

fn lock(ledger: &Mutex<Ledger>) -> std::sync::MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A small generator of numbers (xorshift), so that a run can be repeated from its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(bound)).unwrap_or_default()
    }
}
