//! What the page and other programs want to know of rights before a record is at hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::{Action, Content, Definitions, FieldId, Process, Source};
use yuheng_engine::access;

use crate::view::References;
use crate::{App, Caller, Error, Result};

impl App {
    /// The fields of a process that `caller` sees on no record.
    #[must_use]
    pub fn hidden(&self, caller: &Caller, process: &Process) -> BTreeSet<FieldId> {
        let context = self.context(caller, None);
        if access::may(&context, process, None, Action::ViewInternal).is_ok() {
            return BTreeSet::new();
        }
        process.fields.values().filter(|field| field.internal).map(|field| field.id.clone()).collect()
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

    /// Checks an overlay's text over the definitions and the overlays in force, for whoever may draft one.
    ///
    /// # Errors
    /// Not found for customers; the right that is missing; with everything that is wrong.
    pub async fn check_overlay(&self, caller: &Caller, text: &str) -> Result<()> {
        caller.must_be_staff()?;
        self.must_draft_overlays(caller)?;
        let mut source = Source { overlays: self.overlay_texts(self.today()).await?, ..self.source().clone() };
        source.overlays.push(text.to_owned());
        let whole = Definitions::load(&source).map_err(Error::Definitions)?;
        let broken = self.broken_flows(&whole).await?;
        if broken.is_empty() { Ok(()) } else { Err(Error::Definitions(broken)) }
    }

    fn must_draft_overlays(&self, caller: &Caller) -> Result<()> {
        let context = self.context(caller, None);
        let mut missing = Error::not_found();
        for process in caller.in_force.definitions.content(Content::Overlay) {
            let may = |action| access::may(&context, process, None, action);
            match may(Action::Create).or_else(|why| may(Action::Update).map_err(|_| why)) {
                Ok(()) => return Ok(()),
                Err(why) => missing = Error::forbidden(why),
            }
        }
        Err(missing)
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
