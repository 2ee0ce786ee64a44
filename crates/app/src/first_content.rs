//! The first content and the demo: records and steps in TOML, brought in through the engine's own commands, each under
//! the rights of whoever is said to do it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use toml::Spanned;
use yuheng_definition::{Label, Problem, Process, StateId, TransitionId};
use yuheng_engine::explain::Explain;
use yuheng_engine::{Audience, Command, Comment, Door, RecordId};

use crate::accounts::password;
use crate::records::Request;
use crate::{App, Caller, Error, Result};

/// A file of records and steps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    record: Vec<Spanned<NewRecord>>,
    #[serde(default)]
    step: Vec<Spanned<Step>>,
}

/// A record to be opened.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRecord {
    process: String,
    key: Option<String>,
    state: Option<String>,
    by: Option<String>,
    fields: Map<String, Json>,
}

/// What somebody then does with one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    record: String,
    by: Option<String>,
    transition: Option<String>,
    vote: Option<String>,
    agrees: Option<bool>,
    opinion: Option<String>,
    #[serde(default)]
    fields: Map<String, Json>,
    update: Option<Map<String, Json>>,
    comment: Option<Said>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    body: String,
    audience: String,
}

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

impl App {
    /// Brings in one file. `keys` holds what earlier files named, and takes what this one names.
    ///
    /// # Errors
    /// When the file can't be read, or a record is refused; the error in the log says which.
    pub async fn bring_in(&self, path: &str, text: &str, keys: &mut Keys) -> Result<()> {
        let file: File = toml::from_str(text).map_err(|error| unreadable(path, text, &error))?;
        for record in file.record {
            let (at, record) = (record.span().start, record.into_inner());
            let (process, key) = (record.process.clone(), record.key.clone());
            let id = self.bring_record(record, keys).await;
            let id = id.map_err(|error| self.refused(path, line(text, at), Some(&process), error))?;
            keys.extend(key.map(|key| (key, id)));
        }
        for step in file.step {
            let (at, step) = (step.span().start, step.into_inner());
            self.bring_step(step, keys).await.map_err(|error| self.refused(path, line(text, at), None, error))?;
        }
        Ok(())
    }

    /// What a person can mend in the file, with its place; other errors as they are.
    fn refused(&self, path: &str, line: usize, process: Option<&str>, error: Error) -> Error {
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

    async fn bring_record(&self, new: NewRecord, keys: &Keys) -> Result<RecordId> {
        let caller = self.doer(new.by.as_deref(), keys).await?;
        let fields = resolved(new.fields, keys);
        let id = self.create(&caller, &new.process, fields, &Request::default()).await?.receipt.id;
        if let Some(state) = new.state {
            let system = self.system(Door::Program).await?;
            let view = self.view(&system, id).await?;
            let way = way(&view.process, &view.record.state, &StateId::from(state.as_str()));
            for transition in way {
                let command = Command::Transition { transition, changes: BTreeMap::new(), comment: None };
                self.write(&system, Some(id), command, &Request::default()).await?;
            }
        }
        Ok(id)
    }

    async fn bring_step(&self, step: Step, keys: &Keys) -> Result<()> {
        let caller = self.doer(step.by.as_deref(), keys).await?;
        let record = key(&step.record, keys)?;
        let process = self.visible(&caller, record).await?.1;
        let comment = step.comment.map(|said| Comment {
            body: said.body,
            audience: if said.audience == "internal" { Audience::Internal } else { Audience::Public },
        });
        let changes = self.changes(&process, resolved(step.fields, keys)).await?;
        let command = if let Some(transition) = step.transition {
            Command::Transition { transition: TransitionId::from(transition), changes, comment }
        } else if let Some(transition) = step.vote {
            let (found, _) = self.visible(&caller, record).await?;
            let approval = found.pending_approval(&TransitionId::from(transition)).ok_or_else(Error::not_found)?;
            let (agrees, opinion) = (step.agrees.unwrap_or(true), step.opinion);
            Command::Vote { approval: approval.id, voter: caller.actor.id, agrees, opinion }
        } else if let Some(update) = step.update {
            Command::Update { changes: self.changes(&process, resolved(update, keys)).await? }
        } else if let Some(comment) = comment {
            Command::Comment(comment)
        } else {
            return Ok(());
        };
        self.write(&caller, Some(record), command, &Request::default()).await?;
        Ok(())
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

    async fn doer(&self, by: Option<&str>, keys: &Keys) -> Result<Caller> {
        let Some(by) = by else { return self.system(Door::Program).await };
        let in_force = self.in_force().await?;
        Caller::person(in_force, key(by, keys)?, String::new(), Door::Program, None).ok_or(Error::SignedOut)
    }
}

fn key(text: &str, keys: &Keys) -> Result<RecordId> {
    let known = text.strip_prefix('@').and_then(|key| keys.get(key)).copied();
    known.ok_or_else(|| {
        Error::argument(&format!("未知的引用 {text}"), &format!("{text} names nothing that stands before it"))
    })
}

/// Puts identities in the place of `@key`, in tables too.
fn resolved(fields: Map<String, Json>, keys: &Keys) -> Map<String, Json> {
    fields.into_iter().map(|(name, value)| (name, resolved_value(value, keys))).collect()
}

fn resolved_value(value: Json, keys: &Keys) -> Json {
    match value {
        Json::String(text) => match text.strip_prefix('@').and_then(|key| keys.get(key)) {
            Some(id) => Json::String(id.to_string()),
            None => Json::String(text),
        },
        Json::Array(items) => items.into_iter().map(|item| resolved_value(item, keys)).collect(),
        Json::Object(columns) => Json::Object(resolved(columns, keys)),
        other => other,
    }
}

/// The shortest way of transitions from one state to another.
fn way(process: &Process, from: &StateId, to: &StateId) -> Vec<TransitionId> {
    let mut reached: BTreeMap<StateId, Vec<TransitionId>> = BTreeMap::from([(from.clone(), Vec::new())]);
    let mut edge = VecDeque::from([from.clone()]);
    while let Some(state) = edge.pop_front() {
        for transition in process.transitions.values().filter(|transition| transition.from.contains(&state)) {
            if !reached.contains_key(&transition.to) {
                let mut way = reached.get(&state).cloned().unwrap_or_default();
                way.push(transition.id.clone());
                reached.insert(transition.to.clone(), way);
                edge.push_back(transition.to.clone());
            }
        }
    }
    reached.remove(to).unwrap_or_default()
}

fn unreadable(path: &str, text: &str, error: &toml::de::Error) -> Error {
    let why = error.message();
    let message = Label::new(&format!("无法读取：{why}"), &format!("can't be read: {why}"));
    let line = line(text, error.span().map_or(0, |span| span.start));
    Error::Definitions(vec![Problem { file: path.to_owned(), line, message, nearest: None }])
}

/// The line of the byte `at`.
fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}
