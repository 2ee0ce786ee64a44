//! Sessions: begun with a password, ended by idleness (30 minutes), age (12 hours), their owner or an administrator.
//! Each request looks into the store, so that an end holds on every node at once.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use yuheng_definition::Label;
use yuheng_engine::{Door, EntryAction, RecordId};
use yuheng_store::{Account, AccountChange, Session};

use super::{fold, password};
use crate::secret::{self, Secret};
use crate::{App, Caller, Error, Result};

/// How long a session lasts without being used.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long it lasts at all.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// How old the note of its last use may become before it is written again.
const NOTED: SignedDuration = SignedDuration::from_secs(60);

/// Where somebody comes from, for the list of sessions and for throttling.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network address.
    pub address: String,
    /// The browser, as it calls itself.
    pub agent: String,
}

/// Whether a person is behind a request, or a page that nobody may be looking at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// Somebody does something: the session is in use.
    Present,
    /// The page reads again by itself, or follows events.
    Unattended,
}

impl App {
    /// Begins a session.
    ///
    /// # Errors
    /// When login or password is wrong (nobody is told which, by the time it takes neither), or there were too many
    /// attempts.
    pub async fn sign_in(self: &Arc<Self>, login: &str, password: String, origin: &Origin) -> Result<Secret> {
        self.throttled(login, origin).await?;
        let account = self.store.account_by_login(&fold(login)).await?;
        let usable = account.as_ref().filter(|account| account.is_active);
        let hash = usable.and_then(|account| account.password.clone());
        let matches = password.len() <= password::LONGEST && password::verify(password, hash).await;
        let Some(account) = usable.filter(|_| matches) else {
            if let Some(account) = &account {
                let (app, person, address) = (Arc::clone(self), account.id, origin.address.clone());
                self.later.write(async move { app.tell_failed_sign_in(person, &address).await });
            }
            tracing::info!(login, address = %origin.address, "signing in failed");
            return Err(Error::WrongCredentials);
        };
        self.forgive(login, origin).await?;
        self.begin(account.id, login, origin).await
    }

    async fn tell_failed_sign_in(&self, person: RecordId, address: &str) {
        let told = async {
            let caller = self.system(Door::Page).await?;
            self.tell(&caller, person, EntryAction::SignInFailed, &Label::new(address, address)).await
        };
        if let Err(error) = told.await {
            tracing::error!(%person, address, %error, "a failed sign-in could not be noted");
        }
    }

    /// Begins a session for an account that has proved itself.
    pub(crate) async fn begin(&self, account: RecordId, login: &str, origin: &Origin) -> Result<Secret> {
        let in_force = self.in_force().await?;
        let caller = Caller::person(in_force, account, login.to_owned(), Door::Page, None);
        let caller = caller.ok_or(Error::WrongCredentials)?;
        let (secret, now) = (Secret::new()?, self.now());
        let session = Session {
            id: self.ids.next(),
            account,
            created_at: now,
            seen_at: now,
            expires_at: now + LONGEST,
            address: origin.address.clone(),
            agent: origin.agent.chars().take(200).collect(),
        };
        if !self.store.create_session(&session, secret.hash()).await? {
            return Err(Error::WrongCredentials);
        }
        self.store.note_sign_in(account, now).await?;
        self.tell(&caller, account, EntryAction::SignedIn, &Label::new(&origin.address, &origin.address)).await?;
        Ok(secret)
    }

    /// Whoever holds the session of `secret`. Only what a person does keeps it from running out.
    ///
    /// # Errors
    /// When it is over.
    pub async fn by_session(&self, secret: &str, attendance: Attendance) -> Result<Caller> {
        let now = self.now();
        let (session, login) = self.store.session(secret::hash(secret), now).await?.ok_or(Error::SignedOut)?;
        if is_over(&session, now) {
            return Err(Error::SignedOut);
        }
        if attendance == Attendance::Present && now.duration_since(session.seen_at) > NOTED {
            self.store.touch_session(session.id, now).await?;
        }
        let in_force = self.in_force().await?;
        let caller = Caller::person(in_force, session.account, login, Door::Page, None).ok_or(Error::SignedOut)?;
        Ok(Caller { session: Some(session.id), ..caller })
    }

    /// The caller's own sessions that are not over.
    ///
    /// # Errors
    /// When it came by a token.
    pub async fn sessions(&self, caller: &Caller) -> Result<Vec<Session>> {
        caller.must_be_in_person()?;
        self.sessions_of(caller.actor.id).await
    }

    /// The sessions of the account with `login` that are not over, for administrators.
    ///
    /// # Errors
    /// When the caller may not administer, or there is no such account.
    pub async fn sessions_of_account(&self, caller: &Caller, login: &str) -> Result<Vec<Session>> {
        caller.must_administer()?;
        self.sessions_of(self.account(login).await?.id).await
    }

    async fn sessions_of(&self, account: RecordId) -> Result<Vec<Session>> {
        let now = self.now();
        let sessions = self.store.sessions_of(account, now).await?;
        Ok(sessions.into_iter().filter(|session| !is_over(session, now)).collect())
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// When there is none.
    pub async fn end_session(&self, caller: &Caller, session: RecordId) -> Result<()> {
        caller.must_be_in_person()?;
        self.revoke(caller, caller.actor.id, session).await
    }

    /// Ends a session of the account with `login`, for administrators.
    ///
    /// # Errors
    /// When the caller may not administer, or there is no such account or session.
    pub async fn end_session_of_account(&self, caller: &Caller, login: &str, session: RecordId) -> Result<()> {
        caller.must_administer()?;
        self.revoke(caller, self.account(login).await?.id, session).await
    }

    async fn revoke(&self, caller: &Caller, account: RecordId, session: RecordId) -> Result<()> {
        let said = Label::new("会话已结束", "A session was ended");
        let change = AccountChange::EndSession { account, session };
        self.tell_with(caller, account, EntryAction::AccountChanged, &said, Some(change)).await
    }

    /// Changes the caller's own password. All its other sessions end.
    ///
    /// # Errors
    /// When the present one is wrong, or the new one is too weak.
    pub async fn change_password(&self, caller: &Caller, current: String, new: String) -> Result<()> {
        let session = caller.must_be_in_person()?;
        self.guessed(&caller.login).await?;
        let account = self.account(&caller.login).await?;
        if !password::verify(current, account.password.clone()).await {
            return Err(Error::WrongCredentials);
        }
        self.guessed_right(&caller.login).await?;
        password::check_new(&caller.login, &new).await?;
        let hash = password::hash(new).await?;
        let Account { id, password: before, .. } = account;
        if !self.store.set_password(id, before.as_deref(), &hash).await? {
            return Err(Error::SignedOut);
        }
        self.store.revoke_sessions(id, Some(session)).await?;
        self.tell(caller, id, EntryAction::AccountChanged, &Label::new("密码已修改", "The password was changed")).await
    }
}

/// A clock set back never makes a session last longer than its age allows.
fn is_over(session: &Session, now: Timestamp) -> bool {
    now >= session.expires_at || now < session.created_at - NOTED || now.duration_since(session.seen_at) > IDLE
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;
    use yuheng_engine::Rejection;

    use super::*;
    use crate::accounts::Lock;
    use crate::accounts::links::First;
    use crate::accounts::throttle::tests::check;
    use crate::records::Request;

    const PASSWORD: &str = "correct horse battery";

    /// The first administrator, who has just come in.
    pub(crate) async fn administrator(app: &App) -> Caller {
        let address = app.first_link().await.unwrap().unwrap().address;
        let (_, token) = address.rsplit_once('/').unwrap();
        let first = First { login: Some("ann".to_owned()), name: None };
        let secret = app.use_link(token, first, PASSWORD.to_owned(), &Origin::default()).await.unwrap();
        app.by_session(secret.reveal(), Attendance::Present).await.unwrap()
    }

    #[tokio::test]
    async fn the_end_of_a_session_is_told_once() {
        check(async |app: &App| {
            let ann = administrator(app).await;
            let secret = app.begin(ann.actor.id, "ann", &Origin::default()).await.unwrap();
            let session = app.by_session(secret.reveal(), Attendance::Present).await.unwrap().session.unwrap();
            let entries = async || app.store.history(ann.actor.id, 0, 100).await.unwrap().len();
            let before = entries().await;
            app.end_session(&ann, session).await.unwrap();
            let over = app.by_session(secret.reveal(), Attendance::Present).await.err();
            assert!(matches!(over, Some(Error::SignedOut)), "{over:?}");
            let again = app.end_session(&ann, session).await;
            assert!(matches!(again, Err(Error::Rejected(Rejection::NotFound))), "{again:?}");
            assert_eq!(entries().await, before + 1);
        })
        .await;
    }

    #[tokio::test]
    async fn whose_account_is_locked_meanwhile_does_not_come_in() {
        check(async |app: &App| {
            let ann = administrator(app).await;
            let system = app.system(Door::Page).await.unwrap();
            let name = json!({ "name": "Bob" }).as_object().cloned().unwrap();
            let bob = app.create(&system, "person", name, &Request::default()).await.unwrap().receipt.id;
            assert!(app.add_account(bob, "bob", None).await.unwrap());
            app.set_locked(&ann, "bob", Lock::Locked).await.unwrap();
            let refused = app.begin(bob, "bob", &Origin::default()).await;
            assert!(matches!(refused, Err(Error::WrongCredentials)));
            app.set_locked(&ann, "bob", Lock::Open).await.unwrap();
            assert_eq!(app.sessions_of(bob).await.unwrap(), []);
            app.begin(bob, "bob", &Origin::default()).await.unwrap();
        })
        .await;
    }
}
