//! Priority from impact and urgency by the matrix in force: the service's own, else the general one. A person may set
//! another with a reason; it stays until the reason is taken away.

use std::collections::BTreeSet;

use yuheng_definition::{FieldId, Value};

use crate::draft::Draft;
use crate::{Fault, FieldFault, Record, World, shared};

/// The fields of the derivation.
pub(super) struct Rule<'d> {
    pub(super) impact: &'d FieldId,
    pub(super) urgency: &'d FieldId,
    pub(super) to: &'d FieldId,
    pub(super) override_reason: &'d FieldId,
}

/// Derives the priority where something that it depends on has changed; tells where the reason is missing.
pub(super) fn derive(draft: &mut Draft, rule: &Rule, given: &BTreeSet<FieldId>) -> Option<FieldFault> {
    let reads = [rule.impact.as_str(), rule.urgency.as_str(), rule.to.as_str(), rule.override_reason.as_str()];
    if !reads.iter().chain(&[shared::SERVICE]).any(|field| draft.has_changed(field)) {
        return None;
    }
    let derived = by_matrix(draft.ctx.world, &draft.record, rule)?;
    let present = draft.record.fields.get(rule.to);
    let differs = present.is_some_and(|present| *present != derived);
    let is_explained = draft.record.fields.contains_key(rule.override_reason);
    let is_persons = given.contains(rule.to) && draft.has_changed(rule.to.as_str());
    match (differs, is_explained, is_persons) {
        (true, true, _) => None,
        (true, false, true) => Some(FieldFault { field: rule.override_reason.to_string(), fault: Fault::Missing }),
        _ => {
            draft.record.fields.insert(rule.to.clone(), derived);
            None
        }
    }
}

fn by_matrix(world: &World, record: &Record, rule: &Rule) -> Option<Value> {
    let (impact, urgency) = (record.text(rule.impact.as_str())?, record.text(rule.urgency.as_str())?);
    let service = record.reference(shared::SERVICE);
    let matrix = world
        .matrices
        .iter()
        .find(|matrix| matrix.service.is_some() && matrix.service == service)
        .or_else(|| world.matrices.iter().find(|matrix| matrix.service.is_none()))?;
    let cell = matrix.cells.get(&(impact.to_owned(), urgency.to_owned()))?;
    Some(Value::from(cell.as_str()))
}
