//! Fields: what they hold, and the default that fits.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::tree::{Node, Shape};
use crate::vocabulary;
use crate::{Field, FieldId, FieldKind, Format, Label, OptionId, RoleId, Search, Value};

use super::{Entries, Reader};

const TEXT_MAX: usize = 255;
const LONG_TEXT_MAX: usize = 100_000;

/// The words for the kinds of field, as `type` takes them.
#[derive(Clone, Copy)]
enum Type {
    Text,
    LongText,
    Integer,
    Decimal,
    Boolean,
    Date,
    Timestamp,
    Choice,
    Reference,
    Table,
}

const TYPES: &[(&str, Type)] = &[
    ("text", Type::Text),
    ("long_text", Type::LongText),
    ("integer", Type::Integer),
    ("decimal", Type::Decimal),
    ("boolean", Type::Boolean),
    ("date", Type::Date),
    ("timestamp", Type::Timestamp),
    ("choice", Type::Choice),
    ("reference", Type::Reference),
    ("table", Type::Table),
];

const FORMATS: &[(&str, Format)] = &[("zone", Format::Zone), ("mail", Format::Mail)];

const SEARCHES: &[(&str, Search)] = &[("no", Search::No), ("public", Search::Public), ("internal", Search::Internal)];

impl Reader {
    /// The fields of a process, or the columns of a table.
    pub fn fields(&mut self, node: Option<&Node>) -> IndexMap<FieldId, Field> {
        self.named(node).map(|(id, node)| (FieldId::from(id), self.field(id, node))).collect()
    }

    fn field(&mut self, id: &str, node: &Node) -> Field {
        let entries = self.section(node, &vocabulary::FIELD);
        let label = entries.need("label", self);
        let kind = self.kind(entries);
        Field {
            id: FieldId::from(id),
            label: self.label(label),
            ask: entries.get("ask").map(|ask| self.label(Some(ask))),
            help: entries.get("help").map(|help| self.label(Some(help))),
            format: self.word(entries.get("format"), FORMATS),
            required: self.truth(entries.get("required")),
            default: entries.get("default").and_then(|default| self.fitting(default, &kind)),
            default_at: self.default_at(entries.get("default_at"), &kind),
            default_for: self.default_for(entries.get("default_for"), &kind),
            indexed: self.truth(entries.get("indexed")),
            search: self.word(entries.get("search"), SEARCHES).unwrap_or_default(),
            personal: self.truth(entries.get("personal")),
            internal: self.truth(entries.get("internal")),
            derived: self.truth(entries.get("derived")),
            fixed: self.truth(entries.get("fixed")),
            not_actor: self.truth(entries.get("not_actor")),
            keeps_customer: self.truth(entries.get("keeps_customer")),
            by_step: self.truth(entries.get("by_step")),
            unique: self.truth(entries.get("unique")),
            retired: self.truth(entries.get("retired")),
            outgoing: false,
            kind,
        }
    }

    fn default_at(&mut self, node: Option<&Node>, kind: &FieldKind) -> BTreeMap<String, Value> {
        let Some(node) = node else { return BTreeMap::new() };
        let doors = self.section(node, &vocabulary::DEFAULT_AT);
        let at = |door: &&str| Some(((*door).to_owned(), self.fitting(doors.get(door)?, kind)?));
        vocabulary::DEFAULT_AT.keys.iter().filter_map(at).collect()
    }

    fn default_for(&mut self, node: Option<&Node>, kind: &FieldKind) -> IndexMap<RoleId, Value> {
        let roles: Vec<_> = self.named(node).collect();
        roles.into_iter().filter_map(|(role, node)| Some((RoleId::from(role), self.fitting(node, kind)?))).collect()
    }

    fn kind(&mut self, entries: Entries<'_>) -> FieldKind {
        let word = entries.need("type", self);
        let kind = self.word(word, TYPES);
        let taken: &[&str] = match kind {
            None => &["max", "min", "options", "to", "columns"],
            Some(Type::Text | Type::LongText) => &["max"],
            Some(Type::Integer) => &["max", "min"],
            Some(Type::Choice) => &["options"],
            Some(Type::Reference) => &["to"],
            Some(Type::Table) => &["columns"],
            Some(Type::Decimal | Type::Boolean | Type::Date | Type::Timestamp) => &[],
        };
        for key in ["max", "min", "options", "to", "columns"] {
            if let Some(node) = entries.get(key).filter(|_| !taken.contains(&key)) {
                self.problems.add(
                    &node.place,
                    &format!("此类型的字段没有 `{key}`"),
                    &format!("a field of this type takes no `{key}`"),
                );
            }
        }
        match kind {
            None => FieldKind::Text { max: TEXT_MAX },
            Some(Type::Text) => FieldKind::Text { max: self.number(entries.get("max")).unwrap_or(TEXT_MAX) },
            Some(Type::LongText) => {
                FieldKind::LongText { max: self.number(entries.get("max")).unwrap_or(LONG_TEXT_MAX) }
            }
            Some(Type::Integer) => {
                FieldKind::Integer { min: self.number(entries.get("min")), max: self.number(entries.get("max")) }
            }
            Some(Type::Decimal) => FieldKind::Decimal,
            Some(Type::Boolean) => FieldKind::Boolean,
            Some(Type::Date) => FieldKind::Date,
            Some(Type::Timestamp) => FieldKind::Timestamp,
            Some(Type::Choice) => {
                let options = entries.need("options", self);
                FieldKind::Choice { options: self.options(options) }
            }
            Some(Type::Reference) => {
                let to = entries.need("to", self);
                FieldKind::Reference { to: self.words(to) }
            }
            Some(Type::Table) => {
                let columns = entries.need("columns", self);
                FieldKind::Table { columns: self.fields(columns) }
            }
        }
    }

    fn options(&mut self, node: Option<&Node>) -> IndexMap<OptionId, Label> {
        self.named(node).map(|(id, node)| (OptionId::from(id), self.label(Some(node)))).collect()
    }

    /// The value of `node`, if a field of `kind` can hold it.
    pub fn fitting(&mut self, node: &Node, kind: &FieldKind) -> Option<Value> {
        let (fits, zh, en) = match (kind, &node.shape) {
            (FieldKind::Choice { options }, Shape::Text(word)) => {
                if options.contains_key(word.as_str()) {
                    return Some(Value::Text(word.clone()));
                }
                self.problems.unknown(&node.place, "选项", "option", word, options.keys().map(OptionId::as_str));
                return None;
            }
            (FieldKind::Choice { .. }, _) => (false, "选项标识", "the id of an option"),
            (FieldKind::Text { max } | FieldKind::LongText { max }, Shape::Text(text)) => {
                (text.chars().count() <= *max, "不超过 `max` 个字符的文本", "a text of at most `max` characters")
            }
            (FieldKind::Text { .. } | FieldKind::LongText { .. }, _) => (false, "文本", "a text"),
            (FieldKind::Integer { min, max }, Shape::Int(int)) => {
                let fits = min.is_none_or(|min| min <= *int) && max.is_none_or(|max| *int <= max);
                (fits, "`min` 与 `max` 之间的整数", "a whole number between `min` and `max`")
            }
            (FieldKind::Integer { .. }, _) => (false, "整数", "a whole number"),
            (FieldKind::Boolean, shape) => (matches!(shape, Shape::Bool(_)), " true 或 false", "true or false"),
            (FieldKind::Decimal, Shape::Text(text)) => {
                (is_decimal(text), "小数文本，如 \"12.50\"", "a decimal text such as \"12.50\"")
            }
            (FieldKind::Decimal, _) => (false, "小数文本，如 \"12.50\"", "a decimal text such as \"12.50\""),
            (FieldKind::Date, Shape::Text(text)) => (
                text.parse::<jiff::civil::Date>().is_ok(),
                "日期文本，如 \"2026-11-22\"",
                "a day as text such as \"2026-11-22\"",
            ),
            (FieldKind::Timestamp, Shape::Text(text)) => (
                text.parse::<jiff::Timestamp>().is_ok(),
                "时间文本，如 \"2026-11-22T07:30:00Z\"",
                "an instant as text such as \"2026-11-22T07:30:00Z\"",
            ),
            (FieldKind::Date | FieldKind::Timestamp, _) => {
                (false, "文本形式的日期或时间", "a day or an instant as text")
            }
            (FieldKind::Reference { .. } | FieldKind::Table { .. }, _) => {
                (false, "留空：引用和表格没有固定值", "left out: references and tables take no fixed value")
            }
        };
        if !fits {
            self.shape(node, zh, en);
            return None;
        }
        self.value(node)
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|run| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit()))
}
