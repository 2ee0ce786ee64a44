//! Where the terms of the glossary are used: in the processes that a caller sees, and in the clauses.

use std::collections::BTreeSet;

use yuheng_definition::{Definitions, Label, Process, Term};

use crate::{App, Caller};

/// Where a term is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// In what.
    pub place: Place,
    /// What that is called.
    pub label: Label,
}

/// In what a term is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A process: its name, its purpose, what its fields are called or say of themselves.
    Process(String),
    /// A clause of an edition of a standard.
    Clause {
        /// The edition.
        standard: String,
        /// The number in it.
        number: String,
    },
}

impl App {
    /// Every term with where it is used, as far as `caller` sees it: the clauses are for the provider's own people.
    #[must_use]
    pub fn glossary<'a>(&self, caller: &'a Caller) -> Vec<(&'a Term, Vec<Use>)> {
        let definitions = &caller.in_force.definitions;
        let seen = self.seen(caller);
        let processes: Vec<_> = definitions.processes.values().filter(|process| seen.contains(&process.id)).collect();
        let clauses = caller.must_be_staff().is_ok();
        let used = |term: &Term| {
            let processes = processes
                .iter()
                .filter(|process| is_used(term, process))
                .map(|process| Use { place: Place::Process(process.id.to_string()), label: process.label.clone() });
            processes.chain(clauses.then(|| in_clauses(term, definitions)).into_iter().flatten()).collect()
        };
        definitions.glossary.iter().map(|term| (term, used(term))).collect()
    }
}

fn is_used(term: &Term, process: &Process) -> bool {
    let helps = process.fields.values().flat_map(|field| [Some(&field.label), field.help.as_ref()]).flatten();
    [&process.label, &process.purpose].into_iter().chain(helps).any(|text| names(text, term))
}

fn in_clauses(term: &Term, definitions: &Definitions) -> Vec<Use> {
    let mut told = BTreeSet::new();
    let clauses = definitions.standards.values().flat_map(|standard| {
        standard.clauses.values().map(move |clause| (standard.id.to_string(), clause.id.to_string(), &clause.label))
    });
    clauses
        .filter(|(standard, number, label)| names(label, term) && told.insert((standard.clone(), number.clone())))
        .map(|(standard, number, label)| Use { place: Place::Clause { standard, number }, label: label.clone() })
        .collect()
}

/// Whether a text names a term, in either language.
fn names(text: &Label, term: &Term) -> bool {
    text.zh.contains(&term.label.zh) || has_word(&text.en, &term.label.en)
}

/// Whether the words of `term` stand in `text` as whole words, the last perhaps in the plural.
fn has_word(text: &str, term: &str) -> bool {
    let (text, term) = (text.to_lowercase(), term.to_lowercase());
    text.match_indices(&term).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let rest = &text[at + found.len()..];
        let after = rest.strip_prefix('s').unwrap_or(rest).chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_found_as_whole_words() {
        assert!(has_word("Records of incidents, each", "Incident"));
        assert!(has_word("the service level agreement holds", "Service level agreement"));
        assert!(!has_word("coincidental", "incident"));
        assert!(!has_word("processing", "process"));
    }
}
