//! A field of a process: one line in TOML.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::{FieldId, Label, OptionId, ProcessId, RoleId, Value};

/// A field of a process.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its id; `customer`, `service`, `assignee`, `group`, `requester`, `department`, `priority` and `confidential`
    /// are also kept in columns that all processes share.
    pub id: FieldId,
    /// What people call it.
    pub label: Label,
    /// The question that a customer answers with it, in plain words; none: it is not asked, but may be added.
    pub ask: Option<Label>,
    /// One sentence for who fills it in.
    pub help: Option<Label>,
    /// What it holds.
    pub kind: FieldKind,
    /// What its text names, beside being one.
    pub format: Option<Format>,
    /// Must be filled from creation on (`requires` on a transition asks for it later).
    pub required: bool,
    /// The value that a new record gets when none is given.
    pub default: Option<Value>,
    /// The value instead of `default` where the record is opened at another door than the page, by the word for the door.
    pub default_at: BTreeMap<String, Value>,
    /// The value instead of `default` where somebody who holds the role opens the record at the page; the first that is held counts.
    pub default_for: IndexMap<RoleId, Value>,
    /// Can be filtered and sorted by: the store keeps a row for it in the side index.
    pub indexed: bool,
    /// Whether its text is found by search, and by whom.
    pub search: Search,
    /// Holds data about a person: kept erasable in the history, as all free text is.
    pub personal: bool,
    /// Customers neither see nor set it.
    pub internal: bool,
    /// Written by the system only (a behaviour, a transition), never by a person.
    pub derived: bool,
    /// Set at creation, never changed.
    pub fixed: bool,
    /// Nobody names themselves in it: a right that it gives comes from somebody else.
    pub not_actor: bool,
    /// It holds what has been agreed with the customer or told them: filled, it keeps the record with its customer.
    pub keeps_customer: bool,
    /// Once it is filled, only a step that asks for it and for a reason changes it.
    pub by_step: bool,
    /// No two records of the process that aren't void hold the same value.
    pub unique: bool,
    /// No form asks for it any longer and nobody changes it; what it holds stays readable.
    pub retired: bool,
    /// Withdrawn: no definition in force has it. What records hold in it is read, and only steps of an earlier flow that ask for
    /// it fill it.
    pub outgoing: bool,
}

/// What a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A time zone of the IANA database, such as `Asia/Shanghai`.
    Zone,
    /// An address for mail.
    Mail,
}

/// Who finds a field's text by searching.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// Nobody.
    #[default]
    No,
    /// Whoever may see the record.
    Public,
    /// Whoever may see the record's internal texts.
    Internal,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldKind {
    /// One line of at most `max` characters.
    Text {
        /// The longest text, in characters.
        max: usize,
    },
    /// Paragraphs of at most `max` characters.
    LongText {
        /// The longest text, in characters.
        max: usize,
    },
    /// A whole number.
    Integer {
        /// The smallest.
        min: Option<i64>,
        /// The greatest.
        max: Option<i64>,
    },
    /// An exact decimal, written as text.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A day, without a zone.
    Date,
    /// An instant, UTC.
    Timestamp,
    /// One of the options, in the order of the definition.
    Choice {
        /// The options by id.
        options: IndexMap<OptionId, Label>,
    },
    /// Another record; the store keeps a dated relation with the field's id.
    Reference {
        /// The processes that it may point to.
        to: Vec<ProcessId>,
    },
    /// Rows with columns of their own; a column is no reference's relation, only its value.
    Table {
        /// The columns by id.
        columns: IndexMap<FieldId, Field>,
    },
}

impl FieldKind {
    /// The word for it in TOML: what `type` takes.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::LongText { .. } => "long_text",
            Self::Integer { .. } => "integer",
            Self::Decimal => "decimal",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Choice { .. } => "choice",
            Self::Reference { .. } => "reference",
            Self::Table { .. } => "table",
        }
    }

    /// Whether the history keeps the value erasable: free text always is.
    #[must_use]
    pub const fn is_free_text(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::LongText { .. })
    }
}

impl Field {
    /// A field of which nothing more is said than what it holds; its label is its id.
    #[must_use]
    pub fn plain(id: &str, kind: FieldKind) -> Self {
        Self {
            id: id.into(),
            label: Label::new(id, id),
            ask: None,
            help: None,
            kind,
            format: None,
            required: false,
            default: None,
            default_at: BTreeMap::new(),
            default_for: IndexMap::new(),
            indexed: false,
            search: Search::No,
            personal: false,
            internal: false,
            derived: false,
            fixed: false,
            not_actor: false,
            keeps_customer: false,
            by_step: false,
            unique: false,
            retired: false,
            outgoing: false,
        }
    }

    /// Whether the history keeps only a commitment to the value, and the value itself where it can be erased.
    #[must_use]
    pub const fn is_erasable(&self) -> bool {
        self.personal || self.kind.is_free_text() || matches!(self.kind, FieldKind::Table { .. })
    }
}
