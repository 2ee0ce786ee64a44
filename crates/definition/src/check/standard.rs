//! Standards: what their clauses map to and who answers for them.

use crate::load::Forest;
use crate::problem::Problems;
use crate::tree::Place;
use crate::{ClauseId, ClauseReads, ClauseRef, Definitions, RoleId, StandardId};

/// Whether the clause is there; if not, that is noted.
pub(super) fn clause(definitions: &Definitions, place: &Place, clause: &ClauseRef, problems: &mut Problems) {
    let standards = &definitions.standards;
    match standards.get(&clause.standard) {
        None => {
            let known = standards.keys().map(StandardId::as_str);
            problems.unknown(place, "标准", "standard", clause.standard.as_str(), known);
        }
        Some(standard) if !standard.clauses.contains_key(&clause.clause) => {
            let known = standard.clauses.keys().map(ClauseId::as_str);
            problems.unknown(place, "条款", "clause", clause.clause.as_str(), known);
        }
        Some(_) => {}
    }
}

pub(super) fn standards(definitions: &Definitions, forest: &Forest, problems: &mut Problems) {
    for standard in definitions.standards.values() {
        let Some(tree) = forest.get(&format!("standard/{}.toml", standard.id)) else { continue };
        for (number, own) in &standard.clauses {
            let at = |rest: &[&str]| tree.nearest(&[&["clauses", number.as_str()], rest].concat()).place.clone();
            for reference in &own.maps_to {
                let written = format!("{}:{}", reference.standard, reference.clause);
                clause(definitions, &at(&["maps_to", &written]), reference, problems);
            }
            if let Some(owner) = own.owner.as_ref().filter(|owner| !definitions.roles.contains_key(*owner)) {
                let known = definitions.roles.keys().map(RoleId::as_str);
                problems.unknown(&at(&["owner"]), "角色", "role", owner.as_str(), known);
            }
            for (index, rule) in own.rules.iter().enumerate() {
                if matches!(rule.reads, ClauseReads::Records { at_least: 0, .. }) {
                    problems.add(
                        &at(&["rules", &index.to_string(), "records", "at_least"]),
                        "`at_least` 须大于 0，否则总是满足",
                        "`at_least` must be above 0, or the rule always holds",
                    );
                }
                if let ClauseReads::Records { at_least, at_most: Some(at_most), .. } = rule.reads
                    && at_most < at_least
                {
                    problems.add(
                        &at(&["rules", &index.to_string(), "records", "at_most"]),
                        "`at_most` 不能小于 `at_least`，否则从不满足",
                        "`at_most` can't be below `at_least`, or the rule never holds",
                    );
                }
            }
        }
    }
}
