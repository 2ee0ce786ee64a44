//! What is wrong with a definition, said so that its author can mend it.

use std::collections::BTreeSet;
use std::fmt;

use crate::Label;
use crate::tree::Place;

/// A fault in a definition: where it is, what it is, and the nearest known name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the folder of the definitions.
    pub file: String,
    /// The line, from 1; 0 when it concerns the whole file.
    pub line: usize,
    /// What is wrong and what would be right, in both languages.
    pub message: crate::Label,
    /// The nearest known name, where a name is unknown.
    pub nearest: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message.en)?;
        if let Some(nearest) = &self.nearest {
            write!(f, " (did you mean `{nearest}`?)")?;
        }
        Ok(())
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    /// Notes a problem.
    pub fn add(&mut self, place: &Place, zh: &str, en: &str) {
        self.push(place, Label::new(zh, en), None);
    }

    /// Notes that `name` is no known `what`, and which known name is nearest.
    pub fn unknown<'a>(
        &mut self,
        place: &Place,
        zh: &str,
        en: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let message = Label::new(&format!("没有名为 `{name}` 的{zh}"), &format!("there is no {en} `{name}`"));
        self.push(place, message, nearest(name, known));
    }

    /// Notes a problem that is already worded.
    pub fn push(&mut self, place: &Place, message: Label, nearest: Option<String>) {
        self.0.push(Problem { file: place.file.to_string(), line: place.line, message, nearest });
    }

    /// Notes a problem found elsewhere.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.0.extend(problems);
    }

    /// All of them, by file and line; `value` when there is none.
    pub fn or<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.into_vec()) }
    }

    /// All of them, by file and line, each once.
    pub fn into_vec(mut self) -> Vec<Problem> {
        self.0.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        each_once(self.0)
    }
}

/// The problems without those that stand there already: what is laid on several grants is wrong in each of them.
#[must_use]
pub fn each_once(mut problems: Vec<Problem>) -> Vec<Problem> {
    let mut told = BTreeSet::new();
    problems.retain(|it| told.insert((it.file.clone(), it.line, it.message.en.clone(), it.nearest.clone())));
    problems
}

/// The known name most like `name`, if any is like it.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    known
        .into_iter()
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate.to_owned())
}
