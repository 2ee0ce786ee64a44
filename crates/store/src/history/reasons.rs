//! The reasons of entries of many records, read for a page of the log.

use std::collections::BTreeMap;

use yuheng_definition::Value;
use yuheng_engine::RecordId;

use super::read::{TOGETHER, Told};
use super::values::Values;
use crate::sql::{Sql, padded};
use crate::{StorageError, Store};

impl Store {
    /// Why these entries happened, each a record and a number: in the words of whoever did it, or of the program. What was erased
    /// is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reasons_of(
        &self,
        entries: &[(RecordId, u64)],
    ) -> Result<BTreeMap<(RecordId, u64), String>, StorageError> {
        let mut reasons = BTreeMap::new();
        for some in entries.chunks(TOGETHER) {
            let sql =
                Sql::new("SELECT v.record, v.n, v.salt, v.value FROM history_value v WHERE v.item = 'reason' AND (");
            for mut row in self.query(of_these(sql, some).text(")")).await? {
                let (record, n) = (row.get()?, row.get()?);
                let values = Values::of(n, "reason", row.get()?, row.get()?);
                if let Told::Value(Value::Text(reason)) = values.value(n, "reason") {
                    reasons.insert((record, n), reason);
                }
            }
        }
        Ok(reasons)
    }
}

/// `sql` with the condition that `v` is of one of these entries.
pub(super) fn of_these(sql: Sql, entries: &[(RecordId, u64)]) -> Sql {
    padded(entries.to_vec()).iter().enumerate().fold(sql, |sql, (index, (record, n))| {
        let sql = sql.text(if index == 0 { "v.record = " } else { " OR v.record = " }).bind(*record);
        sql.text(" AND v.n = ").bind(*n)
    })
}
