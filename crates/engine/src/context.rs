//! What a decision is made from beside the snapshot: definitions, organisation, actor, moment and chance. All are
//! arguments; the engine looks nothing up.

use std::collections::BTreeMap;

use jiff::Timestamp;
use yuheng_definition::Definitions;

use crate::{Actor, Record, RecordId, Relation, World};

/// What a decision is made from.
pub struct Context<'a> {
    /// The definitions in force.
    pub definitions: &'a Definitions,
    /// The definition of the record's process under which it was opened, if it is not the one in force.
    pub pinned: Option<&'a yuheng_definition::Process>,
    /// The organisation in force.
    pub world: &'a World,
    /// Whoever acts.
    pub actor: &'a Actor,
    /// The moment.
    pub now: Timestamp,
    /// Where new identities come from.
    pub ids: &'a dyn Ids,
}

/// Where new identities come from.
pub trait Ids: Sync {
    /// A new one, later than all before it.
    fn next(&self) -> RecordId;
}

/// What a decision reads of the store: the record asked about, what it relates to, and what the command names.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The record; none for a create.
    pub record: Option<Record>,
    /// Its relations that still hold.
    pub relations: Vec<Relation>,
    /// The records that its fields or the command point to, as far as they exist.
    pub named: BTreeMap<RecordId, Record>,
}
