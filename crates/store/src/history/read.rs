//! Reads a record's history, with the values that its commitments stand for, as far as they are not erased.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yuheng_definition::{FieldId, StateId, StepId, TransitionId, Value};
use yuheng_engine::{Audience, ClockEvent, Door, EntryAction, RecordId, Signer, Vote, failpoint};

use super::entry::{ApprovalChange, Attached, Changed, Entry, Related, VoteState};
use super::reasons::of_these;
use super::values::Values;
use crate::row::Row;
use crate::sql::Sql;
use crate::{StorageError, Store};

/// The greatest number that a database keeps.
const MOST: u64 = i64::MAX.unsigned_abs();

/// A value as the history knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<T> {
    /// The value.
    Value(T),
    /// It was erased.
    Erased,
}

/// A history entry, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number among the record's entries.
    pub n: u64,
    /// The record's version after it.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: RecordId,
    /// For whom, if a deputy did it.
    pub on_behalf_of: Option<RecordId>,
    /// By which door.
    pub door: Door,
    /// What happened.
    pub action: EntryAction,
    /// By which transition, or about which.
    pub transition: Option<TransitionId>,
    /// The state that it went from and to; the first entry: the state that it began in, twice.
    pub moved: Option<(StateId, StateId)>,
    /// The fields that changed.
    pub changes: Vec<FieldChange>,
    /// What was said.
    pub comment: Option<(Audience, Told<String>)>,
    /// Why.
    pub reason: Option<Told<String>>,
    /// What happened to clocks.
    pub clocks: Vec<ClockEvent>,
    /// The approval that it is about.
    pub approval: Option<RecordId>,
    /// The vote cast; an erased opinion is left out.
    pub vote: Option<Vote>,
    /// What else became of the approval that it is about.
    pub approving: Approving,
    /// Relations drawn.
    pub related: Vec<Related>,
    /// Relations ended, as they were drawn.
    pub unrelated: Vec<Related>,
    /// Files attached, with their names.
    pub attached: Vec<(Attached, Told<String>)>,
}

/// What became of an approval beside votes and its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approving {
    /// The step that it has come to.
    pub to_step: Option<StepId>,
    /// Those who came in.
    pub signers: Vec<Signer>,
    /// Who is told of it from now on.
    pub copies: Vec<RecordId>,
}

/// A field's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Which field.
    pub field: FieldId,
    /// What it held; none: it was empty.
    pub from: Option<Told<Value>>,
    /// What it holds; none: it is empty.
    pub to: Option<Told<Value>>,
}

/// Something said on a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The record.
    pub record: RecordId,
    /// The number of its entry.
    pub n: u64,
    /// Who said it, or for whom it was said.
    pub speaker: RecordId,
    /// Who reads it.
    pub audience: Audience,
    /// Its text.
    pub body: String,
}

/// How many entries are asked for together.
pub(super) const TOGETHER: usize = 100;

impl Store {
    /// A record's entries after entry `after`, oldest first: a page of `limit`.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn history(&self, id: RecordId, after: u64, limit: u32) -> Result<Vec<HistoryEntry>, StorageError> {
        let until = after.saturating_add(limit.into());
        let entries = self.entries_by_themselves(id, 0, until).await?;
        let page = entries.iter().filter(|entry| entry.n > after);
        let changed: BTreeSet<String> =
            page.flat_map(|entry| entry.changes.keys()).map(|field| format!("field:{field}")).collect();
        // Of what stands before the page only what its fields held is needed, not all that was said.
        let values = Sql::new("SELECT n, item, salt, value FROM history_value WHERE record = ").bind(id);
        let values = values.text(" AND n <= ").bind(until.min(MOST)).text(" AND (n > ").bind(after.min(MOST));
        let values = values.text(" OR item IN (").padded_list(changed).text("))");
        let values = Values::read(self.query(values).await?)?;
        let mut before = Before::default();
        let mut page = Vec::new();
        for entry in &entries {
            let told = told(entry, &values, &mut before);
            if entry.n > after {
                page.push(told);
            }
        }
        Ok(page)
    }

    /// A record's entries after entry `after`, oldest first, each by itself: of what may be erased they tell that it is there,
    /// not what it is, and not what fields held before.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn happenings(&self, id: RecordId, after: u64) -> Result<Vec<HistoryEntry>, StorageError> {
        let entries = self.entries_by_themselves(id, after, u64::MAX).await?;
        Ok(entries.iter().map(|entry| HistoryEntry::without_values(entry, &BTreeMap::new())).collect())
    }

    async fn entries_by_themselves(&self, id: RecordId, after: u64, until: u64) -> Result<Vec<Entry>, StorageError> {
        let sql =
            Sql::new("SELECT bytes FROM history WHERE record = ").bind(id).text(" AND n > ").bind(after.min(MOST));
        let rows = self.query(sql.text(" AND n <= ").bind(until.min(MOST)).text(" ORDER BY n")).await?;
        rows.into_iter().map(|mut row| Entry::decode(&row.get::<Vec<u8>>()?)).collect()
    }

    /// What was said in these entries, each a record and a number; what was erased left out.
    ///
    /// # Errors
    /// When the database fails or the history is damaged.
    pub async fn said_in(&self, entries: &[(RecordId, u64)]) -> Result<Vec<Said>, StorageError> {
        let mut said = Vec::new();
        for some in entries.chunks(TOGETHER) {
            let sql = Sql::new(
                "SELECT h.bytes, v.salt, v.value FROM history_value v JOIN history h ON h.record = v.record AND h.n = v.n \
                 WHERE v.item = 'comment' AND (",
            );
            for mut row in self.query(of_these(sql, some).text(")")).await? {
                let entry = Entry::decode(&row.get::<Vec<u8>>()?)?;
                let values = Values::of(entry.n, "comment", row.get()?, row.get()?);
                if let (Some((audience, _)), Told::Value(body)) = (entry.comment, values.text(entry.n, "comment")) {
                    let speaker = entry.on_behalf_of.unwrap_or(entry.actor);
                    said.push(Said { record: entry.record, n: entry.n, speaker, audience, body });
                }
            }
        }
        Ok(said)
    }

    /// A record's entries up to entry `until`, and their values.
    pub(crate) async fn entries(&self, id: RecordId, until: u64) -> Result<(Vec<Entry>, Values), StorageError> {
        let until = until.min(MOST);
        let entries = Sql::new("SELECT bytes FROM history WHERE record = ").bind(id).text(" AND n <= ").bind(until);
        let values = Sql::new("SELECT n, item, salt, value FROM history_value WHERE record = ").bind(id);
        let batch = vec![entries.text(" ORDER BY n"), values.text(" AND n <= ").bind(until)];
        let mut found = self.read(batch).await?.into_iter();
        let entries = found.next().unwrap_or_default();
        let values = Values::read(found.next().unwrap_or_default())?;
        let decode = |mut row: Row| Entry::decode(&row.get::<Vec<u8>>()?);
        Ok((entries.into_iter().map(decode).collect::<Result<_, _>>()?, values))
    }
}

impl HistoryEntry {
    /// An entry by itself: what its commitments stand for is left out, and of what fields held before it nothing is known.
    /// `drawn` are the relations that it may have ended.
    pub(crate) fn without_values(entry: &Entry, drawn: &BTreeMap<RecordId, Related>) -> Self {
        told(entry, &Values::default(), &mut Before { held: BTreeMap::new(), drawn: drawn.clone() })
    }
}

/// What the entries before have said.
#[derive(Default)]
struct Before {
    /// What each field holds.
    held: BTreeMap<FieldId, Told<Value>>,
    /// The relations drawn.
    drawn: BTreeMap<RecordId, Related>,
}

/// An entry as it is shown; `before` is brought up to date.
fn told(entry: &Entry, values: &Values, before: &mut Before) -> HistoryEntry {
    let Before { held, drawn } = before;
    let unrelated = entry.unrelated.iter().filter_map(|ended| drawn.remove(&ended.id)).collect();
    drawn.extend(entry.related.iter().map(|related| (related.id, related.clone())));
    let changes = entry.changes.iter().map(|(field, changed)| {
        let to = values.content(entry.n, field, changed);
        let from = match &to {
            Some(to) => held.insert(field.clone(), to.clone()),
            None => held.remove(field),
        };
        FieldChange { field: field.clone(), from, to }
    });
    let changes: Vec<FieldChange> = changes.collect();
    HistoryEntry {
        changes: if failpoint::armed("history.tells_no_changes") { Vec::new() } else { changes },
        n: entry.n,
        version: entry.version,
        at: entry.at,
        actor: entry.actor,
        on_behalf_of: entry.on_behalf_of,
        door: entry.door,
        action: entry.action,
        transition: entry.transition.clone(),
        moved: entry
            .moved
            .clone()
            .or_else(|| entry.opened.as_ref().map(|opened| (opened.state.clone(), opened.state.clone()))),
        comment: entry.comment.map(|(audience, _)| (audience, values.text(entry.n, "comment"))),
        reason: entry.reason.map(|_| values.text(entry.n, "reason")),
        clocks: entry.clocks.clone(),
        approval: entry.approval,
        vote: entry.vote.as_ref().map(|vote| values.vote(entry.n, vote)),
        approving: approving(entry),
        related: entry.related.clone(),
        unrelated,
        attached: entry
            .attached
            .iter()
            .map(|attached| (attached.clone(), values.text(entry.n, &format!("attachment:{}", attached.id))))
            .collect(),
    }
}

/// What became of the approval that an entry is about.
fn approving(entry: &Entry) -> Approving {
    let found = entry.approvals.iter().find_map(|change| match change {
        ApprovalChange::Asked(asked) if Some(asked.id) == entry.approval => {
            Some(Approving { copies: asked.copies.clone(), ..Approving::default() })
        }
        ApprovalChange::Stands { id, asking, signers, copies, .. } if Some(*id) == entry.approval => Some(Approving {
            to_step: asking.as_ref().map(|asking| asking.step.clone()),
            signers: signers.clone(),
            copies: copies.clone(),
        }),
        _ => None,
    });
    found.unwrap_or_default()
}

impl Values {
    /// What a field holds after a change.
    pub(crate) fn content(&self, n: u64, field: &FieldId, changed: &Changed) -> Option<Told<Value>> {
        match changed {
            Changed::Emptied => None,
            Changed::Plain(value) => Some(Told::Value(value.clone())),
            Changed::Committed(_) => Some(self.value(n, &format!("field:{field}"))),
        }
    }

    /// A vote with its opinion.
    pub(crate) fn vote(&self, n: u64, vote: &VoteState) -> Vote {
        let opinion = match vote.opinion.map(|_| self.text(n, "opinion")) {
            Some(Told::Value(opinion)) => Some(opinion),
            Some(Told::Erased) | None => None,
        };
        Vote {
            voter: vote.voter,
            deputy: vote.deputy,
            at: vote.at,
            agrees: vote.agrees,
            opinion,
            step: vote.step.clone(),
            to_step: vote.to_step.clone(),
        }
    }
}
