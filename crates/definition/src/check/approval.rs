//! Approvals: every step can be given, by somebody who sees the record and isn't excluded.

use std::collections::BTreeSet;

use crate::{ApprovalForm, ApprovalRule, Holder, Party, Transition};

use super::Check;

impl Check<'_> {
    pub(super) fn approval(&mut self, path: &[&str], transition: &Transition, approval: &ApprovalRule) {
        let path = [path, &["approval"]].concat();
        if approval.steps.is_empty() {
            self.asked_of(&path, (&approval.by, approval.form), approval);
        }
        let mut known = BTreeSet::new();
        for (index, step) in approval.steps.iter().enumerate() {
            let index = index.to_string();
            let path = [&path[..], &["steps", index.as_str()]].concat();
            self.asked_of(&path, (&step.by, step.form), approval);
            if !known.insert(&step.id) {
                self.fault(
                    &[&path[..], &["id"]].concat(),
                    &format!("节点 `{}` 重复", step.id),
                    &format!("there are two steps `{}`", step.id),
                );
            }
        }
        self.parties(&[&path[..], &["not_same_as"]].concat(), &approval.not_same_as);
        for field in &approval.covers {
            self.field(&[&path[..], &["covers", field.as_str()]].concat(), field);
        }
        self.told(&[&path[..], &["copies"]].concat(), &approval.copies);
        // Among steps it says that nobody votes at two of them.
        let itself = Party::VoterOn(transition.id.clone());
        if approval.steps.len() < 2 && approval.not_same_as.contains(&itself) {
            self.fault(
                &[&path[..], &["not_same_as"]].concat(),
                "审批人不能排除自己这次审批的审批人",
                "its voters can't be other than its voters",
            );
        }
    }

    /// What is asked at once: of whom, and how many must agree.
    fn asked_of(&mut self, path: &[&str], (by, form): (&[Holder], ApprovalForm), approval: &ApprovalRule) {
        let path_by = [path, &["by"]].concat();
        if by.is_empty() {
            self.fault(&path_by, "没有人能批准", "nobody can give this approval");
        }
        self.holders(&path_by, by);
        if let ApprovalForm::Share(share) = form
            && !(1..=99).contains(&share)
        {
            self.fault(
                &[path, &["share"]].concat(),
                "比例须在 1 到 99 之间；全体同意用 `form = \"all\"`",
                "a share is 1 to 99 percent; for everyone write `form = \"all\"`",
            );
        }
        self.somebody(&path_by, by, &approval.not_same_as);
    }
}
