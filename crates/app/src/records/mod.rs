//! Records: read, written, talked about. One path for all writes, in `write.rs`.

pub mod attachments;
pub mod clocks;
pub mod history;
mod input;
mod stale;
mod write;

pub use input::Changes;
pub use write::{Idempotency, Request, Written};
