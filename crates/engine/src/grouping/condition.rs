//! The expressions that list a group's records, and what lies beside them.

use jiff::civil::Date;
use yuheng_definition::Value;
use yuheng_definition::expression::Node;

use super::age::opened_ago;
use super::{Group, GroupKind, Grouping};

impl Grouping {
    /// The expression that holds for the records of a group and for no others.
    #[must_use]
    pub fn condition(&self, group: &Group) -> String {
        let id = self.name.split(':').next().unwrap_or_default();
        match group {
            Group::Truth(true) if id == "is_open" => "record.is_open".to_owned(),
            Group::Truth(false) if id == "is_open" => "!record.is_open".to_owned(),
            Group::Truth(truth) => format!("record.{id} == {truth}"),
            Group::Word(word) => match self.words(word).as_slice() {
                [_] => format!("record.{id} == \"{word}\""),
                words => format!("record.{id} in [\"{}\"]", words.join("\", \"")),
            },
            Group::Reference(record) => format!("record.{id} == \"{record}\""),
            Group::From(day) => {
                let next = self.last(*day).tomorrow().unwrap_or(Date::MAX);
                format!("record.{id} >= \"{day}\" && record.{id} < \"{next}\"")
            }
            Group::Age(at) => opened_ago(*at),
            Group::Without if self.kind == GroupKind::Age => "!record.is_open".to_owned(),
            Group::Without => format!("!has(record.{id})"),
        }
    }

    /// The condition of a group that names a word or a record, also one that no expression can name any more; of others none: their
    /// expression says it.
    #[must_use]
    pub fn node(&self, group: &Group) -> Option<Node> {
        let is = |value: &str| Node::equal(Node::Path(self.path.clone()), Node::Literal(Value::from(value)));
        match group {
            Group::Word(word) => Some(Node::any(self.words(word).into_iter().map(is))),
            Group::Reference(id) => Some(is(&id.to_string())),
            _ => None,
        }
    }

    /// A state as it is called now and was before; an option is called one way.
    fn words<'w>(&'w self, word: &'w str) -> Vec<&'w str> {
        let before = self.renamed.iter().filter(|(_, now)| *now == word).map(|(before, _)| before.as_str());
        std::iter::once(word).chain(before).collect()
    }

    /// The expression that holds for what lies before a group's stretch, where groups follow one another in time.
    #[must_use]
    pub fn before(&self, group: &Group) -> Option<String> {
        let id = self.name.split(':').next()?;
        match group {
            Group::From(day) => Some(format!("record.{id} < \"{day}\"")),
            _ => None,
        }
    }

    /// The expression that holds for what is in none of `groups`, where they are of words or records; of others none says it.
    #[must_use]
    pub fn beyond(&self, groups: &[Group]) -> Option<String> {
        let mut named = Vec::new();
        let mut has_value = None;
        for group in groups {
            match group {
                Group::Word(word) => named.extend(self.words(word).into_iter().map(str::to_owned)),
                Group::Reference(record) => named.push(record.to_string()),
                Group::Without if self.kind != GroupKind::Age => has_value = Some(format!("has(record.{})", self.name)),
                _ => return None,
            }
        }
        let others = (!named.is_empty()).then(|| format!("!(record.{} in [\"{}\"])", self.name, named.join("\", \"")));
        let parts: Vec<_> = others.into_iter().chain(has_value).collect();
        (!parts.is_empty()).then(|| parts.join(" && "))
    }
}
