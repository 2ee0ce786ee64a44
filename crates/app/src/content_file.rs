//! The form of a file of records and steps, in TOML.

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use toml::Spanned;
use yuheng_definition::{FieldKind, Problem, Process, stumble};
use yuheng_engine::{Audience, Comment};

use crate::first_content::{Keys, key};
use crate::{Error, Result};

/// A file of records and steps.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    #[serde(default)]
    pub(crate) record: Vec<Spanned<NewRecord>>,
    #[serde(default)]
    pub(crate) step: Vec<Spanned<Step>>,
}

/// A record to be opened.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRecord {
    pub(crate) process: String,
    pub(crate) key: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) by: Option<String>,
    pub(crate) fields: Map<String, Json>,
}

/// What somebody then does with one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) record: String,
    pub(crate) by: Option<String>,
    pub(crate) transition: Option<String>,
    pub(crate) vote: Option<String>,
    pub(crate) agrees: Option<bool>,
    pub(crate) opinion: Option<String>,
    #[serde(default)]
    pub(crate) fields: Map<String, Json>,
    pub(crate) update: Option<Map<String, Json>>,
    pub(crate) comment: Option<Said>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    pub(crate) body: String,
    pub(crate) audience: String,
}

impl File {
    /// Reads the text of the file at `path`.
    pub(crate) fn read(path: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| unreadable(path, text, &error))
    }
}

impl From<Said> for Comment {
    fn from(said: Said) -> Self {
        let audience = if said.audience == "internal" { Audience::Internal } else { Audience::Public };
        Self { body: said.body, audience, with_gaps: false }
    }
}

/// What can't be read of the file at `path`.
pub(crate) fn unreadable(path: &str, text: &str, error: &toml::de::Error) -> Error {
    let (line, message) = stumble::not_as_it_should_be(text, error.span().map(|span| span.start), error.message());
    Error::Definitions(vec![Problem { file: path.to_owned(), line, message, nearest: None }])
}

/// The line of the byte `at`.
pub(crate) fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Puts identities in the place of `@key`, in tables too. A reference to a key that names nothing is refused.
pub(crate) fn resolved(process: &Process, fields: Map<String, Json>, keys: &Keys) -> Result<Map<String, Json>> {
    for (name, value) in &fields {
        let is_reference = |kind: &FieldKind| matches!(kind, FieldKind::Reference { .. });
        let points = process.fields.get(name.as_str()).is_some_and(|field| is_reference(&field.kind));
        if let Some(text) = value.as_str().filter(|text| points && text.starts_with('@')) {
            key(text, keys)?;
        }
    }
    Ok(with_identities(fields, keys))
}

fn with_identities(fields: Map<String, Json>, keys: &Keys) -> Map<String, Json> {
    fields.into_iter().map(|(name, value)| (name, with_identity(value, keys))).collect()
}

fn with_identity(value: Json, keys: &Keys) -> Json {
    match value {
        Json::String(text) => match text.strip_prefix('@').and_then(|key| keys.get(key)) {
            Some(id) => Json::String(id.to_string()),
            None => Json::String(text),
        },
        Json::Array(items) => items.into_iter().map(|item| with_identity(item, keys)).collect(),
        Json::Object(columns) => Json::Object(with_identities(columns, keys)),
        other => other,
    }
}
