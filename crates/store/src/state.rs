//! What the state digest covers, and how an entry changes it: the one function by which both a commit and a replay
//! come from one state of a record to the next (docs/adr/0001-history-entry-format.md).

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use yuheng_definition::{ClockId, FieldId, StateId, Value};
use yuheng_engine::{Clock, EntryAction, Pinned};

use crate::bucket::Buckets;
use crate::cbor::Item;
use crate::history::words;
use crate::history::{ApprovalChange, ApprovalState, Changed, Entry};

/// A SHA-256 or HMAC-SHA-256.
pub type Hash = [u8; 32];

/// A field's content as the digest covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The value.
    Plain(Value),
    /// The commitment to a value that can be erased.
    Committed(Hash),
}

/// A record's state as far as entries tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The fields that are filled.
    pub fields: BTreeMap<FieldId, Held>,
    /// The state that it is in; none before its first entry.
    pub state: Option<StateId>,
    /// The commitment to the reason of its void.
    pub voided: Option<Hash>,
    /// Its approvals, oldest first.
    pub approvals: Vec<ApprovalState>,
    /// Its clocks.
    pub clocks: BTreeMap<ClockId, Clock>,
    /// Its outgoing relations.
    pub relations: Buckets,
    /// Its attachments.
    pub attachments: Buckets,
}

impl State {
    /// Goes from the state before `entry` to the one after it.
    pub fn apply(&mut self, entry: &Entry) {
        if let Some(opened) = &entry.opened {
            self.state = Some(opened.state.clone());
        }
        if let Some((_, to)) = &entry.moved {
            self.state = Some(to.clone());
        }
        for (field, changed) in &entry.changes {
            match changed {
                Changed::Emptied => self.fields.remove(field),
                Changed::Plain(value) => self.fields.insert(field.clone(), Held::Plain(value.clone())),
                Changed::Committed(hash) => self.fields.insert(field.clone(), Held::Committed(*hash)),
            };
        }
        if entry.action == EntryAction::Voided {
            self.voided = Some(entry.reason.unwrap_or_default());
        }
        for (id, clock) in &entry.clock_states {
            match clock {
                Some(clock) => self.clocks.insert(id.clone(), clock.clone()),
                None => self.clocks.remove(id),
            };
        }
        self.apply_approvals(entry);
        for related in &entry.related {
            self.relations.add(related.ordinal, related.id, related.row(true));
        }
        for unrelated in &entry.unrelated {
            self.relations.change(unrelated.ordinal, unrelated.id, &|row| ended(row));
        }
        for attached in &entry.attached {
            self.attachments.add(attached.ordinal, attached.id, attached.row());
        }
    }

    fn apply_approvals(&mut self, entry: &Entry) {
        for change in &entry.approvals {
            match change {
                ApprovalChange::Asked(asked) => self.approvals.push(asked.clone()),
                ApprovalChange::Stands { id, outcome, asking, signers, copies } => {
                    if let Some(approval) = self.approvals.iter_mut().find(|approval| approval.id == *id) {
                        approval.become_so(*outcome, asking.as_ref(), (signers, copies));
                    }
                }
            }
        }
        let approval = entry.approval.and_then(|id| self.approvals.iter_mut().find(|approval| approval.id == id));
        if let (Some(approval), Some(vote)) = (approval, &entry.vote) {
            approval.votes.push(vote.clone());
        }
    }

    /// The state digest.
    #[must_use]
    pub fn digest(&self) -> Hash {
        let item = Item::map(vec![
            ("fields".into(), Item::map(self.fields.iter().map(|(id, held)| (id.to_string(), held.item())).collect())),
            ("state".into(), Item::Text(self.state.as_ref().map(ToString::to_string).unwrap_or_default())),
            ("voided".into(), self.voided.map_or(Item::Null, |hash| Item::Bytes(hash.to_vec()))),
            ("approvals".into(), Item::List(self.approvals.iter().map(ApprovalState::item).collect())),
            (
                "clocks".into(),
                Item::map(self.clocks.iter().map(|(id, clock)| (id.to_string(), covered(clock))).collect()),
            ),
            ("relations".into(), self.relations.item()),
            ("attachments".into(), self.attachments.item()),
        ]);
        Sha256::digest(item.encode()).into()
    }
}

impl Held {
    fn item(&self) -> Item {
        match self {
            Self::Plain(value) => value.into(),
            Self::Committed(hash) => Item::Bytes(hash.to_vec()),
        }
    }
}

/// The part of a clock that the digest covers.
fn covered(clock: &Clock) -> Item {
    Item::map(vec![
        ("target".into(), Item::Int(clock.target_seconds)),
        ("calendar".into(), pinned(clock.calendar.as_ref())),
        ("agreement".into(), pinned(clock.agreement.as_ref())),
        ("started".into(), words::instant(clock.started_at)),
        ("stopped".into(), clock.stopped_at.map_or(Item::Null, words::instant)),
        ("breached".into(), clock.breached_at.map_or(Item::Null, words::instant)),
    ])
}

fn pinned(pinned: Option<&Pinned>) -> Item {
    pinned.map_or(Item::Null, words::pinned)
}

/// The row of a relation that holds no longer.
fn ended(row: &Item) -> Item {
    match row {
        Item::List(cells) => {
            let mut cells = cells.clone();
            if let Some(last) = cells.last_mut() {
                *last = Item::Bool(false);
            }
            Item::List(cells)
        }
        other => other.clone(),
    }
}
