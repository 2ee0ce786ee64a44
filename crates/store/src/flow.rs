//! Which versions of a process's definition its records follow, and in which states they stand.

use yuheng_definition::{ProcessId, StateId};

use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

impl Store {
    /// The versions of definitions, by process and hash, that open records follow.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flows_in_use(&self) -> Result<Vec<(ProcessId, String)>, StorageError> {
        let sql = Sql::new("SELECT DISTINCT process, definition FROM record WHERE is_open AND voided IS NULL");
        let sql = sql.text(" ORDER BY process, definition");
        let flow = |row: &mut Row| Ok((row.get::<String>()?.into(), row.get()?));
        self.query(sql).await?.iter_mut().map(flow).collect()
    }

    /// The versions of its definition that open records of `process` follow, with how many each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_by_flow(&self, process: &str) -> Result<Vec<(String, u64)>, StorageError> {
        let sql = Sql::new("SELECT definition, COUNT(*) FROM record WHERE process = ").bind(process);
        let sql = sql.text(" AND is_open AND voided IS NULL GROUP BY definition ORDER BY definition");
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?))).collect()
    }

    /// The states in which records of `process` stand, whether open or not: as many looks into an index as there are states.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn states_of(&self, process: &str) -> Result<Vec<StateId>, StorageError> {
        let sql = Sql::new("WITH RECURSIVE stood (state) AS (SELECT MIN(state) FROM record WHERE process = ");
        let sql = sql.bind(process).text(" UNION ALL SELECT (SELECT MIN(r.state) FROM record r WHERE r.process = ");
        let sql = sql.bind(process).text(" AND r.state > stood.state) FROM stood WHERE stood.state IS NOT NULL)");
        let sql = sql.text(" SELECT state FROM stood WHERE state IS NOT NULL ORDER BY state");
        self.query(sql).await?.iter_mut().map(|row| Ok(row.get::<String>()?.into())).collect()
    }

    /// The versions of the definition under which those records of `process` were opened that stand in `state`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flows_in_state(&self, process: &str, state: &str) -> Result<Vec<String>, StorageError> {
        let sql = Sql::new("SELECT DISTINCT definition FROM record WHERE process = ").bind(process);
        let sql = sql.text(" AND state = ").bind(state).text(" ORDER BY definition");
        self.query(sql).await?.iter_mut().map(Row::get).collect()
    }
}
