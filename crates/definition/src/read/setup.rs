//! The steps of the first day, and the records that are proposed in them.

use crate::tree::Node;
use crate::vocabulary;
use crate::{ProcessId, Proposal, SetupForm, SetupStep, TransitionId};

use super::Reader;
use super::standard::Processes;

impl Reader {
    /// The steps, in the order of the file.
    pub fn setup(&mut self, node: &Node, processes: &Processes) -> Vec<SetupStep> {
        self.named(Some(node)).map(|(id, node)| self.setup_step(id, node, processes)).collect()
    }

    fn setup_step(&mut self, id: &str, node: &Node, processes: &Processes) -> SetupStep {
        let entries = self.section(node, &vocabulary::SETUP_STEP);
        let (label, purpose) = (entries.need("label", self), entries.need("purpose", self));
        let rules = entries.need("rules", self);
        let rules = self.list(rules);
        let forms = self.list(entries.get("forms"));
        SetupStep {
            id: id.to_owned(),
            label: self.label(label),
            purpose: self.label(purpose),
            rules: rules.iter().filter_map(|rule| self.clause_rule(rule, processes)).collect(),
            forms: forms.iter().map(|form| self.setup_form(form)).collect(),
        }
    }

    fn setup_form(&mut self, node: &Node) -> SetupForm {
        let entries = self.section(node, &vocabulary::SETUP_FORM);
        let (process, fields) = (entries.need("process", self), entries.need("fields", self));
        SetupForm {
            process: ProcessId::from(self.text(process)),
            fields: self.words(fields),
            transition: entries.get("transition").map(|node| TransitionId::from(self.text(Some(node)))),
        }
    }

    /// The records that a file of `template/` proposes.
    pub fn proposals(&mut self, node: &Node) -> Vec<Proposal> {
        let entries = self.section(node, &vocabulary::TEMPLATE);
        let proposed = entries.need("proposals", self);
        self.list(proposed).iter().map(|node| self.proposal(node)).collect()
    }

    fn proposal(&mut self, node: &Node) -> Proposal {
        let entries = self.section(node, &vocabulary::PROPOSAL);
        let (process, key) = (entries.need("process", self), entries.need("key", self));
        let fields = entries.need("fields", self).map(Node::to_json);
        Proposal {
            process: ProcessId::from(self.text(process)),
            key: self.text(key),
            fields: fields.and_then(|fields| fields.as_object().cloned()).unwrap_or_default(),
        }
    }
}
