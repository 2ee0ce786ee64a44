//! Copies a field of the record that a reference names: the group that supports the service, whether an item needs approval.

use yuheng_definition::{Derivation, FieldId, Value};

use crate::draft::Draft;
use crate::{Record, Snapshot, shared};

/// A copy that the definition asks for.
pub(super) struct Rule<'a> {
    /// The reference.
    pub(super) from: &'a FieldId,
    /// The field of what it names.
    pub(super) field: &'a FieldId,
    /// The field that gets the value.
    pub(super) to: &'a FieldId,
    /// A person has just filled that one in.
    pub(super) is_given: bool,
}

/// Copies when the reference has just been changed. What a person filled in stays; what came with the reference before goes
/// with it when another comes. A field that no person fills follows the reference, also to nothing.
pub(super) fn derive(draft: &mut Draft, snapshot: &Snapshot, rule: &Rule) {
    let Rule { from, to, .. } = rule;
    if !draft.has_changed(from.as_str()) {
        return;
    }
    let follows = draft.process.fields.get(*to).is_some_and(|field| field.derived);
    let is_filled = draft.record.fields.contains_key(*to);
    if !follows && is_filled && !came_along(draft, snapshot, rule) {
        return;
    }
    match brought(snapshot, &draft.record, from, rule.field) {
        Some(value) => drop(draft.record.fields.insert((*to).clone(), value.clone())),
        None if follows => drop(draft.record.fields.remove(*to)),
        None => {}
    }
}

/// What the record's reference brings.
fn brought<'s>(snapshot: &'s Snapshot, record: &Record, from: &FieldId, field: &FieldId) -> Option<&'s Value> {
    snapshot.named.get(&record.reference(from.as_str())?)?.fields.get(field)
}

/// Whether what stands in the field, untouched now, is what the reference before brought, and none that the definition names
/// earlier brings it: a service's department stays, whoever gets the work. Whose record it is goes over with nothing: that is the boundary.
fn came_along(draft: &Draft, snapshot: &Snapshot, rule: &Rule) -> bool {
    if rule.is_given || rule.to.as_str() == shared::CUSTOMER || draft.has_changed(rule.to.as_str()) {
        return false;
    }
    let stands = draft.record.fields.get(rule.to);
    let is_this = |derivation: &&Derivation| matches!(derivation, Derivation::Copied { from, to, .. } if from == rule.from && to == rule.to);
    let brings = |derivation: &Derivation| match derivation {
        Derivation::Copied { from, field, to } if to == rule.to => {
            brought(snapshot, &draft.record, from, field) == stands
        }
        _ => false,
    };
    let mut earlier = draft.process.derivations.iter().take_while(|derivation| !is_this(derivation));
    let before = draft.before.and_then(|before| brought(snapshot, before, rule.from, rule.field));
    before.is_some() && before == stands && !earlier.any(brings)
}
