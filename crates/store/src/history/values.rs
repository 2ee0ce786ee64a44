//! The values behind a history's commitments, as far as they are not erased.

use std::collections::BTreeMap;

use yuheng_definition::Value;

use super::read::Told;
use crate::StorageError;
use crate::cbor::Item;
use crate::commit::seal::commitment;
use crate::row::Row;
use crate::state::Hash;

/// Values by entry and item, each with its salt.
#[derive(Clone, Debug, Default)]
pub struct Values {
    values: BTreeMap<(u64, String), (Hash, Vec<u8>)>,
}

impl Values {
    /// One value.
    pub fn of(n: u64, item: &str, salt: Hash, value: Vec<u8>) -> Self {
        Self { values: BTreeMap::from([((n, item.to_owned()), (salt, value))]) }
    }

    /// Values from rows of n, item, salt and value.
    pub fn read(rows: Vec<Row>) -> Result<Self, StorageError> {
        let mut values = BTreeMap::new();
        for mut row in rows {
            values.insert((row.get()?, row.get()?), (row.get()?, row.get()?));
        }
        Ok(Self { values })
    }

    /// The value of an item.
    pub fn value(&self, n: u64, item: &str) -> Told<Value> {
        let found = self.values.get(&(n, item.to_owned()));
        let value = found.and_then(|(_, bytes)| Item::decode(bytes).ok()).and_then(|item| item.to_value());
        value.map_or(Told::Erased, Told::Value)
    }

    /// The text of an item.
    pub fn text(&self, n: u64, item: &str) -> Told<String> {
        match self.value(n, item) {
            Told::Value(Value::Text(text)) => Told::Value(text),
            Told::Value(_) | Told::Erased => Told::Erased,
        }
    }

    /// Whether an item's value is there and gives the commitment `hash`; none: it is not there.
    pub fn fits(&self, n: u64, item: &str, hash: &Hash) -> Option<bool> {
        let (salt, value) = self.values.get(&(n, item.to_owned()))?;
        Some(commitment(salt, value) == *hash)
    }

    /// The entries and items that there are values for.
    pub fn keys(&self) -> impl Iterator<Item = &(u64, String)> {
        self.values.keys()
    }
}
