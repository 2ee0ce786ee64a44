//! Forms without code: questions as rows of a table, one under the other, each of a kind and perhaps asked only where
//! earlier answers say so. Whoever saves such a table is told what is wrong with it, by row and column.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use yuheng_definition::expression::{Expression, Facts, Path, Schema, Truth};
use yuheng_definition::{Derivation, Field, FieldId, FieldKind, Label, OptionId, Process, Value};

use super::content::fault;
use crate::FieldFault;
use crate::draft::Draft;

/// The most questions that a form has.
const QUESTIONS_MAX: usize = 100;
/// The longest answers, in characters: of one line, and of several.
const LINE: usize = 1_000;
const PARAGRAPHS: usize = 10_000;

/// The questions of a form, in order.
#[derive(Default)]
pub(super) struct Form {
    pub(super) questions: IndexMap<FieldId, Field>,
    conditions: BTreeMap<FieldId, Expression>,
}

/// The answers so far: what conditions read.
pub(super) struct Answers(pub(super) BTreeMap<FieldId, Value>);

impl Facts for Answers {
    fn value(&self, path: &Path) -> Option<Value> {
        match path {
            Path::Field(question) => self.0.get(question).cloned(),
            _ => None,
        }
    }

    fn midnight(&self, _: &str) -> Option<Value> {
        None
    }
}

impl Form {
    /// Reads the rows of `table`.
    ///
    /// # Errors
    /// What is wrong with which row and column.
    pub(super) fn read(table: &str, rows: &[Value]) -> Result<Self, Vec<FieldFault>> {
        let (mut form, mut faults) = (Self::default(), Vec::new());
        if rows.len() > QUESTIONS_MAX {
            let (zh, en) = (format!("最多 {QUESTIONS_MAX} 个问题"), format!("at most {QUESTIONS_MAX} questions"));
            faults.push(fault(table, &zh, &en));
        }
        for (at, row) in rows.iter().enumerate() {
            let mut wrong = |column: &str, zh: &str, en: &str| {
                faults.push(fault(&format!("{table}[{at}].{column}"), zh, en));
            };
            let id = row.column("question").and_then(Value::as_text).unwrap_or_default();
            if !is_id(id) {
                wrong(
                    "question",
                    "标识以小写字母开头，只含小写字母、数字和 _",
                    "an id begins with a letter and has small letters, digits and _ only",
                );
            } else if form.questions.contains_key(id) {
                wrong("question", "与前面的问题重复", "is the id of an earlier question");
            } else {
                match question(id, row) {
                    Ok(question) => drop(form.questions.insert(FieldId::from(id), question)),
                    Err(Wrong(zh, en)) => wrong("options", &zh, &en),
                }
            }
        }
        faults.extend(form.read_conditions(table, rows));
        if faults.is_empty() { Ok(form) } else { Err(faults) }
    }

    /// Each condition reads what stands before it: a form is filled in from above.
    fn read_conditions(&mut self, table: &str, rows: &[Value]) -> Vec<FieldFault> {
        let (mut faults, mut before) = (Vec::new(), IndexMap::new());
        for (at, row) in rows.iter().enumerate() {
            let id = row.column("question").and_then(Value::as_text).unwrap_or_default();
            if let Some(source) = row.column("when").and_then(Value::as_text) {
                match Expression::check(source, &Schema::of_answers(&before)) {
                    Ok(condition) => drop(self.conditions.insert(FieldId::from(id), condition)),
                    Err(why) => {
                        let is_later = Expression::check(source, &Schema::of_answers(&self.questions)).is_ok();
                        let later =
                            || Label::new("只能以前面的问题为条件", "only earlier questions can be a condition");
                        let said = if is_later { later() } else { why.message };
                        faults.push(fault(&format!("{table}[{at}].when"), &said.zh, &said.en));
                    }
                }
            }
            if let Some(question) = self.questions.get(id) {
                before.insert(question.id.clone(), question.clone());
            }
        }
        faults
    }

    /// Whether the question is asked after these answers. What depends on an answer that isn't there is not.
    pub(super) fn asks(&self, question: &FieldId, answers: &Answers) -> bool {
        self.conditions.get(question).is_none_or(|condition| condition.evaluate(answers) == Truth::True)
    }
}

/// What is wrong with the options, in both languages.
struct Wrong(String, String);

fn question(id: &str, row: &Value) -> Result<Field, Wrong> {
    let text = |column: &str| row.column(column).and_then(Value::as_text);
    let kind = match text("kind") {
        Some("long_text") => FieldKind::LongText { max: PARAGRAPHS },
        Some("integer") => FieldKind::Integer { min: None, max: None },
        Some("decimal") => FieldKind::Decimal,
        Some("boolean") => FieldKind::Boolean,
        Some("date") => FieldKind::Date,
        Some("choice") => FieldKind::Choice { options: options(text("options").unwrap_or_default())? },
        _ => FieldKind::Text { max: LINE },
    };
    let zh = text("zh").unwrap_or(id);
    let required = row.column("required").and_then(Value::as_bool).unwrap_or(false);
    Ok(Field { label: Label::new(zh, text("en").unwrap_or(zh)), required, ..Field::plain(id, kind) })
}

/// The options, one a line: `id = 中文 / English`; what has no English is called the same in both.
fn options(text: &str) -> Result<IndexMap<OptionId, Label>, Wrong> {
    let mut options = IndexMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (id, label) = line.split_once('=').map(|(id, label)| (id.trim(), label.trim())).unwrap_or_default();
        let (zh, en) = label.split_once(" / ").unwrap_or((label, label));
        if !is_id(id) || zh.is_empty() {
            return Err(Wrong(
                format!("「{line}」应写作：标识 = 中文 / English"),
                format!("“{line}” must read: id = 中文 / English"),
            ));
        }
        if options.insert(OptionId::from(id), Label::new(zh.trim(), en.trim())).is_some() {
            return Err(Wrong(format!("选项 {id} 重复"), format!("the option {id} is there twice")));
        }
    }
    if options.is_empty() {
        return Err(Wrong("单选题须有选项".to_owned(), "a choice needs options".to_owned()));
    }
    Ok(options)
}

/// As ids of the definitions are written.
fn is_id(id: &str) -> bool {
    let is_small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    id.len() <= 60 && id.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && id.bytes().all(is_small)
}

/// What is wrong with the forms and plans that a record brings to others: questions that requests are asked, tasks that they open.
pub(super) fn faults(draft: &Draft) -> Vec<FieldFault> {
    let own = &draft.process.id;
    let (mut forms, mut plans) = (BTreeSet::new(), BTreeSet::new());
    for process in draft.ctx.definitions.processes.values() {
        for derivation in &process.derivations {
            let Derivation::Copied { from, field, to } = derivation else { continue };
            let names_own = |field: &Field| matches!(&field.kind, FieldKind::Reference { to } if to.contains(own));
            if process.fields.get(from).is_some_and(names_own) {
                forms.extend(is_form(process, to).then_some(field));
                plans.extend(order_of(process, to).map(|order| (field, order)));
            }
        }
    }
    let rows = |field: &FieldId| draft.record.fields.get(field).map_or(&[][..], Value::rows);
    let of_forms = forms.iter().filter_map(|field| Form::read(field.as_str(), rows(field)).err()).flatten();
    of_forms.chain(plans.iter().flat_map(|(field, order)| misplaced(field, order, rows(field)))).collect()
}

fn is_form(process: &Process, to: &FieldId) -> bool {
    process.derivations.iter().any(|it| matches!(it, Derivation::Answers { form, .. } if form == to))
}

/// The column that says which row a row comes after, where a step opens records from the table.
fn order_of<'p>(process: &'p Process, rows: &FieldId) -> Option<&'p FieldId> {
    let openings = process.transitions.values().filter_map(|step| step.opens.as_ref());
    openings.filter(|opening| opening.rows == *rows).find_map(|opening| opening.in_order.as_ref())
}

/// Rows that come after one that doesn't stand before them.
fn misplaced(table: &FieldId, order: &FieldId, rows: &[Value]) -> Vec<FieldFault> {
    let follows = rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.column(order.as_str())?.as_int()?)));
    let wrong = follows.filter(|(at, row)| !(1..=i64::try_from(*at).unwrap_or(i64::MAX)).contains(row));
    let said = ("只能排在前面的某一行之后", "can only come after a row above");
    wrong.map(|(at, _)| fault(&format!("{table}[{at}].{order}"), said.0, said.1)).collect()
}
