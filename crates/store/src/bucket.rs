//! Rows that only grow (outgoing relations, attachments) with a digest for each 256 of them, so that one more row costs
//! the reading of at most 256.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use yuheng_engine::RecordId;

use crate::cbor::Item;
use crate::state::Hash;

/// How many rows share a digest.
pub const SIZE: u64 = 256;

/// Rows in buckets. Of those that are not touched only the digest is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buckets {
    count: u64,
    digests: Vec<Hash>,
    rows: BTreeMap<u64, (RecordId, Item)>,
}

impl Buckets {
    /// Buckets as stored: how many rows, and the digest of each bucket.
    #[must_use]
    pub const fn stored(count: u64, digests: Vec<Hash>) -> Self {
        Self { count, digests, rows: BTreeMap::new() }
    }

    /// How many rows there are: the next one's ordinal.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The digests, bucket by bucket.
    #[must_use]
    pub fn digests(&self) -> &[Hash] {
        &self.digests
    }

    /// Makes known a row that is already counted.
    pub fn load(&mut self, ordinal: u64, id: RecordId, row: Item) {
        self.rows.insert(ordinal, (id, row));
    }

    /// Adds a row.
    pub fn add(&mut self, ordinal: u64, id: RecordId, row: Item) {
        self.rows.insert(ordinal, (id, row));
        self.count = self.count.max(ordinal + 1);
        self.renew(ordinal / SIZE);
    }

    /// Changes the row `ordinal`, if it is `id`'s.
    pub fn change(&mut self, ordinal: u64, id: RecordId, change: &dyn Fn(&Item) -> Item) {
        if let Some((_, row)) = self.rows.get_mut(&ordinal).filter(|(found, _)| *found == id) {
            *row = change(row);
        }
        self.renew(ordinal / SIZE);
    }

    /// The digests as an item.
    #[must_use]
    pub fn item(&self) -> Item {
        Item::List(self.digests.iter().map(|digest| Item::Bytes(digest.to_vec())).collect())
    }

    fn renew(&mut self, bucket: u64) {
        let rows = self.rows.range(bucket * SIZE..(bucket + 1) * SIZE).map(|(_, (_, row))| row.clone()).collect();
        let digest = Sha256::digest(Item::List(rows).encode()).into();
        let bucket = usize::try_from(bucket).unwrap_or(usize::MAX);
        match self.digests.get_mut(bucket) {
            Some(old) => *old = digest,
            None => self.digests.push(digest),
        }
    }
}
