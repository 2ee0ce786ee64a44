//! An entry as its draft gives it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use yuheng_definition::Value;
use yuheng_engine::EntryDraft;

use super::{Salts, Sealing};
use crate::CommitError;
use crate::history::{Changed, Entry, Opened};
use crate::state::Hash;

impl Sealing<'_> {
    pub(super) fn entry(&mut self, index: usize, draft: &EntryDraft, salts: Salts<'_>) -> Result<Entry, CommitError> {
        let n = self.before.map_or(0, |before| before.record.n) + 1 + index as u64;
        let mut changes = BTreeMap::new();
        for (field, change) in &draft.changes {
            let changed = match &change.value {
                None => Changed::Emptied,
                Some(value) if change.erasable => {
                    Changed::Committed(self.commit(n, format!("field:{field}"), &value.into(), salts)?)
                }
                Some(value) => Changed::Plain(value.clone()),
            };
            if matches!(&change.value, Some(value) if holds_nul(value)) {
                return Err(CommitError::Unstorable);
            }
            changes.insert(field.clone(), changed);
        }
        let comment = match &draft.comment {
            Some((body, audience)) => Some((*audience, self.text(n, "comment", body, salts)?)),
            None => None,
        };
        let reason = draft.reason.as_deref().map(|reason| self.text(n, "reason", reason, salts)).transpose()?;
        let vote = draft.vote.as_ref().map(|vote| self.vote(n, vote, salts)).transpose()?;
        Ok(Entry {
            record: self.record.id,
            n,
            version: 0,
            prev: Hash::default(),
            at: self.at(draft.at),
            opened: (n == 1).then(|| self.opened()),
            action: draft.action,
            actor: draft.actor,
            on_behalf_of: draft.on_behalf_of,
            door: draft.door,
            definition: draft.definition.clone(),
            open: None,
            resolved_at: None,
            closed_at: None,
            moved: draft.moved.clone(),
            transition: draft.transition.clone(),
            changes,
            comment,
            reason,
            clocks: draft.clocks.clone(),
            clock_states: BTreeMap::new(),
            approval: draft.approval,
            approvals: Vec::new(),
            vote,
            related: Vec::new(),
            unrelated: Vec::new(),
            attached: Vec::new(),
            erased: Vec::new(),
            digest: None,
        })
    }

    /// The state that the record begins in: where its first move starts, or where it is.
    pub(super) fn opened(&self) -> Opened {
        let first = self.write.entries.iter().find_map(|entry| entry.moved.as_ref()).map(|(from, _)| from);
        Opened {
            process: self.record.process.clone(),
            number: self.record.number,
            label: self.record.label.clone(),
            state: first.unwrap_or(&self.record.state).clone(),
            by: self.record.opened_by,
        }
    }

    /// The later of `at` and the time of the record's last entry.
    pub(super) fn at(&self, at: Timestamp) -> Timestamp {
        let at = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
        self.before.map_or(at, |before| at.max(before.details.last_at))
    }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.contains('\0'),
        Value::List(items) => items.iter().any(holds_nul),
        Value::Row(columns) => columns.values().any(holds_nul),
        Value::Bool(_) | Value::Int(_) => false,
    }
}
