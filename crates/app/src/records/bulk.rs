//! Several records changed with one request, each by itself: what was done of it is not done again when it is sent again.

use serde_json::{Map, Value as Json};
use yuheng_definition::{Language, TransitionId};
use yuheng_engine::{Command, Comment};

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
    /// has then, and when it is sent again, the version that it had then. A rehearsal only says whether it could be.
    ///
    /// # Errors
    /// When it is refused, or what it stands on has changed meanwhile.
    pub async fn bulk_one(
        &self,
        caller: &Caller,
        (process, number): (&str, &str),
        change: Change,
        (request, rehearsal): (&Request, Rehearsal),
    ) -> Result<u64> {
        if rehearsal == Rehearsal::No
            && let Some(version) = self.version_written(caller, request).await?
        {
            return Ok(version);
        }
        let id = self.find(caller, process, number).await?;
        let changes = self.changes(self.process(caller, process)?.as_ref(), change.fields).await?;
        let command = match (change.deed, change.step) {
            (Some(Deed::Merge(into)), _) => self.merging(&into).await?,
            (Some(Deed::Macro(number, language)), _) => self.macro_command(caller, id, (&number, language)).await?,
            (None, Some((transition, comment))) => Command::Transition { transition, changes, comment },
            (None, None) => Command::Update { changes },
        };
        if rehearsal == Rehearsal::Only {
            let loaded = self.rehearse(caller, Some(id), &command, request.based_on).await?;
            return loaded.snapshot.record.map(|record| record.version).ok_or_else(Error::not_found);
        }
        let written = self.write(caller, Some(id), command, request).await?;
        match written.replayed {
            true => self.version_written(caller, request).await?.ok_or_else(Error::not_found),
            false => Ok(written.receipt.version),
        }
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
