//! Reading a tree into types: each value checked for its shape, each key against the closed vocabulary. A fault never
//! stops the reading; what is wrong gets an empty value and a [`Problem`](crate::Problem), so that all are found at once.

mod approval;
pub(crate) mod field;
pub(crate) mod flow;
mod glossary;
pub(crate) mod process;
pub(crate) mod rights;
pub(crate) mod rules;
mod setup;
pub(crate) mod standard;
mod value;

use indexmap::IndexMap;

use crate::Label;
use crate::problem::Problems;
use crate::tree::{Node, Shape};
use crate::vocabulary::{self, Section};

/// Reads, and remembers what was wrong.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub problems: Problems,
}

/// A table whose keys have been compared with the vocabulary.
#[derive(Clone, Copy)]
pub(crate) struct Entries<'a> {
    node: &'a Node,
    section: &'static Section,
}

impl<'a> Entries<'a> {
    /// The value of `key`, if it is given.
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.section.keys.contains(&key), "`{key}` is no key of `{}`", self.section.name);
        self.node.get(key)
    }

    /// The value of `key`; its absence is a problem.
    pub fn need(&self, key: &str, reader: &mut Reader) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() && self.node.entries().is_some() {
            reader.problems.add(&self.node.place, &format!("缺少 `{key}`"), &format!("`{key}` is missing"));
        }
        found
    }
}

impl Reader {
    /// The table `node` with the keys of `section`; every other key is a problem.
    pub fn section<'a>(&mut self, node: &'a Node, section: &'static Section) -> Entries<'a> {
        match node.entries() {
            Some(entries) => {
                for (key, value) in entries {
                    if !section.keys.contains(&key.as_str()) {
                        let known = section.keys.iter().copied();
                        self.problems.unknown(&value.place, "键", "key", key, known);
                    }
                }
            }
            None => self.shape(node, "表", "a table"),
        }
        Entries { node, section }
    }

    /// The entries of a table whose keys are ids that its author chooses.
    pub fn named<'a>(&mut self, node: Option<&'a Node>) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        let entries: Option<&'a IndexMap<String, Node>> = node.and_then(|node| {
            if node.entries().is_none() {
                self.shape(node, "表", "a table");
            }
            node.entries()
        });
        for (name, value) in entries.into_iter().flatten() {
            self.id(name, value);
        }
        entries.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Ids are permanent words of the API and the store: lower case, digits and `_`.
    pub fn id(&mut self, name: &str, node: &Node) {
        let mut characters = name.chars();
        let starts = characters.next().is_some_and(|first| first.is_ascii_lowercase());
        let goes_on = characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !starts || !goes_on || name.len() > 60 {
            self.problems.add(
                &node.place,
                &format!("标识 `{name}` 须以小写字母开头，只含小写字母、数字和下划线，最多 60 个字符"),
                &format!(
                    "the id `{name}` must begin with a lower-case letter and hold only a-z, 0-9 and _, 60 at most"
                ),
            );
        }
    }

    /// A label: both languages, neither empty.
    pub fn label(&mut self, node: Option<&Node>) -> Label {
        let Some(node) = node else { return Label::default() };
        let entries = self.section(node, &vocabulary::LABEL);
        let zh = self.language(entries, "zh");
        let en = self.language(entries, "en");
        Label { zh, en }
    }

    fn language(&mut self, entries: Entries<'_>, language: &str) -> String {
        let Some(node) = entries.need(language, self) else { return String::new() };
        let text = self.text(Some(node));
        if text.trim().is_empty() && matches!(node.shape, Shape::Text(_)) {
            self.problems.add(&node.place, &format!("`{language}` 不能为空"), &format!("`{language}` is empty"));
        }
        text
    }
}
