//! Whoever calls: the account behind a session or token, as the actor that the engine knows, with today's roles.

use std::borrow::Cow;
use std::sync::Arc;

use yuheng_engine::{Actor, Door, Missing, Narrowing, RecordId, access};
use yuheng_store::Viewing;

use crate::{Error, InForce, Result};

/// Whoever calls.
#[derive(Clone)]
pub struct Caller {
    /// The actor for the engine.
    pub actor: Actor,
    /// The login; empty for the program itself.
    pub login: String,
    /// The session, if it came by one.
    pub session: Option<RecordId>,
    /// Where it looks through another's eyes: the actor is that person then, and this says who looks.
    pub viewing: Option<Viewing>,
    /// The definitions and the world that its roles were read from.
    pub in_force: Arc<InForce>,
}

impl Caller {
    /// The engine itself, by `door`.
    #[must_use]
    pub fn system(in_force: Arc<InForce>, door: Door) -> Self {
        Self { actor: Actor { door, ..Actor::system() }, login: String::new(), session: None, viewing: None, in_force }
    }

    /// `person` as it is today, by `door`; none when the person is not in force.
    #[must_use]
    pub fn person(
        in_force: Arc<InForce>,
        person: RecordId,
        login: String,
        door: Door,
        narrowed: Option<Narrowing>,
    ) -> Option<Self> {
        let today = in_force.today;
        let actor = access::actor(&in_force.definitions, &in_force.world, person, today, (door, narrowed))?;
        Some(Self { actor, login, session: None, viewing: None, in_force })
    }

    /// Whether it may administer accounts, definitions and settings.
    #[must_use]
    pub fn administers(&self) -> bool {
        let administers = |actor: &Actor| access::administers(&self.in_force.definitions, &actor.roles);
        let viewer = self.actor.viewer.as_deref();
        self.actor.is_system() || (administers(&self.actor) && viewer.is_none_or(administers))
    }

    /// Refuses whoever may not administer, and every token that is narrowed.
    ///
    /// # Errors
    /// With the roles that may.
    pub fn must_administer(&self) -> Result<()> {
        if self.actor.narrowed.as_ref().is_some_and(|narrowed| narrowed.read_only || !narrowed.processes.is_empty()) {
            return Err(Error::forbidden(Missing::Token));
        }
        if self.administers() {
            return Ok(());
        }
        let roles = self.in_force.definitions.roles.values().filter(|role| role.administers);
        Err(Error::forbidden(Missing::Role(roles.map(|role| role.id.clone()).collect())))
    }

    /// Refuses a token that may only read, and whoever looks through another's eyes.
    ///
    /// # Errors
    /// With the token, or being oneself, as what is missing.
    pub fn must_write(&self) -> Result<()> {
        self.must_be_itself()?;
        match &self.actor.narrowed {
            Some(narrowed) if narrowed.read_only => Err(Error::forbidden(Missing::Token)),
            _ => Ok(()),
        }
    }

    /// Refuses whoever looks through another's eyes: what is written, taken away or somebody's alone.
    ///
    /// # Errors
    /// With being oneself as what is missing.
    pub fn must_be_itself(&self) -> Result<()> {
        match self.actor.viewer {
            Some(_) => Err(Error::forbidden(Missing::Viewing)),
            None => Ok(()),
        }
    }

    /// Whoever is at the page: who looks, where somebody looks through another's eyes.
    #[must_use]
    pub fn itself(&self) -> Cow<'_, Self> {
        match &self.actor.viewer {
            Some(viewer) => Cow::Owned(Self { actor: (**viewer).clone(), viewing: None, ..self.clone() }),
            None => Cow::Borrowed(self),
        }
    }

    /// Refuses customers' contacts: what the provider shows of itself is for its own people.
    ///
    /// # Errors
    /// Not found.
    pub fn must_be_staff(&self) -> Result<()> {
        let is_contact = |actor: &Actor| actor.customer.is_some();
        let is_kept_out = is_contact(&self.actor) || self.actor.viewer.as_deref().is_some_and(is_contact);
        if is_kept_out { Err(Error::not_found()) } else { Ok(()) }
    }

    /// Refuses a token where only a person's own session will do: sessions, tokens, passwords.
    ///
    /// # Errors
    /// When it came by a token.
    pub fn must_be_in_person(&self) -> Result<RecordId> {
        self.must_be_itself()?;
        self.session.ok_or_else(|| Error::forbidden(Missing::Token))
    }
}

/// Those who administer today.
pub(crate) fn administrators(in_force: &InForce) -> Vec<RecordId> {
    access::administrators(&in_force.definitions, &in_force.world, in_force.today)
}
