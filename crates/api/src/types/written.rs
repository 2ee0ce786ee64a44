//! The answer to a write.

use serde::Serialize;
use utoipa::ToSchema;

use super::record::Record;

/// What is said of a write to whom it took the right to see the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    id: String,
    process: String,
    number: String,
    version: u64,
    /// The latest history entry, `INC0000042:7`.
    entry: String,
}

/// The answer to a write: the record as it is then; to whom the write took the right to see it, a receipt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Written {
    /// The record.
    Record(Box<Record>),
    /// What may still be said of it.
    Receipt(Receipt),
}

impl From<&yuheng_app::records::Written> for Written {
    fn from(written: &yuheng_app::records::Written) -> Self {
        match &written.view {
            Some(view) => Self::Record(Box::new(Record::from(view))),
            None => Self::Receipt(Receipt::from(&written.receipt)),
        }
    }
}

impl From<&yuheng_app::records::Receipt> for Receipt {
    fn from(receipt: &yuheng_app::records::Receipt) -> Self {
        Self {
            id: receipt.id.to_string(),
            process: receipt.process.to_string(),
            number: receipt.number.clone(),
            version: receipt.version,
            entry: format!("{}:{}", receipt.number, receipt.n),
        }
    }
}
