//! Counts by field: by what a process's records can be grouped, which group a record belongs to, what the group is called and
//! the expression that lists just its records. Pure: days are those of the organisation's zone, `today` is an argument.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use uuid::Uuid;
use yuheng_definition::expression::{Path, RecordPath};
use yuheng_definition::{FieldId, FieldKind, Label, OptionId, Process, StateId};

use self::age::{AGES, age};
use self::groupable::{AGE, INSTANTS, PLAIN, kind_of};
pub use self::groupable::{Groupable, groupable};
pub use self::stretch::Stretch;
use self::stretch::stretched;
use crate::RecordId;

mod age;
mod condition;
mod groupable;
mod refusal;
mod stretch;
#[cfg(test)]
mod tests;

/// By what records are grouped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// As it is asked for: `state`, `opened_at:month`, `age`.
    pub name: String,
    /// What is read of each record.
    pub path: Path,
    /// How it is read.
    pub kind: GroupKind,
    /// States that were called otherwise before, by what they were called: they are one group.
    renamed: BTreeMap<String, String>,
}

/// How what is grouped by is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// A state or an option.
    Word,
    /// Yes or no.
    Truth,
    /// A record.
    Reference,
    /// A day that a field holds, by this stretch.
    Day(Stretch),
    /// An instant, by the stretch in which its day lies.
    Instant(Stretch),
    /// How many days ago what is open was opened.
    Age,
}

/// What a store reads of a record to group it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupCell {
    /// Yes or no.
    Truth(bool),
    /// A text.
    Text(String),
    /// An identity.
    Id(RecordId),
    /// A day.
    Day(Date),
}

/// A group, in the order of a list sorted by the field: what lacks it comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Where it is so, or not.
    Truth(bool),
    /// With this state or option.
    Word(String),
    /// That names this record.
    Reference(RecordId),
    /// Of the stretch that begins on this day.
    From(Date),
    /// Open for so long: a place among the ages.
    Age(usize),
    /// That has no value; grouped by age: that is open no longer.
    Without,
}

impl Grouping {
    /// Reads `name` for the records of `process`, of whose fields those for which `is_hidden` holds are not there.
    ///
    /// # Errors
    /// In words: nothing is called so, or it can't be grouped by, or the stretch is missing or one too many.
    pub fn of(name: &str, process: &Process, is_hidden: impl Fn(&FieldId) -> bool) -> Result<Self, Label> {
        let (id, stretch) = match name.split_once(':') {
            Some((id, stretch)) => (id, Some(stretch)),
            None => (name, None),
        };
        let field = process.fields.get(id).filter(|field| !is_hidden(&field.id));
        let (path, kind) = if let Some((_, path, kind)) = PLAIN.iter().find(|(known, ..)| *known == id) {
            (Path::Record(*path), *kind)
        } else if let Some((_, path)) = INSTANTS.iter().find(|(known, _)| *known == id) {
            (Path::Record(*path), GroupKind::Instant(Stretch::Day))
        } else if id == AGE {
            (Path::Record(RecordPath::OpenedAt), GroupKind::Age)
        } else if let Some(field) = field {
            let kind = kind_of(&field.kind).ok_or_else(|| refusal::not_by(id))?;
            (Path::Field(field.id.clone()), kind)
        } else {
            return Err(refusal::unknown(id, groupable(process, is_hidden).iter().map(|it| it.by)));
        };
        let kind = match (kind, stretch) {
            (GroupKind::Day(_), Some(text)) => GroupKind::Day(stretched(id, text)?),
            (GroupKind::Instant(_), Some(text)) => GroupKind::Instant(stretched(id, text)?),
            (GroupKind::Day(_) | GroupKind::Instant(_), None) => return Err(refusal::without_stretch(id)),
            (_, Some(_)) => return Err(refusal::no_time(id)),
            (kind, None) => kind,
        };
        let renamed = match path {
            Path::Record(RecordPath::State) => process.renamed_states.iter(),
            _ => return Ok(Self { name: name.to_owned(), path, kind, renamed: BTreeMap::new() }),
        };
        let renamed = renamed.map(|(before, now)| (before.to_string(), now.to_string())).collect();
        Ok(Self { name: name.to_owned(), path, kind, renamed })
    }

    /// Whether its groups follow one another in time.
    #[must_use]
    pub const fn is_time(&self) -> bool {
        matches!(self.kind, GroupKind::Day(_) | GroupKind::Instant(_))
    }

    /// The group of a record of which `cell` was read.
    #[must_use]
    pub fn group(&self, cell: Option<GroupCell>, today: Date) -> Group {
        match (self.kind, cell) {
            (_, None) => Group::Without,
            (GroupKind::Age, Some(GroupCell::Day(day))) => Group::Age(age(day, today)),
            (GroupKind::Day(stretch) | GroupKind::Instant(stretch), Some(GroupCell::Day(day))) => {
                Group::From(stretch.first(day))
            }
            (_, Some(GroupCell::Truth(truth))) => Group::Truth(truth),
            (_, Some(GroupCell::Id(id))) => Group::Reference(id),
            (GroupKind::Reference, Some(GroupCell::Text(text))) => {
                Uuid::parse_str(&text).map_or(Group::Without, |id| Group::Reference(RecordId(id)))
            }
            (_, Some(GroupCell::Text(text))) => Group::Word(self.renamed.get(&text).cloned().unwrap_or(text)),
            (_, Some(GroupCell::Day(day))) => Group::From(day),
        }
    }

    /// The value of a group on the wire; none: it has none.
    #[must_use]
    pub fn value(&self, group: &Group) -> Option<String> {
        Some(match group {
            Group::Truth(truth) => truth.to_string(),
            Group::Word(word) => word.clone(),
            Group::Reference(id) => id.to_string(),
            Group::From(day) => match self.stretch() {
                Stretch::Month => day.strftime("%Y-%m").to_string(),
                Stretch::Day | Stretch::Week => day.to_string(),
            },
            Group::Age(at) => AGES.get(*at)?.0.to_owned(),
            Group::Without => return None,
        })
    }

    /// What a group is called; one of a record is called as the record is.
    #[must_use]
    pub fn label(&self, group: &Group, process: &Process) -> Label {
        match group {
            Group::Truth(true) => Label::new("是", "Yes"),
            Group::Truth(false) => Label::new("否", "No"),
            Group::Word(word) => self.word(word, process).unwrap_or_else(|| Label::new(word, word)),
            Group::Reference(id) => Label { zh: id.to_string(), en: id.to_string() },
            Group::From(day) => {
                let text = match self.stretch() {
                    Stretch::Week => format!("{day} – {}", self.last(*day).strftime("%m-%d")),
                    Stretch::Day | Stretch::Month => self.value(group).unwrap_or_default(),
                };
                Label { zh: text.clone(), en: text }
            }
            Group::Age(at) => AGES.get(*at).map_or_else(Label::default, |(.., zh, en)| Label::new(zh, en)),
            Group::Without if self.kind == GroupKind::Age => Label::new("已结束", "No longer open"),
            Group::Without => Label::new("无", "None"),
        }
    }

    /// The group whose [`Self::value`] this is.
    #[must_use]
    pub fn parse(&self, value: &str) -> Option<Group> {
        match self.kind {
            GroupKind::Word => Some(Group::Word(value.to_owned())),
            GroupKind::Truth => value.parse().ok().map(Group::Truth),
            GroupKind::Reference => Uuid::parse_str(value).ok().map(|id| Group::Reference(RecordId(id))),
            GroupKind::Day(Stretch::Month) | GroupKind::Instant(Stretch::Month) => {
                format!("{value}-01").parse().ok().map(Group::From)
            }
            GroupKind::Day(_) | GroupKind::Instant(_) => value.parse().ok().map(Group::From),
            GroupKind::Age => AGES.iter().position(|(age, ..)| *age == value).map(Group::Age),
        }
    }

    /// The place of a state or option among those that the definition has; what it has no longer comes after them. Of others all
    /// are alike: their names or their days say which comes first.
    #[must_use]
    pub fn rank(&self, group: &Group, process: &Process) -> usize {
        let Group::Word(word) = group else { return 0 };
        let place = match &self.path {
            Path::Field(field) => match process.fields.get(field).map(|field| &field.kind) {
                Some(FieldKind::Choice { options }) => options.get_index_of(word.as_str()),
                _ => None,
            },
            _ => process.states.get_index_of(word.as_str()),
        };
        place.unwrap_or(usize::MAX)
    }

    const fn stretch(&self) -> Stretch {
        match self.kind {
            GroupKind::Day(stretch) | GroupKind::Instant(stretch) => stretch,
            _ => Stretch::Day,
        }
    }

    /// The last day of the stretch that begins on `day`.
    fn last(&self, day: Date) -> Date {
        let span = match self.stretch() {
            Stretch::Day => 1.day(),
            Stretch::Week => 7.days(),
            Stretch::Month => 1.month(),
        };
        day.checked_add(span).and_then(Date::yesterday).unwrap_or(Date::MAX)
    }

    fn word(&self, word: &str, process: &Process) -> Option<Label> {
        match &self.path {
            Path::Field(field) => match &process.fields.get(field)?.kind {
                FieldKind::Choice { options } => options.get(&OptionId::from(word)).cloned(),
                _ => None,
            },
            _ => {
                let now = process.renamed_states.get(word).cloned().unwrap_or_else(|| StateId::from(word));
                process.states.get(&now).map(|state| state.label.clone())
            }
        }
    }
}
