//! Similar records: what was reported before in like words, how it stands, and how it was answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use yuheng_definition::{Action, FieldId, FieldKind, Process, StateKind};
use yuheng_engine::{RecordId, access, shared};
use yuheng_store::SimilarQuery;

use crate::lists::page_length;
use crate::view::ListRow;
use crate::{App, Caller, Error, Result};

/// The most records that are shown.
const MOST: u32 = 20;
/// How much longer a text makes no other difference.
const LONGEST: usize = 400;
/// How much nearer a record is, in a hundred, that has the same value in a field.
const SAME_SERVICE: u32 = 25;
const SAME_CUSTOMER: u32 = 15;
const SAME_CHOICE: u32 = 4;
/// How much of an answer is shown, in characters.
const ANSWER: usize = 160;

/// What a new record says so far.
#[derive(Clone, Debug, Default)]
pub struct SoFar {
    /// What it is to be called.
    pub title: String,
    /// The number or identity of its customer.
    pub customer: Option<String>,
    /// The number or identity of its service.
    pub service: Option<String>,
    /// How many records at most.
    pub limit: Option<u32>,
}

/// A record that is like another.
pub struct SimilarView {
    /// The record, without what may not be seen.
    pub row: ListRow,
    /// How like it is, in a hundred.
    pub likeness: u32,
    /// Whether it is of the same customer, and about the same service.
    pub same: Same,
    /// What it was answered with, if it was and that may be seen.
    pub answer: Option<String>,
}

/// What two records have in common beside words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Same {
    /// The customer.
    pub customer: bool,
    /// The service.
    pub service: bool,
}

impl App {
    /// The records of the same process that are like this one, the likest first.
    ///
    /// # Errors
    /// When it may not be seen, or the store fails.
    pub async fn similar_to(&self, caller: &Caller, id: RecordId, limit: Option<u32>) -> Result<Vec<SimilarView>> {
        let (record, process) = self.visible(caller, id).await?;
        let text = record.text(process.title.as_str()).unwrap_or_default().to_owned();
        let shared = [shared::CUSTOMER, shared::SERVICE].map(|field| record.text(field).map(str::to_owned));
        let choices = choices(&process).filter_map(|id| Some((id.to_string(), record.text(id.as_str())?.to_owned())));
        let choices = choices.map(|(id, value)| (id, value, SAME_CHOICE)).collect();
        self.similar(caller, &process, &text, Near { shared, choices, but: Some(id) }, limit).await
    }

    /// The records of `process` that are like what somebody is about to report.
    ///
    /// # Errors
    /// When no such process may be seen, or the store fails.
    pub async fn similar_so_far(&self, caller: &Caller, process: &str, so_far: &SoFar) -> Result<Vec<SimilarView>> {
        let process = caller.in_force.definitions.process(process).cloned().ok_or_else(Error::not_found)?;
        access::may(&self.context(caller, None), &process, None, Action::View).map_err(|_| Error::not_found())?;
        let customer = self.named_by(caller, so_far.customer.as_deref()).await?;
        let service = self.named_by(caller, so_far.service.as_deref()).await?;
        let near = Near { shared: [customer, service], choices: Vec::new(), but: None };
        self.similar(caller, &process, &so_far.title, near, so_far.limit).await
    }

    async fn similar(
        &self,
        caller: &Caller,
        process: &Arc<Process>,
        text: &str,
        near: Near,
        limit: Option<u32>,
    ) -> Result<Vec<SimilarView>> {
        let limit = page_length(limit, 5, MOST)? as usize;
        let [customer, service] = near.shared;
        let is = |field: &str, value: &Option<String>, share| Some((field.to_owned(), value.clone()?, share));
        let shared = [is(shared::CUSTOMER, &customer, SAME_CUSTOMER), is(shared::SERVICE, &service, SAME_SERVICE)];
        let query = SimilarQuery {
            text: text.chars().take(LONGEST).collect(),
            arms: vec![self.search_arm(caller, process)],
            but: near.but,
            near: shared.into_iter().flatten().chain(near.choices).collect(),
            limit,
        };
        let found = self.store.similar(&query).await?;
        let likeness: BTreeMap<RecordId, u32> =
            found.iter().map(|similar| (similar.record.id, similar.likeness / 10)).collect();
        let rows = self.rows(caller, found.into_iter().map(|similar| similar.record).collect()).await?;
        let answered = answering(process);
        let has = |row: &ListRow, field: &str, value: &Option<String>| {
            value.is_some() && row.record.text(field) == value.as_deref()
        };
        let view = |row: ListRow| SimilarView {
            likeness: likeness.get(&row.record.id).copied().unwrap_or_default(),
            same: Same {
                customer: has(&row, shared::CUSTOMER, &customer),
                service: has(&row, shared::SERVICE, &service),
            },
            answer: answered.and_then(|field| row.record.text(field.as_str())).map(begin),
            row,
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// The identity of what is named by number or identity, if it may be seen.
    async fn named_by(&self, caller: &Caller, name: Option<&str>) -> Result<Option<String>> {
        let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
        if name.parse::<uuid::Uuid>().is_ok() {
            return Ok(Some(name.to_owned()));
        }
        let record = self.store.by_any_label(name).await?;
        Ok(record.and_then(|record| self.masked(caller, record)).map(|(record, _)| record.id.to_string()))
    }
}

/// What else counts of a record.
struct Near {
    shared: [Option<String>; 2],
    choices: Vec<(String, String, u32)>,
    but: Option<RecordId>,
}

/// The choices by which lists of the process are sorted out.
fn choices(process: &Process) -> impl Iterator<Item = &FieldId> {
    let is_choice = |field: &&yuheng_definition::Field| field.indexed && matches!(field.kind, FieldKind::Choice { .. });
    process.fields.values().filter(is_choice).map(|field| &field.id)
}

/// The text that a record is answered with: the first that resolving it asks for.
fn answering(process: &Process) -> Option<&FieldId> {
    let resolves = |to: &yuheng_definition::StateId| {
        process.states.get(to).is_some_and(|state| matches!(state.kind, StateKind::Resolved | StateKind::Closed))
    };
    let is_text = |id: &&FieldId| {
        process
            .fields
            .get(*id)
            .is_some_and(|field| matches!(field.kind, FieldKind::LongText { .. } | FieldKind::Text { .. }))
    };
    process
        .transitions
        .values()
        .filter(|step| step.to.as_ref().is_some_and(resolves))
        .flat_map(|step| &step.requires)
        .find(is_text)
}

/// The beginning of a text, on one line.
fn begin(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(ANSWER).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}
