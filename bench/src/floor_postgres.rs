//! The floors on PostgreSQL: the same statements and reads, raw, on the same database.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures_util::future::{join_all, try_join_all};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

use crate::figures::Figures;

const STATEMENTS: &str = include_str!("../floor.postgres.sql");

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.context("connecting")?;
    tokio::spawn(connection);
    Ok(client)
}

/// Creates, raw: `clients` connections, one create in each transaction, sent in one go.
pub async fn create(url: &str, clients: u32, requests: u32) -> Result<Figures> {
    static NUMBER: AtomicI64 = AtomicI64::new(10_000_000);
    let each = (requests * clients.min(8) / clients).max(20);
    let connections = try_join_all((0..clients).map(|_| connect(url))).await?;
    let lines: Vec<&str> = STATEMENTS.lines().filter(|line| !line.starts_with("--")).collect();
    let began = Instant::now();
    let runs = connections.into_iter().map(|client| {
        let lines = lines.clone();
        tokio::spawn(async move {
            let prepared = try_join_all(lines.iter().map(|line| client.prepare(line))).await.context("preparing")?;
            let mut times: Vec<Duration> = Vec::new();
            for _ in 0..each {
                let start = Instant::now();
                one(&client, &prepared, NUMBER.fetch_add(1, Ordering::Relaxed)).await?;
                times.push(start.elapsed());
            }
            anyhow::Ok(times)
        })
    });
    let mut times = Vec::new();
    for run in join_all(runs).await {
        times.extend(run.context("a connection broke off")??);
    }
    Ok(Figures::of(times, began.elapsed()))
}

async fn one(client: &Client, statements: &[Statement], number: i64) -> Result<()> {
    let (id, customer, at) = (Uuid::now_v7(), Uuid::nil(), 1_795_136_400_000_000 + number);
    let all: [&(dyn ToSql + Sync); 4] = [&id, &at, &customer, &number];
    let writes =
        join_all(statements.iter().map(|statement| client.execute(statement, &all[..statement.params().len()])));
    let (begun, (written, ended)) = tokio::join!(biased; client.batch_execute("BEGIN"), async {
        tokio::join!(biased; writes, client.batch_execute("COMMIT"))
    });
    begun.context("BEGIN")?;
    for one in written {
        one.context("a statement of the floor")?;
    }
    ended.context("COMMIT")
}

/// One index range of 50 keys and their 50 rows by key, raw.
pub async fn list(url: &str, requests: u32) -> Result<Figures> {
    let client = connect(url).await?;
    let keys = client
        .prepare("SELECT id FROM record WHERE process = 'incident' ORDER BY opened_at DESC, id DESC LIMIT 50")
        .await?;
    let row = client.prepare("SELECT label, details, fields FROM record WHERE id = ANY($1)").await?;
    let mut times = Vec::new();
    let began = Instant::now();
    for _ in 0..requests {
        let start = Instant::now();
        let ids: Vec<Uuid> = client.query(&keys, &[]).await?.iter().map(|row| row.get(0)).collect();
        client.query(&row, &[&ids]).await?;
        times.push(start.elapsed());
    }
    Ok(Figures::of(times, began.elapsed()))
}
