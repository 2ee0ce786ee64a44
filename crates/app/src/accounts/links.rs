//! One-time links: the first administrator, an invitation, a forgotten password. Shown once, kept as a hash.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use yuheng_definition::{Content, Definitions, Label, StateKind};
use yuheng_engine::{Door, EntryAction, Fault, FieldFault, RecordId};
use yuheng_store::{Link, LinkPurpose};

use super::password;
use super::sessions::Origin;
use crate::records::Request;
use crate::secret::{self, Secret};
use crate::{App, Caller, Error, Result};

/// How long a link may be used.
const LASTS: SignedDuration = SignedDuration::from_hours(72);
/// The longest login, in characters.
const LONGEST_LOGIN: usize = 64;

/// A link just made.
pub struct LinkMade {
    /// The address to pass on.
    pub address: String,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What the first administrator says of itself.
#[derive(Clone, Debug, Default)]
pub struct First {
    /// The login.
    pub login: Option<String>,
    /// The name.
    pub name: Option<String>,
}

impl App {
    /// Gives a person or contact an account and makes the link that sets its password.
    ///
    /// # Errors
    /// When the caller may not administer, the person is not in force, or the login is taken.
    pub async fn invite(&self, caller: &Caller, person: &str, login: &str) -> Result<LinkMade> {
        caller.must_administer()?;
        check_login(login)?;
        let id = self.identity(person).await?.ok_or_else(Error::not_found)?;
        if !caller.in_force.world.people.contains_key(&id) {
            return Err(Error::not_found());
        }
        if !self.store.create_account(id, login, None, self.now()).await? {
            return Err(login_fault(Fault::Taken));
        }
        self.tell(caller, id, EntryAction::AccountChanged, "invited").await?;
        self.make_link(id, LinkPurpose::Invitation).await
    }

    /// Makes a link for a forgotten password. All sessions of the account end.
    ///
    /// # Errors
    /// When the caller may not administer, or there is no such account.
    pub async fn reset(&self, caller: &Caller, login: &str) -> Result<LinkMade> {
        caller.must_administer()?;
        let account = self.account(login).await?;
        self.store.end_sessions(account.id, None).await?;
        self.tell(caller, account.id, EntryAction::AccountChanged, "password reset").await?;
        self.make_link(account.id, LinkPurpose::Reset).await
    }

    /// Makes the link for the first administrator; none when there is an account already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_link(&self) -> Result<Option<LinkMade>> {
        if !self.store.accounts().await?.is_empty() {
            return Ok(None);
        }
        self.make_link(RecordId(uuid::Uuid::nil()), LinkPurpose::First).await.map(Some)
    }

    async fn make_link(&self, account: RecordId, purpose: LinkPurpose) -> Result<LinkMade> {
        let secret = Secret::new()?;
        let expires_at = self.now() + LASTS;
        self.store.make_link(&Link { hash: secret.hash(), account, purpose, expires_at, used_at: None }).await?;
        let address = format!("{}/link/{}", self.settings.public_url, secret.reveal());
        Ok(LinkMade { address, expires_at })
    }

    /// What a link is for, and the login that it belongs to.
    ///
    /// # Errors
    /// When it is unknown, used or over.
    pub async fn link(&self, token: &str) -> Result<(Link, Option<String>)> {
        let link = self.store.link(&secret::hash(token)).await?;
        let link = link.filter(|link| link.used_at.is_none() && self.now() < link.expires_at).ok_or(Error::LinkOver)?;
        let account = self.store.account(link.account).await?;
        Ok((link, account.map(|account| account.login)))
    }

    /// Uses a link: sets the password and begins a session.
    ///
    /// # Errors
    /// When it is over, or the password is too weak.
    pub async fn use_link(&self, token: &str, first: First, password: String, origin: &Origin) -> Result<Secret> {
        let (link, login) = self.link(token).await?;
        let login = match (link.purpose, login, first.login) {
            (LinkPurpose::First, None, Some(login)) => login,
            (LinkPurpose::First, None, None) => return Err(login_fault(Fault::Missing)),
            (_, Some(login), _) => login,
            (_, None, _) => return Err(Error::LinkOver),
        };
        check_login(&login)?;
        password::check_new(&login, &password)?;
        let hash = password::hash(password).await?;
        if !self.store.use_link(&link.hash, self.now()).await? {
            return Err(Error::LinkOver);
        }
        let account = if link.purpose == LinkPurpose::First {
            self.first_administrator(&login, first.name.as_deref().unwrap_or(&login), &hash).await?
        } else {
            self.store.set_password(link.account, &hash).await?;
            self.store.end_sessions(link.account, None).await?;
            link.account
        };
        let caller = self.system(Door::Page).await?;
        self.tell(&caller, account, EntryAction::AccountChanged, "password set by link").await?;
        self.begin(account, &login, origin).await
    }

    async fn first_administrator(&self, login: &str, name: &str, hash: &str) -> Result<RecordId> {
        let system = self.system(Door::Page).await?;
        let definitions = std::sync::Arc::clone(&system.in_force.definitions);
        let missing = || Error::argument("定义中没有人员或管理员角色", "The definitions have no person or administrator");
        let people = in_force_from_start(&definitions, Content::Person).ok_or_else(missing)?;
        let roles = in_force_from_start(&definitions, Content::RoleAssignment).ok_or_else(missing)?;
        let role = definitions.roles.values().find(|role| role.administers).ok_or_else(missing)?;
        let title = definitions.process(people).map(|process| process.title.to_string()).ok_or_else(missing)?;
        let fields = Map::from_iter([(title, Json::from(name))]);
        let person = self.create(&system, people, fields, &Request::default()).await?.view.record.id;
        let fields = json!({ "role": role.id.as_str(), "person": person.to_string() });
        let fields = fields.as_object().cloned().unwrap_or_default();
        self.create(&system, roles, fields, &Request::default()).await?;
        self.store.create_account(person, login, Some(hash), self.now()).await?;
        Ok(person)
    }
}

/// The process of `content` whose records are in force from their opening.
fn in_force_from_start(definitions: &Definitions, content: Content) -> Option<&str> {
    let begins = |process: &yuheng_definition::Process| {
        process.states.values().next().is_some_and(|state| state.kind == StateKind::InForce)
    };
    definitions.content(content).find(|process| begins(process)).map(|process| process.id.as_str())
}

fn check_login(login: &str) -> Result<()> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    let length = login.chars().count();
    if length == 0 || length > LONGEST_LOGIN || !login.chars().all(plain) {
        let label = Label::new("1 到 64 个字母、数字或 . - _ @", "has to be 1 to 64 letters, digits or . - _ @");
        return Err(login_fault(Fault::Content(label)));
    }
    Ok(())
}

fn login_fault(fault: Fault) -> Error {
    Error::invalid(vec![FieldFault { field: "login".to_owned(), fault }])
}
