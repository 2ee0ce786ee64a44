//! A field of a definition on the wire, as a form asks for it.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;
use yuheng_definition as definition;
use yuheng_engine::{Actor, WHOM, default_of};

use super::definition::{Named, named, texts};
use super::text::Text;
use super::words::FieldKind;

/// A field.
#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    id: String,
    label: Text,
    /// The question that a customer answers with it.
    ask: Option<Text>,
    help: Option<Text>,
    kind: FieldKind,
    min: Option<i64>,
    max: Option<i64>,
    required: bool,
    internal: bool,
    derived: bool,
    fixed: bool,
    indexed: bool,
    /// No form asks for it any longer, and nobody changes it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    retired: bool,
    /// It came with what was withdrawn: only what records hold in it is there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    withdrawn: bool,
    #[schema(value_type = Option<Object>)]
    default: Option<serde_json::Value>,
    options: Vec<Named>,
    to: Vec<String>,
    /// The fields that name whom its records have to be offered to: a list of them takes their values as `offered_to`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    offered_to: Vec<String>,
    #[schema(no_recursion)]
    columns: Vec<Field>,
}

/// A field for whoever `actor` is: its default may be theirs.
pub(super) fn field(field: &definition::Field, actor: &Actor) -> Field {
    let (kind, min, max) = match &field.kind {
        definition::FieldKind::Text { max } => (FieldKind::Text, None, i64::try_from(*max).ok()),
        definition::FieldKind::LongText { max } => (FieldKind::LongText, None, i64::try_from(*max).ok()),
        definition::FieldKind::Integer { min, max } => (FieldKind::Integer, *min, *max),
        definition::FieldKind::Decimal => (FieldKind::Decimal, None, None),
        definition::FieldKind::Boolean => (FieldKind::Boolean, None, None),
        definition::FieldKind::Date => (FieldKind::Date, None, None),
        definition::FieldKind::Timestamp => (FieldKind::Timestamp, None, None),
        definition::FieldKind::Choice { .. } => (FieldKind::Choice, None, None),
        definition::FieldKind::Reference { .. } => (FieldKind::Reference, None, None),
        definition::FieldKind::Table { .. } => (FieldKind::Table, None, None),
    };
    let options = match &field.kind {
        definition::FieldKind::Choice { options } => {
            options.iter().map(|(id, label)| named(id.as_str(), label)).collect()
        }
        _ => Vec::new(),
    };
    let (to, columns) = match &field.kind {
        definition::FieldKind::Reference { to } => (texts(to), Vec::new()),
        definition::FieldKind::Table { columns } => {
            (Vec::new(), columns.values().map(|column| self::field(column, actor)).collect())
        }
        _ => (Vec::new(), Vec::new()),
    };
    Field {
        id: field.id.to_string(),
        label: Text::from(&field.label),
        ask: field.ask.as_ref().map(Text::from),
        help: field.help.as_ref().map(Text::from),
        kind,
        min,
        max,
        required: field.required,
        internal: field.internal,
        derived: field.derived,
        fixed: field.fixed,
        indexed: field.indexed,
        retired: field.retired,
        withdrawn: field.outgoing,
        default: default_of(field, actor).and_then(|value| serde_json::to_value(value).ok()),
        options,
        to,
        offered_to: Vec::new(),
        columns,
    }
}

impl Field {
    /// The same, where it names what is ordered of `process`: with those of the fields that say for whom that the caller sees.
    pub(super) fn ordered_of(mut self, process: &definition::Process, hidden: &BTreeSet<definition::FieldId>) -> Self {
        let is_item = |it: &definition::Derivation| matches!(it, definition::Derivation::Answers { item, .. } if *item == self.id.as_str());
        if process.derivations.iter().any(is_item) {
            let whom = WHOM.into_iter().filter(|id| process.fields.contains_key(*id) && !hidden.contains(*id));
            self.offered_to = whom.map(str::to_owned).collect();
        }
        self
    }
}
