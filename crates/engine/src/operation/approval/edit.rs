//! What takes an approval's ground away: an edit of what it covers, a move to where its transition does not start.

use std::collections::BTreeSet;

use yuheng_definition::{StateId, StateKind};

use super::ask::asked;
use super::{approval_of, close};
use crate::draft::{Draft, kind_of};
use crate::{Approval, ApprovalOutcome, EntryAction, RecordId, outbox};

/// By what fields were changed.
pub(in crate::operation) enum Edit {
    /// By an update: an approval that names no fields covers them all.
    ByUpdate,
    /// By a transition, perhaps the one just approved: only what an approval names counts.
    ByTransition(Option<RecordId>),
}

/// Voids the approvals whose ground the draft's changes take away. A record that still rests where a granted one led
/// goes back to where it was asked from: what was approved is no longer what is there.
pub(in crate::operation) fn void_edited(draft: &mut Draft, edit: Edit) {
    let lost = draft.record.approvals.iter().filter(|approval| loses_ground(draft, &edit, approval));
    let lost: Vec<_> = lost.map(|approval| (approval.id, way_back(draft, &edit, approval))).collect();
    for (id, back) in lost {
        if let Some(state) = back {
            draft.move_to(&state);
        }
        void(draft, id);
    }
}

/// Whether the changes touch what an approval covers that is still needed.
fn loses_ground(draft: &Draft, edit: &Edit, approval: &Approval) -> bool {
    let rule = draft.flow.transitions.get(&approval.transition).and_then(|step| step.approval.as_ref());
    let Some(covers) = rule.map(|rule| &rule.covers) else { return false };
    let covers_all = match edit {
        Edit::ByTransition(own) if *own == Some(approval.id) => return false,
        Edit::ByTransition(_) => false,
        Edit::ByUpdate => covers.is_empty(),
    };
    is_needed(draft, approval) && (covers_all || covers.iter().any(|field| draft.has_changed(field.as_str())))
}

/// Whether something still stands on the approval: it waits, or it was granted and the work that it allows is not done.
/// What was put in force on a granted approval stays in force while its next revision is written.
fn is_needed(draft: &Draft, approval: &Approval) -> bool {
    match approval.outcome {
        ApprovalOutcome::Pending => true,
        ApprovalOutcome::Granted => {
            let working = matches!(
                kind_of(draft.flow, draft.process, &draft.record.state),
                Some(StateKind::Draft | StateKind::Open | StateKind::Waiting)
            );
            is_latest(draft, approval) && (working || rests(draft, approval))
        }
        ApprovalOutcome::Returned | ApprovalOutcome::Withdrawn | ApprovalOutcome::Voided => false,
    }
}

/// Whether no later approval of the same transition was asked for.
fn is_latest(draft: &Draft, approval: &Approval) -> bool {
    let same = draft.record.approvals.iter().rfind(|other| other.transition == approval.transition);
    same.is_some_and(|latest| latest.id == approval.id)
}

/// Whether the record is still where the approved transition led.
fn rests(draft: &Draft, approval: &Approval) -> bool {
    draft.flow.transitions.get(&approval.transition).is_some_and(|step| step.to.as_ref() == Some(&draft.record.state))
}

/// Where the record goes back to, if the approval had brought it to where it is.
fn way_back(draft: &Draft, edit: &Edit, approval: &Approval) -> Option<StateId> {
    let has_led_here = approval.outcome == ApprovalOutcome::Granted && rests(draft, approval);
    let step = draft.flow.transitions.get(&approval.transition)?;
    step.from.first().filter(|_| has_led_here && matches!(edit, Edit::ByUpdate)).cloned()
}

/// Voids the pending approvals of transitions that can't happen any more from where the record is now.
pub(in crate::operation) fn void_stranded(draft: &mut Draft) {
    let record = &draft.record;
    let starts = |approval: &Approval| {
        let step = draft.flow.transitions.get(&approval.transition);
        record.voided.is_none() && step.is_some_and(|step| step.from.contains(&record.state))
    };
    let pending = record.approvals.iter().filter(|approval| approval.outcome == ApprovalOutcome::Pending);
    let stranded: Vec<_> = pending.filter(|approval| !starts(approval)).map(|approval| approval.id).collect();
    for id in stranded {
        void(draft, id);
    }
}

fn void(draft: &mut Draft, id: RecordId) {
    let Some(approval) = approval_of(&draft.record, id) else { return };
    let told: BTreeSet<_> = asked(approval).chain([approval.asked_by]).collect();
    draft.outbox.extend(outbox::tell(draft, "approval_voided", told));
    close(draft, id, ApprovalOutcome::Voided, EntryAction::ApprovalVoided);
}
