//! Whose records were before they were whose they are, and whether their customer has heard anything of one.

use jiff::Timestamp;
use yuheng_engine::{Audience, Heard, RecordId, shared};

use crate::history::words;
use crate::row::Row;
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
        let sql = sql.bind(shared::CUSTOMER).text(" AND source IN (").padded_list(records.iter().copied());
        let mut rows = self.query(sql.text(") ORDER BY source, n_from")).await?;
        let owned = rows.iter_mut().map(|row| {
            let (record, customer, from) = (row.get()?, row.get()?, (row.get()?, row.get()?));
            let until = row.optional()?.zip(row.optional()?);
            Ok(Owned { record, customer, from, until })
        });
        owned.collect()
    }

    /// What the customer of a record has to do with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn heard(&self, record: RecordId) -> Result<Heard, StorageError> {
        let files = Sql::new("SELECT 1 FROM attachment WHERE record = ").bind(record).text(" AND audience = ");
        let files = files.bind(words::audience(Audience::Public)).text(" LIMIT 1");
        // Of each comment a text is kept to be found by, under whoever reads it.
        let said = Sql::new("SELECT 1 FROM search_text WHERE record = ").bind(record);
        let said = said.text(" AND part <> 'fields' AND public <> '' LIMIT 1");
        let requesters = Sql::new("SELECT DISTINCT target FROM relation WHERE source = ").bind(record);
        let requesters = requesters.text(" AND kind = ").bind(shared::REQUESTER);
        let mut found = self.read(vec![files, said, requesters]).await?.into_iter();
        let mut next = || found.next().unwrap_or_default();
        let said = [next(), next()].iter().any(|rows| !rows.is_empty());
        Ok(Heard { said, people: next().iter_mut().map(Row::get).collect::<Result<_, _>>()? })
    }
}
