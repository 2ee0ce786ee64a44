//! Priority from impact and urgency by the matrix in force: that of the contract which covers the record, the service's own, else
//! the general one. A person may set
//! another with a reason; it stays until the reason is taken away.

use std::collections::BTreeSet;

use yuheng_definition::{FieldId, FieldKind, Label, Language, OptionId, Value};

use super::content;
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
    if !draft.has_come() && !["contract", "service"].iter().any(|field| draft.has_changed(field)) {
        return None;
    }
    let (contract, service) = (record.reference("contract"), record.reference("service"));
    let same =
        draft.ctx.world.matrices.iter().find(|matrix| {
            matrix.pinned.record != record.id && matrix.contract == contract && matrix.service == service
        })?;
    let field = if service.is_none() && contract.is_some() { "contract" } else { "service" };
    let said = match (contract, service) {
        // It can't be retired, for records without a matrix of their own are ranked by it.
        (None, None) => Label {
            zh: format!("{}是生效的通用矩阵：请直接修改它的单元格", same.number),
            en: format!("{} is the general matrix in force: change its cells", same.number),
        },
        _ => Label {
            zh: format!("{}对此合同和服务已经生效：请先停用它", same.number),
            en: format!("{} is in force for this contract and service: retire it first", same.number),
        },
    };
    Some(FieldFault { field: field.to_owned(), fault: Fault::Content(said) })
}

/// Whether a matrix is for whatever has none of its own.
pub(super) fn is_general(matrix: &Record) -> bool {
    ["contract", "service"].iter().all(|field| matrix.reference(field).is_none())
}

/// The cells that the general matrix lacks: what it says nothing of would have no priority, and so no target. Others may say less: the
/// general one speaks where they don't.
pub(super) fn lacking(draft: &Draft) -> Option<FieldFault> {
    if !is_general(&draft.record) {
        return None;
    }
    let FieldKind::Table { columns } = &draft.process.fields.get("cells")?.kind else { return None };
    let options = |column: &str| match &columns.get(column)?.kind {
        FieldKind::Choice { options } => Some(options),
        _ => None,
    };
    let (impacts, urgencies) = (options("impact")?, options("urgency")?);
    let rows = content::rows(&draft.record, "cells");
    let is_there = |impact: &OptionId, urgency: &OptionId| {
        let says = |row: &Value, column: &str, option: &OptionId| {
            row.column(column).and_then(Value::as_text) == Some(option.as_str())
        };
        rows.iter().any(|row| says(row, "impact", impact) && says(row, "urgency", urgency))
    };
    let cells = impacts.iter().flat_map(|impact| urgencies.iter().map(move |urgency| (impact, urgency)));
    let missing: Vec<_> = cells.filter(|((impact, _), (urgency, _))| !is_there(impact, urgency)).collect();
    let named = |language: Language, between: &str| {
        let cells = missing
            .iter()
            .map(|((_, impact), (_, urgency))| format!("{} × {}", impact.text(language), urgency.text(language)));
        cells.collect::<Vec<_>>().join(between)
    };
    let (zh, en) = (named(Language::Zh, "、"), named(Language::En, ", "));
    let said =
        Label { zh: format!("缺少（影响 × 紧急）：{zh}"), en: format!("lacks (impact × urgency): {en}") };
    (!missing.is_empty()).then(|| FieldFault { field: "cells".to_owned(), fault: Fault::Content(said) })
}

fn by_matrix(ctx: &Context, record: &Record, rule: &Rule) -> Option<Value> {
    let (impact, urgency) = (record.text(rule.impact.as_str())?, record.text(rule.urgency.as_str())?);
    let key = (impact.to_owned(), urgency.to_owned());
    let mut fitting = fitting(ctx, record.reference(shared::CUSTOMER), record.reference(shared::SERVICE)).into_iter();
    let cell = fitting.find_map(|matrix| matrix.cells.get(&key))?;
    Some(Value::from(cell.as_str()))
}

/// The matrices that fit, the closest first: by contract before by service. Where one says nothing of a cell, the next does.
fn fitting<'w>(ctx: &Context<'w>, customer: Option<RecordId>, service: Option<RecordId>) -> Vec<&'w Matrix> {
    let world = ctx.world;
    let today = ctx.now.to_zoned(world.zone.clone()).date();
    let covers = |id: RecordId| {
        let contract = world.contracts.iter().find(|contract| contract.pinned.record == id);
        contract.is_some_and(|contract| contract.covers(customer, service, today))
    };
    let fits = |matrix: &&Matrix| {
        matrix.contract.is_none_or(covers) && (matrix.service.is_none() || matrix.service == service)
    };
    let mut found: Vec<_> = world.matrices.iter().filter(fits).collect();
    found.sort_by_key(|matrix| (matrix.contract.is_none(), matrix.service.is_none()));
    found
}
