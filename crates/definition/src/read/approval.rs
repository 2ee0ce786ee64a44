//! The approvals before transitions: who votes, in which steps, how many must agree.

use crate::tree::Node;
use crate::vocabulary;
use crate::{ApprovalForm, ApprovalRule, ApprovalStep, Holder, Liberty, StepId};

use super::{Entries, Reader};

/// The forms of approval, as `form` takes them; a share is given apart.
const FORMS: &[(&str, Option<ApprovalForm>)] = &[
    ("one", Some(ApprovalForm::One)),
    ("all", Some(ApprovalForm::All)),
    ("in_turn", Some(ApprovalForm::InTurn)),
    ("share", None),
];

const LIBERTIES: &[(&str, Liberty)] =
    &[("add", Liberty::Add), ("hand_on", Liberty::HandOn), ("send_back", Liberty::SendBack)];

impl Reader {
    pub(super) fn approval(&mut self, node: &Node) -> ApprovalRule {
        let entries = self.section(node, &vocabulary::APPROVAL);
        let (by, form, steps) = match entries.get("steps") {
            Some(steps) => self.steps(steps, &entries),
            None => {
                let by = entries.need("by", self);
                (self.holders(by), self.form(&entries), Vec::new())
            }
        };
        let may = entries.get("may").map(|may| {
            let words = self.list(Some(may)).iter();
            words.filter_map(|word| self.word(Some(word), LIBERTIES)).collect()
        });
        ApprovalRule {
            by,
            form,
            steps,
            not_same_as: self.parties(entries.get("not_same_as")),
            covers: self.words(entries.get("covers")),
            may: may.unwrap_or_else(Liberty::usual),
            copies: self.holders(entries.get("copies")),
        }
    }

    /// The steps, with all who vote at one of them: each has to be given.
    fn steps(&mut self, node: &Node, approval: &Entries<'_>) -> (Vec<Holder>, ApprovalForm, Vec<ApprovalStep>) {
        for beside in ["by", "form", "share"].into_iter().filter_map(|key| approval.get(key)) {
            self.problems.add(
                &beside.place,
                "有 `steps` 的审批在各节点上写 `by` 和 `form`",
                "an approval with `steps` says `by` and `form` at each of them",
            );
        }
        let steps: Vec<ApprovalStep> = self.list(Some(node)).iter().map(|step| self.approval_step(step)).collect();
        if steps.is_empty() {
            self.problems.add(&node.place, "`steps` 至少要有一个节点", "`steps` needs one step at least");
        }
        let mut by: Vec<Holder> = Vec::new();
        for holder in steps.iter().flat_map(|step| &step.by) {
            if !by.contains(holder) {
                by.push(holder.clone());
            }
        }
        (by, ApprovalForm::All, steps)
    }

    fn approval_step(&mut self, node: &Node) -> ApprovalStep {
        let entries = self.section(node, &vocabulary::APPROVAL_STEP);
        let (id, label, by) = (entries.need("id", self), entries.need("label", self), entries.need("by", self));
        ApprovalStep {
            id: StepId::from(self.text(id)),
            label: self.label(label),
            by: self.holders(by),
            form: self.form(&entries),
        }
    }

    fn form(&mut self, entries: &Entries<'_>) -> ApprovalForm {
        let form = entries.need("form", self);
        let share = entries.get("share");
        match self.word(form, FORMS) {
            Some(None) => {
                let share = entries.need("share", self);
                ApprovalForm::Share(self.number(share).unwrap_or(0))
            }
            Some(Some(form)) => {
                if let Some(share) = share {
                    self.problems.add(
                        &share.place,
                        "只有 `form = \"share\"` 才有 `share`",
                        "`share` goes with `form = \"share\"` only",
                    );
                }
                form
            }
            None => ApprovalForm::One,
        }
    }
}
