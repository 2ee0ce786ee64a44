//! Records read lately, kept as they were read: what lists name is the same few hundred people, services and agreements again
//! and again, and reading them out of JSON costs more than finding them. A record's head names its last entry and with it
//! all before, so one that still has its head is the same, whichever node wrote it (docs/adr/0026-lately.md).

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use yuheng_engine::{Record, RecordId};

use crate::record::{self, Columns};
use crate::row::Row;
use crate::sql::Sql;
use crate::state::Hash;
use crate::{StorageError, Store};

/// How many bytes of stored JSON are kept as records; in memory they are about three times as large.
const MOST_BYTES: u64 = 8 << 20;

/// How many records that is, about.
const ABOUT: usize = 4_096;

/// The records read lately.
#[derive(Debug)]
pub(crate) struct Lately(Cache<RecordId, Kept, ByBytes>);

#[derive(Clone, Debug)]
struct Kept {
    head: Hash,
    record: Arc<Record>,
    bytes: u64,
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<RecordId, Kept> for ByBytes {
    fn weight(&self, _: &RecordId, kept: &Kept) -> u64 {
        kept.bytes
    }
}

impl Default for Lately {
    fn default() -> Self {
        Self(Cache::with_weighter(ABOUT, MOST_BYTES, ByBytes))
    }
}

impl Store {
    /// The records with these ids, as far as they exist, in the order of `ids`: as they are now, read anew only if
    /// something has happened with them since they were read last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared(&self, ids: &[RecordId]) -> Result<Vec<Arc<Record>>, StorageError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let (mut kept, mut wanted) = (BTreeMap::new(), Vec::new());
        for id in ids {
            match self.lately.0.get(id) {
                Some(one) => drop(kept.insert(*id, one)),
                None => wanted.push(*id),
            }
        }
        let is_kept = !kept.is_empty();
        let asked = is_kept.then(|| heads(kept.keys().copied())).into_iter();
        let asked = asked.chain((!wanted.is_empty()).then(|| whole(wanted)));
        let mut answers = self.read(asked.collect()).await?.into_iter();
        let heads = if is_kept { answers.next().unwrap_or_default() } else { Vec::new() };
        let (mut found, mut changed) = (BTreeMap::new(), Vec::new());
        for mut row in heads {
            let (id, head): (RecordId, Hash) = (row.get()?, row.get()?);
            match kept.remove(&id) {
                Some(one) if one.head == head => drop(found.insert(id, one.record)),
                _ => changed.push(id),
            }
        }
        self.keep(&mut found, answers.next().unwrap_or_default())?;
        if !changed.is_empty() {
            self.keep(&mut found, self.query(whole(changed)).await?)?;
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    /// Keeps what was read.
    fn keep(&self, found: &mut BTreeMap<RecordId, Arc<Record>>, rows: Vec<Row>) -> Result<(), StorageError> {
        for mut row in rows {
            let kept = Kept::of(Columns::from_row(&mut row)?)?;
            found.insert(kept.record.id, Arc::clone(&kept.record));
            self.lately.0.insert(kept.record.id, kept);
        }
        Ok(())
    }
}

fn heads(ids: impl Iterator<Item = RecordId>) -> Sql {
    Sql::new("SELECT id, head FROM record WHERE id IN (").padded_list(ids).text(")")
}

fn whole(ids: Vec<RecordId>) -> Sql {
    record::select().text("WHERE r.id IN (").padded_list(ids).text(")")
}

impl Kept {
    fn of(columns: Columns) -> Result<Self, StorageError> {
        let (head, bytes) = (columns.head, columns.bytes);
        Ok(Self { head, bytes, record: Arc::new(columns.record()?) })
    }
}
