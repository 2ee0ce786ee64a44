//! The first content and the demo: records and steps in TOML, brought in through the engine's own commands, each under
//! the rights of whoever is said to do it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use yuheng_definition::{Problem, Process, StateId, TransitionId};
use yuheng_engine::explain::Explain;
use yuheng_engine::{Command, Comment, Door, Record, RecordId};

use crate::accounts::password;
use crate::content_file::{File, NewRecord, Step, line, resolved, unreadable};
use crate::records::{Idempotency, Request};
use crate::{App, Caller, Error, Result};

/// The accounts of the demo.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accounts {
    password: String,
    account: Vec<DemoAccount>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoAccount {
    login: String,
    person: String,
}

/// What the keys of files stand for.
pub type Keys = BTreeMap<String, RecordId>;

/// What came of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BroughtIn {
    /// How many records were opened.
    pub opened: usize,
    /// How many the same file had opened before.
    pub already: usize,
}

/// The SHA-256 of a file, which is taken in once: what it holds is done under keys made of it.
type Digested = [u8; 32];

impl App {
    /// Brings in one file. `keys` holds what earlier files named, and takes what this one names. What the same file has done
    /// already, before the program was ended in the middle of it, is not done again.
    ///
    /// # Errors
    /// When the file can't be read, or a record is refused; the error in the log says which.
    pub async fn bring_in(&self, path: &str, text: &str, keys: &mut Keys) -> Result<()> {
        let file = File::read(path, text)?;
        self.bring_file(path, text, file, keys, Sha256::digest(text).into()).await.map(|_| ())
    }

    /// Takes in a file that somebody hands over. It is tried as a whole first, so that a fault in it leaves nothing half
    /// done; what the same file has done already is not done again, for as long as a repeated request is known.
    ///
    /// # Errors
    /// When the file can't be read, or a record or step of it is refused, with its line.
    pub async fn take_in(&self, path: &str, text: &str) -> Result<BroughtIn> {
        let file = File::read(path, text)?;
        let digest: Digested = Sha256::digest(text).into();
        if !self.was_begun(digest).await? {
            self.rehearse_file(path, text, &file).await?;
        }
        self.bring_file(path, text, file, &mut Keys::new(), digest).await
    }

    /// Whether the file was taken in before, in whole or in part: then it is gone on with.
    async fn was_begun(&self, digest: Digested) -> Result<bool> {
        let system = self.system(Door::Program).await?;
        Ok(self.written_before(&system, &request(digest, "record 0")).await?.is_some())
    }

    async fn bring_file(
        &self,
        path: &str,
        text: &str,
        file: File,
        keys: &mut Keys,
        once: Digested,
    ) -> Result<BroughtIn> {
        let mut done = BroughtIn::default();
        for (n, record) in file.record.into_iter().enumerate() {
            let (at, record) = (record.span().start, record.into_inner());
            let (process, key) = (record.process.clone(), record.key.clone());
            let brought = self.bring_record(record, keys, once, n).await;
            let (id, is_new) = brought.map_err(|error| self.refused(path, line(text, at), Some(&process), error))?;
            *(if is_new { &mut done.opened } else { &mut done.already }) += 1;
            keys.extend(key.map(|key| (key, id)));
        }
        for (n, step) in file.step.into_iter().enumerate() {
            let (at, step) = (step.span().start, step.into_inner());
            let brought = self.bring_step(step, keys, request(once, &format!("step {n}"))).await;
            brought.map_err(|error| self.refused(path, line(text, at), None, error))?;
        }
        Ok(done)
    }

    /// What a person can mend in the file, with its place; other errors as they are.
    pub(crate) fn refused(&self, path: &str, line: usize, process: Option<&str>, error: Error) -> Error {
        let message = match &error {
            Error::Rejected(rejection) => {
                let definitions = self.last_in_force().map(|it| Arc::clone(&it.definitions)).unwrap_or_default();
                let process = process.and_then(|id| definitions.process(id));
                Explain { definitions: &definitions, process: process.map(AsRef::as_ref) }.rejection(rejection)
            }
            Error::Argument(label) | Error::Guarded(label) | Error::Parameter { said: label, .. } => label.clone(),
            _ => return error,
        };
        Error::Definitions(vec![Problem { file: path.to_owned(), line, message, nearest: None }])
    }

    /// The process that a record of a file is to be of.
    pub(crate) fn process_of_file(&self, caller: &Caller, process: &str) -> Result<Arc<Process>> {
        let unknown = || Error::argument(&format!("没有过程 {process}"), &format!("there is no process {process}"));
        self.process(caller, process).map_err(|_| unknown())
    }

    /// Opens a record and brings it to its state; whether it was opened now.
    async fn bring_record(&self, new: NewRecord, keys: &Keys, once: Digested, n: usize) -> Result<(RecordId, bool)> {
        let caller = self.doer(new.by.as_deref(), keys).await?;
        let process = self.process_of_file(&caller, &new.process)?;
        let fields = resolved(&process, new.fields, keys)?;
        let written = self.create(&caller, &new.process, fields, &request(once, &format!("record {n}"))).await?;
        let id = written.receipt.id;
        if let Some(state) = new.state {
            let system = self.system(Door::Program).await?;
            let view = self.view(&system, id).await?;
            // One that was opened before, or by another node meanwhile, may have gone on since: its steps are those from the
            // beginning, each done once.
            let first = view.process.states.keys().next();
            let way = way(&view.process, first.unwrap_or(&view.record.state), &StateId::from(state.as_str()));
            for (at, transition) in way.into_iter().enumerate() {
                let command = Command::Transition { transition, changes: BTreeMap::new(), comment: None };
                self.write(&system, Some(id), command, &request(once, &format!("record {n} {at}"))).await?;
            }
        }
        Ok((id, !written.replayed))
    }

    async fn bring_step(&self, step: Step, keys: &Keys, request: Request) -> Result<()> {
        let caller = self.doer(step.by.as_deref(), keys).await?;
        let id = key(&step.record, keys)?;
        if self.written_before(&caller, &request).await?.is_some() {
            return Ok(());
        }
        let (record, process) = self.visible(&caller, id).await?;
        match self.command_of(&caller, step, (&record, &process), keys).await {
            Ok(Some(command)) => self.write(&caller, Some(id), command, &request).await.map(|_| ()),
            Ok(None) => Ok(()),
            // Another node may have done it meanwhile: then there is nothing left to vote on.
            Err(error) => match self.written_before(&caller, &request).await? {
                Some(_) => Ok(()),
                None => Err(error),
            },
        }
    }

    /// The command that a step on a record is; none: it says nothing.
    pub(crate) async fn command_of(
        &self,
        caller: &Caller,
        step: Step,
        (record, process): (&Record, &Process),
        keys: &Keys,
    ) -> Result<Option<Command>> {
        let comment = step.comment.map(Comment::from);
        let changes = self.changes(process, resolved(process, step.fields, keys)?).await?;
        Ok(if let Some(transition) = step.transition {
            Some(Command::Transition { transition: TransitionId::from(transition), changes, comment })
        } else if let Some(transition) = step.vote {
            let approval = record.pending_approval(&TransitionId::from(transition)).ok_or_else(Error::not_found)?;
            let (agrees, opinion) = (step.agrees.unwrap_or(true), step.opinion);
            Some(Command::Vote { approval: approval.id, voter: caller.actor.id, agrees, opinion, to_step: None })
        } else if let Some(update) = step.update {
            Some(Command::Update { changes: self.changes(process, resolved(process, update, keys)?).await? })
        } else {
            comment.map(Command::Comment)
        })
    }

    /// Makes the demo's accounts. They share one password, hashed once.
    ///
    /// # Errors
    /// When the file can't be read or names nobody.
    pub async fn bring_accounts(&self, path: &str, text: &str, keys: &Keys) -> Result<Vec<String>> {
        let file: Accounts = toml::from_str(text).map_err(|error| unreadable(path, text, &error))?;
        let hash = password::hash(file.password).await?;
        let mut logins = Vec::new();
        for account in file.account {
            self.add_account(key(&account.person, keys)?, &account.login, Some(&hash)).await?;
            logins.push(account.login);
        }
        Ok(logins)
    }

    /// Whoever does something in a file; without a name the program itself.
    pub(crate) async fn doer(&self, by: Option<&str>, keys: &Keys) -> Result<Caller> {
        let Some(by) = by else { return self.system(Door::Program).await };
        let in_force = self.in_force().await?;
        Caller::person(in_force, key(by, keys)?, String::new(), Door::Program, None).ok_or(Error::SignedOut)
    }
}

/// The request of a part of a file: the same part of the same file is the same request.
fn request(once: Digested, part: &str) -> Request {
    let key = format!("{} {part}", hex::encode(once));
    Request { based_on: None, idempotency: Some(Idempotency { key, route: "import".to_owned(), body: once }) }
}

/// What `@key` stands for.
pub(crate) fn key(text: &str, keys: &Keys) -> Result<RecordId> {
    let known = text.strip_prefix('@').and_then(|key| keys.get(key)).copied();
    known.ok_or_else(|| {
        Error::argument(&format!("未知的引用 {text}"), &format!("{text} names nothing that stands before it"))
    })
}

/// The shortest way of transitions from one state to another.
pub(crate) fn way(process: &Process, from: &StateId, to: &StateId) -> Vec<TransitionId> {
    let mut reached: BTreeMap<StateId, Vec<TransitionId>> = BTreeMap::from([(from.clone(), Vec::new())]);
    let mut edge = VecDeque::from([from.clone()]);
    while let Some(state) = edge.pop_front() {
        for transition in process.transitions.values().filter(|transition| transition.from.contains(&state)) {
            let to = transition.leads(&state);
            if !reached.contains_key(to) {
                let mut way = reached.get(&state).cloned().unwrap_or_default();
                way.push(transition.id.clone());
                reached.insert(to.clone(), way);
                edge.push_back(to.clone());
            }
        }
    }
    reached.remove(to).unwrap_or_default()
}
