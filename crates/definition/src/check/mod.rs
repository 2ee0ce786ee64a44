//! The checker: whether what has been read makes sense as a whole. Every name resolves, every record can come to an
//! end, every transition can be done by somebody and every approval be given.

mod answers;
mod approval;
mod conditions;
mod field;
mod flow;
mod guarded;
mod guide;
mod internal;
mod opening;
mod party;
mod rights;
mod rules;
mod standard;

pub(crate) use conditions::Records;
pub(crate) use guarded::asks::keeps_each;
pub(crate) use guarded::check as check_guarded;
pub(crate) use guide::{GLOSSARY, SETUP};
pub(crate) use internal::check as check_internal;

use crate::load::Forest;
use crate::problem::Problems;
use crate::tree::{Node, Place};
use crate::{Content, Definitions, Field, FieldId, FieldKind, Process, ProcessId, RoleId, StateId};

/// Notes all that is wrong with `definitions`, which were read from `forest`.
pub(crate) fn check(definitions: &Definitions, forest: &Forest, problems: &mut Problems) {
    for process in definitions.processes.values() {
        if let Some(tree) = forest.get(&format!("process/{}.toml", process.id)) {
            Check { definitions, process, tree, problems }.process();
        }
    }
    rights::roles(definitions, forest, problems);
    standard::standards(definitions, forest, problems);
    guide::guide(definitions, forest, problems);
}

/// The check of one process.
pub(crate) struct Check<'a> {
    definitions: &'a Definitions,
    process: &'a Process,
    tree: &'a Node,
    problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    fn process(mut self) {
        self.head();
        self.fields();
        self.flow();
        self.transitions();
        self.clocks();
        self.words_for_customers();
        self.relations();
        self.escalations();
        self.derivations();
        self.conversions();
        self.merging();
        self.grants();
        self.masks();
    }

    fn head(&mut self) {
        let process = self.process;
        self.role(&["owner"], &process.owner);
        let groups = self.definitions.groups.keys().map(String::as_str);
        self.known(&["group"], "导航组", "group", &process.group, groups);
        self.prefix();
        if let Some(title) = self.field(&["title"], &process.title)
            && !matches!(title.kind, FieldKind::Text { .. })
        {
            self.fault(&["title"], "标题字段须为 text 类型", "the title must be a field of type `text`");
        }
        for column in &process.list {
            let known = process.fields.keys().map(FieldId::as_str).chain(Process::COLUMNS.iter().copied());
            self.known(&["list", column.as_str()], "列", "column", column.as_str(), known);
        }
        for clause in &process.clauses {
            let written = format!("{}:{}", clause.standard, clause.clause);
            self.clause(&["clauses", &written], clause);
        }
        for (old, new) in &process.renamed_states {
            self.state(&["renamed_states", old.as_str()], new);
            if process.states.contains_key(old) {
                self.fault(
                    &["renamed_states", old.as_str()],
                    &format!("状态 `{old}` 仍然存在，不能改名"),
                    &format!("the state `{old}` is still there; only one that is gone has a new name"),
                );
            }
        }
    }

    fn prefix(&mut self) {
        let prefix = &self.process.prefix;
        if prefix.is_empty() {
            return;
        }
        if !(2..=6).contains(&prefix.len()) || !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.fault(&["prefix"], "编号前缀须为 2 到 6 个大写字母", "a prefix is 2 to 6 capital letters");
        }
        let twin =
            self.definitions.processes.values().find(|other| other.prefix == *prefix && other.id != self.process.id);
        if let Some(twin) = twin {
            self.fault(
                &["prefix"],
                &format!("编号前缀 `{prefix}` 已用于过程 `{}`", twin.id),
                &format!("the prefix `{prefix}` is taken by the process `{}`", twin.id),
            );
        }
    }

    /// Notes a fault at `path`.
    fn fault(&mut self, path: &[&str], zh: &str, en: &str) {
        self.problems.add(&self.tree.nearest(path).place, zh, en);
    }

    /// Whether `name` is one of `known`; if not, that is noted.
    fn known<'k>(
        &mut self,
        path: &[&str],
        zh: &str,
        en: &str,
        name: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) -> bool {
        // What is empty was missing, or no text: that is noted already.
        let found = name.is_empty() || known.clone().any(|known| known == name);
        if !found {
            self.problems.unknown(&self.tree.nearest(path).place, zh, en, name, known);
        }
        found
    }

    fn field(&mut self, path: &[&str], id: &FieldId) -> Option<&'a Field> {
        let fields = &self.process.fields;
        self.known(path, "字段", "field", id.as_str(), fields.keys().map(FieldId::as_str));
        fields.get(id)
    }

    fn state(&mut self, path: &[&str], id: &StateId) -> bool {
        self.known(path, "状态", "state", id.as_str(), self.process.states.keys().map(StateId::as_str))
    }

    fn role(&mut self, path: &[&str], id: &RoleId) -> bool {
        self.known(path, "角色", "role", id.as_str(), self.definitions.roles.keys().map(RoleId::as_str))
    }

    fn other(&mut self, path: &[&str], id: &ProcessId) -> Option<&'a Process> {
        let processes = &self.definitions.processes;
        self.known(path, "过程", "process", id.as_str(), processes.keys().map(ProcessId::as_str));
        processes.get(id).map(AsRef::as_ref)
    }

    fn clause(&mut self, path: &[&str], clause: &crate::ClauseRef) {
        let place = self.tree.nearest(path).place.clone();
        standard::clause(self.definitions, &place, clause, self.problems);
    }

    /// A field that must be of one of these types.
    fn typed(&mut self, path: &[&str], id: &FieldId, types: &[&str]) -> Option<&'a Field> {
        let field = self.field(path, id)?;
        if !types.contains(&field.kind.word()) {
            let (zh, en) = (types.join(" 或 "), types.join(" or "));
            self.fault(
                path,
                &format!("字段 `{id}` 须为 {zh} 类型，而它是 {}", field.kind.word()),
                &format!("the field `{id}` must be of type {en}; it is {}", field.kind.word()),
            );
            return None;
        }
        Some(field)
    }

    /// Whether a reference field names people.
    fn names_people(&self, field: &Field) -> bool {
        let FieldKind::Reference { to } = &field.kind else { return false };
        to.iter()
            .filter_map(|id| self.definitions.processes.get(id))
            .any(|process| matches!(process.content, Some(Content::Person | Content::Contact)))
    }
}

/// The place of a whole file or folder.
fn whole(file: &str) -> Place {
    Place { file: file.into(), line: 0 }
}
