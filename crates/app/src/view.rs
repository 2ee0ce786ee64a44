//! A record as somebody sees it: what may not be seen is left out, references are named, and what may be done next is
//! said with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yuheng_definition::{
    ApprovalForm, FieldId, FieldKind, Label, Process, ProcessId, StepId, Told, TransitionId, Value,
};
use yuheng_engine::explain::Explain;
use yuheng_engine::{ActionOffer, Context, Record, RecordId, access, actions, editable, electors, expected, kept_back};

use crate::evidence::{ClauseLabel, clauses};
use crate::sight::Sight;
use crate::{App, Caller, Error, Result};

/// Another record, as far as it needs to be named.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its identity.
    pub id: RecordId,
    /// Its process.
    pub process: ProcessId,
    /// The label of its number.
    pub number: Arc<str>,
    /// What it is called.
    pub title: Arc<str>,
}

/// The records that may be named, by identity.
pub type References = BTreeMap<RecordId, Reference>;

/// A record in a list.
pub struct ListRow {
    /// The record, without what may not be seen.
    pub record: Record,
    /// Its process.
    pub process: Arc<Process>,
    /// What it names.
    pub references: Arc<References>,
    /// What a customer is told of it.
    pub told: Option<Told>,
}

/// A record by itself.
pub struct RecordView {
    /// The record, without what may not be seen.
    pub record: Record,
    /// Its process.
    pub process: Arc<Process>,
    /// What it names.
    pub references: References,
    /// What may be done next.
    pub actions: Vec<Offer>,
    /// The fields that may be changed.
    pub editable: Vec<FieldId>,
    /// The fields that could be, were it not for what has happened with the record; with why they can't.
    pub kept: BTreeMap<FieldId, Label>,
    /// Whose votes each approval awaits today.
    pub awaited: BTreeMap<RecordId, Vec<RecordId>>,
    /// Who could be asked at the steps that pending approvals have not come to.
    pub expected: BTreeMap<RecordId, BTreeMap<StepId, Vec<RecordId>>>,
    /// What the steps of its approvals are called, by transition, and in which form they are asked.
    pub steps: BTreeMap<(TransitionId, StepId), (Label, ApprovalForm)>,
    /// What a customer is told of it.
    pub told: Option<Told>,
    /// The clauses that it is evidence for.
    pub clauses: Vec<ClauseLabel>,
    /// The fields that others changed, after a write that was merged.
    pub merged: Vec<FieldId>,
    /// The reader follows it.
    pub watched: bool,
    /// How many follow it; none to a customer.
    pub watchers: Option<usize>,
}

/// Something that may be done, and in words what is missing if not.
pub struct Offer {
    /// What.
    pub offer: ActionOffer,
    /// What is missing, in words.
    pub missing: Option<Label>,
}

/// What a record is called, by what of it may be seen: one whose title is masked has its number only.
#[must_use]
pub fn title(record: &Record, process: &Process) -> String {
    record.text(process.title.as_str()).unwrap_or(&record.label).to_owned()
}

impl App {
    /// The record and its process, if `caller` may see it; without what may not be seen.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn visible(&self, caller: &Caller, id: RecordId) -> Result<(Record, Arc<Process>)> {
        let record = self.store.record(id).await?.ok_or_else(Error::not_found)?;
        self.visible_of(caller, record).await
    }

    /// What of a record as it has just been read `caller` may see, and its process.
    pub(crate) async fn visible_of(&self, caller: &Caller, record: Record) -> Result<(Record, Arc<Process>)> {
        let (record, process) = self.masked(caller, record).ok_or_else(Error::not_found)?;
        Ok((self.of_its_time(caller, record).await?, process))
    }

    /// The record of `process` with the number `label`, if `caller` may see it.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn find(&self, caller: &Caller, process: &str, label: &str) -> Result<RecordId> {
        let record = self.store.by_label(process, label).await?;
        let record = record.ok_or_else(Error::not_found)?;
        self.masked(caller, record).map(|(record, _)| record.id).ok_or_else(Error::not_found)
    }

    /// The record with the number `label`, whatever its process.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn number(&self, caller: &Caller, label: &str) -> Result<RecordView> {
        let record = self.store.by_any_label(label).await?.ok_or_else(Error::not_found)?;
        self.view(caller, record.id).await
    }

    /// A record by itself.
    ///
    /// # Errors
    /// Not found, also when it may not be seen.
    pub async fn view(&self, caller: &Caller, id: RecordId) -> Result<RecordView> {
        let loaded = self.load(caller, Some(id), &yuheng_engine::Command::Tick).await?;
        let whole = loaded.snapshot.record.as_ref().ok_or_else(Error::not_found)?;
        let (record, process) = self.masked(caller, whole.clone()).ok_or_else(Error::not_found)?;
        let record = self.of_its_time(caller, record).await?;
        let context = self.context(caller, loaded.pinned.as_deref());
        let definitions = &caller.in_force.definitions;
        let explain = Explain { definitions, process: Some(&process) };
        let actions: Vec<_> = actions(&context, &loaded.snapshot)?
            .into_iter()
            .map(|offer| Offer { missing: offer.missing.as_ref().map(|missing| explain.missing(missing)), offer })
            .collect();
        let awaited = whole.approvals.iter().map(|approval| (approval.id, electors(&context, whole, approval)));
        let awaited: BTreeMap<RecordId, Vec<RecordId>> = awaited.collect();
        let expected = whole.approvals.iter().map(|approval| (approval.id, expected(&context, whole, approval)));
        let expected: BTreeMap<RecordId, BTreeMap<StepId, Vec<RecordId>>> = expected.collect();
        let mut names = named(&process, &record);
        names.extend(awaited.values().flatten());
        names.extend(expected.values().flat_map(BTreeMap::values).flatten());
        names.extend(actions.iter().flat_map(|action| &action.offer.voters));
        let references = self.references(caller, names).await?;
        let watchers = self.store.watchers(&[id]).await?;
        Ok(RecordView {
            editable: editable(&context, &loaded.snapshot)?,
            kept: kept_back(&context, &loaded.snapshot)?
                .into_iter()
                .map(|fault| (FieldId::from(fault.field.as_str()), explain.wrong(&fault.fault)))
                .collect(),
            clauses: clauses(&context, &process, &record),
            told: told(&context, &process, &record),
            record,
            process: Arc::clone(&process),
            references,
            actions,
            awaited,
            expected,
            steps: steps(loaded.pinned.as_deref(), whole, &process),
            merged: Vec::new(),
            watched: caller.viewing.is_none() && watchers.iter().any(|(_, person)| *person == caller.actor.id),
            watchers: caller.actor.customer.is_none().then_some(watchers.len()),
        })
    }

    /// Names the records with these identities, as far as `caller` may see them. People whom a visible field names are
    /// named to whoever sees the field: to a customer its own and the provider's, never another customer's.
    pub(crate) async fn references(&self, caller: &Caller, ids: BTreeSet<RecordId>) -> Result<References> {
        let ids: Vec<RecordId> = ids.into_iter().collect();
        let found = self.store.shared(&ids).await?;
        let people = &caller.in_force.world.people;
        let sights = self.sights(caller, found.iter().map(AsRef::as_ref));
        let named = found.iter().zip(sights).filter_map(|(record, sight)| {
            let title = match sight {
                Some(sight) => sight.title(record),
                None => people.get(&record.id).filter(|person| caller.actor.may_name(person))?.name.clone(),
            };
            let Record { id, process, label, .. } = &**record;
            let process = process.clone();
            Some((*id, Reference { id: *id, process, number: label.as_str().into(), title: title.into() }))
        });
        Ok(named.collect())
    }

    /// List rows of records that have been found to be visible.
    pub(crate) async fn rows(&self, caller: &Caller, records: Vec<Record>) -> Result<Vec<ListRow>> {
        let sights = self.sights(caller, &records);
        let seen = |(record, sight): (Record, Option<Sight>)| sight.map(|sight| (sight.record(record), sight.process));
        let mut seen: Vec<_> = records.into_iter().zip(sights).filter_map(seen).collect();
        let since = self.reads_since(caller, &seen.iter().map(|(record, _)| record).collect::<Vec<_>>()).await?;
        for (record, _) in &mut seen {
            since.get(&record.id).into_iter().for_each(|since| since.cut(record));
        }
        let ids = seen.iter().flat_map(|(record, process)| named(process, record)).collect();
        let references = Arc::new(self.references(caller, ids).await?);
        let context = self.context(caller, None);
        let row = |(record, process): (Record, Arc<Process>)| {
            let told = told(&context, &process, &record);
            ListRow { record, process, references: Arc::clone(&references), told }
        };
        Ok(seen.into_iter().map(row).collect())
    }
}

/// What the steps of the record's approvals are called: as the definition in force says, else as the flow it follows did. They are
/// asked in the form that the flow says.
fn steps(
    flow: Option<&Process>,
    record: &Record,
    process: &Process,
) -> BTreeMap<(TransitionId, StepId), (Label, ApprovalForm)> {
    let mut steps = BTreeMap::new();
    for id in record.approvals.iter().map(|approval| &approval.transition) {
        let rules = flow.into_iter().chain([process]).filter_map(|it| it.transitions.get(id)?.approval.as_ref());
        for at in rules.flat_map(|rule| &rule.steps) {
            let known = steps.entry((id.clone(), at.id.clone())).or_insert_with(|| (at.label.clone(), at.form));
            known.0.clone_from(&at.label);
        }
    }
    steps
}

/// What is told of a record, of which only what the reader sees is left: what it doesn't see decides nothing.
fn told(context: &Context, process: &Process, record: &Record) -> Option<Told> {
    let holds = |told: &&Told| told.when.as_ref().is_none_or(|when| access::guard_holds(context, record, when));
    process.told.iter().filter(|told| told.states.contains(&record.state)).rfind(holds).cloned()
}

/// Everything that a record names.
fn named(process: &Process, record: &Record) -> BTreeSet<RecordId> {
    let mut found = BTreeSet::from([record.opened_by]);
    for (id, value) in &record.fields {
        if let Some(field) = process.fields.get(id) {
            collect(&field.kind, value, &mut found);
        }
    }
    for clock in record.clocks.values() {
        found.extend(clock.agreement.iter().chain(&clock.calendar).map(|pinned| pinned.record));
    }
    found.extend(record.approving());
    found.extend(record.approvals.iter().flat_map(|approval| &approval.copies));
    found
}

/// Collects the identities in a value.
pub(crate) fn collect(kind: &FieldKind, value: &Value, found: &mut BTreeSet<RecordId>) {
    match kind {
        FieldKind::Reference { .. } => found.extend(value.as_text().and_then(|text| text.parse().ok()).map(RecordId)),
        FieldKind::Table { columns } => {
            for (column, row) in columns.values().flat_map(|column| value.rows().iter().map(move |row| (column, row))) {
                if let Some(cell) = row.column(column.id.as_str()) {
                    collect(&column.kind, cell, found);
                }
            }
        }
        _ => {}
    }
}
