//! The glossary: the terms of the manual and of the page, each with what it means in our own words.

use crate::Label;

/// A term.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id.
    pub id: String,
    /// The term itself.
    pub label: Label,
    /// What it means, in our own words.
    pub meaning: Label,
    /// Terms to read with it, by id.
    pub see: Vec<String>,
}
