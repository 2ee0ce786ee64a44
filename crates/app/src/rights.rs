//! What the page and other programs want to know of rights before a record is at hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use yuheng_definition::{Action, Content, FieldId, Label, Process};
use yuheng_engine::explain::Explain;
use yuheng_engine::{Door, Groupable, HeldRole, RecordId, access, failpoint, groupable, macros};

use crate::view::{Offer, References};
use crate::{App, Caller, Error, Result};

/// What somebody may do with a record, and why not.
pub struct RightsOf {
    /// Who.
    pub person: RecordId,
    /// The roles held today.
    pub roles: Vec<HeldRole>,
    /// Why the person does not see the record; none: it does.
    pub unseen: Option<Label>,
    /// What the grants allow, action by action; what is missing where they don't.
    pub granted: Vec<(Action, Option<Label>)>,
    /// Whether whoever asks may look at everything as the person sees it.
    pub is_viewable: bool,
    /// What could be done next, as the person is offered it; nothing of what is not seen.
    pub offers: Vec<Offer>,
    /// The person and what limits the roles, named.
    pub references: References,
}

/// The actions that a grant can hold for a record that is there.
const OF_A_RECORD: [Action; 11] = [
    Action::View,
    Action::ViewInternal,
    Action::ViewConfidential,
    Action::Update,
    Action::Comment,
    Action::Note,
    Action::Relate,
    Action::Void,
    Action::Convert,
    Action::Merge,
    Action::Export,
];

impl App {
    /// What the person that `text` names, by number or identity, may do with the record `id`, with the reasons. Of oneself
    /// anybody may ask; of others whoever may look as that person.
    ///
    /// # Errors
    /// Not found, also when the caller does not see the record or the person; the right that is missing.
    pub async fn rights_of(&self, caller: &Caller, id: RecordId, text: &str) -> Result<RightsOf> {
        let nobody = || Error::parameter("person", "没有这个人", "there is nobody of that name");
        let (record, process) = self.visible(caller, id).await?;
        let named = self.identity(text).await?;
        if named != Some(caller.actor.id) {
            // Who may not ask learns nothing of who is there.
            caller.must_be_staff()?;
            caller.must_be_itself()?;
        }
        let person = self.known(caller, named).await?.ok_or_else(nobody)?;
        let in_force = Arc::clone(&caller.in_force);
        let mut other = Caller::person(in_force, person, String::new(), Door::Page, None).ok_or_else(nobody)?;
        if person != caller.actor.id {
            self.must_view_as(caller, person).await?;
        }
        // Looked at through the person's eyes, it is answered by what both may.
        if !failpoint::armed("app.rights_forget_the_viewer") {
            other.actor.viewer.clone_from(&caller.actor.viewer);
            other.viewing = caller.viewing;
        }
        let explain = Explain { definitions: &caller.in_force.definitions, process: Some(&process) };
        let whole = self.store.record(id).await?.ok_or_else(Error::not_found)?;
        let context = self.context(&other, None);
        let missing = |action| access::may(&context, &process, Some(&whole), action).err();
        let granted = OF_A_RECORD.map(|action| (action, missing(action).map(|why| explain.missing(&why)))).to_vec();
        let seen = self.view(&other, id).await;
        let (offers, unseen) = match seen {
            Ok(view) => (view.actions, None),
            Err(_) => (Vec::new(), missing(Action::View).map(|why| explain.missing(&why))),
        };
        let roles = other.actor.roles.clone();
        let limits = roles.iter().flat_map(|held| held.department.into_iter().chain(held.customer));
        let references = self.references(caller, limits.chain([person, record.id]).collect()).await?;
        let is_viewable = self.may_view_as(caller, person).await;
        Ok(RightsOf { person, roles, unseen, granted, is_viewable, offers, references })
    }

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

    /// Whether `caller` may look as some of those whom a process keeps.
    #[must_use]
    pub fn may_view_as_some(&self, caller: &Caller, process: &Process) -> bool {
        access::may(&self.context(caller, None), process, None, Action::ViewAs).is_ok()
    }

    /// The record that was named, if the caller sees it or is it.
    pub(crate) async fn known(&self, caller: &Caller, named: Option<RecordId>) -> Result<Option<RecordId>> {
        match named {
            Some(id) if id == caller.actor.id || self.visible(caller, id).await.is_ok() => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    /// Whether `caller` may merge records of a process; whether of these depends on them.
    #[must_use]
    pub fn may_merge(&self, caller: &Caller, process: &Process) -> bool {
        let context = self.context(caller, None);
        process.merges.is_some() && access::may(&context, process, None, Action::Merge).is_ok()
    }

    /// Whether `caller` may run macros on records of a process; which depends on them.
    #[must_use]
    pub fn may_run_macros(&self, caller: &Caller, process: &Process) -> bool {
        let context = self.context(caller, None);
        let mut kept = caller.in_force.definitions.content(Content::Macro);
        let mut is_seen = || kept.any(|it| access::may(&context, it, None, Action::View).is_ok());
        caller.actor.customer.is_none() && macros::are_for(process) && is_seen()
    }

    /// By what `caller` may group the records of a process: what is hidden on some of them is left out.
    #[must_use]
    pub fn groupable<'p>(&self, caller: &Caller, process: &'p Process) -> Vec<Groupable<'p>> {
        let hidden = access::sometimes_masked(&self.context(caller, None), process);
        groupable(process, |field| hidden.contains(field))
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
        let reader = match actor.viewer {
            Some(_) => caller.clone(),
            None => self.system(actor.door).await?,
        };
        self.references(&reader, ids.collect()).await
    }
}
