//! Accounts: who may come in, and by which key. An account belongs to a person's or contact's record, and what happens
//! to it is written into that record's history.

pub mod links;
pub mod password;
pub mod sessions;
pub mod throttle;
pub mod tokens;

mod guard;

use yuheng_engine::{EntryAction, RecordId, tell};
use yuheng_store::{Account, CommitError, CommitOptions};

use crate::view::Reference;
use crate::{App, Caller, Error, Result};

/// How often a note of what happened is tried when others are faster.
const ATTEMPTS: usize = 3;

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
        let accounts = self.store.accounts().await?;
        let system = self.system(yuheng_engine::Door::Job).await?;
        let people = self.references(&system, accounts.iter().map(|account| account.id).collect()).await?;
        let view = |account: Account| AccountView { person: people.get(&account.id).cloned(), account };
        Ok(accounts.into_iter().map(view).collect())
    }

    /// The account with `login`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn account(&self, login: &str) -> Result<Account> {
        self.store.account_by_login(login).await?.ok_or_else(Error::not_found)
    }

    /// Locks an account, or unlocks it: locked, all its sessions and tokens end at once.
    ///
    /// # Errors
    /// When the caller may not administer, or it is the last administrator's.
    pub async fn set_locked(&self, caller: &Caller, login: &str, lock: Lock) -> Result<()> {
        caller.must_administer()?;
        let account = self.account(login).await?;
        if lock == Lock::Locked {
            self.must_leave_an_administrator(account.id).await?;
            self.store.end_sessions(account.id, None).await?;
        }
        self.store.set_active(account.id, lock == Lock::Open).await?;
        let what = if lock == Lock::Locked { "locked" } else { "unlocked" };
        self.tell(caller, account.id, EntryAction::AccountChanged, what).await
    }

    /// Writes what happened to an account into its person's history.
    pub(crate) async fn tell(
        &self,
        caller: &Caller,
        person: RecordId,
        action: EntryAction,
        reason: &str,
    ) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let Some(record) = self.store.record(person).await? else { return Ok(()) };
            let caller = Caller { in_force: self.in_force().await?, ..caller.clone() };
            let set = tell(&self.context(&caller, None), &record, action, reason, None)?;
            match self.store.commit(&set, &CommitOptions::in_epoch(caller.in_force.epoch)).await {
                Ok(_) => return Ok(()),
                Err(CommitError::Conflict(_) | CommitError::Epoch { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Contended)
    }
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It may.
    Open,
    /// It may not.
    Locked,
}
