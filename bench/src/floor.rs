//! The floors: the same statements and reads, raw, on a copy of the same file.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::figures::{Figures, time};

const STATEMENTS: &str = include_str!("../floor.sql");

/// A copy of the store at `file`, opened as the store opens it.
fn copy(file: &Path) -> Result<(tempfile::TempDir, Connection)> {
    let folder = tempfile::tempdir_in(file.parent().context("the store has a folder")?).context("making a folder")?;
    let target = folder.path().join("floor.db");
    let live = Connection::open(file).context("opening the store")?;
    live.backup("main", &target, None::<fn(rusqlite::backup::Progress)>).context("copying the store")?;
    let connection = Connection::open(&target).context("opening the copy")?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").context("setting the copy up")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok((folder, connection))
}

/// Creates, raw: `group` of them in each transaction.
pub fn create(file: &Path, group: u32, requests: u32) -> Result<Figures> {
    let (_folder, connection) = copy(file)?;
    let statements: Vec<&str> = STATEMENTS.lines().filter(|line| !line.starts_with("--")).collect();
    let customer = Uuid::now_v7();
    let transactions = (requests * group.min(8) / group).max(20);
    let began = Instant::now();
    let mut times: Vec<Duration> = Vec::new();
    let mut number: i64 = 0;
    for _ in 0..transactions {
        let start = Instant::now();
        connection.execute_batch("BEGIN IMMEDIATE").context("BEGIN")?;
        for _ in 0..group {
            number += 1;
            let id = Uuid::now_v7();
            for statement in &statements {
                let mut prepared = connection.prepare_cached(statement).with_context(|| (*statement).to_owned())?;
                let at = 1_700_000_000_000_000 + number;
                let all = params![id.as_bytes(), customer.as_bytes(), at, 10_000_000 + number];
                let count = prepared.parameter_count();
                prepared.execute(&all[..count]).with_context(|| (*statement).to_owned())?;
            }
        }
        connection.execute_batch("COMMIT").context("COMMIT")?;
        times.extend(std::iter::repeat_n(start.elapsed(), group as usize));
    }
    Ok(Figures::of(times, began.elapsed()))
}

/// One index range of 50 keys and their 50 rows by key, raw.
pub fn list(file: &Path, requests: u32) -> Result<Figures> {
    let (_folder, connection) = copy(file)?;
    time(requests, 20, |_| {
        let mut keys = connection.prepare_cached(
            "SELECT id FROM record WHERE process = 'incident' ORDER BY opened_at DESC, id DESC LIMIT 50",
        )?;
        let ids = keys.query_map([], |row| row.get::<_, Vec<u8>>(0))?.collect::<Result<Vec<_>, _>>()?;
        let mut row = connection.prepare_cached("SELECT label, details, json(fields) FROM record WHERE id = ?1")?;
        for id in ids {
            row.query_row(params![id], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })?;
        }
        Ok(())
    })
}
