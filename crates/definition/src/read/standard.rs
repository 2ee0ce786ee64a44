//! Standards, and the rules of their clauses.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::expression::Schema;
use crate::tree::Node;
use crate::vocabulary::{self, Section};
use crate::{Clause, ClauseId, ClauseReads, ClauseRule, Process, ProcessId, RoleId, Standard, StandardId};

use super::Reader;

/// The processes, as far as they are read.
pub(crate) type Processes = BTreeMap<ProcessId, Process>;

impl Reader {
    /// The edition that stands in the file of that name.
    pub fn standard(&mut self, id: &str, node: &Node, processes: &Processes) -> Standard {
        let entries = self.section(node, &vocabulary::STANDARD);
        let (label, clauses) = (entries.need("label", self), entries.need("clauses", self));
        let mut read: IndexMap<ClauseId, Clause> = IndexMap::new();
        if let Some(clauses) = clauses.and_then(Node::entries) {
            for (number, node) in clauses {
                if !number.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
                    self.problems.add(
                        &node.place,
                        &format!("条款号 `{number}` 须形如 \"8.6.1\"；在 TOML 中加引号"),
                        &format!("the clause number `{number}` must look like \"8.6.1\"; quote it in TOML"),
                    );
                }
                read.insert(ClauseId::from(number.as_str()), self.clause(number, node, processes));
            }
        } else if let Some(clauses) = clauses {
            self.shape(clauses, "表", "a table");
        }
        let numbers: Vec<ClauseId> = read.keys().cloned().collect();
        for clause in read.values_mut() {
            clause.parent = parent(clause.id.as_str(), &numbers);
        }
        Standard { id: StandardId::from(id), label: self.label(label), clauses: read }
    }

    fn clause(&mut self, number: &str, node: &Node, processes: &Processes) -> Clause {
        let entries = self.section(node, &vocabulary::CLAUSE);
        let label = entries.need("label", self);
        let rules = self.list(entries.get("rules"));
        Clause {
            id: ClauseId::from(number),
            label: self.label(label),
            parent: None,
            maps_to: self.clause_refs(entries.get("maps_to")),
            owner: entries.get("owner").map(|role| RoleId::from(self.text(Some(role)))),
            rules: rules.iter().filter_map(|rule| self.clause_rule(rule, processes)).collect(),
            comes_with: entries.get("comes_with").map(|label| self.label(Some(label))),
        }
    }

    /// What must hold, in words and as it is read.
    pub fn clause_rule(&mut self, node: &Node, processes: &Processes) -> Option<ClauseRule> {
        let entries = self.section(node, &vocabulary::CLAUSE_RULE);
        let label = entries.need("label", self);
        let label = self.label(label);
        let one_of = ["records", "none", "objective", "roles_held"].map(|key| entries.get(key));
        let reads = match one_of {
            [Some(node), None, None, None] => self.records(node, processes),
            [None, Some(node), None, None] => self.no_records(node, processes),
            [None, None, Some(key), None] => Some(ClauseReads::Objective { key: self.text(Some(key)) }),
            [None, None, None, Some(held)] if self.truth(Some(held)) => Some(ClauseReads::Held),
            _ => {
                let (zh, en) = (
                    "`records`、`none`、`objective`、`roles_held = true` 之一",
                    "one of `records`, `none`, `objective` and `roles_held = true`",
                );
                self.shape(node, zh, en);
                None
            }
        };
        Some(ClauseRule { label, reads: reads? })
    }

    fn records(&mut self, node: &Node, processes: &Processes) -> Option<ClauseReads> {
        let read = self.population(node, &vocabulary::RECORDS, processes);
        let entries = self.section(node, &vocabulary::RECORDS);
        let at_least = self.number(entries.get("at_least")).unwrap_or(1);
        let at_most = self.number(entries.get("at_most"));
        let fresh_days = self.number(entries.get("fresh_days"));
        let (process, filter) = read?;
        Some(ClauseReads::Records { process, filter, at_least, at_most, fresh_days })
    }

    fn no_records(&mut self, node: &Node, processes: &Processes) -> Option<ClauseReads> {
        let (process, filter) = self.population(node, &vocabulary::NONE, processes)?;
        Some(ClauseReads::None { process, filter })
    }

    /// The process and filter that a rule reads.
    fn population(
        &mut self,
        node: &Node,
        section: &'static Section,
        processes: &Processes,
    ) -> Option<(ProcessId, crate::expression::Expression)> {
        let entries = self.section(node, section);
        let (process, filter) = (entries.need("process", self), entries.need("filter", self));
        let id = self.text(process);
        let Some(known) = processes.get(id.as_str()) else {
            if let Some(node) = process {
                self.problems.unknown(&node.place, "过程", "process", &id, processes.keys().map(ProcessId::as_str));
            }
            return None;
        };
        Some((known.id.clone(), self.expression(filter, &Schema::of(known))?))
    }
}

/// The nearest clause above by number: of `8.6.1`, `8.6` or else `8`.
fn parent(number: &str, numbers: &[ClauseId]) -> Option<ClauseId> {
    let mut above = number;
    while let Some((shorter, _)) = above.rsplit_once('.') {
        above = shorter;
        if let Some(found) = numbers.iter().find(|known| **known == above) {
            return Some(found.clone());
        }
    }
    None
}
