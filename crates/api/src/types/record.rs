//! A record on the wire.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yuheng_app::view::{ListRow, RecordView, References};
use yuheng_definition::{self as definition, Process, ProcessId, StateId};
use yuheng_engine::{self as engine, RecordId};

use super::approval::{self, Approval};
use super::clock::{self, Clock};
use super::counts::{ListGroup, ListRun};
use super::offer::{ActionOffer, KeptField, action};
use super::reference::{Reference, reference};
use super::text::Text;
use super::value::{Fields, fields};

/// One instance of a process.
#[derive(Debug, Serialize, ToSchema)]
pub struct Record {
    #[schema(value_type = String)]
    id: RecordId,
    #[schema(value_type = String)]
    process: ProcessId,
    number: String,
    #[schema(value_type = String)]
    state: StateId,
    is_open: bool,
    version: u64,
    /// The latest history entry, `INC0000042:7`.
    entry: String,
    title: String,
    /// The values by field; a reference is an object.
    #[schema(value_type = Object)]
    fields: Fields,
    #[schema(value_type = String)]
    opened_at: Timestamp,
    #[schema(value_type = String)]
    updated_at: Timestamp,
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    resolved_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    closed_at: Option<Timestamp>,
    opened_by: Option<Reference>,
    /// Whether it was made void.
    is_void: bool,
    /// Why, for those who see the record's internal side.
    voided: Option<String>,
    clocks: Vec<Clock>,
    /// What a customer is told of how it stands, where its process says so.
    told: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approvals: Option<Vec<Approval>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<ActionOffer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    editable: Option<Vec<String>>,
    /// The fields that could be changed, were it not for what has happened with the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<Vec<KeptField>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clauses: Option<Vec<ClauseRef>>,
    /// The fields that others changed meanwhile, after a write that was merged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    merged: Vec<String>,
    /// One follows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    watched: Option<bool>,
    /// How many follow it, to the provider's own people.
    #[serde(skip_serializing_if = "Option::is_none")]
    watchers: Option<usize>,
    /// It mentions one, and one has not read that; in the folder of what does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unread: bool,
}

/// How a record stands, in a customer's words.
#[derive(Debug, Serialize, ToSchema)]
pub struct Told {
    /// What is said.
    text: Text,
    /// Whether it waits for the customer.
    turn: bool,
}

impl From<&definition::Told> for Told {
    fn from(told: &definition::Told) -> Self {
        Self { text: Text::from(&told.says), turn: told.turn }
    }
}

/// A clause that the record is evidence for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseRef {
    standard: String,
    clause: String,
    label: Text,
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page {
    /// The records, without actions and approvals.
    pub items: Vec<Record>,
    /// Where the next page begins; absent on the last.
    pub next: Option<String>,
    /// How many there are, if `total=1` was asked.
    pub total: Option<u64>,
    /// Of a grouped list: all its groups in order. Absent on a page that lies within one group, for which nothing is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<ListGroup>>,
    /// Of a grouped list: which of `items` are of which group, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<Vec<ListRun>>,
}

impl From<&ListRow> for Record {
    fn from(row: &ListRow) -> Self {
        Self { told: row.told.as_ref().map(Told::from), ..bare(&row.record, &row.process, &row.references) }
    }
}

impl From<&RecordView> for Record {
    fn from(view: &RecordView) -> Self {
        let references = &view.references;
        Self {
            approvals: Some(view.record.approvals.iter().map(|asked| approval::approval(asked, view)).collect()),
            actions: Some(view.actions.iter().map(|offer| action(offer, references)).collect()),
            editable: Some(view.editable.iter().map(ToString::to_string).collect()),
            kept: Some(view.kept.iter().map(|(id, why)| KeptField::from((id, why))).collect()),
            clauses: Some(view.clauses.iter().map(clause).collect()),
            told: view.told.as_ref().map(Told::from),
            merged: view.merged.iter().map(ToString::to_string).collect(),
            watched: Some(view.watched),
            watchers: view.watchers,
            ..bare(&view.record, &view.process, references)
        }
    }
}

impl Record {
    /// The same, marked if it is one of those `unread`.
    #[must_use]
    pub fn marked(self, unread: &BTreeSet<RecordId>) -> Self {
        Self { unread: unread.contains(&self.id), ..self }
    }
}

fn bare(record: &engine::Record, process: &Process, references: &References) -> Record {
    Record {
        id: record.id,
        process: record.process.clone(),
        number: record.label.clone(),
        state: record.state.clone(),
        is_open: record.is_open,
        version: record.version,
        entry: format!("{}:{}", record.label, record.n),
        title: yuheng_app::view::title(record, process),
        fields: fields(record, process, references),
        opened_at: record.opened_at,
        updated_at: record.updated_at,
        due_at: record.due_at(),
        resolved_at: record.resolved_at,
        closed_at: record.closed_at,
        opened_by: reference(references, record.opened_by),
        is_void: record.voided.is_some(),
        voided: record.voided.clone().filter(|reason| !reason.is_empty()),
        clocks: record.clocks.iter().map(|(id, runs)| clock::clock(id, runs, references)).collect(),
        told: None,
        approvals: None,
        actions: None,
        editable: None,
        kept: None,
        clauses: None,
        merged: Vec::new(),
        watched: None,
        watchers: None,
        unread: false,
    }
}

fn clause(clause: &yuheng_app::evidence::ClauseLabel) -> ClauseRef {
    ClauseRef {
        standard: clause.standard.to_string(),
        clause: clause.clause.to_string(),
        label: Text::from(&clause.label),
    }
}
