//! What differs between two states of the definitions, for the page on which an overlay is reviewed.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::{Definitions, Grant, Label, Process, Role, StateKind, loosening};

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The process that it belongs to; none: a role or a group.
    pub process: Option<crate::ProcessId>,
    /// The part of it, by its key in TOML: `fields`, `states`, `grants` …; `process` for what is at its head; `role`, `group`.
    pub kind: String,
    /// Which of these, and which of its keys: `impact`, `impact.label`; the place in a list that has no ids.
    pub id: String,
    /// What it was; none: it wasn't there.
    pub before: Option<String>,
    /// What it is; none: it is gone.
    pub after: Option<String>,
    /// What it was as it is written; a process, role or clock's end by its label.
    pub was: Option<Json>,
    /// What it is as it is written.
    pub is: Option<Json>,
    /// Whether it gives somebody more, asks for less, or opens another way.
    pub loosens: bool,
}

/// The parts of a process that have ids.
const NAMED: &[&str] = &["fields", "states", "transitions", "clocks", "relations", "renamed_states"];

/// What differs from `before` in `after`: first what loosens.
#[must_use]
pub fn compare(before: &Definitions, after: &Definitions) -> Vec<Difference> {
    let mut differences = Vec::new();
    let processes: BTreeSet<_> = before.processes.keys().chain(after.processes.keys()).collect();
    for id in processes {
        let (old, new) = (before.processes.get(id), after.processes.get(id));
        if old.map(|process| &process.hash) == new.map(|process| &process.hash) {
            continue;
        }
        match (old, new) {
            (Some(old), Some(new)) => {
                process(old, new, &mut differences);
                endings(old, new, &mut differences);
            }
            _ => differences.push(Difference {
                process: Some(id.clone()),
                kind: "process".to_owned(),
                id: id.to_string(),
                before: old.map(|process| label(&process.label)),
                after: new.map(|process| label(&process.label)),
                was: old.map(|process| written(&process.label)),
                is: new.map(|process| written(&process.label)),
                loosens: new.is_some_and(|new| loosening::of_process(before, new)),
            }),
        }
    }
    roles(before, after, &mut differences);
    groups(before, after, &mut differences);
    differences.sort_by_key(|difference| !difference.loosens);
    differences
}

fn process(was: &Process, is: &Process, differences: &mut Vec<Difference>) {
    let mut note = |kind: &str, id: String, before: Option<&Json>, after: Option<&Json>| {
        if before != after {
            let added = || id.parse::<usize>().ok().and_then(|place| is.grants.get(place.checked_sub(1)?));
            let loosens = match (kind, after) {
                ("grants", Some(_)) => added().is_none_or(|grant| loosening::of_grant(was, grant)),
                ("grants", None) => false,
                _ => loosening::of_part((was, is), kind, &id),
            };
            let (process, kind) = (Some(is.id.clone()), kind.to_owned());
            differences.push(Difference {
                process,
                kind,
                id,
                before: before.map(text),
                after: after.map(text),
                was: before.cloned(),
                is: after.cloned(),
                loosens,
            });
        }
    };
    let (old, new) = (definition(was), definition(is));
    for (key, before, after) in pairs(&old, &new) {
        let named = NAMED.contains(&key).then(|| (object(before), object(after)));
        if let Some((before, after)) = named {
            for (id, before, after) in pairs(&before, &after) {
                let (Some(Json::Object(was)), Some(Json::Object(is))) = (before, after) else {
                    note(key, id.to_owned(), before, after);
                    continue;
                };
                for (attribute, before, after) in pairs(was, is) {
                    note(key, format!("{id}.{attribute}"), before, after);
                }
            }
        } else if let (Some(was), Some(is)) = (items(before), items(after))
            && was.iter().chain(is).all(Json::is_object)
            && !(was.is_empty() && is.is_empty())
        {
            for (index, gone) in was.iter().enumerate().filter(|(_, item)| !is.contains(item)) {
                note(key, (index + 1).to_string(), Some(gone), None);
            }
            for (index, added) in is.iter().enumerate().filter(|(_, item)| !was.contains(item)) {
                note(key, (index + 1).to_string(), None, Some(added));
            }
        } else {
            note("process", key.to_owned(), before, after);
        }
    }
}

/// Where a clock newly ends is written nowhere: it is what no clock says of a state.
fn endings(was: &Process, is: &Process, differences: &mut Vec<Difference>) {
    for (clock, state) in loosening::endings(was, is) {
        let (zh, en, counts) = match state.kind {
            StateKind::Cancelled => ("撤销，不再考核", "is called off", "is asked for no more"),
            _ => ("停止，算作达标", "stops", "counts as met"),
        };
        let said = Label {
            zh: format!("{}时限在“{}”处{zh}", clock.label.zh, state.label.zh),
            en: format!("the clock “{}” {en} in “{}” and {counts}", clock.label.en, state.label.en),
        };
        differences.push(Difference {
            process: Some(is.id.clone()),
            kind: "clocks".to_owned(),
            id: format!("{}.{}", clock.id, state.id),
            before: None,
            after: Some(label(&said)),
            was: None,
            is: Some(written(&said)),
            loosens: true,
        });
    }
}

/// The items of a list; of one that is not there, none.
fn items(list: Option<&Json>) -> Option<&[Json]> {
    list.map_or(Some(&[]), |list| list.as_array().map(Vec::as_slice))
}

fn roles(before: &Definitions, after: &Definitions, differences: &mut Vec<Difference>) {
    let ids: BTreeSet<_> = before.roles.keys().chain(after.roles.keys()).collect();
    for id in ids {
        let (before, after) = (before.roles.get(id), after.roles.get(id));
        let loosens = after.is_some_and(|after| loosening::of_role(before, after));
        let says = |is: &Role| (role(is), written_role(is));
        whole(("role", id.as_str()), before.map(says), after.map(says), loosens, differences);
    }
}

fn groups(before: &Definitions, after: &Definitions, differences: &mut Vec<Difference>) {
    let ids: BTreeSet<_> = before.groups.keys().chain(after.groups.keys()).collect();
    for id in ids {
        let says = |is: &Label| (label(is), written(is));
        let (before, after) = (before.groups.get(id).map(says), after.groups.get(id).map(says));
        whole(("group", id), before, after, false, differences);
    }
}

/// Something that is compared as a whole and belongs to no process.
fn whole(
    (kind, id): (&str, &str),
    before: Option<(String, Json)>,
    after: Option<(String, Json)>,
    loosens: bool,
    differences: &mut Vec<Difference>,
) {
    if before != after {
        let ((before, was), (after, is)) = (before.unzip(), after.unzip());
        let (process, kind, id) = (None, kind.to_owned(), id.to_owned());
        differences.push(Difference { process, kind, id, before, after, was, is, loosens });
    }
}

/// A role, with what makes it mighty.
fn role(role: &Role) -> String {
    let mut parts = vec![label(&role.label), label(&role.purpose)];
    parts.extend(marks(role).map(str::to_owned));
    parts.extend(role.grants.iter().map(|grant| format!("grants: {}", actions(grant).join(", "))));
    parts.join("; ")
}

/// The same as it is written, of its grants what they give.
fn written_role(role: &Role) -> Json {
    let grants: Vec<Json> = role.grants.iter().map(|grant| json!({ "actions": actions(grant) })).collect();
    let mut all = json!({ "label": written(&role.label), "purpose": written(&role.purpose) });
    marks(role).for_each(|mark| all[mark] = Json::Bool(true));
    if !grants.is_empty() {
        all["grants"] = Json::Array(grants);
    }
    all
}

/// What makes a role mighty.
fn marks(role: &Role) -> impl Iterator<Item = &'static str> {
    let marks = [
        ("for_contacts", role.for_contacts),
        ("held_by_contacts", role.held_by_contacts),
        ("held_by_staff", role.held_by_staff),
        ("administers", role.administers),
        ("founds", role.founds),
    ];
    marks.into_iter().filter(|(_, set)| *set).map(|(mark, _)| mark)
}

fn actions(grant: &Grant) -> Vec<&'static str> {
    grant.actions.iter().map(|action| action.word()).collect()
}

fn written(label: &Label) -> Json {
    json!({ "zh": label.zh, "en": label.en })
}

fn definition(process: &Process) -> Map<String, Json> {
    let text: Json = serde_json::from_str(&process.text).unwrap_or_default();
    object(text.get("definition"))
}

fn object(json: Option<&Json>) -> Map<String, Json> {
    json.and_then(Json::as_object).cloned().unwrap_or_default()
}

/// The entries of both by key, in the new order, then what is gone.
fn pairs<'a>(
    old: &'a Map<String, Json>,
    new: &'a Map<String, Json>,
) -> impl Iterator<Item = (&'a str, Option<&'a Json>, Option<&'a Json>)> {
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    new.keys().chain(gone).map(|key| (key.as_str(), old.get(key), new.get(key)))
}

fn label(label: &Label) -> String {
    format!("{} / {}", label.zh, label.en)
}

/// A value as people read it.
fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Json::Object(entries) => match (entries.get("zh"), entries.get("en")) {
            (Some(Json::String(zh)), Some(Json::String(en))) => format!("{zh} / {en}"),
            _ => entries.iter().map(|(key, value)| format!("{key}: {}", text(value))).collect::<Vec<_>>().join("; "),
        },
        other => other.to_string(),
    }
}
