//! What a decision is made from beside the snapshot: definitions, organisation, actor, moment and chance. All are
//! arguments; the engine looks nothing up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use yuheng_definition::{Definitions, FieldId, Process, ProcessId};

use crate::{Actor, Record, RecordId, Rejection, Relation, World, failpoint};

/// What a decision is made from.
#[derive(Clone, Copy)]
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

impl<'a> Context<'a> {
    /// The definition in force of the process `id`.
    ///
    /// # Errors
    /// [`Rejection::Unknown`] when there is none.
    pub fn process(&self, id: &ProcessId) -> Result<&'a Process, Rejection> {
        match self.definitions.process(id.as_str()) {
            Some(process) => Ok(process),
            None => Err(Rejection::Unknown(id.to_string())),
        }
    }

    /// The flow that a record of `process` follows: states, edges, approval steps and targets as they were when it was
    /// opened. Who may, fields and labels are always those in force.
    #[must_use]
    pub fn flow(&self, process: &'a Process) -> &'a Process {
        self.pinned.filter(|pinned| pinned.id == process.id).unwrap_or(process)
    }

    /// The same for whoever looks through the actor's eyes; none: the actor is at it itself.
    #[must_use]
    pub fn of_viewer(&self) -> Option<Self> {
        let viewer = self.actor.viewer.as_deref().filter(|_| !failpoint::armed("engine.viewer_is_not_asked"))?;
        Some(Self { actor: viewer, ..*self })
    }

    /// The day in the organisation's zone.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.world.zone.clone()).date()
    }
}

impl Snapshot {
    /// The record that the command is about.
    ///
    /// # Errors
    /// [`Rejection::NotFound`] when there is none.
    pub fn record(&self) -> Result<&Record, Rejection> {
        self.record.as_ref().ok_or(Rejection::NotFound)
    }
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
    /// What its customer has to do with the record; known where the command [may move its boundary](crate::may_move), else
    /// nothing.
    pub heard: Heard,
    /// How many records that are open name it, by their process and field: of those that [a step of it waits for](crate::waited_for).
    pub underway: BTreeMap<(ProcessId, FieldId), u64>,
}

/// What a record's customer has to do with it, and with what it was converted from, of what the record itself does not tell any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Whether anything has been said on it, or attached to it, that its customer reads.
    pub said: bool,
    /// Everybody for whom it was ever requested, or who had a part in what it was converted from.
    pub people: BTreeSet<RecordId>,
}
