//! The terms of the glossary.

use crate::Term;
use crate::tree::Node;
use crate::vocabulary;

use super::Reader;

impl Reader {
    /// The terms, in the order of the file.
    pub fn glossary(&mut self, node: &Node) -> Vec<Term> {
        self.named(Some(node)).map(|(id, node)| self.term(id, node)).collect()
    }

    fn term(&mut self, id: &str, node: &Node) -> Term {
        let entries = self.section(node, &vocabulary::TERM);
        let (label, meaning) = (entries.need("label", self), entries.need("meaning", self));
        Term {
            id: id.to_owned(),
            label: self.label(label),
            meaning: self.label(meaning),
            see: self.words(entries.get("see")),
        }
    }
}
