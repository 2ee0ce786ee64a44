//! A comparison in words: what differs by the labels that people know it by, in both languages.

use serde_json::{Map, Value as Json};
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Definitions, Difference, FieldKind, Label, Process};
use yuheng_engine::explain::Explain;
use yuheng_engine::failpoint;

use super::vocabulary::{Names, key, word};

/// A difference in words.
pub struct Said {
    /// What differs: the part by its label, and which of its properties.
    pub what: Label,
    /// What it was; none: it wasn't there.
    pub was: Option<Label>,
    /// What it is; none: it is gone.
    pub is: Option<Label>,
}

/// A difference between `before` and `after` in words: what was by the labels of then.
pub(super) fn said(before: &Definitions, after: &Definitions, difference: &Difference) -> Said {
    let words =
        |definitions| Words { definitions, process: process_of(definitions, difference), part: &difference.kind };
    let (old, new) = (words(before), words(after));
    let (part, property) = difference.id.split_once('.').unwrap_or((&difference.id, ""));
    let is_whole = difference.kind == "process" && difference.process.as_ref().is_some_and(|it| it.as_str() == part);
    // At the head of a process the key stands in the place of the part.
    let under = if difference.kind == "process" && !is_whole { part } else { property };
    let is_listed = part.bytes().all(|byte| byte.is_ascii_digit());
    let what = match (new.called(part), under) {
        _ if difference.kind == "process" && !is_whole => new.key(part),
        _ if is_listed => {
            [&difference.is, &difference.was].into_iter().flatten().next().map(|it| new.listed(it)).unwrap_or_default()
        }
        (called, "") => called.or_else(|| old.called(part)).unwrap_or_else(|| plain(part)),
        (called, property) => {
            let called = called.or_else(|| old.called(part)).unwrap_or_else(|| plain(part));
            let property = new
                .state(property)
                .filter(|_| key(&difference.kind, property).is_none())
                .unwrap_or_else(|| new.key(property));
            Label { zh: format!("{} · {}", called.zh, property.zh), en: format!("{} · {}", called.en, property.en) }
        }
    };
    let value = |words: &Words, json: &Json| words.value(part, under, json);
    Said {
        what,
        was: difference.was.as_ref().map(|json| value(&old, json)),
        is: difference.is.as_ref().map(|json| value(&new, json)),
    }
}

fn process_of<'d>(definitions: &'d Definitions, difference: &Difference) -> Option<&'d Process> {
    definitions.process(difference.process.as_ref()?.as_str()).map(AsRef::as_ref)
}

/// The words of one side of a comparison.
struct Words<'a> {
    definitions: &'a Definitions,
    process: Option<&'a Process>,
    /// The part of the process that differs, by its key.
    part: &'a str,
}

impl Words<'_> {
    /// What the part `id` is called.
    fn called(&self, id: &str) -> Option<Label> {
        let process = self.process;
        match self.part {
            _ if failpoint::armed("app.compares_in_ids") => None,
            "fields" => self.field(id),
            "states" => self.state(id),
            "transitions" => process?.transitions.get(id).map(|step| step.label.clone()),
            "clocks" => process?.clocks.get(id).map(|clock| clock.label.clone()),
            "relations" => process?.relations.get(id).map(|relation| relation.label.clone()),
            "role" => self.role(id),
            "group" => self.definitions.groups.get(id).cloned(),
            "process" => process.map(|process| process.label.clone()),
            _ => None,
        }
    }

    /// What tells an entry of a list from others: whom a grant or an escalation is for, what a text says.
    fn listed(&self, entry: &Json) -> Label {
        let of = ["roles", "to", "says", "on", "copied"].into_iter().find_map(|key| Some((key, entry.get(key)?)));
        of.map(|(key, json)| self.value("", key, json)).unwrap_or_default()
    }

    fn key(&self, id: &str) -> Label {
        key(self.part, id).map_or_else(|| plain(id), |(label, _)| label)
    }

    fn field(&self, id: &str) -> Option<Label> {
        self.process?.fields.get(id).map(|field| field.label.clone())
    }

    fn state(&self, id: &str) -> Option<Label> {
        self.process?.states.get(id).map(|state| state.label.clone())
    }

    fn role(&self, id: &str) -> Option<Label> {
        self.definitions.roles.get(id).map(|role| role.label.clone())
    }

    /// What stands under the key `under` of the part `id`.
    fn value(&self, id: &str, under: &str, json: &Json) -> Label {
        let names = key(self.part, under).map_or(Names::Nothing, |(_, names)| names);
        match json {
            Json::Bool(true) => Label::new("是", "Yes"),
            Json::Bool(false) => Label::new("否", "No"),
            Json::String(text) => self.text(names, (id, under), text),
            Json::Array(entries) if names == Names::Condition => self.conditions(entries),
            Json::Array(entries) => joined(entries.iter().map(|entry| self.value(id, under, entry)), "、", ", "),
            Json::Object(entries) => self.entries(names, (id, under), entries),
            Json::Null | Json::Number(_) => plain(&json.to_string()),
        }
    }

    fn text(&self, names: Names, (id, under): (&str, &str), text: &str) -> Label {
        let process = self.process;
        let found = match names {
            Names::Fields => self.field(text),
            Names::States => self.state(text),
            Names::Relations => process.and_then(|it| it.relations.get(text)).map(|it| it.label.clone()),
            Names::Clocks => process.and_then(|it| it.clocks.get(text)).map(|it| it.label.clone()),
            Names::Processes => self.definitions.process(text).map(|process| process.label.clone()),
            Names::Groups => self.definitions.groups.get(text).cloned(),
            Names::Holders => text.strip_prefix('@').map_or_else(|| self.role(text), |field| self.field(field)),
            Names::Parties => self.party(text),
            Names::Condition => self.condition(text),
            Names::Value => self.option(id, text),
            Names::Nothing | Names::Sets | Names::Masks | Names::Labelled => None,
        };
        found.or_else(|| word(under, text)).unwrap_or_else(|| plain(text))
    }

    fn entries(&self, names: Names, (id, under): (&str, &str), entries: &Map<String, Json>) -> Label {
        if let (Some(Json::String(zh)), Some(Json::String(en))) = (entries.get("zh"), entries.get("en")) {
            return Label::new(zh, en);
        }
        let said = entries.iter().map(|(entry, json)| {
            let called = match names {
                Names::Labelled => return self.value("", "label", json.get("label").unwrap_or(json)),
                Names::Sets => self.field(entry),
                Names::Masks | Names::Value => self.role(entry),
                Names::States => Some(plain(entry)),
                _ if entry == "label" => return self.value("", "label", json),
                _ => None,
            };
            let value = match names {
                // Options are those of the field itself; what a step fills, of the field that it fills.
                Names::Value | Names::States => self.value(id, under, json),
                Names::Sets if json.get("value").is_some() => self.set_to(entry, json),
                Names::Sets => self.value(entry, "sets", json),
                Names::Masks => self.value(id, "list", json),
                _ => self.value(if id.is_empty() { entry } else { id }, entry, json),
            };
            let called = called.unwrap_or_else(|| self.key(entry));
            Label { zh: format!("{}：{}", called.zh, value.zh), en: format!("{}: {}", called.en, value.en) }
        });
        joined(said, "；", "; ")
    }

    /// A fixed value that a step fills a field with.
    fn set_to(&self, field: &str, set: &Json) -> Label {
        let value = set.get("value").unwrap_or(set);
        let option = value.as_str().and_then(|text| self.option(field, text));
        option.unwrap_or_else(|| self.value(field, "value", value))
    }

    /// An option of a choice.
    fn option(&self, field: &str, option: &str) -> Option<Label> {
        match &self.process?.fields.get(field)?.kind {
            FieldKind::Choice { options } => options.get(option).cloned(),
            _ => None,
        }
    }

    /// Somebody who has had a part in the record.
    fn party(&self, text: &str) -> Option<Label> {
        if let Some(field) = text.strip_prefix('@') {
            return self.field(field);
        }
        let (part, step) = text.split_once(':')?;
        let step = &self.process?.transitions.get(step)?.label;
        Some(match part {
            "voter" => Label {
                zh: format!("“{}”的审批人", step.zh), en: format!("whoever voted on “{}”", step.en)
            },
            _ => Label { zh: format!("“{}”的办理人", step.zh), en: format!("whoever did “{}”", step.en) },
        })
    }

    /// Conditions that must all hold.
    fn conditions(&self, all: &[Json]) -> Label {
        let each = all.iter().filter_map(Json::as_str).map(|text| self.condition(text).unwrap_or_else(|| plain(text)));
        joined(each, "，且", " and ")
    }

    fn condition(&self, text: &str) -> Option<Label> {
        let process = self.process?;
        let condition = Expression::check(text, &Schema::of(process)).ok()?;
        Some(Explain { definitions: self.definitions, process: Some(process) }.condition(&condition.root))
    }
}

fn plain(text: &str) -> Label {
    Label::new(text, text)
}

fn joined(labels: impl Iterator<Item = Label>, zh: &str, en: &str) -> Label {
    let (in_zh, in_en): (Vec<String>, Vec<String>) = labels.map(|label| (label.zh, label.en)).unzip();
    Label { zh: in_zh.join(zh), en: in_en.join(en) }
}
