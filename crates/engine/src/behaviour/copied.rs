//! Copies a field of the record that a reference names: the group that supports the service, whether an item needs approval.

use yuheng_definition::FieldId;

use crate::Snapshot;
use crate::draft::Draft;

/// Copies when `from` has just been changed. What a person filled in stays; a field that no person fills follows `from`, also
/// to nothing.
pub(super) fn derive(draft: &mut Draft, snapshot: &Snapshot, from: &FieldId, field: &FieldId, to: &FieldId) {
    let follows = draft.process.fields.get(to).is_some_and(|field| field.derived);
    if !draft.has_changed(from.as_str()) || (!follows && draft.record.fields.contains_key(to)) {
        return;
    }
    let target = draft.record.reference(from.as_str()).and_then(|id| snapshot.named.get(&id));
    match target.and_then(|target| target.fields.get(field)) {
        Some(value) => drop(draft.record.fields.insert(to.clone(), value.clone())),
        None if follows => drop(draft.record.fields.remove(to)),
        None => {}
    }
}
