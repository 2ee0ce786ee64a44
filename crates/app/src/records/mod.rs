//! Records: read, written, talked about. One path for all writes, in `write.rs`; one for all reads, in `read.rs`.

pub mod attachments;
pub mod history;
mod input;
mod read;
mod stale;
mod write;

pub use input::Changes;
pub use write::{Idempotency, Request, Written};
