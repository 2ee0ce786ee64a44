//! Whose records were before they were whose they are, and whether their customer has heard anything of one.

use jiff::Timestamp;
use yuheng_engine::{Audience, RecordId, shared};

use crate::history::{Entry, words};
use crate::sql::Sql;
use crate::{StorageError, Store};

/// A time in which a record belonged to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owned {
    /// The record.
    pub record: RecordId,
    /// The customer.
    pub customer: RecordId,
    /// From which entry on, and since when.
    pub from: (u64, Timestamp),
    /// By which entry it ended, and when; none: it still belongs to it.
    pub until: Option<(u64, Timestamp)>,
}

impl Store {
    /// Whose these records were and are, by record, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn owners(&self, records: &[RecordId]) -> Result<Vec<Owned>, StorageError> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let sql = Sql::new("SELECT source, target, n_from, from_at, n_until, until_at FROM relation WHERE kind = ");
        let sql = sql.bind(shared::CUSTOMER).text(" AND source IN (").list(records.iter().copied());
        let mut rows = self.query(sql.text(") ORDER BY source, n_from")).await?;
        let owned = rows.iter_mut().map(|row| {
            let (record, customer, from) = (row.get()?, row.get()?, (row.get()?, row.get()?));
            let until = row.optional()?.zip(row.optional()?);
            Ok(Owned { record, customer, from, until })
        });
        owned.collect()
    }

    /// Whether anything was said on the record, or attached to it, that its customer reads.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn is_heard(&self, record: RecordId) -> Result<bool, StorageError> {
        let files = Sql::new("SELECT 1 FROM attachment WHERE record = ").bind(record).text(" AND audience = ");
        let files = files.bind(words::audience(Audience::Public)).text(" LIMIT 1");
        let said = Sql::new(
            "SELECT h.bytes FROM history_value v JOIN history h ON h.record = v.record AND h.n = v.n \
             WHERE v.item = 'comment' AND v.record = ",
        );
        let mut found = self.read(vec![files, said.bind(record)]).await?.into_iter();
        if found.next().is_some_and(|files| !files.is_empty()) {
            return Ok(true);
        }
        for mut row in found.next().unwrap_or_default() {
            let entry = Entry::decode(&row.get::<Vec<u8>>()?)?;
            if entry.comment.is_some_and(|(audience, _)| audience == Audience::Public) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
