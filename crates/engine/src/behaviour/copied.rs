//! Copies a field of the record that a reference names, when the own field is empty: the group that supports the service.

use yuheng_definition::FieldId;

use crate::Snapshot;
use crate::draft::Draft;

/// Copies when `from` has just been set and `to` is empty; what a person filled in stays.
pub(super) fn derive(draft: &mut Draft, snapshot: &Snapshot, from: &FieldId, field: &FieldId, to: &FieldId) {
    if !draft.has_changed(from.as_str()) || draft.record.fields.contains_key(to) {
        return;
    }
    let target = draft.record.reference(from.as_str()).and_then(|id| snapshot.named.get(&id));
    if let Some(value) = target.and_then(|target| target.fields.get(field)) {
        draft.record.fields.insert(to.clone(), value.clone());
    }
}
