//! What a commit's reads found, and whether it is what the decision expected.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use yuheng_definition::ProcessId;
use yuheng_engine::{Expected, Record, RecordId, shared};

use super::reads::What;
use super::{Committed, Idempotency, Request, Sealed};
use crate::history::{Attached, Related, words};
use crate::record::Stored;
use crate::row::Row;
use crate::{CommitError, StorageError};

/// How long a repetition of a request is known.
pub const KEPT: SignedDuration = SignedDuration::from_hours(48);

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The row of the idempotency key, if there is one.
    pub idempotent: Option<Idempotent>,
    /// The epoch in force.
    pub epoch: u64,
    /// The earliest epoch whose decisions still hold.
    pub holds_from: u64,
    /// The records written or projected, as far as they exist.
    pub records: BTreeMap<RecordId, Stored>,
    /// Claims that are taken.
    pub claims: BTreeSet<String>,
    /// The counters, raised already.
    pub counters: BTreeMap<ProcessId, u64>,
    /// Outgoing relations by source: each with whether it holds.
    pub relations: BTreeMap<RecordId, Vec<(Related, bool)>>,
    /// Attachments by record.
    pub attachments: BTreeMap<RecordId, Vec<Attached>>,
}

/// What a request left behind.
#[derive(Debug)]
pub struct Idempotent {
    body_hash: [u8; 32],
    status: u64,
    n: u64,
    at: Timestamp,
    record: Sealed,
}

/// What is to be done after the reads.
pub enum Verdict {
    /// The expectations hold.
    Write,
    /// The request is a repetition: answer with this, write nothing.
    Replay(Committed),
}

impl Found {
    /// Takes the rows of a read.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn take(&mut self, what: &What, rows: Vec<Row>) -> Result<(), StorageError> {
        for mut row in rows {
            match what {
                What::Lock => {}
                What::Epoch => (self.epoch, self.holds_from) = (row.get()?, row.get()?),
                What::Idempotency => self.idempotent = Some(idempotent(&mut row)?),
                What::Claims => {
                    self.claims.insert(row.get()?);
                }
                What::Counter(process) => {
                    self.counters.insert(process.clone(), row.get()?);
                }
                What::Records => {
                    let stored = Stored::from_row(&mut row)?;
                    self.records.insert(stored.record.id, stored);
                }
                What::Relations(source) => self.relations.entry(*source).or_default().push(relation(&mut row)?),
                What::Attachments(record) => self.attachments.entry(*record).or_default().push(attachment(&mut row)?),
            }
        }
        Ok(())
    }

    /// Takes all rows of relations and attachments of `record`, in the order of their places.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn take_beside(&mut self, record: RecordId, related: Vec<Row>, attached: Vec<Row>) -> Result<(), StorageError> {
        self.take(&What::Relations(record), related)?;
        self.take(&What::Attachments(record), attached)
    }

    /// Compares what was found with what was expected.
    ///
    /// # Errors
    /// With the first expectation that is broken.
    pub fn judge(&self, request: &Request) -> Result<Verdict, CommitError> {
        let options = &request.options;
        if let (Some(found), Some(given)) = (&self.idempotent, &options.idempotency)
            && let Some(done) = found.replay(given)?
        {
            return Ok(Verdict::Replay(done));
        }
        if options.epoch < self.holds_from {
            return Err(CommitError::Epoch { now: self.epoch });
        }
        let set = &request.set;
        let broken = set.writes.iter().find(|write| {
            let stored = self.records.get(&write.record.id).map(|stored| &stored.record);
            let found = stored.map(|record| (record.version, record.n));
            let customer = |record: &Record| record.reference(shared::CUSTOMER);
            match write.expected {
                Expected::New => found.is_some(),
                // What the clocks do raises `n` alone; a decision made before it would undo it, so it is made again.
                Expected::Version(expected) => found != Some((expected, write.record.n)),
                // What is said to one customer is not said to another.
                Expected::Exists => stored.map(customer) != Some(customer(&write.record)),
            }
        });
        if let Some(write) = broken {
            return Err(CommitError::Conflict(write.record.id));
        }
        let n = |id| self.records.get(id).map(|stored| stored.record.n);
        if let Some(late) = set.projections.iter().find(|made| n(&made.record) != Some(made.n)) {
            return Err(CommitError::Conflict(late.record));
        }
        match set.claims.iter().find(|(key, _)| self.claims.contains(key) && !set.releases.contains(key)) {
            Some((taken, _)) => Err(CommitError::Claimed(taken.clone())),
            None => Ok(Verdict::Write),
        }
    }
}

impl Idempotent {
    /// What was answered to the request before; none when that is too long ago.
    pub(super) fn replay(&self, given: &Idempotency) -> Result<Option<Committed>, CommitError> {
        if given.at.duration_since(self.at) >= KEPT {
            return Ok(None);
        }
        if self.body_hash != given.body_hash {
            return Err(CommitError::KeyReused);
        }
        let record = Sealed { n: self.n, ..self.record.clone() };
        Ok(Some(Committed { records: vec![record], replayed: true, status: u16::try_from(self.status).ok() }))
    }
}

pub(super) fn idempotent(row: &mut Row) -> Result<Idempotent, StorageError> {
    let (body_hash, status, id, n, at) = (row.get()?, row.get()?, row.get()?, row.get()?, row.get()?);
    let record = Sealed { id, label: row.get()?, number: row.get()?, version: row.get()?, n };
    Ok(Idempotent { body_hash, status, n, at, record })
}

fn relation(row: &mut Row) -> Result<(Related, bool), StorageError> {
    let (id, ordinal) = (row.get()?, row.get()?);
    let related = Related { id, ordinal, kind: row.get::<String>()?.into(), target: row.get()? };
    Ok((related, row.optional::<i64>()?.is_none()))
}

fn attachment(row: &mut Row) -> Result<Attached, StorageError> {
    Ok(Attached {
        id: row.get()?,
        ordinal: row.get()?,
        digest: row.get()?,
        name: row.get()?,
        media_type: row.get()?,
        size: row.get()?,
        audience: words::to_audience(&row.get::<String>()?)?,
    })
}
