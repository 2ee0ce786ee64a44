//! What an expression may name: the fields, states and clocks of one process, or what several share.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use uuid::Uuid;

use crate::{ClockId, Field, FieldId, FieldKind, Process, ProcessId, RoleId, StateId};

/// The fields that the store keeps in columns for all processes: what a filter over several may name.
const SHARED: [&str; 8] =
    ["customer", "service", "assignee", "group", "requester", "department", "priority", "confidential"];

/// What an expression may name, with its types.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    pub(super) fields: BTreeMap<String, Type>,
    pub(super) states: Vec<String>,
    pub(super) clocks: Vec<String>,
    /// Empty: any.
    pub(super) processes: Vec<String>,
    /// Empty: any.
    pub(super) roles: Vec<String>,
    /// The fields are questions of a form, and their answers all that is read: `answers.kind`.
    pub(super) is_form: bool,
    /// The records that a reference may be compared with by their numbers; none: by their ids alone.
    pub(super) numbers: Option<BTreeMap<String, Uuid>>,
}

/// The type of a part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Truth,
    Integer,
    Decimal,
    Text,
    /// One of these words; empty: any word.
    Word(Vec<String>),
    Reference,
    Day,
    Instant,
    /// A list of values of a type.
    List(Box<Type>),
    /// A table field: `has` reads it, and `in` the columns of words that it has.
    Table(BTreeMap<String, Self>),
}

impl Schema {
    /// What an expression over the records of one process may name.
    pub fn new<'a>(
        fields: &IndexMap<FieldId, Field>,
        states: impl IntoIterator<Item = &'a StateId>,
        clocks: impl IntoIterator<Item = &'a ClockId>,
    ) -> Self {
        Self {
            fields: fields.iter().map(|(id, field)| (id.to_string(), Type::of(&field.kind))).collect(),
            states: states.into_iter().map(ToString::to_string).collect(),
            clocks: clocks.into_iter().map(ToString::to_string).collect(),
            ..Self::default()
        }
    }

    /// What an expression over the records of `process` may name.
    #[must_use]
    pub fn of(process: &Process) -> Self {
        let mut schema = Self::new(&process.fields, process.states.keys(), process.clocks.keys());
        schema.states.extend(process.renamed_states.keys().map(ToString::to_string));
        schema
    }

    /// What an expression over the records of all `processes` may name: the fields that all processes share, the
    /// states and clocks of any of them.
    pub fn shared<'a>(processes: impl IntoIterator<Item = &'a Process>) -> Self {
        let mut shared = Self::default();
        for process in processes {
            let own = Self::of(process);
            for (id, kind) in own.fields.into_iter().filter(|(id, _)| SHARED.contains(&id.as_str())) {
                shared.fields.entry(id).and_modify(|known| known.widen(&kind)).or_insert(kind);
            }
            extend(&mut shared.states, own.states);
            extend(&mut shared.clocks, own.clocks);
            shared.processes.push(process.id.to_string());
        }
        shared
    }

    /// What a condition over the answers to a form's `questions` may name.
    #[must_use]
    pub fn of_answers(questions: &IndexMap<FieldId, Field>) -> Self {
        Self { is_form: true, ..Self::new(questions, [], []) }
    }

    /// The same, with the roles that there are, so that a misspelt one is found.
    #[must_use]
    pub fn with_roles<'a>(mut self, roles: impl IntoIterator<Item = &'a RoleId>) -> Self {
        self.roles = roles.into_iter().map(ToString::to_string).collect();
        self
    }

    /// The same without `fields`: what may not be seen may not be asked for either.
    #[must_use]
    pub fn without<'a>(mut self, fields: impl IntoIterator<Item = &'a FieldId>) -> Self {
        for field in fields {
            self.fields.remove(field.as_str());
        }
        self
    }

    /// The same, where a reference may be compared with the number of one of these records too. A definition has none:
    /// numbers are given by each installation.
    #[must_use]
    pub fn with_numbers(mut self, numbers: BTreeMap<String, Uuid>) -> Self {
        self.numbers = Some(numbers);
        self
    }

    /// The same, with the processes that there are, so that a misspelt one is found.
    #[must_use]
    pub fn with_processes<'a>(mut self, processes: impl IntoIterator<Item = &'a ProcessId>) -> Self {
        self.processes = processes.into_iter().map(ToString::to_string).collect();
        self
    }
}

impl Type {
    fn of(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Text { .. } | FieldKind::LongText { .. } => Self::Text,
            FieldKind::Integer { .. } => Self::Integer,
            FieldKind::Decimal => Self::Decimal,
            FieldKind::Boolean => Self::Truth,
            FieldKind::Date => Self::Day,
            FieldKind::Timestamp => Self::Instant,
            FieldKind::Choice { options } => Self::Word(options.keys().map(ToString::to_string).collect()),
            FieldKind::Reference { .. } => Self::Reference,
            FieldKind::Table { columns } => {
                Self::Table(columns.iter().map(|(id, column)| (id.to_string(), Self::of(&column.kind))).collect())
            }
        }
    }

    /// Makes room for the words of `other`.
    fn widen(&mut self, other: &Self) {
        if let (Self::Word(words), Self::Word(more)) = (self, other) {
            extend(words, more.clone());
        }
    }

    /// What people call it.
    pub(super) const fn name(&self) -> (&'static str, &'static str) {
        match self {
            Self::Truth => ("是否", "yes or no"),
            Self::Integer => ("整数", "a whole number"),
            Self::Decimal => ("小数", "a decimal"),
            Self::Text => ("文本", "a text"),
            Self::Word(_) => ("选项", "one of fixed words"),
            Self::Reference => ("引用", "a reference"),
            Self::Day => ("日期", "a day"),
            Self::Instant => ("时间", "an instant"),
            Self::List(_) => ("列表", "a list"),
            Self::Table(_) => ("表格", "a table"),
        }
    }

    /// Whether one value comes before another.
    pub(super) const fn is_ordered(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Text | Self::Day | Self::Instant)
    }
}

fn extend(known: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}
