//! The one path of a write: load, compare with what it is based on, decide, commit; when others were faster, again, after
//! a pause that grows. The comparison belongs to each attempt: it is made with the very snapshot that is decided on, and the
//! commit expects the version of that snapshot.

use std::sync::Arc;
use std::time::Duration;

use yuheng_definition::{FieldId, Process};
use yuheng_engine::{Actor, Command, Record, RecordId, Rejection, Snapshot, WriteSet, decide};
use yuheng_store::{CommitError, CommitOptions};

use super::load::Loaded;
use super::ordered::{Order, Ordered};
use super::write::{Idempotency, Receipt, Request, Written};
use crate::view::RecordView;
use crate::{App, Caller, Error, Result};

/// How often a decision is made anew when others were faster.
pub(crate) const ATTEMPTS: u32 = 12;
/// The longest pause before another attempt.
const LONGEST_PAUSE: Duration = Duration::from_millis(128);

/// What was tried.
pub(crate) struct Tried {
    /// On what.
    pub(crate) on: Loaded,
    /// What would be written.
    pub(crate) set: WriteSet,
    /// Of a macro, by what its plan is known.
    pub(crate) plan: Option<String>,
}

/// What came of a command.
pub(crate) struct Done {
    /// The record that it was about.
    pub(crate) subject: RecordId,
    /// It had been done before, under the same key.
    pub(crate) replayed: bool,
    /// What others changed since the version that it was based on.
    pub(crate) merged: Vec<FieldId>,
    /// What was decided on, if that had nothing to be written.
    pub(crate) idle: Option<Loaded>,
}

impl App {
    /// Carries a command out, and shows the record as it is then.
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
        self.write_order(caller, record, Order::Command(&command), request).await
    }

    pub(super) async fn write_order(
        &self,
        caller: &Caller,
        record: Option<RecordId>,
        order: Order<'_>,
        request: &Request,
    ) -> Result<Written> {
        let done = self.carry_out(caller, record, order, request).await?;
        self.shown(caller, done).await
    }

    /// What the same request was answered with before; none when it is new.
    pub(crate) async fn written_before(&self, caller: &Caller, request: &Request) -> Result<Option<Written>> {
        match self.replay(caller, false, request).await? {
            Some(done) => self.shown(caller, done).await.map(Some),
            None => Ok(None),
        }
    }

    /// The record that a write is about: one that `caller` may see, or one whose write is sent again.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn addressed(&self, caller: &Caller, process: &str, label: &str, request: &Request) -> Result<RecordId> {
        match self.find(caller, process, label).await {
            Err(Error::Rejected(Rejection::NotFound)) => {
                let before = self.replay(caller, false, request).await?;
                before.map(|done| done.subject).ok_or_else(Error::not_found)
            }
            found => found,
        }
    }

    /// What is written is written: who may not see it any more, because of this very write, is told what may be said.
    async fn shown(&self, caller: &Caller, done: Done) -> Result<Written> {
        let record = self.store.record(done.subject).await?.ok_or_else(Error::not_found)?;
        let seen = match self.refreshed(caller).await {
            Ok(caller) => self.view(&caller, done.subject).await,
            Err(error) => Err(error),
        };
        let view = match seen {
            Ok(view) => Some(RecordView { merged: done.merged, ..view }),
            Err(Error::SignedOut | Error::Rejected(_)) => None,
            Err(error) => return Err(error),
        };
        let Record { id, process, label: number, version, n, .. } = record;
        Ok(Written { receipt: Receipt { id, process, number, version, n }, view, replayed: done.replayed })
    }

    /// The one path: load, compare, decide, commit, and again when others were faster. A request that is sent again is
    /// answered as before, also when it overtakes itself: then the first is found when the second is refused, or has nothing left
    /// to do.
    pub(crate) async fn carry_out(
        &self,
        caller: &Caller,
        record: Option<RecordId>,
        order: Order<'_>,
        request: &Request,
    ) -> Result<Done> {
        caller.must_be_itself()?;
        if let Some(done) = self.replay(caller, record.is_none(), request).await? {
            return Ok(done);
        }
        match self.attempts(caller, record, order, request).await {
            Err(error) => self.replay(caller, record.is_none(), request).await?.ok_or(error),
            Ok(done) if done.idle.is_some() => {
                Ok(self.replay(caller, record.is_none(), request).await?.unwrap_or(done))
            }
            done => done,
        }
    }

    /// Tries what would come of a command, and leaves no trace, of a refusal neither: what was tried.
    pub(crate) async fn rehearse(
        &self,
        caller: &Caller,
        record: Option<RecordId>,
        order: Order<'_>,
        based_on: Option<u64>,
    ) -> Result<Tried> {
        let held = self.held(record).await?;
        let Ordered { command, plan, refused } = self.ordered(caller, held.as_ref(), order).await?;
        if let Some(refused) = refused {
            return Err(Error::Rejected(self.why_refused(caller, refused, based_on).await?.2));
        }
        let loaded = self.load_on(caller, held, &command).await?;
        if let Some(version) = based_on {
            self.since_then(caller, &loaded, version, &command).await?;
        }
        let set = self.admitted(caller, (&loaded.snapshot, loaded.pinned.as_deref()), &command).await?;
        Ok(Tried { on: loaded, set, plan })
    }

    /// Refuses a command that would be refused, before what goes with it is taken in. It is an attempt like any other.
    pub(super) async fn must_be_possible(&self, caller: &Caller, record: RecordId, command: &Command) -> Result<()> {
        let loaded = self.load(caller, Some(record), command).await?;
        self.decided(caller, &loaded, command).await.map(|_| ())
    }

    /// Whether the request's key has been used, for the same request or another.
    pub(super) async fn is_used(&self, caller: &Caller, request: &Request) -> Result<bool> {
        match self.replay(caller, false, request).await {
            Ok(before) => Ok(before.is_some()),
            Err(Error::KeyReused) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// What came of the same request before; none when it is new.
    async fn replay(&self, caller: &Caller, creates: bool, request: &Request) -> Result<Option<Done>> {
        let Some(given) = &request.idempotency else { return Ok(None) };
        let Some(done) = self.store.repeated(&self.idempotency(caller, given, creates)).await? else { return Ok(None) };
        let subject = done.records.last().map(|sealed| sealed.id).ok_or_else(Error::not_found)?;
        Ok(Some(Done { subject, replayed: true, merged: Vec::new(), idle: None }))
    }

    async fn attempts(
        &self,
        caller: &Caller,
        record: Option<RecordId>,
        order: Order<'_>,
        request: &Request,
    ) -> Result<Done> {
        let repeated = request.idempotency.as_ref().map(|given| self.idempotency(caller, given, record.is_none()));
        let mut caller = caller.clone();
        for attempt in 0..ATTEMPTS {
            self.give_way(attempt).await;
            let held = self.held(record).await?;
            let Ordered { command, refused, .. } = self.ordered(&caller, held.as_ref(), order).await?;
            if let Some(refused) = refused {
                let (on, command, rejection) = self.why_refused(&caller, refused, request.based_on).await?;
                return self.turned_down(&caller, (&on, &command), rejection).await;
            }
            let loaded = self.load_on(&caller, held, &command).await?;
            let merged = match request.based_on {
                Some(version) => self.since_then(&caller, &loaded, version, &command).await?,
                None => Vec::new(),
            };
            let set = self.decided(&caller, &loaded, &command).await?;
            let Some(subject) = set.writes.last().map(|write| write.record.id).or(record) else {
                return Err(Error::not_found());
            };
            if set.writes.is_empty() {
                return Ok(Done { subject, replayed: false, merged, idle: Some(loaded) });
            }
            let epoch = caller.in_force.epoch;
            let options = CommitOptions { idempotency: repeated.clone(), ..CommitOptions::in_epoch(epoch) };
            match self.store.commit(&set, &options).await {
                Ok(committed) => {
                    let subject = committed.records.last().map_or(subject, |sealed| sealed.id);
                    return Ok(Done { subject, replayed: committed.replayed, merged, idle: None });
                }
                Err(CommitError::Conflict(_) | CommitError::Epoch { .. }) => caller = self.refreshed(&caller).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Contended)
    }

    /// Lets others go first, the longer the more often they were faster: whoever met meets no more.
    pub(crate) async fn give_way(&self, attempt: u32) {
        let longest = LONGEST_PAUSE.min(Duration::from_millis(1) * 2_u32.saturating_pow(attempt));
        let chance = u32::from(self.ids.next().0.as_bytes()[15]);
        if attempt > 1 {
            tokio::time::sleep(longest * chance / 255).await;
        }
    }

    pub(super) fn idempotency(&self, caller: &Caller, given: &Idempotency, creates: bool) -> yuheng_store::Idempotency {
        yuheng_store::Idempotency {
            scope: format!("{} {}", caller.actor.id, given.route),
            key: given.key.clone(),
            body_hash: given.body,
            status: if creates { 201 } else { 200 },
            at: self.now(),
        }
    }

    async fn decided(&self, caller: &Caller, loaded: &Loaded, command: &Command) -> Result<WriteSet> {
        match self.admitted(caller, (&loaded.snapshot, loaded.pinned.as_deref()), command).await {
            Err(Error::Rejected(rejection)) => self.turned_down(caller, (loaded, command), rejection).await,
            decided => decided,
        }
    }

    /// Refuses a command; for want of a right, that is told.
    async fn turned_down<T>(
        &self,
        caller: &Caller,
        (loaded, command): (&Loaded, &Command),
        rejection: Rejection,
    ) -> Result<T> {
        if let Rejection::Forbidden(missing) = &rejection {
            self.tell_refusal(caller, loaded, command, missing).await?;
        }
        Err(Error::Rejected(rejection))
    }

    /// What the engine decides, if the guards that need more than the snapshot let it pass.
    pub(super) async fn admitted(
        &self,
        caller: &Caller,
        (snapshot, pinned): (&Snapshot, Option<&Process>),
        command: &Command,
    ) -> Result<WriteSet> {
        let set = decide(&self.context(caller, pinned), snapshot, command)?;
        self.must_keep_an_administrator(caller, &set).await?;
        self.must_stay_sound(caller, &set).await?;
        self.must_reach_deputies(caller, &set).await?;
        Ok(set)
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
        let fresh = fresh.ok_or(Error::SignedOut)?;
        // Whoever looks through its eyes goes on looking, by what they hold now.
        let viewer = match caller.actor.viewer.as_deref() {
            Some(viewer) => {
                let (door, narrowed) = (viewer.door, viewer.narrowed.clone());
                let viewer = Caller::person(Arc::clone(&fresh.in_force), viewer.id, String::new(), door, narrowed);
                Some(Box::new(viewer.ok_or(Error::ViewingOver)?.actor))
            }
            None => None,
        };
        let actor = Actor { viewer, ..fresh.actor };
        Ok(Caller { actor, session: caller.session, viewing: caller.viewing, ..fresh })
    }

    /// The definition of `process`, if there is one.
    pub(crate) fn process(&self, caller: &Caller, process: &str) -> Result<Arc<Process>> {
        caller.in_force.definitions.process(process).cloned().ok_or_else(Error::not_found)
    }
}
