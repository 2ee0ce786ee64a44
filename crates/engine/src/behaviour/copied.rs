//! Copies a field of the record that a reference names: the group that supports the service, whether an item needs approval.

use yuheng_definition::{Derivation, FieldId, Value};

use crate::draft::Draft;
use crate::{Record, Snapshot, failpoint, shared};

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
/// with it when another comes, and what another reference brings stands in where this one brings nothing. A field that no person
/// fills follows the reference, also to nothing.
pub(super) fn derive(draft: &mut Draft, snapshot: &Snapshot, rule: &Rule) {
    let Rule { from, to, .. } = rule;
    if !draft.has_changed(from.as_str()) && !failpoint::armed("copied.follows_on") {
        return;
    }
    let follows = draft.process.fields.get(*to).is_some_and(|field| field.derived);
    let is_filled = draft.record.fields.contains_key(*to);
    if !follows && is_filled && !came_along(draft, snapshot, rule) {
        return;
    }
    let own = brought(snapshot, &draft.record, from, rule.field);
    let others = || others(draft, rule).find_map(|(from, field)| brought(snapshot, &draft.record, from, field));
    match own.or_else(others).cloned() {
        Some(value) => drop(draft.record.fields.insert((*to).clone(), value)),
        None => drop(draft.record.fields.remove(*to)),
    }
}

/// The other references that bring the same field, and the field of what they name, in the order of the definition.
fn others<'a>(draft: &Draft<'a>, rule: &Rule<'a>) -> impl Iterator<Item = (&'a FieldId, &'a FieldId)> {
    let (own, filled) = (rule.from, rule.to);
    draft.process.derivations.iter().filter_map(move |derivation| match derivation {
        Derivation::Copied { from, field, to } if to == filled && from != own => Some((from, field)),
        _ => None,
    })
}

/// What the record's reference brings.
fn brought<'s>(snapshot: &'s Snapshot, record: &Record, from: &FieldId, field: &FieldId) -> Option<&'s Value> {
    snapshot.named.get(&record.reference(from.as_str())?)?.fields.get(field)
}

/// Whether what stands in the field, untouched now, came with a reference: with this one before, and none that the definition names
/// earlier brings it (a service's department stays, whoever gets the work); or with one that the definition names later (whoever has
/// the work brought the department, and now the service is known). Whose record it is goes over with nothing: that is the boundary.
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
    let (earlier, later) = match draft.process.derivations.iter().position(|derivation| is_this(&derivation)) {
        Some(at) => draft.process.derivations.split_at(at),
        None => return false,
    };
    let before = draft.before.and_then(|before| brought(snapshot, before, rule.from, rule.field));
    let came_with_this = before.is_some() && before == stands && !earlier.iter().any(brings);
    came_with_this || later.iter().skip(1).any(brings)
}
