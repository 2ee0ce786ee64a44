//! A record's row: read, and turned into what the engine knows and what the digest covers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yuheng_definition::{FieldId, ProcessId};
use yuheng_engine::{Approval, Projection, Record, RecordId};

use crate::details::{Details, Hex, RecordDetails};
use crate::dialect;
use crate::row::Row;
use crate::search;
use crate::sql::Sql;
use crate::state::{Hash, Held, State};
use crate::stored_approval::StoredApproval;
use crate::{StorageError, Store};

/// A record with what the store keeps beside it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// The hash of its last entry.
    pub head: Hash,
    /// When it next has to be looked at.
    pub next_at: Option<Timestamp>,
    /// What no statement looks into.
    pub details: Details,
}

/// A record with what it is found by.
#[derive(Clone, Debug)]
pub struct FoundBy {
    /// The record.
    pub record: Record,
    index: BTreeMap<FieldId, String>,
    texts: Option<Hex>,
}

impl FoundBy {
    /// Whether that is what was made anew.
    #[must_use]
    pub fn is(&self, made: &Projection) -> bool {
        let texts = search::digest(&made.texts.public, &made.texts.internal);
        self.index == made.index && self.texts == Some(Hex(texts))
    }
}

/// Selects the columns that [`Stored::from_row`] reads, of a record `r`; what follows is the caller's.
#[must_use]
pub fn select() -> Sql {
    Sql::new(
        "SELECT r.id, r.process, r.number, r.label, r.state, r.is_open, r.opened_by, r.opened_at, r.updated_at, \
         r.resolved_at, r.closed_at, r.voided, r.version, r.n, r.head, r.next_at, r.definition, ",
    )
    .either(dialect::FIELDS)
    .text(", r.details FROM record r ")
}

impl Stored {
    /// Reads a row of [`select`].
    ///
    /// # Errors
    /// When it is not what a commit wrote.
    pub fn from_row(row: &mut Row) -> Result<Self, StorageError> {
        let Columns { mut record, head, next_at, details, .. } = Columns::from_row(row)?;
        let details: Details = serde_json::from_str(&details)?;
        record.entered_at = details.entered_at;
        record.quiet_since = details.quiet_since;
        record.silence_escalated_at = details.silence_escalated_at;
        record.clocks.clone_from(&details.clocks);
        record.doers.clone_from(&details.doers);
        record.approvals = approvals(&details.approvals)?;
        Ok(Self { record, head, next_at, details })
    }

    /// The state as the digest covers it.
    ///
    /// # Errors
    /// When the details are damaged.
    pub fn state(&self) -> Result<State, StorageError> {
        let held = |(id, value): (&yuheng_definition::FieldId, &yuheng_definition::Value)| {
            let committed = self.details.commitments.get(id).map(|hex| Held::Committed(hex.0));
            (id.clone(), committed.unwrap_or_else(|| Held::Plain(value.clone())))
        };
        Ok(State {
            fields: self.record.fields.iter().map(held).collect(),
            state: Some(self.record.state.clone()),
            voided: self.details.voided.map(|hex| hex.0),
            approvals: self.details.approvals.iter().map(|stored| stored.state()).collect::<Result<_, _>>()?,
            clocks: self.record.clocks.clone(),
            relations: (&self.details.relations).into(),
            attachments: (&self.details.attachments).into(),
        })
    }
}

/// The columns of [`select`]; what the details hold of the record is still missing in it.
pub(crate) struct Columns {
    record: Record,
    /// The hash of its last entry.
    pub(crate) head: Hash,
    next_at: Option<Timestamp>,
    details: String,
    /// How long the JSON of its fields and details is.
    pub(crate) bytes: u64,
}

impl Columns {
    /// Reads a row of [`select`].
    ///
    /// # Errors
    /// When it is not what a commit wrote.
    pub(crate) fn from_row(row: &mut Row) -> Result<Self, StorageError> {
        let mut record = Record {
            id: row.get()?,
            process: row.get::<String>()?.into(),
            number: row.get()?,
            label: row.get()?,
            state: row.get::<String>()?.into(),
            is_open: row.get()?,
            opened_by: row.get()?,
            opened_at: row.get()?,
            updated_at: row.get()?,
            entered_at: Timestamp::UNIX_EPOCH,
            quiet_since: None,
            silence_escalated_at: None,
            resolved_at: row.optional()?,
            closed_at: row.optional()?,
            voided: row.optional()?,
            version: row.get()?,
            n: row.get()?,
            fields: BTreeMap::new(),
            clocks: BTreeMap::new(),
            approvals: Vec::new(),
            doers: BTreeMap::new(),
            definition: String::new(),
        };
        let (head, next_at) = (row.get()?, row.optional()?);
        record.definition = row.get()?;
        let (fields, details): (String, String) = (row.get()?, row.get()?);
        record.fields = serde_json::from_str(&fields)?;
        Ok(Self { record, head, next_at, bytes: (fields.len() + details.len()) as u64, details })
    }

    /// The record alone: what the store keeps beside it is not read.
    ///
    /// # Errors
    /// When the details are damaged.
    pub(crate) fn record(self) -> Result<Record, StorageError> {
        let Self { mut record, details, .. } = self;
        let own: RecordDetails = serde_json::from_str(&details)?;
        record.entered_at = own.entered_at;
        record.quiet_since = own.quiet_since;
        record.silence_escalated_at = own.silence_escalated_at;
        record.clocks = own.clocks;
        record.doers = own.doers;
        record.approvals = approvals(&own.approvals)?;
        Ok(record)
    }
}

fn approvals(stored: &[StoredApproval]) -> Result<Vec<Approval>, StorageError> {
    stored.iter().map(StoredApproval::approval).collect()
}

impl Store {
    /// The record with `id`, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record(&self, id: RecordId) -> Result<Option<Record>, StorageError> {
        Ok(self.records(&[id]).await?.pop())
    }

    /// The records with these ids, as far as they exist, in the order of their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn records(&self, ids: &[RecordId]) -> Result<Vec<Record>, StorageError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = select().text("WHERE r.id IN (").padded_list(ids.iter().copied()).text(") ORDER BY r.id");
        self.select_records(sql).await
    }

    /// The record of `process` with the number `label`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_label(&self, process: &str, label: &str) -> Result<Option<Record>, StorageError> {
        // The process is not asked for: an index over it would be as good as the one over numbers, for all that SQLite knows.
        let sql = select().text("WHERE r.label = ").bind(label);
        Ok(self.select_records(sql).await?.into_iter().find(|record| record.process == process))
    }

    /// The record with the number `label`, of whatever process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_any_label(&self, label: &str) -> Result<Option<Record>, StorageError> {
        let sql = select().text("WHERE r.label = ").bind(label).text(" ORDER BY r.id LIMIT 1");
        Ok(self.select_records(sql).await?.pop())
    }

    /// The records of `process` in one of `states`, after `after`, in the order of their ids: a page of `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_of(
        &self,
        process: &str,
        states: &[&str],
        after: Option<RecordId>,
        limit: u32,
    ) -> Result<Vec<Record>, StorageError> {
        let sql = select().text("WHERE r.process = ").bind(process);
        let sql = sql.text(" AND r.state IN (").padded_list(states.iter().copied()).text(")");
        let after = after.unwrap_or(RecordId(uuid::Uuid::nil()));
        let sql = sql.text(" AND r.id > ").bind(after).text(" ORDER BY r.id LIMIT ").bind(i64::from(limit));
        self.select_records(sql).await
    }

    /// Which records of the processes stand in one of the states given for each, and in which version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn versions_in(&self, states: &[(&str, Vec<&str>)]) -> Result<Vec<(RecordId, u64)>, StorageError> {
        let mut sql = Sql::default();
        for (place, (process, states)) in states.iter().filter(|(_, states)| !states.is_empty()).enumerate() {
            let sql_before = if place == 0 { sql } else { sql.text(" UNION ALL ") };
            sql = sql_before.text("SELECT id, version FROM record WHERE process = ").bind(*process);
            sql = sql.text(" AND state IN (").padded_list(states.iter().copied()).text(")");
        }
        if sql == Sql::default() {
            return Ok(Vec::new());
        }
        self.query(sql).await?.iter_mut().map(|row| Ok((row.get()?, row.get()?))).collect()
    }

    /// The records after `after` that have to be looked at some day or have a clock that is open, in the order of their
    /// ids: a page of `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn timed(&self, after: RecordId, limit: u32) -> Result<Vec<RecordId>, StorageError> {
        let sql = Sql::new("SELECT r.id FROM record r WHERE r.id > ").bind(after);
        let sql = sql.text(" AND (r.next_at IS NOT NULL OR EXISTS (SELECT 1 FROM clock c WHERE c.record = r.id");
        let sql = sql.text(" AND c.state IN ('running', 'paused'))) ORDER BY r.id LIMIT ").bind(i64::from(limit));
        self.query(sql).await?.iter_mut().map(Row::get).collect()
    }

    /// The records of `process` after `after`, in the order of their ids: a page of `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ids_of(&self, process: &str, after: RecordId, limit: u32) -> Result<Vec<RecordId>, StorageError> {
        let sql = Sql::new("SELECT id FROM record WHERE process = ").bind(process).text(" AND id > ").bind(after);
        self.query(sql.text(" ORDER BY id LIMIT ").bind(i64::from(limit))).await?.iter_mut().map(Row::get).collect()
    }

    /// The processes of which there ever was a record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begun(&self) -> Result<BTreeSet<ProcessId>, StorageError> {
        let mut rows = self.query(Sql::new("SELECT process FROM counter ORDER BY process")).await?;
        rows.iter_mut().map(|row| Ok(row.get::<String>()?.into())).collect()
    }

    /// The record with `id`, with what it is found by.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn found_by(&self, id: RecordId) -> Result<Option<FoundBy>, StorageError> {
        let mut rows = self.query(select().text("WHERE r.id = ").bind(id)).await?;
        let stored = rows.first_mut().map(Stored::from_row).transpose()?;
        Ok(stored.map(|Stored { record, details, .. }| FoundBy { record, index: details.index, texts: details.texts }))
    }

    /// When the first record has to be looked at; none: never, as things stand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StorageError> {
        let sql = Sql::new("SELECT next_at FROM record WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1");
        self.query(sql).await?.first_mut().map(Row::get).transpose()
    }

    /// The records that have to be looked at by `now`, the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<RecordId>, StorageError> {
        let sql = Sql::new("SELECT id FROM record WHERE next_at IS NOT NULL AND next_at <= ").bind(now);
        let sql = sql.text(" ORDER BY next_at, id LIMIT ").bind(i64::from(limit));
        self.query(sql).await?.iter_mut().map(Row::get).collect()
    }

    /// Notes when a record next has to be looked at, after a look at entry `n` that changed nothing. If something has
    /// happened since, what that noted stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_next_at(&self, id: RecordId, n: u64, next_at: Option<Timestamp>) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE record SET next_at = ").bind(next_at).text(" WHERE id = ").bind(id);
        self.write_one(sql.text(" AND n = ").bind(n)).await.map(|_| ())
    }

    /// Puts a record that is due off until `until`. If something has happened since that noted a later moment, that stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_off(&self, id: RecordId, now: Timestamp, until: Timestamp) -> Result<(), StorageError> {
        let sql = Sql::new("UPDATE record SET next_at = ").bind(until).text(" WHERE id = ").bind(id);
        self.write_one(sql.text(" AND next_at <= ").bind(now)).await.map(|_| ())
    }

    /// Runs a [`select`].
    pub(crate) async fn select_records(&self, sql: Sql) -> Result<Vec<Record>, StorageError> {
        let mut rows = self.query(sql).await?;
        rows.iter_mut().map(|row| Columns::from_row(row)?.record()).collect()
    }
}
