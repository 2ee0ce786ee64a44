//! Work pins its flow to the version under which it was opened, while fields are always those in force. What a new version
//! lacks of such a flow stays for its records (`outgoing.rs`); this finds what can't: what would be there as something else, and
//! what belongs to no process.

use std::collections::BTreeSet;

use crate::expression::{Node, Path};
use crate::problem::Problems;
use crate::tree::Place;
use crate::{
    ApprovalRule, Definitions, FieldId, FieldKind, Holder, Party, Problem, Process, ProcessId, RoleId, Transition, Wait,
};

/// What would break in the flow of `old`, on which records still run, if `definitions` came into force with `new` in its place.
#[must_use]
pub fn check_flow_in_use(old: &Process, new: &Process, definitions: &Definitions) -> Vec<Problem> {
    let place = Place { file: format!("process/{}.toml", new.id).into(), line: 0 };
    let mut check = Check { old, new, definitions, place, problems: Problems::default() };
    check.fields();
    for step in old.transitions.values() {
        check.others(step);
        // Of a step that is still there the definition in force says who may.
        if !new.transitions.contains_key(&step.id) {
            check.holders(step);
        }
    }
    check.problems.into_vec()
}

struct Check<'a> {
    old: &'a Process,
    new: &'a Process,
    definitions: &'a Definitions,
    place: Place,
    problems: Problems,
}

impl Check<'_> {
    fn add(&mut self, zh: &str, en: &str) {
        self.problems.add(&self.place, zh, en);
    }

    /// A field that is there is of the kind that the flow takes it for; one that has to stay can be filled.
    fn fields(&mut self) {
        for id in fields_of_flow(self.old) {
            let Some(was) = self.old.fields.get(&id) else { continue };
            let now = self.new.fields.get(&id).map_or(was.kind.word(), |is| is.kind.word());
            if now != was.kind.word() {
                self.add(
                    &format!("字段 `{id}` 的类型不能由 {} 改为 {now}：仍有记录按旧流程运行", was.kind.word()),
                    &format!(
                        "the field `{id}` can't turn from {} to {now}: records still run on a flow that names it",
                        was.kind.word()
                    ),
                );
            }
            if let FieldKind::Reference { to } = &was.kind
                && !to.iter().any(|to| self.definitions.process(to.as_str()).is_some())
            {
                self.add(
                    &format!("字段 `{id}` 所指的过程都不在了：仍有记录按旧流程运行"),
                    &format!(
                        "the field `{id}` would point to no process any more: records still run on a flow that names it"
                    ),
                );
            }
        }
    }

    /// What a step names of other processes is there.
    fn others(&mut self, step: &Transition) {
        let opens = step.opens.iter().flat_map(|opens| {
            let named = [Some(&opens.part_of), opens.in_order.as_ref()];
            named.into_iter().flatten().map(|field| (&opens.process, field))
        });
        let waits = step.waits_for.iter().filter_map(|wait| match wait {
            Wait::Naming(process, field) => Some((process, field)),
            Wait::Named(_) => None,
        });
        let named: BTreeSet<(&ProcessId, &FieldId)> = opens.chain(waits).collect();
        for (process, field) in named {
            let known = self.definitions.process(process.as_str());
            if !known.is_some_and(|process| process.fields.contains_key(field)) {
                let id = &step.id;
                self.add(
                    &format!("步骤 `{id}` 用到过程 `{process}` 的字段 `{field}`：仍有记录按旧流程运行，不能去掉"),
                    &format!("the step `{id}` names the field `{field}` of `{process}`: records still run on its flow, so it can't go"),
                );
            }
        }
    }

    /// Somebody can still do the step, and give each step of its approval.
    fn holders(&mut self, step: &Transition) {
        let asked = step.approval.iter().flat_map(asked_of);
        let lost: BTreeSet<&RoleId> =
            std::iter::once(step.by.as_slice()).chain(asked).filter_map(|by| self.lost(by)).flatten().collect();
        for role in lost {
            let id = &step.id;
            self.add(
                &format!("步骤 `{id}` 只有角色 `{role}` 能办理或批准：仍有记录按旧流程运行，角色不能去掉"),
                &format!("only the role `{role}` can do or approve the step `{id}`: records still run on its flow, so the role can't go"),
            );
        }
    }

    /// The roles of `by`, if they are all that it has and none of them is there.
    fn lost<'h>(&self, by: &'h [Holder]) -> Option<Vec<&'h RoleId>> {
        let gone = |holder: &'h Holder| match holder {
            Holder::Role(role) if !self.definitions.roles.contains_key(role) => Some(role),
            Holder::Role(_) | Holder::Field(_) => None,
        };
        by.iter().map(gone).collect()
    }
}

/// Of whom each step of an approval is asked.
fn asked_of(approval: &ApprovalRule) -> Vec<&[Holder]> {
    if approval.steps.is_empty() {
        return vec![&approval.by];
    }
    approval.steps.iter().map(|step| step.by.as_slice()).collect()
}

/// The fields that a flow names: in its transitions, approvals and clocks.
pub(crate) fn fields_of_flow(process: &Process) -> BTreeSet<FieldId> {
    let mut fields = BTreeSet::new();
    for transition in process.transitions.values() {
        fields_of_transition(transition, &mut fields);
    }
    fields.extend(process.clocks.values().filter_map(|clock| clock.pause_reason.clone()));
    fields
}

fn fields_of_transition(transition: &Transition, fields: &mut BTreeSet<FieldId>) {
    let approval = transition.approval.as_ref();
    let voters = approval.into_iter().flat_map(|approval| approval.by.iter().chain(&approval.copies));
    let holders = transition.by.iter().chain(&transition.tells).chain(voters);
    fields.extend(holders.filter_map(|holder| match holder {
        Holder::Field(field) => Some(field.clone()),
        Holder::Role(_) => None,
    }));
    let parties = transition.not_same_as.iter().chain(approval.into_iter().flat_map(|approval| &approval.not_same_as));
    fields.extend(parties.filter_map(|party| match party {
        Party::Field(field) => Some(field.clone()),
        Party::Opener | Party::DoerOf(_) | Party::VoterOn(_) => None,
    }));
    fields.extend(transition.requires.iter().chain(&transition.asks).cloned());
    fields.extend(approval.into_iter().flat_map(|approval| &approval.covers).cloned());
    for (field, set) in &transition.sets {
        fields.insert(field.clone());
        if let crate::SetTo::Field(from) = set {
            fields.insert(from.clone());
        }
    }
    fields.extend(transition.opens.iter().map(|opens| opens.rows.clone()));
    fields.extend(transition.waits_for.iter().filter_map(|wait| match wait {
        Wait::Named(field) => Some(field.clone()),
        Wait::Naming(..) => None,
    }));
    if let Some(when) = &transition.when {
        fields_of_expression(&when.root, fields);
    }
}

/// Adds the fields that an expression reads.
pub(crate) fn fields_of_expression(node: &Node, fields: &mut BTreeSet<FieldId>) {
    match node {
        Node::Path(Path::Field(field) | Path::Column(field, _)) | Node::Has(Path::Field(field)) => {
            fields.insert(field.clone());
        }
        Node::Literal(_) | Node::Path(_) | Node::Has(_) | Node::Unknown => {}
        Node::Shift { base, .. } | Node::Midnight(base) | Node::Not(base) | Node::IsTrue(base) => {
            fields_of_expression(base, fields);
        }
        Node::List(nodes) | Node::All(nodes) | Node::Any(nodes) => {
            nodes.iter().for_each(|node| fields_of_expression(node, fields));
        }
        Node::Compare { left, right, .. } => {
            [left, right].into_iter().for_each(|node| fields_of_expression(node, fields))
        }
        Node::In { item, list } => [item, list].into_iter().for_each(|node| fields_of_expression(node, fields)),
        Node::Text { subject, argument, .. } => {
            [subject, argument].into_iter().for_each(|node| fields_of_expression(node, fields));
        }
    }
}
