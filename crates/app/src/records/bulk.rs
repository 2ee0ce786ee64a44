//! Several records changed with one request, each by itself: what was done of it is not done again when it is sent again.

use serde_json::{Map, Value as Json};
use yuheng_definition::{Language, TransitionId};
use yuheng_engine::{Command, Comment, RecordId, failpoint};

use super::history::HistoryPage;
use super::macros::{MacroOrder, MacroRead};
use super::ordered::Order;
use super::write::{Idempotency, Rehearsal, Request};
use crate::{App, Caller, Error, Result};

/// What is to become of each of several records.
#[derive(Clone, Debug)]
pub struct Change {
    /// Values by field.
    pub fields: Map<String, Json>,
    /// The step that they take, and what is said with it; none: their fields are changed.
    pub step: Option<(TransitionId, Option<Comment>)>,
    /// What else is done with them, in place of fields and a step.
    pub deed: Option<Deed>,
}

/// What is done with several records beside changing fields and taking a step.
#[derive(Clone, Debug)]
pub enum Deed {
    /// They become a part of the record of this number or identity.
    Merge(String),
    /// The macro of this number is run on each, and says what it says in this language.
    Macro(String, Language),
}

/// A change of several records, with what is read once for all of them.
pub struct Bulk<'c> {
    process: &'c str,
    change: Change,
    /// The macro, once the first record has asked for it.
    read: Option<MacroRead>,
}

/// What came, or would come, of one of several records.
pub struct Outcome {
    /// The version that it has then.
    pub version: u64,
    /// What would be written, as its history would tell it; none: it was written.
    pub foreseen: Option<HistoryPage>,
    /// By what the plan of a macro that would be run on it is known.
    pub plan: Option<String>,
}

impl<'c> Bulk<'c> {
    /// The `change` of records of `process`.
    #[must_use]
    pub const fn new(process: &'c str, change: Change) -> Self {
        Self { process, change, read: None }
    }
}

/// What is carried out on each of them.
enum Made<'b> {
    Command(Command),
    Macro(&'b MacroRead),
}

impl App {
    /// Refuses a key under which something was written for another body.
    ///
    /// # Errors
    /// [`Error::KeyReused`].
    pub async fn must_be_of_one_body(&self, caller: &Caller, given: &Idempotency) -> Result<()> {
        let parts = self.idempotency(caller, &given.of_part(""), false);
        if self.store.is_of_another_body(&parts).await? { Err(Error::KeyReused) } else { Ok(()) }
    }

    /// Changes one of several records, on the version that it is based on or as it stands now; says the version that it
    /// has then, and when it is sent again, the version that it had then. A rehearsal only says what would come of it.
    /// `seen` is by what the plan of the macro is known that was looked at for this record.
    ///
    /// # Errors
    /// When it is refused, or what it stands on has changed meanwhile.
    pub async fn bulk_one(
        &self,
        caller: &Caller,
        (bulk, number, seen): (&mut Bulk<'_>, &str, Option<&str>),
        (request, rehearsal): (&Request, Rehearsal),
    ) -> Result<Outcome> {
        if rehearsal == Rehearsal::No
            && let Some(version) = self.version_written(caller, request).await?
        {
            return Ok(Outcome::written(version));
        }
        let id = self.find(caller, bulk.process, number).await?;
        match self.made(caller, bulk).await? {
            Made::Macro(read) => {
                let order = MacroOrder { read, seen };
                self.tried_or_done(caller, id, Order::Macro(&order), (request, rehearsal)).await
            }
            Made::Command(command) => {
                self.tried_or_done(caller, id, Order::Command(&command), (request, rehearsal)).await
            }
        }
    }

    /// What is carried out on each; the macro is read for the first.
    async fn made<'b>(&self, caller: &Caller, bulk: &'b mut Bulk<'_>) -> Result<Made<'b>> {
        let Bulk { process, change, read } = bulk;
        let Change { fields, step, deed } = change.clone();
        Ok(Made::Command(match (deed, step) {
            (Some(Deed::Macro(number, language)), _) => {
                let found = match read.take() {
                    Some(found) => found,
                    None => self.macro_read(caller, process, (&number, language)).await?,
                };
                return Ok(Made::Macro(read.insert(found)));
            }
            (Some(Deed::Merge(into)), _) => self.merging(&into).await?,
            (None, Some((transition, comment))) => {
                let changes = self.changes(self.process(caller, process)?.as_ref(), fields).await?;
                Command::Transition { transition, changes, comment }
            }
            (None, None) => {
                let changes = self.changes(self.process(caller, process)?.as_ref(), fields).await?;
                Command::Update { changes }
            }
        }))
    }

    async fn tried_or_done(
        &self,
        caller: &Caller,
        id: RecordId,
        order: Order<'_>,
        (request, rehearsal): (&Request, Rehearsal),
    ) -> Result<Outcome> {
        if rehearsal == Rehearsal::No {
            let written = self.write_order(caller, Some(id), order, request).await?;
            return Ok(Outcome::written(match written.replayed {
                true => self.version_written(caller, request).await?.ok_or_else(Error::not_found)?,
                false => written.receipt.version,
            }));
        }
        let tried = self.rehearse(caller, Some(id), order, request.based_on).await?;
        let version = tried.on.snapshot.record.as_ref().map(|record| record.version).ok_or_else(Error::not_found)?;
        let mut foreseen = self.foreseen(caller, &tried.on, tried.set).await?;
        if failpoint::armed("app.foresees_nothing") {
            foreseen.entries.clear();
        }
        Ok(Outcome { version, foreseen: Some(foreseen), plan: tried.plan })
    }

    /// The version that the same request gave its record before; none when it is new. Others may have given it later ones since:
    /// whoever takes the change back bases that on this one.
    async fn version_written(&self, caller: &Caller, request: &Request) -> Result<Option<u64>> {
        let Some(given) = &request.idempotency else { return Ok(None) };
        let Some(done) = self.store.repeated(&self.idempotency(caller, given, false)).await? else { return Ok(None) };
        let Some(sealed) = done.records.last() else { return Ok(None) };
        let entries = self.store.happenings(sealed.id, sealed.n.saturating_sub(1)).await?;
        Ok(entries.first().map(|entry| entry.version))
    }
}

impl Outcome {
    const fn written(version: u64) -> Self {
        Self { version, foreseen: None, plan: None }
    }
}
