//! What goes over the wire: a promise to strangers, so it is written down apart from the engine's own types.

pub mod account;
pub mod definition;
pub mod history;
pub mod improvement;
pub mod record;
pub mod write;
