//! API tokens: a person's rights, narrowed to some processes or to reading, until a day. Shown once.

use jiff::SignedDuration;
use yuheng_definition::{Label, ProcessId};
use yuheng_engine::{Door, EntryAction, Fault, FieldFault, Narrowing, RecordId};
use yuheng_store::Token;

use crate::secret::{self, Secret};
use crate::{App, Caller, Error, Result};

/// The longest that a token may last, in days.
const LONGEST_DAYS: u32 = 366;
/// The longest label of a token, in characters.
const LONGEST_LABEL: usize = 100;
/// How old the note of its last use may become before it is written again.
const NOTED: SignedDuration = SignedDuration::from_secs(60);

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub label: String,
    /// Only these processes; empty: all.
    pub processes: Vec<String>,
    /// It may only read.
    pub read_only: bool,
    /// Days until it is over.
    pub days: u32,
}

impl App {
    /// Makes a token for the account of `person`.
    ///
    /// # Errors
    /// When a process is unknown, or it would last too long.
    pub async fn make_token(&self, caller: &Caller, person: RecordId, new: NewToken) -> Result<(Token, Secret)> {
        if person != caller.actor.id {
            caller.must_administer()?;
        }
        if caller.actor.narrowed.is_some() {
            return Err(Error::forbidden(yuheng_engine::Missing::Token));
        }
        check(caller, &new)?;
        let (secret, now) = (Secret::new()?, self.now());
        let token = Token {
            id: self.ids.next(),
            account: person,
            name: new.label,
            processes: new.processes.iter().map(|id| ProcessId::from(id.as_str())).collect(),
            read_only: new.read_only,
            created_at: now,
            expires_at: Some(now + SignedDuration::from_hours(24 * i64::from(new.days))),
            used_at: None,
            revoked_at: None,
        };
        self.store.create_token(&token, secret.hash()).await?;
        self.tell(caller, person, EntryAction::AccountChanged, &Label::new("已创建令牌", "A token was made")).await?;
        Ok((token, secret))
    }

    /// Whoever holds the token `secret`.
    ///
    /// # Errors
    /// When it is over or revoked.
    pub async fn by_token(&self, secret: &str) -> Result<Caller> {
        let now = self.now();
        let (token, login) = self.store.token(secret::hash(secret), now).await?.ok_or(Error::SignedOut)?;
        if token.used_at.is_none_or(|used| now.duration_since(used) > NOTED) {
            self.store.touch_token(token.id, now).await?;
        }
        let narrowed = Some(Narrowing { processes: token.processes, read_only: token.read_only });
        let in_force = self.in_force().await?;
        Caller::person(in_force, token.account, login, Door::Api, narrowed).ok_or(Error::SignedOut)
    }

    /// The tokens of `person` that are not revoked.
    ///
    /// # Errors
    /// When they are another's and the caller may not administer.
    pub async fn tokens(&self, caller: &Caller, person: RecordId) -> Result<Vec<Token>> {
        if person != caller.actor.id {
            caller.must_administer()?;
        }
        let tokens = self.store.tokens_of(person).await?;
        Ok(tokens.into_iter().filter(|token| token.revoked_at.is_none()).collect())
    }

    /// Revokes a token of `person`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn revoke_token(&self, caller: &Caller, person: RecordId, token: RecordId) -> Result<()> {
        if person != caller.actor.id {
            caller.must_administer()?;
        }
        if !self.store.revoke_token(person, token, self.now()).await? {
            return Err(Error::not_found());
        }
        self.tell(caller, person, EntryAction::AccountChanged, &Label::new("已吊销令牌", "A token was revoked")).await
    }
}

fn check(caller: &Caller, new: &NewToken) -> Result<()> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, fault| faults.push(FieldFault { field: field.to_owned(), fault });
    if yuheng_engine::is_blank(&new.label) {
        fault("label", Fault::Missing);
    }
    if new.label.chars().count() > LONGEST_LABEL {
        fault("label", Fault::TooLong(LONGEST_LABEL));
    }
    if new.days == 0 || new.days > LONGEST_DAYS {
        fault("days", Fault::OutOfBounds(Some(1), Some(i64::from(LONGEST_DAYS))));
    }
    let unknown = new.processes.iter().find(|id| caller.in_force.definitions.process(id).is_none());
    if let Some(unknown) = unknown {
        fault(
            "processes",
            Fault::Content(Label::new(&format!("没有过程 {unknown}"), &format!("there is no process {unknown}"))),
        );
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}
