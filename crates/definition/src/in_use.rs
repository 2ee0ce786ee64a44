//! Work pins its flow to the version under which it was opened, while fields are always those in force. This holds
//! the fields of a new version against every flow still in use.

use std::collections::BTreeSet;

use crate::expression::{Node, Path};
use crate::problem::Problems;
use crate::tree::Place;
use crate::{FieldId, Holder, Party, Problem, Process, Transition};

/// What would break in the flow of `old`, on which records still run, if `new` came into force.
#[must_use]
pub fn check_flow_in_use(old: &Process, new: &Process) -> Vec<Problem> {
    let mut problems = Problems::default();
    let place = Place { file: format!("process/{}.toml", new.id).into(), line: 0 };
    for id in fields_of_flow(old) {
        let (was, is) = (old.fields.get(&id), new.fields.get(&id));
        match (was, is) {
            (_, None) => problems.add(
                &place,
                &format!("字段 `{id}` 仍被在用的流程引用：可以停用（retired），不能删除"),
                &format!("records still run on a flow that names the field `{id}`: retire it, don't remove it"),
            ),
            (Some(was), Some(is)) if was.kind.word() != is.kind.word() => problems.add(
                &place,
                &format!("字段 `{id}` 的类型不能由 {} 改为 {}：仍有记录按旧流程运行", was.kind.word(), is.kind.word()),
                &format!(
                    "the field `{id}` can't turn from {} to {}: records still run on a flow that names it",
                    was.kind.word(),
                    is.kind.word()
                ),
            ),
            _ => {}
        }
    }
    for state in old.states.keys() {
        if !new.states.contains_key(state) && !new.renamed_states.contains_key(state) {
            problems.add(
                &place,
                &format!("状态 `{state}` 仍有记录使用：保留它，或在 `renamed_states` 中写明现在的名称"),
                &format!(
                    "records may still be in the state `{state}`: keep it, or say in `renamed_states` what it is now"
                ),
            );
        }
    }
    problems.into_vec()
}

/// The fields that a flow names: in its transitions, approvals and clocks.
fn fields_of_flow(process: &Process) -> BTreeSet<FieldId> {
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
