//! Accounts: who may come in, and by which key. An account belongs to a person's or contact's record, and what happens
//! to it is written into that record's history.

pub mod links;
pub mod password;
pub mod sessions;
pub mod throttle;
pub mod tokens;
pub mod viewing;

mod guard;

use std::collections::BTreeSet;

use uuid::Uuid;
use yuheng_definition::Label;
use yuheng_engine::{Effect, EntryAction, RecordId, tell};
use yuheng_store::{Account, AccountChange, CommitError, CommitOptions, Viewing};

use crate::records::ATTEMPTS;
use crate::view::Reference;
use crate::{App, Caller, Error, Result};

/// How many accounts are read at once.
const PAGE: u32 = 500;

/// An account with the person that it belongs to.
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// The person or contact.
    pub person: Option<Reference>,
}

impl App {
    /// All accounts, for administrators.
    ///
    /// # Errors
    /// When the caller may not administer.
    pub async fn accounts(&self, caller: &Caller) -> Result<Vec<AccountView>> {
        caller.must_administer()?;
        let accounts = self.all_accounts().await?;
        let system = self.system(yuheng_engine::Door::Job).await?;
        let people = self.references(&system, accounts.iter().map(|account| account.id).collect()).await?;
        let view = |account: Account| AccountView { person: people.get(&account.id).cloned(), account };
        Ok(accounts.into_iter().map(view).collect())
    }

    /// The account of a person or contact, by number or id; none: there is none.
    ///
    /// # Errors
    /// When the caller may not administer.
    pub async fn account_of(&self, caller: &Caller, person: &str) -> Result<Option<AccountView>> {
        caller.must_administer()?;
        let Some(id) = self.identity(person).await? else { return Ok(None) };
        let Some(account) = self.store.account(id).await? else { return Ok(None) };
        let system = self.system(yuheng_engine::Door::Job).await?;
        let person = self.references(&system, [id].into()).await?.remove(&id);
        Ok(Some(AccountView { account, person }))
    }

    /// All accounts.
    pub(crate) async fn all_accounts(&self) -> Result<Vec<Account>> {
        let mut all: Vec<Account> = Vec::new();
        loop {
            let after = all.last().map(|account| account.login.clone()).unwrap_or_default();
            let page = self.store.accounts(&after, PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// Those whose account is locked: read with the organisation, whose epoch each lock and unlock raises.
    pub(crate) async fn locked(&self) -> Result<BTreeSet<RecordId>> {
        let mut all = BTreeSet::new();
        loop {
            let page = self.store.locked_accounts(all.last().copied().unwrap_or(RecordId(Uuid::nil())), PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            all.extend(page);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// All logins, for the demo's greeting.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn logins(&self) -> Result<Vec<String>> {
        Ok(self.all_accounts().await?.into_iter().map(|account| account.login).collect())
    }

    /// A new account; false: the person has one, or the login is taken.
    pub(crate) async fn add_account(&self, id: RecordId, login: &str, password: Option<&str>) -> Result<bool> {
        let account = Account {
            id,
            login: fold(login),
            password: password.map(str::to_owned),
            is_active: true,
            must_change: false,
            created_at: self.now(),
            signed_in_at: None,
        };
        Ok(self.store.create_account(&account).await?)
    }

    /// The account with `login`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn account(&self, login: &str) -> Result<Account> {
        self.store.account_by_login(&fold(login)).await?.ok_or_else(Error::not_found)
    }

    /// Locks an account, or unlocks it: locked, all its sessions and tokens end at once.
    ///
    /// # Errors
    /// When the caller may not administer, or it is the last administrator's.
    pub async fn set_locked(&self, caller: &Caller, login: &str, lock: Lock) -> Result<()> {
        caller.must_administer()?;
        let id = self.account(login).await?.id;
        let (change, said) = match lock {
            Lock::Locked => (AccountChange::Lock(id), Label::new("账户已锁定", "The account was locked")),
            Lock::Open => (AccountChange::Unlock(id), Label::new("账户已解锁", "The account was unlocked")),
        };
        self.tell_with(caller, id, EntryAction::AccountChanged, &said, Some(change)).await
    }

    /// Writes what happened to an account into its person's history.
    pub(crate) async fn tell(
        &self,
        caller: &Caller,
        person: RecordId,
        action: EntryAction,
        said: &Label,
    ) -> Result<()> {
        self.tell_with(caller, person, action, said, None).await
    }

    /// Writes what happens to an account into its person's history, and lets it happen with the same commit. Whether it may
    /// is decided in the epoch in which it is written, so that two administrators can't lock each other out at once.
    async fn tell_with(
        &self,
        caller: &Caller,
        person: RecordId,
        action: EntryAction,
        said: &Label,
        change: Option<AccountChange>,
    ) -> Result<()> {
        caller.must_be_itself()?;
        for attempt in 0..ATTEMPTS {
            self.give_way(attempt).await;
            let in_force = self.in_force().await?;
            match change {
                Some(AccountChange::Lock(account)) => self.must_leave_an_administrator(&in_force, account).await?,
                Some(AccountChange::EndSession { account, session }) => self.must_have(account, session).await?,
                Some(AccountChange::EndViewing(viewing)) => self.must_be_underway(viewing).await?,
                Some(AccountChange::Unlock(_) | AccountChange::BeginViewing(_)) | None => {}
            }
            let Some(record) = self.store.record(person).await? else {
                return if change.is_none() { Ok(()) } else { Err(Error::not_found()) };
            };
            let caller = Caller { in_force, ..caller.clone() };
            let mut set = tell(&self.context(&caller, None), &record, action, said, None)?;
            // Others' decisions rest on who may come in, not on who is in.
            if matches!(change, Some(AccountChange::Lock(_) | AccountChange::Unlock(_))) {
                set.effect = Effect::Changes;
            }
            let options = CommitOptions { account: change, ..CommitOptions::in_epoch(caller.in_force.epoch) };
            match self.store.commit(&set, &options).await {
                Ok(_) => return Ok(()),
                Err(CommitError::Conflict(_) | CommitError::Epoch { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Contended)
    }

    async fn must_have(&self, account: RecordId, session: RecordId) -> Result<()> {
        if self.store.has_session(account, session).await? { Ok(()) } else { Err(Error::not_found()) }
    }

    async fn must_be_underway(&self, viewing: Viewing) -> Result<()> {
        self.store.viewing(viewing.id).await?.map(|_| ()).ok_or_else(Error::not_found)
    }
}

/// A login as it is compared: without regard to case.
pub(crate) fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It may.
    Open,
    /// It may not.
    Locked,
}
