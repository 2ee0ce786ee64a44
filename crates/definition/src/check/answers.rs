//! Forms that items bring: the tables of questions and of answers have the columns that the engine reads and writes.

use crate::{FieldId, FieldKind};

use super::Check;

/// The columns of a table of questions, and their types.
const QUESTION: [(&str, &[&str]); 9] = [
    ("question", &["text"]),
    ("zh", &["text"]),
    ("en", &["text"]),
    ("help_zh", &["text"]),
    ("help_en", &["text"]),
    ("kind", &["choice"]),
    ("options", &["long_text"]),
    ("required", &["boolean"]),
    ("when", &["text"]),
];

/// The columns of a table of answers, and their types.
const ANSWER: [(&str, &[&str]); 7] = [
    ("question", &["text"]),
    ("zh", &["text"]),
    ("en", &["text"]),
    ("kind", &["text"]),
    ("value", &["long_text"]),
    ("shown_zh", &["long_text"]),
    ("shown_en", &["long_text"]),
];

impl Check<'_> {
    pub(super) fn answers(&mut self, path: &[&str], item: &FieldId, [form, to]: [&FieldId; 2], version: &FieldId) {
        self.typed(&[path, &["item"]].concat(), item, &["reference"]);
        self.typed(&[path, &["version"]].concat(), version, &["integer"]);
        self.table(&[path, &["form"]].concat(), form, &QUESTION);
        self.table(&[path, &["to"]].concat(), to, &ANSWER);
        for (key, field) in [("form", form), ("version", version)] {
            if self.process.fields.get(field).is_some_and(|field| !field.derived) {
                self.fault(
                    &[path, &[key]].concat(),
                    &format!("字段 `{field}` 须由系统填写：derived = true"),
                    &format!("the field `{field}` must be `derived`: nobody changes the form that is answered"),
                );
            }
        }
    }

    fn table(&mut self, path: &[&str], id: &FieldId, wanted: &[(&str, &[&str])]) {
        let Some(field) = self.typed(path, id, &["table"]) else { return };
        let FieldKind::Table { columns } = &field.kind else { return };
        for (column, types) in wanted {
            let is_there = columns.get(*column).is_some_and(|found| types.contains(&found.kind.word()));
            if !is_there {
                self.fault(
                    path,
                    &format!("表格 `{id}` 须有 {} 类型的列 `{column}`", types.join(" 或 ")),
                    &format!("the table `{id}` needs a column `{column}` of type {}", types.join(" or ")),
                );
            }
        }
    }
}
