//! Who has a record open, on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reference::{Reference, reference};

/// What one does with a record that is open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attend {
    /// Whether one is writing a reply or a note there.
    #[serde(default)]
    pub is_writing: bool,
}

/// Somebody else who has a record open.
#[derive(Debug, Serialize, ToSchema)]
pub struct Present {
    /// Who.
    pub person: Reference,
    /// Whether they are writing a reply or a note there.
    pub is_writing: bool,
    /// Since when.
    pub since: String,
}

/// Those who have a record open, as far as they may be named.
pub fn present(presence: &yuheng_app::presence::Presence) -> impl Iterator<Item = Present> {
    presence.others.iter().filter_map(|other| {
        let person = reference(&presence.references, other.person)?;
        Some(Present { person, is_writing: other.is_writing, since: other.since.to_string() })
    })
}
