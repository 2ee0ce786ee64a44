//! Whether a record still stands on the approval that it came by: a change must not leave it where nobody comes without one.

use std::collections::BTreeSet;

use yuheng_definition::{FieldId, Label, Transition};

use crate::draft::Draft;
use crate::{ApprovalOutcome, Fault, FieldFault, Record, access};

/// The changed fields by which the draft's record would stand where it comes to by an approval only, without one: the item of
/// a request that is being fulfilled. What stood so before is let be.
pub(in crate::operation) fn faults(draft: &Draft, before: &Record) -> Vec<FieldFault> {
    if !is_groundless(draft, &draft.record) || is_groundless(draft, before) {
        return Vec::new();
    }
    let changed: Vec<&FieldId> = draft.process.fields.keys().filter(|id| draft.has_changed(id.as_str())).collect();
    let rules = draft.flow.transitions.values().filter_map(|step| step.approval.as_ref());
    let covers: BTreeSet<&FieldId> = rules.flat_map(|rule| &rule.covers).collect();
    let covered: Vec<_> = changed.iter().copied().filter(|id| covers.contains(id)).collect();
    let named = if covered.is_empty() { changed } else { covered };
    named.into_iter().map(|id| FieldFault { field: id.to_string(), fault: Fault::Content(settled()) }).collect()
}

fn is_groundless(draft: &Draft, record: &Record) -> bool {
    let is_granted = record.approvals.iter().any(|approval| approval.outcome == ApprovalOutcome::Granted);
    let comes_freely = || draft.flow.reached(|step| is_free(draft, record, step)).contains(&record.state);
    !is_granted && draft.flow.states.contains_key(&record.state) && !comes_freely()
}

/// Whether a step needs no approval; where it goes instead of one that does, only while its guard holds.
fn is_free(draft: &Draft, record: &Record, step: &Transition) -> bool {
    let holds = || step.when.as_ref().is_none_or(|when| access::guard_holds(draft.ctx, record, when));
    step.approval.is_none() && (!draft.flow.goes_instead(step) || holds())
}

fn settled() -> Label {
    Label::new(
        "已批准或免予审批的内容此时不能再改；请取消本记录，另开一条",
        "what was approved, or needed no approval, can't be changed any more: cancel this one and open another",
    )
}
