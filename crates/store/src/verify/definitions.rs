//! The texts of definitions that records run under: each is the one of its hash, and says which keys a record holds.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use yuheng_definition::{FieldId, Process, ProcessId};
use yuheng_engine::{Record, claimed_field, held};

use super::fault::Fault;
use super::{Bad, Report};
use crate::sql::Sql;
use crate::{StorageError, Store};

/// The definitions that are kept.
#[derive(Default)]
pub struct Kept {
    hashes: BTreeSet<String>,
    /// Those that this program can read, by hash.
    read: BTreeMap<String, Process>,
    /// The hash of the last that was kept of each process.
    newest: BTreeMap<ProcessId, String>,
}

impl Kept {
    /// The unique keys that `record` holds, as far as they can be judged.
    pub fn held(&self, record: &Record) -> BTreeSet<String> {
        let Some(process) = self.newest.get(&record.process).and_then(|hash| self.read.get(hash)) else {
            return BTreeSet::new();
        };
        let flow = self.read.get(&record.definition).unwrap_or(process);
        held(flow, process, record).into_iter().filter(|key| self.judges(key)).collect()
    }

    /// Whether it is known who holds `key`. Of a process without a definition that this program can read it isn't; and a
    /// field that was unique in one version and not in another has keys of some records only, those written since.
    pub fn judges(&self, key: &str) -> bool {
        let Some((process, field)) = claimed_field(key) else { return true };
        let Some(newest) = self.newest.get(&process).and_then(|hash| self.read.get(hash)) else { return false };
        let mut known = self.versions(&process, &field).peekable();
        known.peek().is_none() || newest.fields.contains_key(&field) && known.all(|is_unique| is_unique)
    }

    /// Whether the field is unique, in each version that has it.
    fn versions(&self, process: &ProcessId, field: &FieldId) -> impl Iterator<Item = bool> {
        let versions = self.read.values().filter(move |version| version.id == *process);
        versions.filter_map(move |version| Some(version.fields.get(field)?.unique))
    }
}

impl Store {
    /// Reads the texts, oldest first; one that isn't the one of its hash goes into the report.
    pub(super) async fn kept(&self, report: &mut Report) -> Result<Kept, StorageError> {
        let mut kept = Kept::default();
        for mut row in self.query(Sql::new("SELECT hash, text FROM definition_text ORDER BY at, hash")).await? {
            let (hash, text): (String, String) = (row.get()?, row.get()?);
            if hex::encode(Sha256::digest(&text)) != hash {
                report.add(Bad::of("definition_text".to_owned(), None, None, &Fault::DefinitionChanged(hash)));
                continue;
            }
            if let Ok(process) = Process::from_canonical(&text) {
                kept.newest.insert(process.id.clone(), hash.clone());
                kept.read.insert(hash.clone(), process);
            }
            kept.hashes.insert(hash);
        }
        Ok(kept)
    }

    /// Whether a definition's text is kept, or was kept meanwhile.
    pub(super) async fn keeps(&self, kept: &Kept, hash: &str) -> Result<bool, StorageError> {
        Ok(kept.hashes.contains(hash)
            || self.definition_text(hash).await?.is_some_and(|text| hex::encode(Sha256::digest(text)) == hash))
    }
}
