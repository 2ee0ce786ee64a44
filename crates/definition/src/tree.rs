//! A TOML text as a tree that knows where each of its parts stands, and the canonical text that versions are made of.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;
use toml_edit::{Document, Item, TableLike, Value as Toml};

use crate::{Problem, stumble};

/// Where something stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub file: Arc<str>,
    pub line: usize,
}

/// A part of a definition's text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub place: Place,
    pub shape: Shape,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text(String),
    Int(i64),
    Bool(bool),
    List(Vec<Node>),
    Table(IndexMap<String, Node>),
    /// A float or a TOML date, which no key takes.
    Other(String),
}

impl Default for Shape {
    fn default() -> Self {
        Self::Table(IndexMap::new())
    }
}

impl Node {
    /// The tree of a TOML text.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let lines = Lines::of(text);
        let document = Document::parse(text).map_err(|error| {
            let (line, message) = stumble::not_toml(text, error.span().map(|span| span.start), error.message());
            Problem { file: file.to_owned(), line, message, nearest: None }
        })?;
        let grower = Grower { file: Arc::from(file), lines };
        Ok(Self { place: grower.place(None), shape: grower.table(document.as_table()) })
    }

    /// The tree of a canonical text; its parts stand nowhere.
    pub fn from_json(json: &Json) -> Self {
        let shape = match json {
            Json::Bool(truth) => Shape::Bool(*truth),
            Json::Number(number) => number.as_i64().map_or_else(|| Shape::Other(number.to_string()), Shape::Int),
            Json::String(text) => Shape::Text(text.clone()),
            Json::Array(items) => Shape::List(items.iter().map(Self::from_json).collect()),
            Json::Object(entries) => {
                Shape::Table(entries.iter().map(|(key, value)| (key.clone(), Self::from_json(value))).collect())
            }
            Json::Null => Shape::Other("null".to_owned()),
        };
        Self { place: Place::default(), shape }
    }

    /// The tree without places. The order of keys is kept: it is the order of forms, of states and of lists.
    pub fn to_json(&self) -> Json {
        match &self.shape {
            Shape::Text(text) | Shape::Other(text) => Json::from(text.as_str()),
            Shape::Int(int) => Json::from(*int),
            Shape::Bool(truth) => Json::from(*truth),
            Shape::List(items) => items.iter().map(Self::to_json).collect(),
            Shape::Table(entries) => {
                Json::Object(entries.iter().map(|(key, node)| (key.clone(), node.to_json())).collect())
            }
        }
    }

    /// The entries, if it is a table.
    pub const fn entries(&self) -> Option<&IndexMap<String, Self>> {
        match &self.shape {
            Shape::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entries to change, if it is a table.
    pub const fn entries_mut(&mut self) -> Option<&mut IndexMap<String, Self>> {
        match &mut self.shape {
            Shape::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entry `key`, if it is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?.get(key)
    }

    /// The elements, if it is a list.
    pub fn items(&self) -> &[Self] {
        match &self.shape {
            Shape::List(items) => items,
            _ => &[],
        }
    }

    /// The nearest part on the way along `path` that is there: where a fault with it is best shown. A step into a
    /// list is an index or the element's text.
    pub fn nearest(&self, path: &[&str]) -> &Self {
        let Some((step, rest)) = path.split_first() else { return self };
        let next = match &self.shape {
            Shape::Table(entries) => entries.get(*step),
            Shape::List(items) => items
                .iter()
                .find(|item| matches!(&item.shape, Shape::Text(text) if text == step))
                .or_else(|| items.get(step.parse::<usize>().ok()?)),
            _ => None,
        };
        next.map_or(self, |node| node.nearest(rest))
    }
}

/// Makes a tree from what `toml_edit` has parsed.
struct Grower {
    file: Arc<str>,
    lines: Lines,
}

impl Grower {
    fn place(&self, offset: Option<usize>) -> Place {
        Place { file: Arc::clone(&self.file), line: offset.map_or(0, |offset| self.lines.at(offset)) }
    }

    fn table(&self, table: &dyn TableLike) -> Shape {
        let mut entries = IndexMap::new();
        for (name, item) in table.iter() {
            let key = table.key(name).and_then(toml_edit::Key::span);
            let start = key.or_else(|| item.span()).map(|span| span.start);
            entries.insert(name.to_owned(), Node { place: self.place(start), shape: self.item(item) });
        }
        Shape::Table(entries)
    }

    fn item(&self, item: &Item) -> Shape {
        match item {
            Item::None => Shape::default(),
            Item::Value(value) => self.value(value),
            Item::Table(table) => self.table(table),
            Item::ArrayOfTables(tables) => Shape::List(
                tables
                    .iter()
                    .map(|table| Node {
                        place: self.place(table.span().map(|span| span.start)),
                        shape: self.table(table),
                    })
                    .collect(),
            ),
        }
    }

    fn value(&self, value: &Toml) -> Shape {
        match value {
            Toml::String(text) => Shape::Text(text.value().clone()),
            Toml::Integer(int) => Shape::Int(*int.value()),
            Toml::Boolean(truth) => Shape::Bool(*truth.value()),
            Toml::Float(float) => Shape::Other(float.value().to_string()),
            Toml::Datetime(datetime) => Shape::Other(datetime.value().to_string()),
            Toml::InlineTable(table) => self.table(table),
            Toml::Array(array) => Shape::List(
                array
                    .iter()
                    .map(|item| Node { place: self.place(item.span().map(|span| span.start)), shape: self.value(item) })
                    .collect(),
            ),
        }
    }
}

/// Where the lines of a text begin, after the first.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(offset, _)| offset + 1).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset) + 1
    }
}
