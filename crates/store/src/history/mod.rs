//! The history: entries that are written once, chained by hashes (docs/adr/0001-history-entry-format.md).

pub mod words;

mod decode;
mod encode;
mod entry;

pub use encode::clock_state;
pub use entry::{
    ApprovalChange, ApprovalState, Attached, Changed, Entry, ErasedValue, FORMAT, Opened, Related, Unrelated, VoteState,
};
