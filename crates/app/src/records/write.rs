//! The one path of a write: load, decide, commit; when others were faster, again, three times.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};
use yuheng_definition::{FieldId, Process, ProcessId, RelationId, TransitionId};
use yuheng_engine::{
    Audience, Command, Comment, EntryAction, Fault, FieldFault, RecordId, Rejection, Snapshot, WriteSet, decide, names,
    tell,
};
use yuheng_store::{CommitError, CommitOptions};

use crate::view::RecordView;
use crate::{App, Caller, Error, Result};

/// How often a decision is made anew when others were faster.
const ATTEMPTS: usize = 3;

/// What a write is asked with, beside its content.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The version that it is based on (`If-Match`).
    pub based_on: Option<u64>,
    /// What makes it safe to send twice.
    pub idempotency: Option<Idempotency>,
}

/// An idempotency key with what it is bound to.
#[derive(Clone, Debug)]
pub struct Idempotency {
    /// The key.
    pub key: String,
    /// The route.
    pub route: String,
    /// The SHA-256 of the body.
    pub body: [u8; 32],
}

/// The answer to a write.
pub struct Written {
    /// The record as visible now.
    pub view: RecordView,
    /// It had been done before, under the same key.
    pub replayed: bool,
}

/// A record as it was loaded for a decision.
pub(crate) struct Loaded {
    pub(crate) snapshot: Snapshot,
    pub(crate) pinned: Option<Arc<Process>>,
}

impl App {
    /// Opens a record.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn create(
        &self,
        caller: &Caller,
        process: &str,
        fields: Map<String, Json>,
        request: &Request,
    ) -> Result<Written> {
        let definition = self.process(caller, process)?;
        let changes = self.changes(&definition, fields).await?;
        let fields = changes.into_iter().filter_map(|(id, value)| Some((id, value?))).collect();
        let command = Command::Create { process: definition.id.clone(), fields };
        self.write(caller, None, command, request).await
    }

    /// Changes fields.
    ///
    /// # Errors
    /// When it is refused, or what it changes has changed meanwhile.
    pub async fn update(
        &self,
        caller: &Caller,
        record: RecordId,
        fields: Map<String, Json>,
        request: &Request,
    ) -> Result<Written> {
        let based_on = request.based_on.ok_or(Error::PreconditionMissing)?;
        let process = self.visible(caller, record).await?.1;
        let changes = self.changes(&process, fields).await?;
        let merged = self.merge(caller, record, based_on, &changes).await?;
        let mut written = self.write(caller, Some(record), Command::Update { changes }, request).await?;
        written.view.merged = merged;
        Ok(written)
    }

    /// Goes to another state.
    ///
    /// # Errors
    /// When it is refused, or what it stands on has changed meanwhile.
    pub async fn transition(
        &self,
        caller: &Caller,
        record: RecordId,
        transition: &str,
        with: (Map<String, Json>, Option<Comment>),
        request: &Request,
    ) -> Result<Written> {
        let based_on = request.based_on.ok_or(Error::PreconditionMissing)?;
        let process = self.visible(caller, record).await?.1;
        let changes = self.changes(&process, with.0).await?;
        let transition = TransitionId::from(transition);
        let mut stands_on: Vec<FieldId> = changes.keys().cloned().collect();
        stands_on.extend(process.transitions.get(&transition).into_iter().flat_map(|rule| rule.requires.clone()));
        self.unchanged(caller, record, based_on, &stands_on).await?;
        let command = Command::Transition { transition, changes, comment: with.1 };
        self.write(caller, Some(record), command, request).await
    }

    /// Votes on an approval, for oneself or for somebody whom one stands in for.
    ///
    /// # Errors
    /// When it is refused, or what is approved has changed meanwhile.
    pub async fn vote(&self, caller: &Caller, record: RecordId, vote: Command, request: &Request) -> Result<Written> {
        let based_on = request.based_on.ok_or(Error::PreconditionMissing)?;
        let (found, process) = self.visible(caller, record).await?;
        let approval = match &vote {
            Command::Vote { approval, .. } => found.approvals.iter().find(|it| it.id == *approval),
            _ => None,
        };
        let rule = approval.and_then(|it| process.transitions.get(&it.transition)).and_then(|it| it.approval.as_ref());
        let covered = match rule {
            Some(rule) if !rule.covers.is_empty() => rule.covers.clone(),
            _ => process.fields.keys().cloned().collect(),
        };
        self.unchanged(caller, record, based_on, &covered).await?;
        self.write(caller, Some(record), vote, request).await
    }

    /// Says something.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn comment(
        &self,
        caller: &Caller,
        record: RecordId,
        body: String,
        audience: Audience,
        request: &Request,
    ) -> Result<Written> {
        self.write(caller, Some(record), Command::Comment(Comment { body, audience }), request).await
    }

    /// Draws a relation to the record that `target` names.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn relate(
        &self,
        caller: &Caller,
        record: RecordId,
        kind: &str,
        target: &str,
        request: &Request,
    ) -> Result<Written> {
        let no_such =
            || FieldFault { field: "target".to_owned(), fault: Fault::NoSuchRecord(RecordId(uuid::Uuid::nil())) };
        let target = self.identity(target).await?.ok_or_else(|| Error::invalid(vec![no_such()]))?;
        let command = Command::Relate { kind: RelationId::from(kind), target };
        self.write(caller, Some(record), command, request).await
    }

    /// Turns a record into one of another process.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn convert(&self, caller: &Caller, record: RecordId, to: &str, request: &Request) -> Result<Written> {
        self.write(caller, Some(record), Command::Convert { to: ProcessId::from(to) }, request).await
    }

    /// Changes one of several records as it stands now; a rehearsal only says whether it could be.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn bulk_one(
        &self,
        caller: &Caller,
        (process, number): (&str, &str),
        transition: Option<&str>,
        fields: Map<String, Json>,
        rehearsal: bool,
    ) -> Result<()> {
        let id = self.find(caller, process, number).await?;
        let changes = self.changes(self.process(caller, process)?.as_ref(), fields).await?;
        let command = match transition {
            Some(transition) => {
                Command::Transition { transition: TransitionId::from(transition), changes, comment: None }
            }
            None => Command::Update { changes },
        };
        if rehearsal {
            let loaded = self.load(caller, Some(id), &command).await?;
            decide(&self.context(caller, loaded.pinned.as_deref()), &loaded.snapshot, &command)?;
            return Ok(());
        }
        self.write(caller, Some(id), command, &Request::default()).await.map(|_| ())
    }

    /// The one path: load, decide, commit, and again when others were faster.
    ///
    /// # Errors
    /// When it is refused, or others kept being faster.
    pub async fn write(
        &self,
        caller: &Caller,
        record: Option<RecordId>,
        command: Command,
        request: &Request,
    ) -> Result<Written> {
        let repeated = request.idempotency.as_ref().map(|given| self.idempotency(caller, given, record.is_none()));
        if let Some(key) = &repeated
            && let Some(done) = self.store.repeated(key).await?
        {
            let subject = done.records.last().map(|sealed| sealed.id).ok_or_else(Error::not_found)?;
            return Ok(Written { view: self.view(caller, subject).await?, replayed: true });
        }
        let mut caller = caller.clone();
        for _ in 0..ATTEMPTS {
            let set = self.decide(&caller, record, &command).await?;
            let Some(subject) = set.writes.last().map(|write| write.record.id).or(record) else {
                return Err(Error::not_found());
            };
            if set.writes.is_empty() {
                return Ok(Written { view: self.view(&caller, subject).await?, replayed: false });
            }
            let epoch = caller.in_force.epoch;
            let options = CommitOptions { idempotency: repeated.clone(), ..CommitOptions::in_epoch(epoch) };
            match self.store.commit(&set, &options).await {
                Ok(committed) => {
                    let subject = committed.records.last().map_or(subject, |sealed| sealed.id);
                    let caller = self.refreshed(&caller).await?;
                    return Ok(Written { view: self.view(&caller, subject).await?, replayed: committed.replayed });
                }
                Err(CommitError::Conflict(_) | CommitError::Epoch { .. }) => caller = self.refreshed(&caller).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Contended)
    }

    fn idempotency(&self, caller: &Caller, given: &Idempotency, creates: bool) -> yuheng_store::Idempotency {
        yuheng_store::Idempotency {
            scope: format!("{} {}", caller.actor.id, given.route),
            key: given.key.clone(),
            body_hash: given.body,
            status: if creates { 201 } else { 200 },
            at: self.now(),
        }
    }

    async fn decide(&self, caller: &Caller, record: Option<RecordId>, command: &Command) -> Result<WriteSet> {
        let loaded = self.load(caller, record, command).await?;
        let context = self.context(caller, loaded.pinned.as_deref());
        let decided = decide(&context, &loaded.snapshot, command);
        if let Err(Rejection::Forbidden(missing)) = &decided {
            self.log_refusal(caller, &loaded, command, missing).await?;
        }
        Ok(decided?)
    }

    pub(crate) async fn load(&self, caller: &Caller, record: Option<RecordId>, command: &Command) -> Result<Loaded> {
        let definitions = &caller.in_force.definitions;
        let (record, relations, pinned) = match record {
            Some(id) => {
                let record = self.store.record(id).await?.ok_or_else(Error::not_found)?;
                let pinned = self.pinned(definitions, &record).await?;
                (Some(record), self.store.relations_of(id).await?, pinned)
            }
            None => (None, Vec::new(), None),
        };
        let process = match (&record, command) {
            (Some(record), _) => definitions.process(record.process.as_str()),
            (None, Command::Create { process, .. }) => definitions.process(process.as_str()),
            (None, _) => None,
        };
        let named = match process {
            Some(process) => {
                let wanted: Vec<RecordId> = names(process, record.as_ref(), command).into_iter().collect();
                self.store.records(&wanted).await?.into_iter().map(|record| (record.id, record)).collect()
            }
            None => BTreeMap::new(),
        };
        Ok(Loaded { snapshot: Snapshot { record, relations, named }, pinned })
    }

    /// The caller with the roles of now: what is in force may just have changed.
    pub(crate) async fn refreshed(&self, caller: &Caller) -> Result<Caller> {
        let in_force = self.in_force().await?;
        if Arc::ptr_eq(&in_force, &caller.in_force) {
            return Ok(caller.clone());
        }
        if caller.actor.is_system() {
            return Ok(Caller { in_force, ..caller.clone() });
        }
        let (door, narrowed) = (caller.actor.door, caller.actor.narrowed.clone());
        let fresh = Caller::person(in_force, caller.actor.id, caller.login.clone(), door, narrowed);
        fresh.map(|fresh| Caller { session: caller.session, ..fresh }).ok_or(Error::SignedOut)
    }

    /// The definition of `process`, if there is one.
    pub(crate) fn process(&self, caller: &Caller, process: &str) -> Result<Arc<Process>> {
        caller.in_force.definitions.process(process).cloned().ok_or_else(Error::not_found)
    }

    async fn log_refusal(
        &self,
        caller: &Caller,
        loaded: &Loaded,
        command: &Command,
        missing: &yuheng_engine::Missing,
    ) -> Result<()> {
        let Some(record) = &loaded.snapshot.record else { return Ok(()) };
        tracing::info!(record.number = %record.label, actor = %caller.actor.id, %missing, "refused on {}", record.label);
        let transition = match command {
            Command::Transition { transition, .. } => Some(transition.clone()),
            _ => None,
        };
        let set = tell(&self.context(caller, None), record, EntryAction::Refused, &missing.to_string(), transition)?;
        match self.store.commit(&set, &CommitOptions::in_epoch(caller.in_force.epoch)).await {
            Ok(_) | Err(CommitError::Conflict(_) | CommitError::Epoch { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
