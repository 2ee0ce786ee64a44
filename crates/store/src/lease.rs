//! Leases: which node does what one is enough for. A lease that has run out is taken over while its holder may still be at
//! work, so what is done under one must be safe to do twice; its number, which only ever rises, keeps whoever held it
//! before from giving it back.

use jiff::Timestamp;

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// A lease that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What it is for.
    pub name: String,
    /// Its number: higher than that of every holder before.
    pub fence: u64,
    /// Until when it is held.
    pub until: Timestamp,
}

impl Store {
    /// Takes or prolongs the lease `name`; none when another holds it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_lease(
        &self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Lease>, StorageError> {
        let sql = Sql::new("INSERT INTO lease (name, holder, fence, until_at) VALUES (").bind(name).text(", ");
        let sql = sql.bind(holder).text(", 1, ").bind(until).text(
            ") ON CONFLICT (name) DO UPDATE SET fence = CASE WHEN lease.holder = excluded.holder AND lease.until_at > ",
        );
        let sql = sql.bind(now).text(" THEN lease.fence ELSE lease.fence + 1 END, holder = excluded.holder, ");
        let sql = sql.text("until_at = excluded.until_at WHERE lease.holder = excluded.holder OR lease.until_at <= ");
        let rows = self.write_one(sql.bind(now).text(" RETURNING fence")).await?;
        let lease = |mut row: Row| Ok(Lease { name: name.to_owned(), fence: row.get()?, until });
        rows.into_iter().next().map(lease).transpose()
    }

    /// Until when the lease `name` is held, or was; none: nobody ever took it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lease_until(&self, name: &str) -> Result<Option<Timestamp>, StorageError> {
        let sql = Sql::new("SELECT until_at FROM lease WHERE name = ").bind(name);
        self.query(sql).await?.first_mut().map(Row::get).transpose()
    }

    /// Who holds a lease at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holders(&self, now: Timestamp) -> Result<Vec<String>, StorageError> {
        let sql = Sql::new("SELECT DISTINCT holder FROM lease WHERE until_at > ").bind(now).text(" ORDER BY holder");
        self.query(sql).await?.iter_mut().map(Row::get).collect()
    }

    /// Gives a lease back before it runs out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_lease(&self, lease: &Lease, holder: &str) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE lease SET until_at = 0 WHERE name = ").bind(lease.name.as_str());
        let sql = sql.text(" AND holder = ").bind(holder).text(" AND fence = ").bind(lease.fence);
        self.write_one(sql).await.map(|_| ())
    }
}
