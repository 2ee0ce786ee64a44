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

    /// The outgoing relations of these types that hold, in their order: at most `limit` of those after the one with the
    /// place `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outgoing(
        &self,
        source: RecordId,
        kinds: &[&str],
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Relation>, StorageError> {
        let mut sql = Sql::new(COLUMNS).text("source = ").bind(source).text(" AND until_at IS NULL AND kind IN (");
        sql = sql.padded_list(kinds.iter().copied()).text(")");
        if let Some(after) = after {
            sql = sql.text(" AND ordinal > ").bind(after);
        }
        self.relations(sql.text(" ORDER BY ordinal LIMIT ").bind(i64::from(limit))).await
    }

    /// The relations of these types that point to a record and hold, by type and source: at most `limit` of those after
    /// the one of the type, from the source and with the place `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn incoming(
        &self,
        target: RecordId,
        kinds: &[&str],
        after: Option<(&str, RecordId, u64)>,
        limit: u32,
    ) -> Result<Vec<Relation>, StorageError> {
        let mut sql = Sql::new(COLUMNS).text("target = ").bind(target).text(" AND until_at IS NULL AND kind IN (");
        sql = sql.padded_list(kinds.iter().copied()).text(")");
        if let Some((kind, source, ordinal)) = after {
            sql = sql.text(" AND (kind, source, ordinal) > (").bind(kind).text(", ").bind(source);
            sql = sql.text(", ").bind(ordinal).text(")");
        }
        self.relations(sql.text(" ORDER BY kind, source, ordinal LIMIT ").bind(i64::from(limit))).await
    }

    /// How many records of `process` that are open name `target` in their reference field.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_naming(&self, target: RecordId, process: &str, field: &str) -> Result<u64, StorageError> {
        let sql =
            Sql::new("SELECT COUNT(*) FROM relation x JOIN record r ON r.id = x.source WHERE x.target = ").bind(target);
        let sql = sql.text(" AND x.kind = ").bind(field).text(" AND x.until_at IS NULL AND r.process = ").bind(process);
        let mut rows = self.query(sql.text(" AND r.is_open AND r.voided IS NULL")).await?;
        rows.first_mut().map_or(Ok(0), Row::get)
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
