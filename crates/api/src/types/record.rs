//! A record on the wire.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;
use yuheng_app::view::{ListRow, RecordView, References};
use yuheng_definition::{
    self as definition, ClockId, Field, FieldId, FieldKind, Label, Process, ProcessId, StateId, Value,
};
use yuheng_engine::{self as engine, RecordId};

use super::words::{ApprovalForm, ApprovalOutcome, ClockOutcome, ClockState, OfferComment};

/// Another record, as far as it needs to be named.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reference {
    /// Its identity.
    #[schema(value_type = String)]
    pub id: RecordId,
    /// Its process.
    #[schema(value_type = String)]
    pub process: ProcessId,
    /// Its number.
    #[schema(value_type = String)]
    pub number: Arc<str>,
    /// What it is called.
    #[schema(value_type = String)]
    pub title: Arc<str>,
}

/// Values by field, in the order of the form.
#[derive(Debug)]
pub struct Fields(Vec<(FieldId, FieldValue)>);

/// A value: a reference as an object that names the record.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum FieldValue {
    /// As it is stored.
    Plain(Value),
    /// Another record.
    Reference(Reference),
    /// A table.
    Rows(Vec<Fields>),
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, value)| (field, value)))
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

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

/// What is said of a write to whom it took the right to see the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    id: String,
    process: String,
    number: String,
    version: u64,
    /// The latest history entry, `INC0000042:7`.
    entry: String,
}

/// The answer to a write: the record as it is then; to whom the write took the right to see it, a receipt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Written {
    /// The record.
    Record(Box<Record>),
    /// What may still be said of it.
    Receipt(Receipt),
}

impl From<&yuheng_app::records::Written> for Written {
    fn from(written: &yuheng_app::records::Written) -> Self {
        match &written.view {
            Some(view) => Self::Record(Box::new(Record::from(view))),
            None => Self::Receipt(Receipt::from(&written.receipt)),
        }
    }
}

impl From<&yuheng_app::records::Receipt> for Receipt {
    fn from(receipt: &yuheng_app::records::Receipt) -> Self {
        Self {
            id: receipt.id.to_string(),
            process: receipt.process.to_string(),
            number: receipt.number.clone(),
            version: receipt.version,
            entry: format!("{}:{}", receipt.number, receipt.n),
        }
    }
}

/// A clock on a record.
#[derive(Debug, Serialize, ToSchema)]
pub struct Clock {
    #[schema(value_type = String)]
    id: ClockId,
    state: ClockState,
    /// Absent while that is open.
    outcome: Option<ClockOutcome>,
    #[schema(value_type = String)]
    started_at: Timestamp,
    #[schema(value_type = String)]
    since: Timestamp,
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    stopped_at: Option<Timestamp>,
    #[schema(value_type = Option<String>)]
    breached_at: Option<Timestamp>,
    target_minutes: i64,
    /// Minutes of service time used up to `since`; a running clock uses more from there on.
    used_minutes: i64,
    pause_reason: Option<String>,
    agreement: Option<Reference>,
    target_row: Option<String>,
    calendar: Option<Reference>,
}

/// An approval asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Approval {
    id: String,
    transition: String,
    form: ApprovalForm,
    /// The share, in percent.
    share: Option<u8>,
    outcome: ApprovalOutcome,
    asked_by: Option<Reference>,
    asked_at: String,
    /// Those who were asked, in order of turn.
    voters: Vec<Reference>,
    /// Those whose votes it awaits today, in order of turn: of those asked, whoever still holds the role; where none of
    /// them is left, whoever holds it now.
    awaited: Vec<Reference>,
    votes: Vec<Vote>,
    urged: u32,
}

/// A vote.
#[derive(Debug, Serialize, ToSchema)]
pub struct Vote {
    /// Whose vote it is.
    pub voter: Option<Reference>,
    /// Who cast it, if a deputy did.
    pub deputy: Option<Reference>,
    /// When.
    pub at: String,
    /// Whether it agrees.
    pub agrees: bool,
    /// The opinion, for those who see the record's internal side and for whoever gave it.
    pub opinion: Option<String>,
}

/// What may be done next, or why not.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionOffer {
    id: String,
    label: Text,
    allowed: bool,
    missing: Option<Missing>,
    requires: Vec<String>,
    asks: Vec<String>,
    comment: OfferComment,
    /// Whose votes may be cast with it, one's own first; empty but with a vote.
    voters: Vec<Reference>,
}

/// What is missing for an action to be allowed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Missing {
    kind: &'static str,
    text: Text,
}

/// A field that could be changed, were it not for what has happened with the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeptField {
    field: String,
    /// Why it can't be.
    text: Text,
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
}

impl From<&Label> for Text {
    fn from(label: &Label) -> Self {
        Self { zh: label.zh.clone(), en: label.en.clone() }
    }
}

impl From<&yuheng_app::view::Reference> for Reference {
    fn from(reference: &yuheng_app::view::Reference) -> Self {
        Self {
            id: reference.id,
            process: reference.process.clone(),
            number: Arc::clone(&reference.number),
            title: Arc::clone(&reference.title),
        }
    }
}

impl From<&ListRow> for Reference {
    fn from(row: &ListRow) -> Self {
        Self {
            id: row.record.id,
            process: row.record.process.clone(),
            number: row.record.label.as_str().into(),
            title: yuheng_app::view::title(&row.record, &row.process).into(),
        }
    }
}

/// The reference to `id`, if it may be seen.
#[must_use]
pub fn reference(references: &References, id: engine::RecordId) -> Option<Reference> {
    references.get(&id).map(Reference::from)
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
            approvals: Some(view.record.approvals.iter().map(|approval| self::approval(approval, view)).collect()),
            actions: Some(view.actions.iter().map(|offer| action(offer, references)).collect()),
            editable: Some(view.editable.iter().map(ToString::to_string).collect()),
            kept: Some(
                view.kept.iter().map(|(id, why)| KeptField { field: id.to_string(), text: why.into() }).collect(),
            ),
            clauses: Some(view.clauses.iter().map(clause).collect()),
            told: view.told.as_ref().map(Told::from),
            merged: view.merged.iter().map(ToString::to_string).collect(),
            watched: Some(view.watched),
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
        clocks: record.clocks.iter().map(|(id, clock)| self::clock(id, clock, references)).collect(),
        told: None,
        approvals: None,
        actions: None,
        editable: None,
        kept: None,
        clauses: None,
        merged: Vec::new(),
        watched: None,
        unread: false,
    }
}

/// The values in the order of the form; a reference that may not be seen is left out.
fn fields(record: &engine::Record, process: &Process, references: &References) -> Fields {
    let present = process.fields.values().filter_map(|field| Some((field, record.fields.get(&field.id)?)));
    Fields(
        present.filter_map(|(field, value)| Some((field.id.clone(), field_value(field, value, references)?))).collect(),
    )
}

/// A stored value on the wire.
#[must_use]
pub fn field_value(field: &Field, value: &Value, references: &References) -> Option<FieldValue> {
    match &field.kind {
        FieldKind::Reference { .. } => {
            let id = engine::RecordId(value.as_text()?.parse().ok()?);
            reference(references, id).map(FieldValue::Reference)
        }
        FieldKind::Table { columns } => {
            let rows = value.rows().iter().map(|row| {
                let cells = columns.values().filter_map(|column| {
                    let cell = row.column(column.id.as_str())?;
                    Some((column.id.clone(), field_value(column, cell, references)?))
                });
                Fields(cells.collect())
            });
            Some(FieldValue::Rows(rows.collect()))
        }
        _ => Some(FieldValue::Plain(value.clone())),
    }
}

fn clock(id: &ClockId, clock: &engine::Clock, references: &References) -> Clock {
    let standing = |pinned: Option<engine::Pinned>| pinned.and_then(|pinned| reference(references, pinned.record));
    Clock {
        id: id.clone(),
        state: clock.state.into(),
        outcome: clock.outcome().map(Into::into),
        started_at: clock.started_at,
        since: clock.since,
        due_at: clock.due_at,
        stopped_at: clock.stopped_at,
        breached_at: clock.breached_at,
        target_minutes: clock.target_seconds / 60,
        used_minutes: clock.used_seconds / 60,
        pause_reason: clock.pause_reason.clone(),
        agreement: standing(clock.agreement),
        target_row: clock.target_row.clone(),
        calendar: standing(clock.calendar),
    }
}

fn approval(approval: &engine::Approval, view: &RecordView) -> Approval {
    let references = &view.references;
    let awaited = view.awaited.get(&approval.id).map(Vec::as_slice).unwrap_or_default();
    let named = |people: &[engine::RecordId]| people.iter().filter_map(|id| reference(references, *id)).collect();
    let (form, share) = match approval.form {
        definition::ApprovalForm::One => (ApprovalForm::One, None),
        definition::ApprovalForm::All => (ApprovalForm::All, None),
        definition::ApprovalForm::Share(share) => (ApprovalForm::Share, Some(share)),
        definition::ApprovalForm::InTurn => (ApprovalForm::InTurn, None),
    };
    Approval {
        id: approval.id.to_string(),
        transition: approval.transition.to_string(),
        form,
        share,
        outcome: approval.outcome.into(),
        asked_by: reference(references, approval.asked_by),
        asked_at: approval.asked_at.to_string(),
        voters: named(&approval.voters),
        awaited: named(awaited),
        votes: approval.votes.iter().map(|vote| self::vote(vote, references)).collect(),
        urged: approval.urged,
    }
}

/// A vote on the wire.
#[must_use]
pub fn vote(vote: &engine::Vote, references: &References) -> Vote {
    Vote {
        voter: reference(references, vote.voter),
        deputy: vote.deputy.and_then(|deputy| reference(references, deputy)),
        at: vote.at.to_string(),
        agrees: vote.agrees,
        opinion: vote.opinion.clone(),
    }
}

fn action(offer: &yuheng_app::view::Offer, references: &References) -> ActionOffer {
    ActionOffer {
        id: offer.offer.id.to_string(),
        label: Text::from(&offer.offer.label),
        allowed: offer.offer.allowed,
        missing: offer
            .offer
            .missing
            .as_ref()
            .zip(offer.missing.as_ref())
            .map(|(missing, text)| Missing { kind: missing.kind(), text: Text::from(text) }),
        requires: offer.offer.requires.iter().map(ToString::to_string).collect(),
        asks: offer.offer.asks.iter().map(ToString::to_string).collect(),
        comment: offer.offer.comment.into(),
        voters: offer.offer.voters.iter().filter_map(|voter| reference(references, *voter)).collect(),
    }
}

fn clause(clause: &yuheng_app::view::ClauseLabel) -> ClauseRef {
    ClauseRef {
        standard: clause.standard.to_string(),
        clause: clause.clause.to_string(),
        label: Text::from(&clause.label),
    }
}
