//! Which versions of a process's definition its records follow, and in which states they stand.

use yuheng_definition::{ProcessId, StateId};
use yuheng_engine::failpoint;

use crate::list::dialect::THEN_JOIN;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

impl Store {
    /// The versions of definitions, by process and hash, that open records follow, and those that were merged into an open one:
    /// they can be taken out again. `merging` has the processes whose records are merged, each with the relation that ties them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flows_in_use(&self, merging: &[(&str, &str)]) -> Result<Vec<(ProcessId, String)>, StorageError> {
        let mut sql = Sql::default();
        let followed = Sql::new("SELECT process, definition FROM record WHERE is_open AND voided IS NULL");
        if merging.is_empty() || failpoint::armed("store.forgets_merged_flows") {
            sql = sql.text("SELECT DISTINCT process, definition FROM (").then(followed).text(") f");
        } else {
            let (processes, ties): (Vec<&str>, Vec<&str>) = merging.iter().copied().unzip();
            sql = sql.text("WITH RECURSIVE part (id) AS (SELECT t.target FROM record s").either(THEN_JOIN);
            sql = sql.text("relation t ON t.source = s.id AND t.until_at IS NULL AND t.kind IN (").list(ties.clone());
            sql = sql.text(") WHERE s.is_open AND s.process IN (").list(processes);
            // What was merged may have been merged into before.
            sql = sql.text(") UNION SELECT t.target FROM part JOIN relation t ON t.source = part.id");
            sql = sql.text(" AND t.until_at IS NULL AND t.kind IN (").list(ties).text(")) ").then(followed);
            sql = sql.text(" UNION SELECT r.process, r.definition FROM part JOIN record r ON r.id = part.id");
            sql = sql.text(" WHERE r.voided IS NULL");
        }
        let flow = |row: &mut Row| Ok((row.get::<String>()?.into(), row.get()?));
        self.query(sql.text(" ORDER BY process, definition")).await?.iter_mut().map(flow).collect()
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
