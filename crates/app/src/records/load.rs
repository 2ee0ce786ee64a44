//! What a decision is made on: the record, what it is tied to, and what its command names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yuheng_definition::{Definitions, Process, RelationId};
use yuheng_engine::{Command, Heard, Naming, Record, RecordId, Relation, Snapshot, may_move, parties, waited_for};

use crate::{App, Caller, Error, Result};

/// A record as it was loaded for a decision.
pub(crate) struct Loaded {
    pub(crate) snapshot: Snapshot,
    pub(crate) pinned: Option<Arc<Process>>,
}

impl App {
    /// What `command` on a record is decided on.
    pub(crate) async fn load(&self, caller: &Caller, record: Option<RecordId>, command: &Command) -> Result<Loaded> {
        let held = self.held(record).await?;
        self.load_on(caller, held, command).await
    }

    /// The record that a command is about; none: there is none yet.
    pub(super) async fn held(&self, record: Option<RecordId>) -> Result<Option<Record>> {
        let Some(id) = record else { return Ok(None) };
        self.store.record(id).await?.ok_or_else(Error::not_found).map(Some)
    }

    /// What `command` is decided on, on the record as it has just been read.
    pub(super) async fn load_on(&self, caller: &Caller, record: Option<Record>, command: &Command) -> Result<Loaded> {
        let definitions = &caller.in_force.definitions;
        // The one that it was merged into.
        let mut whole = None;
        let (record, relations, pinned) = match record {
            Some(record) => {
                let pinned = self.pinned(definitions, &record).await?;
                let mut relations = self.store.relations_of(record.id).await?;
                whole = self
                    .merged_into(caller, &record)
                    .await?
                    .inspect(|tie| relations.push(tie.clone()))
                    .map(|tie| tie.source);
                (Some(record), relations, pinned)
            }
            None => (None, Vec::new(), None),
        };
        let process = match (&record, command) {
            (Some(record), _) => definitions.process(record.process.as_str()),
            (None, Command::Create { process, .. }) => definitions.process(process.as_str()),
            (None, _) => None,
        };
        let heard = match (&record, process) {
            (Some(record), Some(process)) if may_move(process, command) => {
                self.heard(definitions, record.id, &relations).await?
            }
            _ => Heard::default(),
        };
        let mut named = match process {
            Some(process) => {
                let mut naming = Naming::of(process, record.as_ref(), command, &heard);
                while let Some(wanted) = naming.ask() {
                    naming.found(self.store.records(&wanted).await?);
                }
                let named = naming.into_named();
                self.with_what_it_opens(definitions, (process, record.as_ref()), command, named).await?
            }
            None => BTreeMap::new(),
        };
        if let Some(whole) = whole {
            named.extend(self.store.record(whole).await?.map(|record| (whole, record)));
        }
        let mut underway = BTreeMap::new();
        if let (Some(record), Some(process)) = (&record, process) {
            for (other, field) in waited_for(pinned.as_deref().unwrap_or(process), record, command) {
                let open = self.store.open_naming(record.id, other.as_str(), field.as_str()).await?;
                underway.insert((other, field), open);
            }
        }
        Ok(Loaded { snapshot: Snapshot { record, relations, named, heard, underway }, pinned })
    }

    /// What the customer of a record has to do with it, and with those that it came of.
    /// `drawn` are its relations.
    pub(crate) async fn heard(&self, definitions: &Definitions, record: RecordId, drawn: &[Relation]) -> Result<Heard> {
        let ties: BTreeSet<&RelationId> =
            definitions.processes.values().flat_map(|process| process.origins()).collect();
        let mut heard = self.store.heard(record).await?;
        let origins = |drawn: &[Relation]| -> Vec<RecordId> {
            drawn.iter().filter(|drawn| ties.contains(&drawn.kind)).map(|drawn| drawn.target).collect()
        };
        let (mut known, mut left) = (BTreeSet::from([record]), origins(drawn));
        while let Some(id) = left.pop() {
            if !known.insert(id) {
                continue;
            }
            let Some(origin) = self.store.record(id).await? else { continue };
            let Heard { said, people } = self.store.heard(id).await?;
            heard.said |= said || origin.resolved_at.is_some();
            heard.people.extend(people.into_iter().chain(parties(&origin)));
            left.extend(origins(&self.store.relations_of(id).await?));
        }
        Ok(heard)
    }
}
