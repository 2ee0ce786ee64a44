//! A stored value: the closed set of shapes that a field's content can take, in memory, in JSON and in the history.
//!
//! Dates, timestamps, decimals and references are texts in one canonical form (`2026-11-22`, `2026-11-22T07:30:00Z`,
//! `12.50`, a hyphenated UUID); the field's kind says which. There are no floats and no null: an empty field is absent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text, or what the field's kind writes as one.
    Text(String),
    /// A table's rows, or several references.
    List(Vec<Value>),
    /// A table's row, by column id.
    Row(BTreeMap<String, Value>),
}

impl Value {
    /// The text inside, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number inside, if it is one.
    #[must_use]
    pub const fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// The truth inside, if it is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The rows inside; none if it is no list.
    #[must_use]
    pub fn rows(&self) -> &[Self] {
        match self {
            Self::List(rows) => rows,
            _ => &[],
        }
    }

    /// A column of the row, if it is a row that has it.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<&Self> {
        match self {
            Self::Row(columns) => columns.get(id),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}
