//! What the page and other programs want to know of rights before a record is at hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::{Action, Content, FieldId, Process};
use yuheng_engine::access;

use crate::view::References;
use crate::{App, Caller, Error, Result};

impl App {
    /// The fields of a process that `caller` sees on no record.
    #[must_use]
    pub fn hidden(&self, caller: &Caller, process: &Process) -> BTreeSet<FieldId> {
        access::always_masked(&self.context(caller, None), process)
    }

    /// The fields that `caller` can't fill in when it opens a record, though it may see some of them later.
    #[must_use]
    pub fn masked_at_creation(&self, caller: &Caller, process: &Process) -> BTreeSet<FieldId> {
        access::masked_fields(&self.context(caller, None), process, None)
    }

    /// Whether `caller` may open a record of a process, and take a list of them away.
    #[must_use]
    pub fn may_without_record(&self, caller: &Caller, process: &Process) -> (bool, bool) {
        let context = self.context(caller, None);
        let may = |action| access::may(&context, process, None, action).is_ok();
        (may(Action::Create), may(Action::Export))
    }

    /// The process with `id`, if `caller` sees anything of it.
    ///
    /// # Errors
    /// Not found.
    pub fn seen_process(&self, caller: &Caller, id: &str) -> Result<Arc<Process>> {
        let process = self.process(caller, id)?;
        if self.seen(caller).contains(&process.id) { Ok(process) } else { Err(Error::not_found()) }
    }

    /// The text of a version of a definition.
    ///
    /// # Errors
    /// Not found.
    pub async fn definition_text(&self, hash: &str) -> Result<String> {
        self.store.definition_text(hash).await?.ok_or_else(Error::not_found)
    }

    /// Whether `caller` may give the people that a process keeps accounts, reset and lock them.
    #[must_use]
    pub fn may_administer_accounts(&self, caller: &Caller, process: &Process) -> bool {
        matches!(process.content, Some(Content::Person | Content::Contact)) && caller.must_administer().is_ok()
    }

    /// The names of the caller's customer, department and of those whom it stands in for.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn names_of(&self, caller: &Caller) -> Result<References> {
        let actor = &caller.actor;
        let ids = actor.customer.into_iter().chain(actor.department).chain(actor.deputises.iter().copied());
        let system = self.system(actor.door).await?;
        self.references(&system, ids.collect()).await
    }
}
