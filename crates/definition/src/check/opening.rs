//! What a step opens, and what it waits for: the tables, processes and fields are there and fit together.

use crate::{Field, FieldKind, Opening, Process, Transition, Wait};

use super::Check;

impl Check<'_> {
    pub(super) fn opening(&mut self, path: &[&str], transition: &Transition) {
        if let Some(opening) = &transition.opens {
            self.opens(&[path, &["opens"]].concat(), opening);
        }
        let path = [path, &["waits_for"]].concat();
        if !transition.waits_for.is_empty() && transition.after.is_some() {
            self.fault(
                &path,
                "到期自动进行的转换不能有 `waits_for`",
                "what happens by itself can't wait for other records",
            );
        }
        for wait in &transition.waits_for {
            match wait {
                Wait::Named(field) => {
                    self.typed(&path, field, &["reference"]);
                }
                Wait::Naming(process, field) => {
                    if let Some(other) = self.other(&path, process) {
                        self.names_this(&path, other, field.as_str());
                    }
                }
            }
        }
    }

    fn opens(&mut self, path: &[&str], opening: &Opening) {
        let rows = self.typed(&[path, &["rows"]].concat(), &opening.rows, &["table"]);
        let Some(other) = self.other(&[path, &["process"]].concat(), &opening.process) else { return };
        self.names_this(&[path, &["part_of"]].concat(), other, opening.part_of.as_str());
        if let Some(FieldKind::Table { columns }) = rows.map(|rows| &rows.kind) {
            for column in columns.values().filter(|column| opening.in_order.as_ref() != Some(&column.id)) {
                self.column_fits(&[path, &["rows"]].concat(), column, other);
            }
        }
        let Some(order) = &opening.in_order else { return };
        let at = [path, &["in_order"]].concat();
        let column = rows.and_then(|rows| match &rows.kind {
            FieldKind::Table { columns } => columns.get(order),
            _ => None,
        });
        let is_number = column.is_some_and(|column| matches!(column.kind, FieldKind::Integer { .. }));
        if !is_number || !other.fields.get(order).is_some_and(|field| points_to(field, other)) {
            self.fault(
                &at,
                &format!("`{order}` 须是表格的整数列，也是 `{}` 指向自身过程的引用字段", other.id),
                &format!(
                    "`{order}` must be an integer column of the table, and a reference field of `{}` to itself",
                    other.id
                ),
            );
        }
    }

    /// What a column may hold the field of the same name takes, if there is one that is filled.
    fn column_fits(&mut self, path: &[&str], column: &Field, other: &Process) {
        let Some(field) = other.fields.get(&column.id).filter(|field| !field.derived && !field.retired) else { return };
        let fits = match (&column.kind, &field.kind) {
            (FieldKind::Choice { options: own }, FieldKind::Choice { options }) => {
                own.keys().all(|option| options.contains_key(option))
            }
            (FieldKind::Reference { to: own }, FieldKind::Reference { to }) => own.iter().all(|id| to.contains(id)),
            (own, kind) => own.word() == kind.word(),
        };
        if !fits {
            let id = &column.id;
            self.fault(
                path,
                &format!("列 `{id}` 的内容放不进 `{}` 的字段 `{id}`：类型、选项、所指的过程须相符", other.id),
                &format!(
                    "what the column `{id}` may hold does not fit the field `{id}` of `{}`: type, options and processes have to",
                    other.id
                ),
            );
        }
    }

    /// The other process has a reference field that names records of this one.
    fn names_this(&mut self, path: &[&str], other: &Process, field: &str) {
        self.known(path, "字段", "field", field, other.fields.keys().map(crate::FieldId::as_str));
        let process = self.process;
        if other.fields.get(field).is_some_and(|field| !points_to(field, process)) {
            self.fault(
                path,
                &format!("`{}` 的字段 `{field}` 不能指向 `{}`", other.id, process.id),
                &format!("the field `{field}` of `{}` can't point to `{}`", other.id, process.id),
            );
        }
    }
}

fn points_to(field: &Field, process: &Process) -> bool {
    matches!(&field.kind, FieldKind::Reference { to } if to.contains(&process.id))
}
