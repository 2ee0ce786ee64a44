//! The words and small shapes of the entry format, to items and back. They are part of the format: never renamed.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use yuheng_definition::ApprovalForm;
use yuheng_engine::{ApprovalOutcome, Audience, Pinned, RecordId};

use crate::StorageError;
use crate::cbor::Item;
use crate::state::Hash;

/// A word of an enum that has its words by `serde`.
pub fn word<T: Serialize>(word: &T) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// The enum's value for a word.
pub fn from_word<T: DeserializeOwned>(text: &str) -> Result<T, StorageError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|_| unknown(text))
}

fn unknown(text: &str) -> StorageError {
    StorageError::Corrupt(format!("`{text}` is no word of the entry format"))
}

/// The word of an audience.
pub const fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Internal => "internal",
    }
}

/// The audience of a word.
pub fn to_audience(text: &str) -> Result<Audience, StorageError> {
    match text {
        "public" => Ok(Audience::Public),
        "internal" => Ok(Audience::Internal),
        _ => Err(unknown(text)),
    }
}

/// The word of an outcome.
pub const fn outcome(outcome: ApprovalOutcome) -> &'static str {
    match outcome {
        ApprovalOutcome::Pending => "pending",
        ApprovalOutcome::Granted => "granted",
        ApprovalOutcome::Returned => "returned",
        ApprovalOutcome::Withdrawn => "withdrawn",
        ApprovalOutcome::Voided => "voided",
    }
}

/// The outcome of a word.
pub fn to_outcome(text: &str) -> Result<ApprovalOutcome, StorageError> {
    Ok(match text {
        "pending" => ApprovalOutcome::Pending,
        "granted" => ApprovalOutcome::Granted,
        "returned" => ApprovalOutcome::Returned,
        "withdrawn" => ApprovalOutcome::Withdrawn,
        "voided" => ApprovalOutcome::Voided,
        _ => return Err(unknown(text)),
    })
}

/// The word of a form, and its share.
pub fn form(form: ApprovalForm) -> (&'static str, Option<u8>) {
    match form {
        ApprovalForm::One => ("one", None),
        ApprovalForm::All => ("all", None),
        ApprovalForm::Share(share) => ("share", Some(share)),
        ApprovalForm::InTurn => ("in_turn", None),
    }
}

/// The form of a word and a share.
pub fn to_form(text: &str, share: Option<u8>) -> Result<ApprovalForm, StorageError> {
    Ok(match (text, share) {
        ("one", None) => ApprovalForm::One,
        ("all", None) => ApprovalForm::All,
        ("share", Some(share)) => ApprovalForm::Share(share),
        ("in_turn", None) => ApprovalForm::InTurn,
        _ => return Err(unknown(text)),
    })
}

/// An instant: microseconds since 1970, UTC.
pub fn instant(at: Timestamp) -> Item {
    Item::Int(at.as_microsecond())
}

/// An identity: 16 bytes.
pub fn id(id: RecordId) -> Item {
    Item::Bytes(id.0.as_bytes().to_vec())
}

/// A hash: 32 bytes.
pub fn hash(hash: &Hash) -> Item {
    Item::Bytes(hash.to_vec())
}

/// A count.
pub fn count(count: u64) -> Item {
    Item::Int(count.cast_signed())
}

/// A standing record and its version.
pub fn pinned(pinned: &Pinned) -> Item {
    Item::List(vec![id(pinned.record), count(pinned.version)])
}

/// Reads the items of a map by key, each as what it should be.
pub struct Fields<'a>(pub &'a Item);

impl<'a> Fields<'a> {
    pub fn optional<T>(&self, key: &str, read: impl Fn(&'a Item) -> Option<T>) -> Result<Option<T>, StorageError> {
        match self.0.get(key) {
            None | Some(Item::Null) => Ok(None),
            Some(item) => read(item).map(Some).ok_or_else(|| bad(key)),
        }
    }

    pub fn get<T>(&self, key: &str, read: impl Fn(&'a Item) -> Option<T>) -> Result<T, StorageError> {
        self.optional(key, read)?.ok_or_else(|| bad(key))
    }

    pub fn list<T>(
        &self,
        key: &str,
        read: impl Fn(&'a Item) -> Result<T, StorageError>,
    ) -> Result<Vec<T>, StorageError> {
        match self.0.get(key) {
            None => Ok(Vec::new()),
            Some(Item::List(items)) => items.iter().map(read).collect(),
            Some(_) => Err(bad(key)),
        }
    }

    pub fn pairs(&self, key: &str) -> Result<&'a [(String, Item)], StorageError> {
        match self.0.get(key) {
            None => Ok(&[]),
            Some(Item::Map(pairs)) => Ok(pairs),
            Some(_) => Err(bad(key)),
        }
    }
}

fn bad(key: &str) -> StorageError {
    StorageError::Corrupt(format!("`{key}` of an entry is not what it should be"))
}

pub fn as_text(item: &Item) -> Option<&str> {
    if let Item::Text(text) = item { Some(text) } else { None }
}

pub fn as_int(item: &Item) -> Option<i64> {
    if let Item::Int(int) = item { Some(*int) } else { None }
}

pub fn as_count(item: &Item) -> Option<u64> {
    as_int(item).and_then(|int| u64::try_from(int).ok())
}

pub fn as_share(item: &Item) -> Option<u8> {
    as_int(item).and_then(|int| u8::try_from(int).ok())
}

pub fn as_bool(item: &Item) -> Option<bool> {
    if let Item::Bool(truth) = item { Some(*truth) } else { None }
}

pub fn as_instant(item: &Item) -> Option<Timestamp> {
    as_int(item).and_then(|int| Timestamp::from_microsecond(int).ok())
}

pub fn as_id(item: &Item) -> Option<RecordId> {
    if let Item::Bytes(bytes) = item { Uuid::from_slice(bytes).ok().map(RecordId) } else { None }
}

pub fn as_hash(item: &Item) -> Option<Hash> {
    if let Item::Bytes(bytes) = item { Hash::try_from(bytes.as_slice()).ok() } else { None }
}

pub fn as_pinned(item: &Item) -> Option<Pinned> {
    match item {
        Item::List(pair) => match pair.as_slice() {
            [record, version] => Some(Pinned { record: as_id(record)?, version: as_count(version)? }),
            _ => None,
        },
        _ => None,
    }
}
