//! A database of its own in the test cluster.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};

/// A database of its own in the test cluster, dropped at the end.
pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) cluster: String,
}

impl Database {
    /// A copy of this one.
    pub(crate) fn copy_of(&self) -> Result<Self> {
        Self::create(&format!("TEMPLATE {}", self.name))
    }

    pub(crate) fn create(from: &str) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let cluster = std::env::var("YUHENG_TEST_POSTGRES")
            .context("YUHENG_TEST_POSTGRES names no PostgreSQL; `make test` starts one and sets it")?;
        let name = format!("yuheng_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let (base, _) = cluster.rsplit_once('/').context("YUHENG_TEST_POSTGRES has no database in it")?;
        let url = format!("{base}/{name}");
        psql(&cluster, &format!("CREATE DATABASE {name} {from}"))?;
        Ok(Self { name, url, cluster })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(error) = psql(&self.cluster, &format!("DROP DATABASE {} WITH (FORCE)", self.name)) {
            eprintln!("leaving the database {} behind: {error:#}", self.name);
        }
    }
}

pub(crate) fn psql(url: &str, statement: &str) -> Result<()> {
    let output = Command::new("psql").args([url, "-qc", statement]).output().context("starting psql")?;
    if !output.status.success() {
        bail!("psql: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
