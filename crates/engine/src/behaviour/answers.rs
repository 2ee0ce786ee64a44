//! What is answered to the form that an item brings: checked against the very questions that the record was opened with, and kept
//! with their words, so that it reads the same whatever becomes of the item.

use std::collections::{BTreeMap, BTreeSet};

use yuheng_definition::{Derivation, Field, FieldId, FieldKind, Process, StateKind, Value};

use super::content::fault;
use super::form::{Answers, Form};
use crate::draft::{Draft, kind_of};
use crate::values::{Sight, cell};
use crate::{Fault, FieldFault, Snapshot, fields};

/// The fields of the derivation.
pub(super) struct Rule<'d> {
    pub(super) item: &'d FieldId,
    pub(super) form: &'d FieldId,
    pub(super) to: &'d FieldId,
    pub(super) version: &'d FieldId,
}

/// Whether a field holds answers.
pub(crate) fn is_for(process: &Process, field: &FieldId) -> bool {
    process.derivations.iter().any(|it| matches!(it, Derivation::Answers { to, .. } if to == field))
}

/// The answers as they are sent, by question or as the rows that are given out, as rows of question and text.
pub(crate) fn sent(field: &FieldId, value: &Value) -> Result<Option<Value>, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    let mut take = |question: &str, value: &Value| match text_of(value) {
        Some(text) => drop(rows.insert(question.to_owned(), text)),
        None => faults.push(FieldFault { field: format!("{field}.{question}"), fault: Fault::Kind("text") }),
    };
    match value {
        Value::Row(answers) => answers.iter().for_each(|(question, value)| take(question, value)),
        Value::List(given) => {
            for row in given {
                if let (Some(Value::Text(question)), Some(value)) = (row.column("question"), row.column("value")) {
                    take(question, value);
                }
            }
        }
        _ => faults.push(FieldFault { field: field.to_string(), fault: Fault::Kind("table") }),
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let cells = |(question, text): (String, String)| {
        Value::Row([("question".to_owned(), question.into()), ("value".to_owned(), text.into())].into())
    };
    Ok((!rows.is_empty()).then(|| Value::List(rows.into_iter().map(cells).collect())))
}

/// Checks what was answered where the form, the item or an answer has changed.
pub(super) fn derive(
    draft: &mut Draft,
    snapshot: &Snapshot,
    rule: &Rule,
    given: &BTreeSet<FieldId>,
) -> Vec<FieldFault> {
    let chosen = draft.has_changed(rule.item.as_str());
    if chosen {
        choose(draft, snapshot, rule, given);
    }
    let withdrawn: Vec<_> = withdrawn(draft, snapshot, rule).filter(|_| chosen).into_iter().collect();
    let changed = [rule.form, rule.to].into_iter().any(|field| draft.has_changed(field.as_str()));
    if !withdrawn.is_empty() || !(chosen || changed) {
        return withdrawn;
    }
    let asked = draft.record.fields.get(rule.form).map_or(&[][..], Value::rows);
    let form = match Form::read(rule.form.as_str(), asked) {
        Ok(form) => form,
        Err(faults) => return faults,
    };
    match answered(draft, snapshot, &form, rule.to) {
        Ok(rows) => {
            fields::set(&mut draft.record, rule.to, (!rows.is_empty()).then_some(Value::List(rows)));
            Vec::new()
        }
        Err(faults) => faults,
    }
}

/// Another item brings another form: the version is that of now, and answers to the form before are answers no more.
fn choose(draft: &mut Draft, snapshot: &Snapshot, rule: &Rule, given: &BTreeSet<FieldId>) {
    let item = draft.record.reference(rule.item.as_str()).and_then(|id| snapshot.named.get(&id));
    let version = item.and_then(|item| i64::try_from(item.version).ok()).map(Value::Int);
    fields::set(&mut draft.record, rule.version, version);
    if !given.contains(rule.to) {
        draft.record.fields.remove(rule.to);
    }
}

/// What is not offered any more, or not yet, nobody orders.
fn withdrawn(draft: &Draft, snapshot: &Snapshot, rule: &Rule) -> Option<FieldFault> {
    let item = snapshot.named.get(&draft.record.reference(rule.item.as_str())?)?;
    let process = draft.ctx.process(&item.process).ok()?;
    let is_offered = kind_of(process, process, &item.state) == Some(StateKind::InForce);
    let said = ("目前不提供，请另选", "is not offered at present: choose another");
    (!is_offered).then(|| fault(rule.item.as_str(), said.0, said.1))
}

/// The answers as they are kept, in the order of the form; what a condition hides is left out.
fn answered(draft: &Draft, snapshot: &Snapshot, form: &Form, to: &FieldId) -> Result<Vec<Value>, Vec<FieldFault>> {
    let sent: BTreeMap<&str, &str> =
        draft.record.fields.get(to).map_or(&[][..], Value::rows).iter().filter_map(pair).collect();
    let sight = Sight::new(draft.ctx, snapshot);
    let wrong = |question: &str, fault| FieldFault { field: format!("{to}.{question}"), fault };
    let unknown = sent.keys().filter(|question| !form.questions.contains_key(**question));
    let mut faults: Vec<_> = unknown
        .map(|question| wrong(question, Fault::Unknown(fields::nearest(question, form.questions.keys()))))
        .collect();
    let (mut answers, mut rows) = (Answers(BTreeMap::new()), Vec::new());
    for (id, question) in &form.questions {
        if !form.asks(id, &answers) {
            continue;
        }
        let value = sent.get(id.as_str()).map_or(Ok(None), |text| cell(&sight, &question.kind, &typed(question, text)));
        match value {
            Ok(Some(value)) => {
                rows.push(kept(question, &value));
                answers.0.insert(id.clone(), value);
            }
            Ok(None) if question.required => faults.push(wrong(id.as_str(), Fault::Missing)),
            Ok(None) => {}
            Err(fault) => faults.push(wrong(id.as_str(), fault)),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn pair(row: &Value) -> Option<(&str, &str)> {
    Some((row.column("question")?.as_text()?, row.column("value")?.as_text()?))
}

/// A text as what the question takes, where it is one.
fn typed(question: &Field, text: &str) -> Value {
    match (&question.kind, text) {
        (FieldKind::Integer { .. }, text) => text.trim().parse::<i64>().map_or_else(|_| Value::from(text), Value::Int),
        (FieldKind::Boolean, "true") => Value::Bool(true),
        (FieldKind::Boolean, "false") => Value::Bool(false),
        (_, text) => Value::from(text),
    }
}

/// An answer with the words of its question.
fn kept(question: &Field, value: &Value) -> Value {
    let text = text_of(value).unwrap_or_default();
    let (zh, en) = match (&question.kind, value) {
        (FieldKind::Choice { options }, _) => options
            .get(text.as_str())
            .map_or((text.clone(), text.clone()), |label| (label.zh.clone(), label.en.clone())),
        (_, Value::Bool(true)) => ("是".to_owned(), "Yes".to_owned()),
        (_, Value::Bool(false)) => ("否".to_owned(), "No".to_owned()),
        _ => (text.clone(), text.clone()),
    };
    let cells = [
        ("question", question.id.to_string()),
        ("zh", question.label.zh.clone()),
        ("en", question.label.en.clone()),
        ("kind", question.kind.word().to_owned()),
        ("value", text),
        ("shown_zh", zh),
        ("shown_en", en),
    ];
    Value::Row(cells.into_iter().map(|(column, text)| (column.to_owned(), Value::from(text.as_str()))).collect())
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Int(int) => Some(int.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::List(_) | Value::Row(_) => None,
    }
}
