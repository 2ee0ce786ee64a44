//! Who has a record open, on the wire.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuheng_app::view::References;
use yuheng_engine::RecordId;

use super::reference::{Reference, reference};

/// What one does with a record that is open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attend {
    /// Whether one is writing a reply or a note there.
    #[serde(default)]
    pub is_writing: bool,
}

/// The records of a list that are in sight.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Their identities, 200 at most.
    #[schema(value_type = Vec<String>)]
    pub records: BTreeSet<RecordId>,
}

/// A record of a list at which somebody is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresentAt {
    /// The record's identity.
    pub record: String,
    /// Who is there, in the order in which they came.
    pub others: Vec<Present>,
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
    named(&presence.others, &presence.references)
}

/// The records of a list at which somebody is who may be named.
pub fn present_at(listed: &yuheng_app::presence::Listed) -> impl Iterator<Item = PresentAt> {
    let at = |(record, others): (&RecordId, &Vec<_>)| {
        let others: Vec<Present> = named(others, &listed.references).collect();
        (!others.is_empty()).then(|| PresentAt { record: record.to_string(), others })
    };
    listed.others.iter().filter_map(at)
}

fn named(others: &[yuheng_app::presence::Present], references: &References) -> impl Iterator<Item = Present> {
    others.iter().filter_map(|other| {
        let person = reference(references, other.person)?;
        Some(Present { person, is_writing: other.is_writing, since: other.since.to_string() })
    })
}
