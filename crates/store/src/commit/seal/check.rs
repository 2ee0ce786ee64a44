//! Whether the entries tell what the record says.

use std::collections::BTreeMap;

use yuheng_definition::{FieldId, Value};

use super::Sealing;
use crate::CommitError;
use crate::state::Held;

impl Sealing<'_> {
    /// Whether the entries tell what the record says.
    pub(super) fn check(&self) -> Result<(), CommitError> {
        if !self.whole {
            return Ok(());
        }
        let same = |(id, held): (&FieldId, &Held)| match held {
            Held::Plain(value) => self.record.fields.get(id) == Some(value),
            Held::Committed(_) => self.record.fields.contains_key(id),
        };
        let told = |value: Option<&Value>, field: &FieldId| value == self.record.fields.get(field);
        let last: BTreeMap<&FieldId, Option<&Value>> = self
            .write
            .entries
            .iter()
            .flat_map(|draft| draft.changes.iter().map(|(field, change)| (field, change.value.as_ref())))
            .collect();
        let kept = |id: &FieldId| {
            last.contains_key(id)
                || self.before.is_some_and(|before| before.record.fields.get(id) == self.record.fields.get(id))
        };
        let what = if self.state.fields.len() != self.record.fields.len() || !self.state.fields.iter().all(same) {
            "its fields are not what its entries tell"
        } else if !last.iter().all(|(field, value)| told(*value, field)) || !self.record.fields.keys().all(kept) {
            "a field changes without an entry that tells it"
        } else if self.state.state.as_ref() != Some(&self.record.state) {
            "its state is not what its entries tell"
        } else if self.state.voided.is_some() != self.record.voided.is_some() {
            "its void is not what its entries tell"
        } else if self.state.approvals.iter().map(|known| known.votes.len()).ne(self
            .record
            .approvals
            .iter()
            .map(|known| known.votes.len()))
        {
            "its votes are not what its entries tell"
        } else {
            return Ok(());
        };
        Err(CommitError::Inconsistent { label: self.record.label.clone(), what })
    }
}
