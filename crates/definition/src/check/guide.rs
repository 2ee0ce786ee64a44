//! What guides people: the glossary, the steps of the first day, and what is proposed in them.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::load::Forest;
use crate::problem::Problems;
use crate::tree::{Node, Place};
use crate::{Definitions, FieldId, ProcessId, Proposal, SetupForm, TransitionId};

/// Where the terms stand.
pub(crate) const GLOSSARY: &str = "glossary.toml";
/// Where the steps stand.
pub(crate) const SETUP: &str = "setup.toml";

pub(super) fn guide(definitions: &Definitions, forest: &Forest, problems: &mut Problems) {
    let mut check = Guide { definitions, problems };
    if let Some(tree) = forest.get(GLOSSARY) {
        check.terms(tree);
    }
    if let Some(tree) = forest.get(SETUP) {
        check.steps(tree);
    }
    let files = forest.iter().filter(|(path, _)| path.starts_with("template/"));
    let trees: Vec<&Node> = files.flat_map(|(_, tree)| tree.get("proposals").map_or(&[][..], Node::items)).collect();
    check.proposals(&trees);
}

struct Guide<'a> {
    definitions: &'a Definitions,
    problems: &'a mut Problems,
}

impl Guide<'_> {
    fn terms(&mut self, tree: &Node) {
        let terms = &self.definitions.glossary;
        for term in terms {
            let place = |rest: &[&str]| tree.nearest(&[&[term.id.as_str()], rest].concat()).place.clone();
            for other in term.see.iter().filter(|other| terms.iter().all(|known| known.id != **other)) {
                let known = terms.iter().map(|term| term.id.as_str());
                self.problems.unknown(&place(&["see", other]), "术语", "term", other, known);
            }
            if let Some(twin) = terms.iter().find(|twin| twin.id < term.id && is_same(twin, term)) {
                self.problems.add(
                    &place(&["label"]),
                    &format!("与术语 `{}` 同名", twin.id),
                    &format!("is called like the term `{}`", twin.id),
                );
            }
        }
    }

    fn steps(&mut self, tree: &Node) {
        for step in &self.definitions.setup {
            let place = |rest: &[&str]| tree.nearest(&[&[step.id.as_str()], rest].concat()).place.clone();
            if step.rules.is_empty() {
                self.problems.add(&place(&["rules"]), "`rules` 为空", "`rules` is empty");
            }
            for (index, form) in step.forms.iter().enumerate() {
                let index = index.to_string();
                self.form(form, &|key: &[&str]| place(&[&["forms", &index], key].concat()));
            }
        }
    }

    fn form(&mut self, form: &SetupForm, place: &dyn Fn(&[&str]) -> Place) {
        let Some(process) = self.definitions.process(form.process.as_str()) else {
            return self.unknown_process(&place(&["process"]), &form.process);
        };
        let is_asked = |field: &FieldId| process.fields.get(field).is_some_and(|field| !field.retired);
        for field in form.fields.iter().filter(|field| !is_asked(field)) {
            let known = process.fields.keys().filter(|field| is_asked(field)).map(FieldId::as_str);
            self.problems.unknown(&place(&["fields", field.as_str()]), "字段", "field", field.as_str(), known);
        }
        if let Some(unknown) = form.transition.as_ref().filter(|id| !process.transitions.contains_key(*id)) {
            let known = process.transitions.keys().map(TransitionId::as_str);
            self.problems.unknown(&place(&["transition"]), "步骤", "transition", unknown.as_str(), known);
        }
    }

    /// Whether what is proposed could be opened: processes and fields are there, references name what stands before.
    fn proposals(&mut self, trees: &[&Node]) {
        let mut keys = BTreeSet::new();
        for (proposal, tree) in self.definitions.proposals.iter().zip(trees) {
            match self.definitions.process(proposal.process.as_str()) {
                None => self.unknown_process(&tree.nearest(&["process"]).place, &proposal.process),
                Some(process) => {
                    let is_asked = |field: &str| process.fields.get(field).is_some_and(|field| !field.retired);
                    for field in proposal.fields.keys().filter(|field| !is_asked(field)) {
                        let known = process.fields.keys().map(FieldId::as_str).filter(|field| is_asked(field));
                        self.problems.unknown(&tree.nearest(&["fields", field]).place, "字段", "field", field, known);
                    }
                }
            }
            for named in references(proposal).filter(|named| !keys.contains(named)) {
                let known = keys.iter().map(String::as_str);
                self.problems.unknown(&tree.nearest(&["fields"]).place, "引用", "key", &named, known);
            }
            if !keys.insert(proposal.key.clone()) {
                self.problems.add(
                    &tree.nearest(&["key"]).place,
                    &format!("`{}` 重复", proposal.key),
                    &format!("`{}` is there twice", proposal.key),
                );
            }
        }
    }

    fn unknown_process(&mut self, place: &Place, process: &ProcessId) {
        let known = self.definitions.processes.keys().map(ProcessId::as_str);
        self.problems.unknown(place, "过程", "process", process.as_str(), known);
    }
}

fn is_same(one: &crate::Term, other: &crate::Term) -> bool {
    one.label.zh == other.label.zh || one.label.en.eq_ignore_ascii_case(&other.label.en)
}

/// The keys that a proposal's fields name.
fn references(proposal: &Proposal) -> impl Iterator<Item = String> {
    proposal.fields.values().filter_map(Json::as_str).filter_map(|text| text.strip_prefix('@')).map(str::to_owned)
}
