//! Priority from impact and urgency by the matrix in force: that of the contract which covers the record, the service's own, else
//! the general one. A person may set
//! another with a reason; it stays until the reason is taken away.

use std::collections::BTreeSet;

use yuheng_definition::{FieldId, Label, Value};

use crate::draft::Draft;
use crate::{Context, Fault, FieldFault, Matrix, Record, RecordId, shared};

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
    if !reads.iter().chain(&[shared::SERVICE, shared::CUSTOMER]).any(|field| draft.has_changed(field)) {
        return None;
    }
    let derived = by_matrix(draft.ctx, &draft.record, rule)?;
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

/// Another matrix in force for the same contract and service: which of the two counts would be chance. Asked where the matrix comes
/// in force or turns to others, so that one of two that are there already can still be mended.
pub(super) fn ranked_already(draft: &Draft) -> Option<FieldFault> {
    let record = &draft.record;
    let has_come = draft.before.is_none_or(|before| before.state != record.state);
    if !has_come && !["contract", "service"].iter().any(|field| draft.has_changed(field)) {
        return None;
    }
    let (contract, service) = (record.reference("contract"), record.reference("service"));
    let same =
        draft.ctx.world.matrices.iter().find(|matrix| {
            matrix.pinned.record != record.id && matrix.contract == contract && matrix.service == service
        })?;
    let field = if service.is_none() && contract.is_some() { "contract" } else { "service" };
    let said = Label {
        zh: format!("{}对此合同和服务已经生效：请先停用它", same.number),
        en: format!("{} is in force for this contract and service: retire it first", same.number),
    };
    Some(FieldFault { field: field.to_owned(), fault: Fault::Content(said) })
}

fn by_matrix(ctx: &Context, record: &Record, rule: &Rule) -> Option<Value> {
    let (impact, urgency) = (record.text(rule.impact.as_str())?, record.text(rule.urgency.as_str())?);
    let matrix = closest(ctx, record.reference(shared::CUSTOMER), record.reference(shared::SERVICE))?;
    let cell = matrix.cells.get(&(impact.to_owned(), urgency.to_owned()))?;
    Some(Value::from(cell.as_str()))
}

/// The matrix that fits closest: by contract before by service, and the first of several.
fn closest<'w>(ctx: &Context<'w>, customer: Option<RecordId>, service: Option<RecordId>) -> Option<&'w Matrix> {
    let world = ctx.world;
    let today = ctx.now.to_zoned(world.zone.clone()).date();
    let covers = |id: RecordId| {
        let contract = world.contracts.iter().find(|contract| contract.pinned.record == id);
        contract.is_some_and(|contract| contract.covers(customer, service, today))
    };
    let fits = |matrix: &&Matrix| {
        matrix.contract.is_none_or(covers) && (matrix.service.is_none() || matrix.service == service)
    };
    world.matrices.iter().filter(fits).min_by_key(|matrix| (matrix.contract.is_none(), matrix.service.is_none()))
}
