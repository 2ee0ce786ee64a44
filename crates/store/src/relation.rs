//! Relations: dated, never deleted. Commits draw and end them; here they are read.

use jiff::Timestamp;
use yuheng_engine::{RecordId, Relation};

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

const COLUMNS: &str = "SELECT id, kind, source, target, ordinal, from_at, until_at FROM relation WHERE ";

impl Store {
    /// The outgoing relations of a record that hold, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn relations_of(&self, source: RecordId) -> Result<Vec<Relation>, StorageError> {
        let sql = Sql::new(COLUMNS).text("source = ").bind(source).text(" AND until_at IS NULL ORDER BY ordinal");
        self.relations(sql).await
    }

    /// The outgoing relations of a record that held at `at`, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn relations_as_of(&self, source: RecordId, at: Timestamp) -> Result<Vec<Relation>, StorageError> {
        let sql = Sql::new(COLUMNS).text("source = ").bind(source).text(" AND from_at <= ").bind(at);
        self.relations(sql.text(" AND (until_at IS NULL OR until_at > ").bind(at).text(") ORDER BY ordinal")).await
    }

    /// The relations that point to a record and hold, by type and age: at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn incoming(&self, target: RecordId, limit: u32) -> Result<Vec<Relation>, StorageError> {
        let sql = Sql::new(COLUMNS).text("target = ").bind(target).text(" AND until_at IS NULL ORDER BY kind, source");
        self.relations(sql.text(", ordinal LIMIT ").bind(i64::from(limit))).await
    }

    async fn relations(&self, sql: Sql) -> Result<Vec<Relation>, StorageError> {
        let relation = |row: &mut Row| {
            Ok(Relation {
                id: row.get()?,
                kind: row.get::<String>()?.into(),
                source: row.get()?,
                target: row.get()?,
                ordinal: row.get()?,
                from: row.get()?,
                until: row.optional()?,
            })
        };
        self.query(sql).await?.iter_mut().map(relation).collect()
    }
}
