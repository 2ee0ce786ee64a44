//! One-time links: the first administrator, an invitation, a forgotten password. Shown once, kept as a hash.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use yuheng_definition::{Content, Definitions, Label, StateKind};
use yuheng_engine::{Door, EntryAction, Fault, FieldFault, RecordId};
use yuheng_store::Account;

use super::password;
use super::sessions::Origin;
use crate::records::Request;
use crate::secret::{self, Secret};
use crate::{App, Caller, Error, Result};

/// How long a link may be used.
const LASTS: SignedDuration = SignedDuration::from_hours(72);
/// For how long whoever founds a company may bring in what it begins with, unless they are done before.
const FOUNDING: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The longest login, in characters.
const LONGEST_LOGIN: usize = 64;

/// A link just made.
pub struct LinkMade {
    /// The address to pass on.
    pub address: String,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first administrator's account.
    First,
    /// A new account's first password.
    Invitation,
    /// Another password.
    Reset,
}

impl Purpose {
    /// The word for it, in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first_administrator",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
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
        let id = self.identity(person).await?;
        let id = id.filter(|id| caller.in_force.world.people.contains_key(id)).ok_or_else(no_such_person)?;
        if let Some(account) = self.store.account(id).await? {
            return Err(has_one_already(&account));
        }
        if !self.add_account(id, login, None).await? {
            return Err(login_fault(Fault::Taken));
        }
        self.tell(caller, id, EntryAction::AccountChanged, &Label::new("已发出邀请", "An invitation was made")).await?;
        self.make_link(id, Purpose::Invitation).await
    }

    /// Makes a link for a forgotten password. The old one no longer signs in, and all sessions of the account end.
    ///
    /// # Errors
    /// When the caller may not administer, there is no such account, or nobody else could administer meanwhile.
    pub async fn reset(&self, caller: &Caller, login: &str) -> Result<LinkMade> {
        caller.must_administer()?;
        let account = self.account(login).await?;
        // The program's command line is there for whoever administers alone and has forgotten it.
        if caller.actor.door != Door::Program {
            self.must_leave_an_administrator(&caller.in_force, account.id).await?;
        }
        self.store.forget_password(account.id).await?;
        self.store.revoke_sessions(account.id, None).await?;
        self.tell(caller, account.id, EntryAction::AccountChanged, &Label::new("密码已重置", "The password was reset"))
            .await?;
        self.make_link(account.id, Purpose::Reset).await
    }

    /// Makes the link for the first administrator; none when there is an account already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first_link(&self) -> Result<Option<LinkMade>> {
        if !self.store.accounts("", 1).await?.is_empty() {
            return Ok(None);
        }
        self.make_link(RecordId(uuid::Uuid::nil()), Purpose::First).await.map(Some)
    }

    async fn make_link(&self, account: RecordId, purpose: Purpose) -> Result<LinkMade> {
        let secret = Secret::new()?;
        let expires_at = self.now() + LASTS;
        let lasts = (self.now(), expires_at);
        self.store.create_link(secret.hash(), account, purpose.as_str(), lasts).await?;
        let address = format!("{}/link/{}", self.settings.public_url, secret.reveal());
        Ok(LinkMade { address, expires_at })
    }

    /// What a link is for, and the login that it belongs to.
    ///
    /// # Errors
    /// When it is unknown, used or over.
    pub async fn link(&self, token: &str) -> Result<(Purpose, Option<Account>)> {
        for purpose in [Purpose::First, Purpose::Invitation, Purpose::Reset] {
            let Some(id) = self.store.link(secret::hash(token), purpose.as_str(), self.now()).await? else { continue };
            let account = self.store.account(id).await?;
            let works = match (purpose, &account) {
                (Purpose::First, _) => self.store.accounts("", 1).await?.is_empty(),
                (_, account) => account.as_ref().is_some_and(|account| account.is_active),
            };
            return if works { Ok((purpose, account)) } else { Err(Error::LinkOver) };
        }
        Err(Error::LinkOver)
    }

    /// Uses a link: sets the password and begins a session.
    ///
    /// # Errors
    /// When it is over, or the password is too weak.
    pub async fn use_link(&self, token: &str, first: First, password: String, origin: &Origin) -> Result<Secret> {
        let (purpose, account) = self.link(token).await?;
        let login = match (purpose, &account, first.login) {
            (Purpose::First, None, Some(login)) => login,
            (Purpose::First, None, None) => return Err(login_fault(Fault::Missing)),
            (_, Some(account), _) => account.login.clone(),
            (_, None, _) => return Err(Error::LinkOver),
        };
        check_login(&login)?;
        password::check_new(&login, &password).await?;
        let hash = password::hash(password).await?;
        self.store.use_link(secret::hash(token), purpose.as_str(), self.now()).await?.ok_or(Error::LinkOver)?;
        let account = match account {
            Some(Account { id, password: before, .. }) => {
                if !self.store.set_password(id, before.as_deref(), &hash).await? {
                    return Err(Error::LinkOver);
                }
                self.store.revoke_sessions(id, None).await?;
                id
            }
            None => self.first_administrator(&login, first.name.as_deref().unwrap_or(&login), &hash).await?,
        };
        self.forget_failures(&login, origin).await?;
        let caller = self.system(Door::Page).await?;
        self.tell(
            &caller,
            account,
            EntryAction::AccountChanged,
            &Label::new("已通过链接设置密码", "A password was set by the link"),
        )
        .await?;
        self.begin(account, &login, origin).await
    }

    async fn first_administrator(&self, login: &str, name: &str, hash: &str) -> Result<RecordId> {
        let system = self.system(Door::Page).await?;
        let definitions = std::sync::Arc::clone(&system.in_force.definitions);
        let missing =
            || Error::argument("定义中没有人员或管理员角色", "The definitions have no person or administrator");
        let people = in_force_from_start(&definitions, Content::Person).ok_or_else(missing)?;
        let roles = in_force_from_start(&definitions, Content::RoleAssignment).ok_or_else(missing)?;
        let administers = definitions.roles.values().find(|role| role.administers).ok_or_else(missing)?;
        let founds = definitions.roles.values().filter(|role| role.founds);
        let title = definitions.process(people).map(|process| process.title.to_string()).ok_or_else(missing)?;
        let fields = Map::from_iter([(title, Json::from(name))]);
        let person = self.create(&system, people, fields, &Request::default()).await?.receipt.id;
        self.give_role(&system, roles, json!({ "role": administers.id.as_str(), "person": person.to_string() }))
            .await?;
        let until = self.today().checked_add(FOUNDING).map_err(|_| missing())?.to_string();
        for role in founds {
            let fields = json!({ "role": role.id.as_str(), "person": person.to_string(), "until": until });
            self.give_role(&system, roles, fields).await?;
        }
        self.add_account(person, login, Some(hash)).await?;
        Ok(person)
    }

    async fn give_role(&self, system: &Caller, process: &str, fields: Json) -> Result<()> {
        let fields = fields.as_object().cloned().unwrap_or_default();
        self.create(system, process, fields, &Request::default()).await.map(|_| ())
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

/// Nobody in force is called so.
fn no_such_person() -> Error {
    let fault = Fault::Content(Label::new("没有此人，或已不在职", "there is no such person in force"));
    Error::invalid(vec![FieldFault { field: "person".to_owned(), fault }])
}

fn has_one_already(account: &Account) -> Error {
    let (zh, en) = (format!("此人已有账户：{}", account.login), format!("has an account already: {}", account.login));
    Error::invalid(vec![FieldFault { field: "person".to_owned(), fault: Fault::Content(Label::new(&zh, &en)) }])
}

fn login_fault(fault: Fault) -> Error {
    Error::invalid(vec![FieldFault { field: "login".to_owned(), fault }])
}
