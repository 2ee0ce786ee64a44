//! Records: read, written, talked about. One path for all writes, in `path.rs`.

pub mod attachments;
mod bulk;
pub mod clocks;
mod held;
pub mod history;
mod input;
mod load;
mod macros;
mod merging;
mod ordered;
mod path;
mod reachable;
mod refusals;
pub mod relations;
mod stale;
mod votes;
mod write;

pub use bulk::{Bulk, Change, Deed, Outcome};
pub use input::Changes;
pub(crate) use load::Loaded;
pub use macros::{MacroOffer, MacroOutlook};
pub use merging::Parts;
pub(crate) use ordered::Order;
pub(crate) use path::{ATTEMPTS, Done};
pub use votes::{Ballot, Joining};
pub use write::{Idempotency, Receipt, Rehearsal, Request, RowsAsked, Written};
