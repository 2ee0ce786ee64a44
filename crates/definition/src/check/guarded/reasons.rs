//! What decides whether an approval is asked for.

use std::collections::BTreeSet;

use super::Guard;
use crate::in_use::fields_of_expression;
use crate::{Derivation, FieldId, Process};

impl Guard<'_> {
    /// What decides whether an approval is asked for is filled as shipped: by no default, step or derivation of the overlay's.
    pub(super) fn reasons(&mut self) {
        let deciding = deciding(self.shipped);
        let filled = filled_by_steps(self.shipped);
        let (shipped, laid) = (self.shipped, self.laid);
        let mut faults: Vec<(Vec<String>, &FieldId)> = Vec::new();
        for field in &deciding {
            let (Some(before), Some(after)) = (shipped.fields.get(field), laid.fields.get(field)) else { continue };
            let changed = [
                ("default", before.default != after.default),
                ("default_at", before.default_at != after.default_at),
                ("default_for", before.default_for != after.default_for),
            ];
            for (key, _) in changed.into_iter().filter(|(_, changed)| *changed) {
                faults.push((vec!["fields".to_owned(), field.to_string(), key.to_owned()], field));
            }
        }
        for (id, step) in laid.transitions.iter().filter(|(id, _)| !shipped.transitions.contains_key(*id)) {
            for (field, _) in step.sets.iter().filter(|(field, _)| deciding.contains(field)) {
                faults.push((
                    vec!["transitions".to_owned(), id.to_string(), "sets".to_owned(), field.to_string()],
                    field,
                ));
            }
        }
        for (at, derivation) in laid.derivations.iter().enumerate().skip(shipped.derivations.len()) {
            let to = match derivation {
                Derivation::Priority { to, .. }
                | Derivation::Copied { to, .. }
                | Derivation::Answers { to, .. }
                | Derivation::Holidays { to, .. } => to,
                Derivation::Counted(counted) => &counted.open,
            };
            if deciding.contains(to) || filled.contains(to) {
                faults.push((vec!["derivations".to_owned(), at.to_string()], to));
            }
        }
        for (path, field) in faults {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            self.fault(
                &path,
                &format!("修改单不能绕过审批：字段 `{field}` 决定是否须经审批，或由经审批的步骤填写，它的值只能照自带定义得来"),
                &format!(
                    "an overlay can't lead round an approval: the field `{field}` decides whether one is asked for, or is \
                     filled by a step that was, and gets its value as shipped"
                ),
            );
        }
    }
}

/// The fields by which it is decided whether an approval is asked for.
fn deciding(shipped: &Process) -> BTreeSet<FieldId> {
    let steps = shipped.transitions.values().filter(|step| step.approval.is_some() || shipped.goes_instead(step));
    let mut fields = BTreeSet::new();
    for when in steps.filter_map(|step| step.when.as_ref()) {
        fields_of_expression(&when.root, &mut fields);
    }
    fields
}

/// The fields that no person fills where something is approved: those that steps set, and derived ones.
fn filled_by_steps(shipped: &Process) -> BTreeSet<FieldId> {
    if shipped.transitions.values().all(|step| step.approval.is_none()) {
        return BTreeSet::new();
    }
    let set = shipped.transitions.values().flat_map(|step| step.sets.iter().map(|(field, _)| field.clone()));
    let derived = shipped.fields.values().filter(|field| field.derived).map(|field| field.id.clone());
    set.chain(derived).collect()
}
