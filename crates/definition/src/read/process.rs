//! A process: the whole file, and what is at its head.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::expression::{Expression, Schema};
use crate::tree::{Node, Shape};
use crate::{ClauseId, ClauseRef, Content, Field, FieldId, Lifetime, Process, ProcessId, RoleId, StandardId, StateId};
use crate::{canonical, vocabulary};

use super::Reader;

const LIFETIMES: &[(&str, Lifetime)] = &[("work", Lifetime::Work), ("standing", Lifetime::Standing)];

const CONTENTS: &[(&str, Content)] = &[
    ("person", Content::Person),
    ("contact", Content::Contact),
    ("department", Content::Department),
    ("post", Content::Post),
    ("role_assignment", Content::RoleAssignment),
    ("absence", Content::Absence),
    ("customer", Content::Customer),
    ("organisation", Content::Organisation),
    ("calendar", Content::Calendar),
    ("holiday_year", Content::HolidayYear),
    ("contract", Content::Contract),
    ("service_level_agreement", Content::ServiceLevelAgreement),
    ("priority_matrix", Content::PriorityMatrix),
    ("objective", Content::Objective),
    ("document", Content::Document),
    ("overlay", Content::Overlay),
    ("duty", Content::Duty),
    ("checklist_template", Content::ChecklistTemplate),
    ("saved_view", Content::SavedView),
    ("board", Content::Board),
    ("text_template", Content::TextTemplate),
    ("macro", Content::Macro),
];

/// What the rest of a process may name.
pub(crate) struct Frame<'a> {
    pub fields: &'a IndexMap<FieldId, Field>,
    pub schema: Schema,
}

impl Reader {
    /// The process that stands in the file of that name.
    pub fn process(&mut self, id: &str, node: &Node) -> Process {
        self.id(id, node);
        let entries = self.section(node, &vocabulary::PROCESS);
        let [label, purpose, group, lifetime, prefix, owner, title, list, fields, states] =
            ["label", "purpose", "group", "lifetime", "prefix", "owner", "title", "list", "fields", "states"]
                .map(|key| entries.need(key, self));
        let fields = self.fields(fields);
        let states = self.states(states);
        let clocks = self.clocks(entries.get("clocks"));
        let mut named = Schema::new(&fields, states.keys(), clocks.keys());
        let renamed_states = self.renamed_states(entries.get("renamed_states"));
        if !renamed_states.is_empty() {
            named = Schema::new(&fields, states.keys().chain(renamed_states.keys()), clocks.keys());
        }
        let frame = Frame { fields: &fields, schema: named };
        let text = canonical::process_text(id, node);
        Process {
            id: ProcessId::from(id),
            label: self.label(label),
            ask: entries.get("ask").map(|ask| self.label(Some(ask))),
            purpose: self.label(purpose),
            group: self.text(group),
            lifetime: self.word(lifetime, LIFETIMES).unwrap_or(Lifetime::Work),
            prefix: self.text(prefix),
            owner: RoleId::from(self.text(owner)),
            content: self.word(entries.get("content"), CONTENTS),
            title: FieldId::from(self.text(title)),
            list: self.words(list),
            clauses: self.clause_refs(entries.get("clauses")),
            transitions: self.transitions(entries.get("transitions"), &frame),
            relations: self.relations(entries.get("relations")),
            escalations: self.escalations(entries.get("escalations")),
            derivations: self.derivations(entries.get("derivations")),
            grants: self.grants(entries.get("grants"), &frame.schema),
            masks: self.masks(entries.get("masks")),
            converts: self.conversions(entries.get("converts")),
            merges: entries.get("merges").map(|node| self.merging(node)),
            splits: entries.get("splits").map(|node| self.splitting(node)),
            told: self.told(entries.get("told"), &frame.schema),
            renamed_states,
            hash: canonical::hash(&text),
            text: Arc::from(text),
            fields,
            states,
            clocks,
        }
    }

    /// References to clauses, `iso20000-1-2018:8.6.1`.
    pub fn clause_refs(&mut self, node: Option<&Node>) -> Vec<ClauseRef> {
        let mut clauses = Vec::new();
        for item in self.list(node) {
            let text = self.text(Some(item));
            match text.split_once(':') {
                Some((standard, clause)) => {
                    clauses.push(ClauseRef { standard: StandardId::from(standard), clause: ClauseId::from(clause) });
                }
                None if text.is_empty() => {}
                None => self.shape(
                    item,
                    "“标准:条款”，如 \"iso20000-1-2018:8.6.1\"",
                    "\"standard:clause\" such as \"iso20000-1-2018:8.6.1\"",
                ),
            }
        }
        clauses
    }

    /// The expression in `node`, or the several that must all hold; each is checked by itself, so that none can
    /// change what another means.
    pub fn expression(&mut self, node: Option<&Node>, schema: &Schema) -> Option<Expression> {
        let node = node?;
        let Shape::List(parts) = &node.shape else { return self.one_expression(node, schema) };
        let parts: Vec<Expression> =
            parts.iter().map(|part| self.one_expression(part, schema)).collect::<Option<_>>()?;
        let source = parts.iter().map(|part| format!("({})", part.source)).collect::<Vec<_>>().join(" && ");
        self.checked(node, &source, schema)
    }

    fn one_expression(&mut self, node: &Node, schema: &Schema) -> Option<Expression> {
        let source = self.text(Some(node));
        if source.is_empty() {
            return None;
        }
        self.checked(node, &source, schema)
    }

    fn checked(&mut self, node: &Node, source: &str, schema: &Schema) -> Option<Expression> {
        Expression::check(source, schema)
            .map_err(|fault| self.problems.push(&node.place, fault.message, fault.nearest))
            .ok()
    }

    fn masks(&mut self, node: Option<&Node>) -> IndexMap<RoleId, Vec<FieldId>> {
        self.named(node).map(|(role, fields)| (RoleId::from(role), self.words(Some(fields)))).collect()
    }

    fn renamed_states(&mut self, node: Option<&Node>) -> IndexMap<StateId, StateId> {
        self.named(node).map(|(old, new)| (StateId::from(old), StateId::from(self.text(Some(new))))).collect()
    }
}
