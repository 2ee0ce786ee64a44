//! The floors on SQLite: the same statements and reads, raw, on a copy of the same file.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::figures::{Figures, time};

const STATEMENTS: &str = include_str!("../floor.sql");

/// One breach of a clock, raw: the clock, what hangs on it in the record's row, the entry, what is to be told.
const BREACH: [&str; 5] = [
    "UPDATE clock SET breached_at = ?2, next_at = NULL, outcome = 'breached' WHERE record = ?1 AND clock = 'response'",
    "UPDATE record SET version = version + 1, n = n + 1, updated_at = ?2, next_at = ?2 WHERE id = ?1",
    "INSERT INTO history (record, n, at, bytes) VALUES (?1, 1000000, ?2, zeroblob(400))",
    "INSERT INTO feed (record, n) VALUES (?1, 1000000)",
    "INSERT INTO outbox (key, job, record, message, run_at, attempts, fence) VALUES (hex(?1), 'notify', ?1, \
     '{\"text\":\"0000000000000000000000000000000000000000000000000000000000000000\"}', ?2, 0, 0)",
];

/// A copy of a store's file, opened as the store opens it.
pub struct Floor {
    connection: Connection,
    number: std::cell::Cell<i64>,
}

impl Floor {
    /// Copies the file of a store that nobody has open into the folder `beside`.
    pub fn copy(file: &Path, beside: &Path) -> Result<PathBuf> {
        let target = beside.join("floor.db");
        std::fs::copy(file, &target).context("copying the store")?;
        Ok(target)
    }

    /// Opens the copy.
    pub fn open(copy: &Path) -> Result<Self> {
        let connection = Connection::open(copy).context("opening the copy")?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; \
                 PRAGMA temp_store = MEMORY;",
            )
            .context("setting the copy up")?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection, number: std::cell::Cell::new(10_000_000) })
    }

    /// Creates, raw: `group` of them in each transaction.
    pub fn create(&self, group: u32, requests: u32) -> Result<Figures> {
        let statements: Vec<&str> = STATEMENTS.lines().filter(|line| !line.starts_with("--")).collect();
        let customer = Uuid::now_v7();
        let transactions = (requests * group.min(8) / group).max(20);
        let began = Instant::now();
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..transactions {
            let start = Instant::now();
            self.connection.execute_batch("BEGIN IMMEDIATE").context("BEGIN")?;
            for _ in 0..group {
                let number = self.number.get() + 1;
                self.number.set(number);
                let id = Uuid::now_v7();
                for statement in &statements {
                    let mut prepared =
                        self.connection.prepare_cached(statement).with_context(|| (*statement).to_owned())?;
                    let at = 1_795_136_400_000_000 + number;
                    let all = params![id.as_bytes(), customer.as_bytes(), at, number];
                    let count = prepared.parameter_count();
                    prepared.execute(&all[..count]).with_context(|| (*statement).to_owned())?;
                }
            }
            self.connection.execute_batch("COMMIT").context("COMMIT")?;
            times.extend(std::iter::repeat_n(start.elapsed(), group as usize));
        }
        Ok(Figures::of(times, began.elapsed()))
    }

    /// One index range of 50 keys and their 50 rows by key, raw.
    pub fn list(&self, requests: u32) -> Result<Figures> {
        time(requests, 20, |_| {
            let mut keys = self.connection.prepare_cached(
                "SELECT id FROM record WHERE process = 'incident' ORDER BY opened_at DESC, id DESC LIMIT 50",
            )?;
            let ids = keys.query_map([], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<_>, _>>()?;
            let mut row =
                self.connection.prepare_cached("SELECT label, details, json(fields) FROM record WHERE id = ?1")?;
            for id in ids {
                row.query_row(params![id], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                })?;
            }
            Ok(())
        })
    }

    /// One probe of the index of what is due, when nothing is.
    pub fn probe(&self, times: u32, now: i64) -> Result<Figures> {
        time(times, 20, |_| {
            let mut due = self.connection.prepare_cached(
                "SELECT id FROM record WHERE next_at IS NOT NULL AND next_at <= ?1 ORDER BY next_at, id LIMIT 200",
            )?;
            due.query_map(params![now], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<_>, _>>()?;
            Ok(())
        })
    }

    /// How many records are due by `now`.
    pub fn due(&self, now: i64) -> Result<i64> {
        let sql = "SELECT count(*) FROM record WHERE next_at IS NOT NULL AND next_at <= ?1";
        self.connection.query_row(sql, params![now], |row| row.get(0)).context("counting what is due")
    }

    /// How many clocks are running.
    pub fn running(&self) -> Result<i64> {
        let sql = "SELECT count(*) FROM clock WHERE state = 'running'";
        self.connection.query_row(sql, [], |row| row.get(0)).context("counting clocks")
    }

    /// The raw rows of a breach for each of the records that are due by `now`, `group` in each transaction.
    pub fn breaches(&self, now: i64, group: usize) -> Result<Duration> {
        let mut due = self.connection.prepare("SELECT id FROM record WHERE next_at IS NOT NULL AND next_at <= ?1")?;
        let ids = due.query_map(params![now], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<Vec<u8>>, _>>()?;
        let began = Instant::now();
        for some in ids.chunks(group) {
            self.connection.execute_batch("BEGIN IMMEDIATE").context("BEGIN")?;
            for id in some {
                for statement in BREACH {
                    let mut prepared = self.connection.prepare_cached(statement)?;
                    let all = params![id, now + 60_000_000_000];
                    let count = prepared.parameter_count();
                    prepared.execute(&all[..count]).with_context(|| statement.to_owned())?;
                }
            }
            self.connection.execute_batch("COMMIT").context("COMMIT")?;
        }
        Ok(began.elapsed())
    }
}
