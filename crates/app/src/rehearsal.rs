//! A file of records and steps tried before it is written. What would be written is kept in memory, so that what stands
//! later in the file finds it. The organisation is as it is now, without what the file brings: what hangs on that, such as
//! what somebody from the file does, is not judged here but when it is done.

use std::collections::BTreeMap;

use yuheng_definition::{ProcessId, StateId};
use yuheng_engine::{
    Command, Door, Fault, Heard, Naming, Record, RecordId, Rejection, Snapshot, WriteSet, decide, may_move,
};

use crate::content_file::{File, NewRecord, Step, line, resolved};
use crate::first_content::{Keys, key, way};
use crate::{App, Caller, Error, Result};

/// What the file has brought so far.
#[derive(Default)]
struct Stage {
    keys: Keys,
    processes: BTreeMap<RecordId, ProcessId>,
    /// The records as they would be, as far as it can be told.
    records: BTreeMap<RecordId, Record>,
}

impl App {
    /// Tries all of a file.
    ///
    /// # Errors
    /// With the first thing that would be refused in any case, and its line.
    pub(crate) async fn rehearse_file(&self, path: &str, text: &str, file: &File) -> Result<()> {
        let mut stage = Stage::default();
        for record in &file.record {
            let (at, new) = (record.span().start, record.get_ref());
            let tried = self.rehearse_record(&mut stage, new.clone()).await;
            tried.map_err(|error| self.refused(path, line(text, at), Some(&new.process), error))?;
        }
        for step in &file.step {
            let at = step.span().start;
            let tried = self.rehearse_step(&mut stage, step.get_ref().clone()).await;
            tried.map_err(|error| self.refused(path, line(text, at), None, error))?;
        }
        Ok(())
    }

    async fn rehearse_record(&self, stage: &mut Stage, new: NewRecord) -> Result<()> {
        let system = self.system(Door::Program).await?;
        let process = self.process_of_file(&system, &new.process)?;
        let fields = resolved(&process, new.fields, &stage.keys)?;
        let changes = self.changes(&process, fields).await?;
        let values = changes.into_iter().filter_map(|(id, value)| Some((id, value?))).collect();
        let command = Command::Create { process: process.id.clone(), fields: values };
        let tried = match self.actor_of(stage, new.by.as_deref()).await? {
            Some(caller) => self.tried(&caller, stage, None, &command).await?,
            None => None,
        };
        let id = tried.as_ref().map_or_else(|| self.ids.next(), |record| record.id);
        stage.processes.insert(id, process.id.clone());
        stage.keys.extend(new.key.map(|key| (key, id)));
        let Some(record) = tried else { return Ok(()) };
        let steps = new.state.map(|state| way(&process, &record.state, &StateId::from(state.as_str())));
        stage.records.insert(id, record);
        for transition in steps.unwrap_or_default() {
            let command = Command::Transition { transition, changes: BTreeMap::new(), comment: None };
            self.go_on(&system, stage, id, &command).await?;
        }
        Ok(())
    }

    async fn rehearse_step(&self, stage: &mut Stage, step: Step) -> Result<()> {
        let id = key(&step.record, &stage.keys)?;
        let caller = self.actor_of(stage, step.by.as_deref()).await?;
        let (Some(caller), Some(record)) = (caller, stage.records.get(&id).cloned()) else {
            stage.records.remove(&id);
            return Ok(());
        };
        let process = self.process_of_file(&caller, record.process.as_str())?;
        match self.command_of(&caller, step, (&record, &process), &stage.keys).await {
            Ok(Some(command)) => self.go_on(&caller, stage, id, &command).await,
            Ok(None) => Ok(()),
            Err(Error::Rejected(Rejection::NotFound)) => {
                stage.records.remove(&id);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whoever acts, if that can be told: somebody whom the file itself brings is nobody yet.
    async fn actor_of(&self, stage: &Stage, by: Option<&str>) -> Result<Option<Caller>> {
        match self.doer(by, &stage.keys).await {
            Err(Error::SignedOut) => Ok(None),
            caller => caller.map(Some),
        }
    }

    /// Takes a record one command further; where it can't be told how, nothing more is said of it.
    async fn go_on(&self, caller: &Caller, stage: &mut Stage, id: RecordId, command: &Command) -> Result<()> {
        let Some(record) = stage.records.remove(&id) else { return Ok(()) };
        let after = self.tried(caller, stage, Some(record), command).await?;
        stage.records.extend(after.map(|record| (id, record)));
        Ok(())
    }

    /// The record as it would be after the command; none: that can't be told before it is done.
    async fn tried(
        &self,
        caller: &Caller,
        stage: &Stage,
        record: Option<Record>,
        command: &Command,
    ) -> Result<Option<Record>> {
        let process = match (&record, command) {
            (Some(record), _) => self.process(caller, record.process.as_str())?,
            (None, Command::Create { process, .. }) => self.process(caller, process.as_str())?,
            (None, _) => return Ok(None),
        };
        let heard = match &record {
            Some(record) if may_move(&process, command) => {
                self.heard(&caller.in_force.definitions, record.id, &self.store.relations_of(record.id).await?).await?
            }
            _ => Heard::default(),
        };
        let mut stands_alone = record.is_none();
        let mut naming = Naming::of(&process, record.as_ref(), command, &heard);
        while let Some(wanted) = naming.ask() {
            stands_alone &= !wanted.iter().any(|id| stage.processes.contains_key(id));
            naming.found(self.named_in(stage, &wanted).await?);
        }
        let named = naming.into_named();
        let snapshot = Snapshot { record: record.clone(), relations: Vec::new(), named, heard, ..Snapshot::default() };
        match decide(&self.context(caller, None), &snapshot, command) {
            Ok(WriteSet { mut writes, .. }) => Ok(writes.pop().map(|write| write.record).or(record)),
            Err(rejection) if stands_alone || is_certain(&rejection) => Err(rejection.into()),
            Err(_) => Ok(None),
        }
    }

    /// The records with these identities, from the store and from the file.
    async fn named_in(&self, stage: &Stage, wanted: &[RecordId]) -> Result<Vec<Record>> {
        let mut found = self.store.records(wanted).await?;
        found.extend(wanted.iter().filter_map(|id| stage.records.get(id)).cloned());
        Ok(found)
    }
}

/// Whether a rejection does not hang on what the file brings into the organisation.
fn is_certain(rejection: &Rejection) -> bool {
    match rejection {
        Rejection::Invalid(faults) => {
            faults.iter().any(|it| !matches!(it.fault, Fault::Content(_) | Fault::NoSuchRecord(_) | Fault::Missing))
        }
        Rejection::Unknown(_) | Rejection::NotFromHere { .. } | Rejection::Final | Rejection::ApprovalPending => true,
        Rejection::NotFound | Rejection::Forbidden(_) | Rejection::ApprovalClosed(_) => false,
    }
}
