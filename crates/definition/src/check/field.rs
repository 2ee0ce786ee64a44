//! Fields: what they point to, and marks that don't go together.

use crate::{Field, FieldId, FieldKind, Search};

use super::Check;

/// The types of the fields that all processes share a column for.
const SHARED: &[(&str, &str)] = &[
    ("customer", "reference"),
    ("service", "reference"),
    ("assignee", "reference"),
    ("group", "reference"),
    ("requester", "reference"),
    ("department", "reference"),
    ("priority", "choice"),
    ("confidential", "boolean"),
];

/// Words that an expression and a list already give a meaning to.
const TAKEN: &[&str] = &[
    "id",
    "number",
    "state",
    "is_open",
    "version",
    "opened_at",
    "opened_by",
    "updated_at",
    "due_at",
    "resolved_at",
    "closed_at",
    "clocks",
];

impl Check<'_> {
    pub(super) fn fields(&mut self) {
        let process = self.process;
        for (id, field) in &process.fields {
            let path = ["fields", id.as_str()];
            if TAKEN.contains(&id.as_str()) {
                self.fault(
                    &path,
                    &format!("`{id}` 是每条记录都有的，不能作字段"),
                    &format!("`{id}` is what every record has; a field needs another id"),
                );
            }
            if let Some((_, kind)) = SHARED.iter().find(|(shared, _)| id == shared) {
                self.typed(&path, id, &[kind]);
            }
            self.kind(&path, field);
            self.marks(&path, field);
            if let FieldKind::Table { columns } = &field.kind {
                self.columns(id, columns.values());
            }
        }
    }

    fn columns<'f>(&mut self, table: &FieldId, columns: impl Iterator<Item = &'f Field>) {
        for column in columns {
            let path = ["fields", table.as_str(), "columns", column.id.as_str()];
            self.kind(&path, column);
            if matches!(column.kind, FieldKind::Table { .. }) {
                self.fault(&path, "表格的列不能又是表格", "a column can't be a table itself");
            }
            if column.indexed
                || column.unique
                || column.derived
                || column.retired
                || column.search != Search::No
                || column.keeps_customer
                || column.by_step
            {
                self.fault(
                    &path,
                    "列没有 indexed、unique、derived、retired、search、keeps_customer、by_step",
                    "a column takes none of indexed, unique, derived, retired, search, keeps_customer and by_step",
                );
            }
        }
    }

    fn kind(&mut self, path: &[&str], field: &Field) {
        match &field.kind {
            FieldKind::Text { max: 0 } | FieldKind::LongText { max: 0 } => {
                self.fault(&[path, &["max"]].concat(), "`max` 须大于 0", "`max` must be above 0");
            }
            FieldKind::Integer { min: Some(min), max: Some(max) } if min > max => {
                self.fault(&[path, &["min"]].concat(), "`min` 大于 `max`", "`min` is above `max`");
            }
            FieldKind::Choice { options } if options.is_empty() => {
                self.fault(&[path, &["options"]].concat(), "没有选项", "there is no option to choose");
            }
            FieldKind::Reference { to } => {
                if to.is_empty() {
                    self.fault(&[path, &["to"]].concat(), "没有指向任何过程", "it points to no process");
                }
                for target in to {
                    self.other(&[path, &["to", target.as_str()]].concat(), target);
                }
            }
            FieldKind::Table { columns } if columns.is_empty() => {
                self.fault(&[path, &["columns"]].concat(), "没有列", "it has no column");
            }
            _ => {}
        }
    }

    /// Who finds it, and by what.
    fn search(&mut self, path: &[&str], field: &Field) {
        let is_answered = field.indexed || SHARED.iter().any(|(column, _)| field.id == **column);
        match (&field.kind, field.search) {
            (_, Search::No) => {}
            (FieldKind::Reference { .. }, Search::Public) if is_answered => {}
            (FieldKind::Reference { .. }, _) => self.fault(
                &[path, &["search"]].concat(),
                "引用只能 `search = \"public\"`，且须 `indexed`",
                "a reference takes `search = \"public\"` only, and has to be `indexed`",
            ),
            (kind, _) if !kind.is_free_text() => {
                self.fault(&[path, &["search"]].concat(), "只有文本可供搜索", "only text is found by search");
            }
            _ => {}
        }
        if field.search == Search::Public && field.internal {
            self.fault(
                &[path, &["search"]].concat(),
                "内部字段只能 `search = \"internal\"`",
                "an internal field takes `search = \"internal\"` only",
            );
        }
    }

    fn marks(&mut self, path: &[&str], field: &Field) {
        self.search(path, field);
        let whole = matches!(field.kind, FieldKind::LongText { .. } | FieldKind::Table { .. });
        for (key, set) in [("indexed", field.indexed), ("unique", field.unique)] {
            if set && whole {
                self.fault(
                    &[path, &[key]].concat(),
                    &format!("长文本和表格没有 `{key}`"),
                    &format!("long texts and tables take no `{key}`"),
                );
            }
        }
        if field.format.is_some() && !matches!(field.kind, FieldKind::Text { .. }) {
            self.fault(&[path, &["format"]].concat(), "只有 `text` 有 `format`", "only a `text` takes `format`");
        }
        if field.not_actor && !matches!(field.kind, FieldKind::Reference { .. }) {
            self.fault(
                &[path, &["not_actor"]].concat(),
                "只有引用有 `not_actor`",
                "only a reference takes `not_actor`",
            );
        }
        if field.by_step && !self.process.transitions.values().any(|step| step.changes_filled(&field.id)) {
            self.fault(
                &[path, &["by_step"]].concat(),
                &format!("没有转换在询问 `{}` 的同时要求说明（`comment`）：填写之后就再也改不了", field.id),
                &format!(
                    "no transition asks for `{}` and for a `comment`: once filled it could never be changed",
                    field.id
                ),
            );
        }
        if field.keeps_customer && !self.process.fields.contains_key("customer") {
            self.fault(
                &[path, &["keeps_customer"]].concat(),
                "有 `keeps_customer` 的字段须在有字段 `customer` 的过程中",
                "a field with `keeps_customer` stands in a process that has the field `customer`",
            );
        }
        for role in field.default_for.keys() {
            self.role(&[path, &["default_for"]].concat(), role);
        }
        let defaults = [
            ("default", field.default.is_some()),
            ("default_at", !field.default_at.is_empty()),
            ("default_for", !field.default_for.is_empty()),
        ];
        for (key, set) in defaults {
            if set && field.derived {
                self.fault(
                    &[path, &[key]].concat(),
                    &format!("由系统填写的字段没有 `{key}`"),
                    &format!("a field that is written by the system takes no `{key}`"),
                );
            }
        }
        if field.required && (field.derived || field.retired) {
            self.fault(
                &[path, &["required"]].concat(),
                "没有人能填写的字段不能必填",
                "nobody can fill it, so it can't be required",
            );
        }
    }
}
