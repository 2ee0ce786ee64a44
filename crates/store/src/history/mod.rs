//! The history: entries that are written once, chained by hashes (docs/adr/0001-history-entry-format.md).

pub mod words;

mod decode;
mod encode;
mod entry;
mod involved;
mod read;
mod reasons;
mod renew;
mod replay;
mod values;

#[cfg(test)]
mod tests;

pub use encode::clock_state;
pub use entry::{
    ApprovalChange, ApprovalState, Attached, Changed, Entry, ErasedValue, Opened, Related, Unrelated, VoteState,
};
pub use involved::STALE as INVOLVEMENT_IS_STALE;
pub use read::{Approving, FieldChange, HistoryEntry, Said, Told};
pub use renew::STALE as UPDATED_IS_STALE;
pub use replay::{AsOf, Replay};
pub use values::Values;
