//! Which rows a commit reads and locks before it writes, in an order that no two commits can deadlock in: the key,
//! the epoch, the records by id, the counters by process.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::ProcessId;
use yuheng_engine::{Effect, Expected, RecordId, Write};

use super::Request;
use crate::bucket;
use crate::dialect;
use crate::record;
use crate::sql::Sql;

/// A statement, and what its rows are.
pub struct Read {
    /// What its rows are.
    pub what: What,
    /// The statement.
    pub sql: Sql,
}

/// What the rows of a [`Read`] are.
pub enum What {
    /// The row of the idempotency key.
    Idempotency,
    /// Nothing: a lock.
    Lock,
    /// The epoch.
    Epoch,
    /// Records.
    Records,
    /// Claims that are taken.
    Claims,
    /// A process's counter, raised by so many.
    Counter(ProcessId),
    /// Rows of outgoing relations of a record.
    Relations(RecordId),
    /// Rows of attachments of a record.
    Attachments(RecordId),
}

/// The reads of a commit, in their order.
#[must_use]
pub fn reads(request: &Request) -> Vec<Read> {
    let mut reads = Vec::new();
    let mut read = |what, sql| reads.push(Read { what, sql });
    if let Some(key) = &request.options.idempotency {
        read(What::Idempotency, idempotency(key));
    }
    let set = &request.set;
    let epoch_lock = if set.effect == Effect::Changes { dialect::EPOCH_ALONE } else { dialect::EPOCH_SHARED };
    read(What::Lock, Sql::default().either(epoch_lock));
    read(What::Epoch, Sql::new("SELECT value, holds_from FROM epoch WHERE one = 1"));
    let projected = set.projections.iter().map(|projection| projection.record);
    let ids: BTreeSet<RecordId> = set.writes.iter().map(|write| write.record.id).chain(projected).collect();
    if !ids.is_empty() {
        let sql = record::select().text("WHERE r.id IN (").padded_list(ids).text(") ORDER BY r.id");
        read(What::Records, sql.either(dialect::FOR_UPDATE));
    }
    if !set.claims.is_empty() {
        let sql = Sql::new("SELECT key FROM claim WHERE key IN (")
            .padded_list(set.claims.iter().map(|(key, _)| key.as_str()));
        read(What::Claims, sql.text(") ORDER BY key"));
    }
    for write in &set.writes {
        if write.expected != Expected::New {
            if touches_relations(write) {
                read(What::Relations(write.record.id), relations(write));
            }
            if !write.attached.is_empty() {
                read(What::Attachments(write.record.id), attachments(write.record.id));
            }
        }
    }
    for (process, by) in created(&set.writes) {
        let sql = Sql::new("INSERT INTO counter (process, value) VALUES (").bind(process.as_str()).text(", ").bind(by);
        let sql = sql.text(") ON CONFLICT (process) DO UPDATE SET value = counter.value + ").bind(by);
        read(What::Counter(process), sql.text(" RETURNING value"));
    }
    reads
}

/// How many records of each process are new.
pub fn created(writes: &[Write]) -> BTreeMap<ProcessId, u64> {
    let mut created = BTreeMap::new();
    for write in writes.iter().filter(|write| write.expected == Expected::New) {
        *created.entry(write.record.process.clone()).or_default() += 1;
    }
    created
}

fn touches_relations(write: &Write) -> bool {
    let changes = write.entries.iter().any(|entry| !entry.changes.is_empty());
    changes || !write.related.is_empty() || !write.unrelated.is_empty()
}

/// The buckets that may change: the last, and those of relations that may end.
fn relations(write: &Write) -> Sql {
    let source = write.record.id;
    let fields: BTreeSet<&str> =
        write.entries.iter().flat_map(|entry| entry.changes.keys()).map(yuheng_definition::FieldId::as_str).collect();
    Sql::new("SELECT id, ordinal, kind, target, until_at FROM relation WHERE source = ")
        .bind(source)
        .text(" AND (ordinal / ")
        .bind(bucket::SIZE)
        .text(" IN (SELECT ordinal / ")
        .bind(bucket::SIZE)
        .text(" FROM relation WHERE source = ")
        .bind(source)
        .text(" AND (id IN (")
        .padded_list(write.unrelated.iter().copied())
        .text(") OR (until_at IS NULL AND kind IN (")
        .padded_list(fields)
        .text(")))) OR ordinal / ")
        .bind(bucket::SIZE)
        .text(" = (SELECT MAX(ordinal) / ")
        .bind(bucket::SIZE)
        .text(" FROM relation WHERE source = ")
        .bind(source)
        .text(")) ORDER BY ordinal")
}

/// The last bucket.
fn attachments(record: RecordId) -> Sql {
    Sql::new("SELECT id, ordinal, digest, commitment, media_type, size, audience FROM attachment WHERE record = ")
        .bind(record)
        .text(" AND ordinal / ")
        .bind(bucket::SIZE)
        .text(" = (SELECT MAX(ordinal) / ")
        .bind(bucket::SIZE)
        .text(" FROM attachment WHERE record = ")
        .bind(record)
        .text(") ORDER BY ordinal")
}

/// The row of an idempotency key, with the record that it made.
pub(super) fn idempotency(key: &super::Idempotency) -> Sql {
    let sql = Sql::new("SELECT i.body_hash, i.status, i.record, i.n, i.at, r.label, r.number, r.version");
    let sql = sql.text(" FROM idempotency i JOIN record r ON r.id = i.record WHERE i.scope = ");
    sql.bind(key.scope.as_str()).text(" AND i.key = ").bind(key.key.as_str())
}
