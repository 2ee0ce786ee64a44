//! The first content and the demo, record by record, against the definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Value as Toml;
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{
    ClauseReads, Content, Definitions, Field, FieldId, FieldKind, Lifetime, Process, ProcessId, Source,
};

/// A file of records.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    record: Vec<Seed>,
    #[serde(default)]
    step: Vec<Step>,
    password: Option<String>,
    #[serde(default)]
    account: Vec<Account>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    process: String,
    key: String,
    state: Option<String>,
    by: Option<String>,
    fields: BTreeMap<String, Toml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    record: String,
    by: String,
    transition: Option<String>,
    vote: Option<String>,
    agrees: Option<bool>,
    opinion: Option<String>,
    #[serde(default)]
    update: BTreeMap<String, Toml>,
    #[serde(default)]
    fields: BTreeMap<String, Toml>,
    comment: Option<Comment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    body: String,
    audience: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    login: String,
    person: String,
}

/// Reads on, and remembers what was wrong.
struct Reading<'a> {
    definitions: &'a Definitions,
    /// The process of each record so far, by its key.
    known: BTreeMap<String, ProcessId>,
    logins: BTreeSet<String>,
    at: String,
    faults: Vec<String>,
}

#[test]
fn first_content_and_demo_fit_the_definitions() {
    let definitions = Definitions::shipped().unwrap();
    let mut reading = Reading {
        definitions: &definitions,
        known: BTreeMap::new(),
        logins: BTreeSet::new(),
        at: String::new(),
        faults: Vec::new(),
    };
    for (path, text) in Source::shipped().first_content() {
        reading.file(path, text);
    }
    for (path, text) in demo() {
        reading.file(&path, &text);
    }
    assert!(reading.known.len() > 100, "the content was found");
    assert!(reading.faults.is_empty(), "{}", reading.faults.join("\n"));
}

#[test]
fn every_objective_that_a_clause_reads_is_there() {
    let definitions = Definitions::shipped().unwrap();
    let objective = &definitions.content(Content::Objective).next().unwrap().id;
    let keys: BTreeSet<String> = Source::shipped()
        .first_content()
        .flat_map(|(_, text)| toml::from_str::<File>(text).unwrap().record)
        .filter(|seed| objective == seed.process.as_str())
        .filter_map(|seed| Some(seed.fields.get("key")?.as_str()?.to_owned()))
        .collect();
    for clause in definitions.standards.values().flat_map(|standard| standard.clauses.values()) {
        for rule in &clause.rules {
            if let ClauseReads::Objective { key } = &rule.reads {
                assert!(keys.contains(key), "clause {}: no objective `{key}`", clause.id);
            }
        }
    }
}

#[test]
fn every_leaf_clause_has_an_owner_and_a_rule_or_says_what_brings_it() {
    let definitions = Definitions::shipped().unwrap();
    for standard in definitions.standards.values() {
        for leaf in standard.leaves() {
            assert!(leaf.owner.is_some(), "{}:{} has no owner", standard.id, leaf.id);
            assert!(!leaf.rules.is_empty() || leaf.comes_with.is_some(), "{}:{} says nothing", standard.id, leaf.id);
            assert!(!leaf.maps_to.is_empty() || standard.id != "iso20000-1-2011", "{} maps to nothing", leaf.id);
        }
    }
    assert_eq!(definitions.standards["iso20000-1-2011"].leaves().count(), 39);
}

impl Reading<'_> {
    fn file(&mut self, path: &str, text: &str) {
        self.at = path.to_owned();
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return self.fault(&error.to_string()),
        };
        for seed in &file.record {
            self.at = format!("{path}: {}", seed.key);
            self.record(seed);
        }
        for step in &file.step {
            self.at = format!("{path}: step on {}", step.record);
            self.step(step);
        }
        for account in &file.account {
            self.at = format!("{path}: account {}", account.login);
            self.person(&account.person);
            if !self.logins.insert(account.login.clone()) {
                self.fault("the login is given twice");
            }
        }
        if file.account.is_empty() != file.password.is_none() {
            self.fault("accounts and their password go together");
        }
    }

    fn record(&mut self, seed: &Seed) {
        let Some(process) = self.definitions.process(&seed.process) else {
            return self.fault(&format!("no process `{}`", seed.process));
        };
        if let Some(state) = &seed.state
            && (!process.states.contains_key(state.as_str()) || process.lifetime != Lifetime::Standing)
        {
            self.fault(&format!("can't begin in state `{state}`"));
        }
        if let Some(by) = &seed.by {
            self.person(by);
        }
        self.row(&process.fields, &seed.fields);
        for field in process.fields.values().filter(|field| field.required && field.default.is_none()) {
            if !seed.fields.contains_key(field.id.as_str()) {
                self.fault(&format!("`{}` is missing", field.id));
            }
        }
        self.content(process, &seed.fields);
        if self.known.insert(seed.key.clone(), process.id.clone()).is_some() {
            self.fault("the key is given twice");
        }
    }

    /// What the behaviours that read standing content find in texts.
    fn content(&mut self, process: &Process, fields: &BTreeMap<String, Toml>) {
        let text = |id: &str| fields.get(id).and_then(Toml::as_str).unwrap_or_default();
        match process.content {
            Some(Content::RoleAssignment) if !self.definitions.roles.contains_key(text("role")) => {
                self.fault(&format!("no role `{}`", text("role")));
            }
            // One that says what will bring its records has nothing to count yet.
            Some(Content::Objective) if fields.contains_key("comes_with") => {}
            Some(Content::Objective) => {
                let Some(subject) = self.definitions.process(text("process")) else {
                    return self.fault(&format!("no process `{}`", text("process")));
                };
                let filters =
                    rows(fields, "exclusions").iter().filter_map(|row| row.get("filter")).filter_map(Toml::as_str);
                for source in
                    [text("population"), text("pass")].into_iter().chain(filters).filter(|text| !text.is_empty())
                {
                    if let Err(fault) = Expression::check(source, &Schema::of(subject)) {
                        self.fault(&format!("`{source}`: {}", fault.message.en));
                    }
                }
            }
            Some(Content::ServiceLevelAgreement) => {
                for row in rows(fields, "targets") {
                    let column = |id: &str| row.get(id).and_then(Toml::as_str).unwrap_or_default();
                    let clocks = self.definitions.process(column("process")).map(|process| &process.clocks);
                    if !clocks.is_some_and(|clocks| clocks.contains_key(column("clock"))) {
                        self.fault(&format!("no clock `{}` of `{}`", column("clock"), column("process")));
                    }
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: &Step) {
        self.person(&step.by);
        let Some(process) = self.known(&step.record).and_then(|id| self.definitions.process(id.as_str())) else {
            return;
        };
        self.row(&process.fields, &step.fields);
        self.row(&process.fields, &step.update);
        if let Some(id) = step.transition.as_ref().or(step.vote.as_ref()) {
            match process.transitions.get(id.as_str()) {
                None => self.fault(&format!("no transition `{id}`")),
                Some(transition) if step.vote.is_some() && transition.approval.is_none() => {
                    self.fault(&format!("nobody votes on `{id}`"));
                }
                Some(_) => {}
            }
        }
        if step.vote.is_some() != step.agrees.is_some() || (step.vote.is_none() && step.opinion.is_some()) {
            self.fault("a vote, and only a vote, agrees or not");
        }
        if let Some(Comment { body, audience }) = &step.comment
            && (body.is_empty() || !["public", "internal"].contains(&audience.as_str()))
        {
            self.fault("a comment has a body and is `public` or `internal`");
        }
        if step.transition.is_none() && step.vote.is_none() && step.update.is_empty() && step.comment.is_none() {
            self.fault("the step does nothing");
        }
    }

    fn row(&mut self, fields: &IndexMap<FieldId, Field>, row: &BTreeMap<String, Toml>) {
        for (id, value) in row {
            match fields.get(id.as_str()) {
                None => self.fault(&format!("no field `{id}`")),
                Some(field) if field.derived => self.fault(&format!("`{id}` is derived")),
                Some(field) => self.value(field, value),
            }
        }
    }

    fn value(&mut self, field: &Field, value: &Toml) {
        let text = value.as_str();
        let fits = match &field.kind {
            FieldKind::Text { max } | FieldKind::LongText { max } => {
                text.is_some_and(|text| text.chars().count() <= *max)
            }
            FieldKind::Integer { min, max } => value
                .as_integer()
                .is_some_and(|int| min.is_none_or(|min| min <= int) && max.is_none_or(|max| int <= max)),
            FieldKind::Decimal => text.is_some_and(|text| text.parse::<f64>().is_ok()),
            FieldKind::Boolean => value.as_bool().is_some(),
            FieldKind::Date => text.is_some_and(|text| text.parse::<jiff::civil::Date>().is_ok()),
            FieldKind::Timestamp => text.is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
            FieldKind::Choice { options } => text.is_some_and(|text| options.contains_key(text)),
            FieldKind::Reference { to } => {
                text.is_some_and(|text| self.known(text).is_some_and(|process| to.contains(&process)))
            }
            FieldKind::Table { columns } => return self.table(field, columns, value),
        };
        if !fits {
            self.fault(&format!("`{}` can't hold {value}", field.id));
        }
    }

    fn table(&mut self, field: &Field, columns: &IndexMap<FieldId, Field>, value: &Toml) {
        for row in value.as_array().into_iter().flatten() {
            let row: BTreeMap<String, Toml> =
                row.as_table().into_iter().flatten().map(|(id, value)| (id.clone(), value.clone())).collect();
            self.row(columns, &row);
            for column in columns.values().filter(|column| column.required && !row.contains_key(column.id.as_str())) {
                self.fault(&format!("a row of `{}` lacks `{}`", field.id, column.id));
            }
        }
    }

    /// The process of the record that `"@key"` names; it must stand before.
    fn known(&mut self, reference: &str) -> Option<ProcessId> {
        let found = reference.strip_prefix('@').and_then(|key| self.known.get(key)).cloned();
        if found.is_none() {
            self.fault(&format!("no record `{reference}` before this one"));
        }
        found
    }

    fn person(&mut self, reference: &str) {
        let Some(process) = self.known(reference).and_then(|id| self.definitions.process(id.as_str())) else { return };
        if !matches!(process.content, Some(Content::Person | Content::Contact)) {
            self.fault(&format!("`{reference}` is nobody"));
        }
    }

    fn fault(&mut self, message: &str) {
        self.faults.push(format!("{}: {message}", self.at));
    }
}

/// The rows of a table field.
fn rows<'a>(fields: &'a BTreeMap<String, Toml>, id: &str) -> &'a [Toml] {
    fields.get(id).and_then(Toml::as_array).map_or(&[], Vec::as_slice)
}

/// The demo's files by name, in order.
fn demo() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter_map(|path| {
            Some((path.file_name()?.to_string_lossy().into_owned(), std::fs::read_to_string(path).ok()?))
        })
        .collect()
}
