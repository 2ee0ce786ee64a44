//! A record as it was: its entries applied one after the other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yuheng_definition::FieldId;
use yuheng_engine::{Approval, EntryAction, Record, RecordId, Relation};

use super::entry::Entry;
use super::read::Told;
use super::values::Values;
use crate::state::State;
use crate::{StorageError, Store};

/// A record at some moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The record; values that have been erased since are absent.
    pub record: Record,
    /// The fields whose values have been erased since.
    pub erased: BTreeSet<FieldId>,
    /// Its outgoing relations, those that had ended included.
    pub relations: Vec<Relation>,
}

impl Store {
    /// The record as it was at `at`; none when there was none yet.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn as_of(&self, id: RecordId, at: Timestamp) -> Result<Option<AsOf>, StorageError> {
        let (entries, values) = self.entries(id, u64::MAX).await?;
        let mut replay = Replay::default();
        for entry in entries.iter().take_while(|entry| entry.at <= at) {
            replay.apply(entry, &values);
        }
        Ok(replay.as_of)
    }

    /// The record in each of its versions with when that came to be, oldest first; values that have been erased since are
    /// absent.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn versions(&self, id: RecordId) -> Result<Vec<(Timestamp, Record)>, StorageError> {
        let (entries, values) = self.entries(id, u64::MAX).await?;
        let mut replay = Replay::default();
        let mut versions: Vec<(Timestamp, Record)> = Vec::new();
        for entry in &entries {
            replay.apply(entry, &values);
            let Some(as_of) = &replay.as_of else { continue };
            match versions.last_mut() {
                Some((_, last)) if last.version == as_of.record.version => *last = as_of.record.clone(),
                _ => versions.push((entry.at, as_of.record.clone())),
            }
        }
        Ok(versions)
    }
}

/// A replay under way.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// What the digest covers.
    pub state: State,
    /// The record; none before its first entry.
    pub as_of: Option<AsOf>,
}

impl Replay {
    /// Goes one entry further.
    pub fn apply(&mut self, entry: &Entry, values: &Values) {
        self.state.apply(entry);
        if let Some(opened) = &entry.opened {
            let record = Record {
                id: entry.record,
                process: opened.process.clone(),
                number: opened.number,
                label: opened.label.clone(),
                state: opened.state.clone(),
                is_open: entry.open.unwrap_or(true),
                fields: BTreeMap::new(),
                clocks: BTreeMap::new(),
                approvals: Vec::new(),
                opened_by: opened.by,
                opened_at: entry.at,
                updated_at: entry.at,
                entered_at: entry.at,
                quiet_since: None,
                silence_escalated_at: None,
                resolved_at: None,
                closed_at: None,
                doers: BTreeMap::new(),
                voided: None,
                version: entry.version,
                n: entry.n,
                definition: entry.definition.clone(),
            };
            self.as_of = Some(AsOf { record, erased: BTreeSet::new(), relations: Vec::new() });
        }
        if let Some(as_of) = &mut self.as_of {
            as_of.apply(entry, values, &self.state);
        }
    }
}

impl AsOf {
    fn apply(&mut self, entry: &Entry, values: &Values, state: &State) {
        let record = &mut self.record;
        record.n = entry.n;
        record.version = entry.version;
        record.take_in(entry.action, entry.transition.as_ref(), entry.at);
        if let Some((_, to)) = &entry.moved {
            record.state = to.clone();
        }
        if entry.enters_a_state() {
            record.entered_at = entry.at;
        }
        if entry.action == EntryAction::Escalated && calls_for_silence(&values.text(entry.n, "reason")) {
            record.silence_escalated_at = Some(entry.at);
        }
        record.is_open = entry.open.unwrap_or(record.is_open);
        record.resolved_at = entry.resolved_at.unwrap_or(record.resolved_at);
        record.closed_at = entry.closed_at.unwrap_or(record.closed_at);
        // A step that stays in its state is an update.
        if let (EntryAction::Transitioned | EntryAction::Updated, Some(transition)) = (entry.action, &entry.transition)
        {
            // Where an approval brought it about, it was done for whoever asked.
            record.doers.insert(transition.clone(), entry.on_behalf_of.unwrap_or(entry.actor));
        }
        if let (EntryAction::Voided, Told::Value(reason)) = (entry.action, values.text(entry.n, "reason")) {
            record.voided = Some(reason);
        }
        record.clocks.clone_from(&state.clocks);
        self.fields(entry, values);
        self.approvals(entry, values, state);
        self.relate(entry);
    }

    fn fields(&mut self, entry: &Entry, values: &Values) {
        for (field, changed) in &entry.changes {
            self.erased.remove(field);
            match values.content(entry.n, field, changed) {
                Some(Told::Value(value)) => drop(self.record.fields.insert(field.clone(), value)),
                Some(Told::Erased) => {
                    self.record.fields.remove(field);
                    self.erased.insert(field.clone());
                }
                None => drop(self.record.fields.remove(field)),
            }
        }
    }

    fn approvals(&mut self, entry: &Entry, values: &Values, state: &State) {
        for known in state.approvals.iter().skip(self.record.approvals.len()) {
            let given = match values.value(entry.n, &format!("values:{}", known.id)) {
                Told::Value(yuheng_definition::Value::Row(given)) => given,
                _ => BTreeMap::new(),
            };
            self.record.approvals.push(Approval {
                id: known.id,
                transition: known.transition.clone(),
                asked_by: known.asked_by,
                asked_at: known.asked_at,
                form: known.form,
                voters: known.voters.clone(),
                votes: Vec::new(),
                outcome: known.outcome,
                values: given.into_iter().map(|(field, value)| (field.into(), value)).collect(),
                urged: 0,
                urged_at: None,
                steps: known.steps.clone(),
                step: None,
                earlier: Vec::new(),
                signers: Vec::new(),
                copies: Vec::new(),
            });
        }
        for (approval, known) in self.record.approvals.iter_mut().zip(&state.approvals) {
            approval.outcome = known.outcome;
            (approval.form, approval.step) = (known.form, known.step.clone());
            approval.voters.clone_from(&known.voters);
            approval.earlier.clone_from(&known.earlier);
            approval.signers.clone_from(&known.signers);
            approval.copies.clone_from(&known.copies);
            if let Some(vote) = entry.vote.as_ref().filter(|_| entry.approval == Some(approval.id)) {
                approval.votes.push(values.vote(entry.n, vote));
            }
            if entry.action == EntryAction::ApprovalUrged && entry.approval == Some(approval.id) {
                approval.urged += 1;
                approval.urged_at = Some(entry.at);
            }
        }
    }

    fn relate(&mut self, entry: &Entry) {
        for ended in &entry.unrelated {
            if let Some(relation) = self.relations.iter_mut().find(|relation| relation.id == ended.id) {
                relation.until = Some(entry.at);
            }
        }
        self.relations.extend(entry.related.iter().map(|drawn| Relation {
            id: drawn.id,
            kind: drawn.kind.clone(),
            source: entry.record,
            target: drawn.target,
            ordinal: drawn.ordinal,
            from: entry.at,
            until: None,
        }));
    }
}

impl Entry {
    /// Whether the record comes into a state, be it the one that it was in.
    #[must_use]
    pub fn enters_a_state(&self) -> bool {
        self.opened.is_some() || self.moved.is_some() || self.action == EntryAction::Transitioned
    }
}

/// Whether an escalation's reason (`functional:silence:480`) is a silence.
fn calls_for_silence(reason: &Told<String>) -> bool {
    matches!(reason, Told::Value(reason) if reason.split(':').nth(1) == Some("silence"))
}
