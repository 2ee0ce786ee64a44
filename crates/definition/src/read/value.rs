//! Single values: texts, numbers, truths, words of a closed list, lists of them.

use crate::Value;
use crate::tree::{Node, Shape};

use super::Reader;

impl Reader {
    /// What `node` should have been.
    pub fn shape(&mut self, node: &Node, zh: &str, en: &str) {
        self.problems.add(&node.place, &format!("此处须为{zh}"), &format!("this must be {en}"));
    }

    /// A text.
    pub fn text(&mut self, node: Option<&Node>) -> String {
        match node.map(|node| (node, &node.shape)) {
            Some((_, Shape::Text(text))) => text.clone(),
            Some((node, _)) => {
                self.shape(node, "文本", "a text");
                String::new()
            }
            None => String::new(),
        }
    }

    /// Yes or no; no when it isn't given.
    pub fn truth(&mut self, node: Option<&Node>) -> bool {
        match node.map(|node| (node, &node.shape)) {
            Some((_, Shape::Bool(truth))) => *truth,
            Some((node, _)) => {
                self.shape(node, " true 或 false", "true or false");
                false
            }
            None => false,
        }
    }

    /// A whole number that fits `N`.
    pub fn number<N: TryFrom<i64>>(&mut self, node: Option<&Node>) -> Option<N> {
        let node = node?;
        let number = match node.shape {
            Shape::Int(int) => N::try_from(int).ok(),
            _ => None,
        };
        if number.is_none() {
            self.shape(node, "范围内的整数", "a whole number within range");
        }
        number
    }

    /// The elements of a list.
    pub fn list<'a>(&mut self, node: Option<&'a Node>) -> &'a [Node] {
        match node.map(|node| (node, &node.shape)) {
            Some((_, Shape::List(items))) => items,
            Some((node, _)) => {
                self.shape(node, "列表", "a list");
                &[]
            }
            None => &[],
        }
    }

    /// A list of words, each once.
    pub fn words<T: From<String>>(&mut self, node: Option<&Node>) -> Vec<T> {
        let mut words: Vec<String> = Vec::new();
        for item in self.list(node) {
            let word = self.text(Some(item));
            if words.contains(&word) {
                self.problems.add(&item.place, &format!("`{word}` 重复"), &format!("`{word}` stands here twice"));
            } else if !word.is_empty() {
                words.push(word);
            }
        }
        words.into_iter().map(T::from).collect()
    }

    /// A word of a closed list.
    pub fn word<T: Copy>(&mut self, node: Option<&Node>, words: &[(&str, T)]) -> Option<T> {
        let node = node?;
        let word = match &node.shape {
            Shape::Text(word) => word,
            _ => {
                self.shape(node, "文本", "a text");
                return None;
            }
        };
        let found = words.iter().find(|(known, _)| known == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.problems.unknown(&node.place, "取值", "value", word, words.iter().map(|(known, _)| *known));
        }
        found
    }

    /// A value to be stored.
    pub fn value(&mut self, node: &Node) -> Option<Value> {
        Some(match &node.shape {
            Shape::Text(text) => Value::Text(text.clone()),
            Shape::Int(int) => Value::Int(*int),
            Shape::Bool(truth) => Value::Bool(*truth),
            Shape::List(items) => Value::List(items.iter().filter_map(|item| self.value(item)).collect()),
            Shape::Table(entries) => Value::Row(
                entries.iter().filter_map(|(column, item)| Some((column.clone(), self.value(item)?))).collect(),
            ),
            Shape::Other(_) => {
                self.shape(node, "文本、整数或真假值", "a text, a whole number, true or false");
                return None;
            }
        })
    }
}
