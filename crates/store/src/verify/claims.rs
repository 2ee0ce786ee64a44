//! Unique keys: each record has those that its fields give, and nobody else has any.

use std::collections::BTreeMap;

use yuheng_engine::{Record, RecordId};

use super::definitions::Kept;
use super::fault::Fault;
use super::{Bad, Report};
use crate::record::{Stored, select};
use crate::sql::Sql;
use crate::{StorageError, Store};

/// How many keys are looked at at a time.
const PAGE: i64 = 200;

impl Store {
    /// Whether `record` has the keys that its fields give. One that was written meanwhile is not judged.
    pub(super) async fn has_claims(&self, record: &Record, kept: &Kept) -> Result<bool, StorageError> {
        let keys = kept.held(record);
        if keys.is_empty() {
            return Ok(true);
        }
        let found =
            Sql::new("SELECT key, record FROM claim WHERE key IN (").padded_list(keys.iter().map(String::as_str));
        let Some([rows]) = self.unless_written(record, [found.text(")")]).await? else { return Ok(true) };
        let pair = |mut row: crate::row::Row| Ok((row.get()?, row.optional()?));
        let found = rows.into_iter().map(pair).collect::<Result<BTreeMap<String, Option<RecordId>>, StorageError>>()?;
        Ok(keys.iter().all(|key| found.get(key) == Some(&Some(record.id))))
    }

    /// Finds keys that their record's fields do not give.
    pub(super) async fn verify_claims(&self, kept: &Kept, report: &mut Report) -> Result<(), StorageError> {
        let mut after = String::new();
        while !report.is_full() {
            let page = Sql::new("SELECT key, record FROM claim WHERE key > ").bind(after.as_str());
            let page = self.query(page.text(" ORDER BY key LIMIT ").bind(PAGE)).await?;
            let Some(last) = page.last().cloned() else { return Ok(()) };
            let mut claims = Vec::new();
            for mut row in page {
                claims.push((row.get::<String>()?, row.optional::<RecordId>()?));
            }
            let ids: Vec<RecordId> = claims.iter().filter_map(|(_, id)| *id).collect();
            let records = self.records(&ids).await?;
            for (key, id) in claims.iter().filter(|(key, _)| kept.judges(key)) {
                let record = records.iter().find(|record| Some(record.id) == *id);
                if record.is_none_or(|record| !kept.held(record).contains(key)) {
                    self.verify_claim(key, kept, report).await?;
                }
            }
            after = last.clone().get()?;
        }
        Ok(())
    }

    /// Looks at one key again, together with its record.
    async fn verify_claim(&self, key: &str, kept: &Kept, report: &mut Report) -> Result<(), StorageError> {
        let claim = Sql::new("SELECT record FROM claim WHERE key = ").bind(key);
        let record = select().text("WHERE r.id = (SELECT record FROM claim WHERE key = ").bind(key).text(")");
        let mut answers = self.read(vec![claim, record]).await?.into_iter();
        let (mut claim, mut record) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
        let Some(claim) = claim.first_mut() else { return Ok(()) };
        match record.first_mut().map(Stored::from_row).transpose() {
            Ok(Some(stored)) if kept.held(&stored.record).contains(key) => {}
            Ok(Some(stored)) => {
                report.add(Bad::of(stored.record.label, Some(stored.record.id), None, &Fault::Rows("claim")));
            }
            Ok(None) => report.add(Bad::of("claim".to_owned(), claim.optional()?, None, &Fault::Orphan("claim"))),
            // It has been named among the records.
            Err(error) => drop(super::damage(error)?),
        }
        Ok(())
    }

    /// Reads `batch`; none if `record` is not as it was.
    pub(super) async fn unless_written<const N: usize>(
        &self,
        record: &Record,
        batch: [Sql; N],
    ) -> Result<Option<[Vec<crate::row::Row>; N]>, StorageError> {
        let as_it_was = Sql::new("SELECT n FROM record WHERE id = ").bind(record.id).text(" AND n = ").bind(record.n);
        let mut all = vec![as_it_was];
        all.extend(batch);
        let mut answers = self.read(all).await?.into_iter();
        if answers.next().unwrap_or_default().is_empty() {
            return Ok(None);
        }
        Ok(Some(std::array::from_fn(|_| answers.next().unwrap_or_default())))
    }
}
