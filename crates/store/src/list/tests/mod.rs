//! A condition says of a row what it says of the record: random records under random conditions, on both databases.

mod bounded;
mod condition;
mod grouped;
mod paged;
mod random;
mod written;

pub(crate) use random::{made, process, sample};
pub(crate) use written::{insert, stores};
