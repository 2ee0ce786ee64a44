//! What a form asks after which answers, and the options that its lines name: one table, `form_cases.json`, that the page's
//! own reading of forms is held to as well (`web/src/form/cases.test.ts`).

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a case that can't be read ends the test")]

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value as Json;
use yuheng_definition::expression::{Expression, Facts, Path, Schema, Truth};
use yuheng_definition::{Action, Derivation, Field, FieldId, FieldKind, Label, Scope, StateKind, Value};
use yuheng_engine::testing::{Stage, grant, process, state};
use yuheng_engine::{Command, Fault, Rejection};

use crate::desk::desk;

const LAST: &str = "last";

#[test]
fn a_form_asks_as_its_table_of_cases_says() {
    let (table, mut stage) = (table(), order_desk());
    let mut wrong = String::new();
    for case in table["conditions"].as_array().unwrap() {
        let said = asks(&mut stage, &table["choices"], case);
        if said != case["asks"] {
            wrong.push_str(&format!("{case}\n  but it is {said}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_form_reads_options_as_its_table_of_cases_says() {
    let (table, mut stage) = (table(), order_desk());
    let mut wrong = String::new();
    for case in table["options"].as_array().unwrap() {
        let form = row(&[("question", "a".into()), ("kind", "choice".into()), ("options", text(&case["lines"]))]);
        // An answer that is no option is told which there are.
        let said = match answer(&mut stage, vec![form], [("a".to_owned(), "no option".into())].into()) {
            Err(Rejection::Invalid(faults)) => match &faults[0].fault {
                Fault::NoOption(options) => {
                    options.iter().map(|(id, Label { zh, en })| Json::from(vec![id.as_str(), zh, en])).collect()
                }
                _ if faults[0].field == "form[0].options" => Json::Null,
                _ => panic!("{faults:?}"),
            },
            other => panic!("{other:?}"),
        };
        if said != case["options"] {
            wrong.push_str(&format!("{case}\n  but it is {said}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn table() -> Json {
    serde_json::from_str(include_str!("form_cases.json")).expect("the table of cases is JSON")
}

/// Whether the last question is asked: true, false, unknown, or refused where no form may have the condition.
fn asks(stage: &mut Stage, choices: &Json, case: &Json) -> Json {
    let kinds = case["kinds"].as_object().unwrap();
    let question = |(id, kind): (&String, &Json)| {
        row(&[("question", id.as_str().into()), ("kind", text(kind)), ("options", text(choices))])
    };
    let mut form: Vec<_> = kinds.iter().map(question).collect();
    form.push(row(&[("question", LAST.into()), ("when", text(&case["condition"]))]));
    let given = case["answers"].as_object().unwrap();
    let mut answers: BTreeMap<String, Value> =
        given.iter().map(|(id, value)| (id.clone(), serde_json::from_value(value.clone()).unwrap())).collect();
    answers.insert(LAST.to_owned(), "given".into());
    let kept = match answer(stage, form, answers) {
        Ok(kept) => kept,
        Err(Rejection::Invalid(faults)) if faults.iter().all(|fault| fault.field.ends_with("].when")) => {
            return "refused".into();
        }
        Err(other) => panic!("{case}: {other:?}"),
    };
    // What a condition hides is not kept. Not asked is what is false as well as what can't be said.
    let truth = truth(kinds, &case["condition"], &kept);
    assert_eq!(kept.0.contains_key(LAST), truth == Truth::True, "{case}");
    match truth {
        Truth::True => true.into(),
        Truth::False => false.into(),
        Truth::Unknown => "unknown".into(),
    }
}

/// Answers by question, as they are kept.
#[derive(Debug)]
struct Kept(BTreeMap<String, Value>);

impl Facts for Kept {
    fn value(&self, path: &Path) -> Option<Value> {
        match path {
            Path::Field(question) => self.0.get(question.as_str()).cloned(),
            _ => None,
        }
    }

    fn midnight(&self, _: &str) -> Option<Value> {
        None
    }
}

fn truth(kinds: &serde_json::Map<String, Json>, condition: &Json, kept: &Kept) -> Truth {
    let field = |(id, kind): (&String, &Json)| {
        let kind = match kind.as_str().unwrap() {
            "integer" => FieldKind::Integer { min: None, max: None },
            "decimal" => FieldKind::Decimal,
            "boolean" => FieldKind::Boolean,
            "date" => FieldKind::Date,
            "choice" => FieldKind::Choice {
                options: ["site", "person"].map(|id| (id.into(), Label::new(id, id))).into_iter().collect(),
            },
            _ => FieldKind::Text { max: 1_000 },
        };
        (FieldId::from(id.as_str()), Field::plain(id, kind))
    };
    let schema = Schema::of_answers(&kinds.iter().map(field).collect::<IndexMap<_, _>>());
    Expression::check(condition.as_str().unwrap(), &schema).expect("the form has the condition").evaluate(kept)
}

/// Answers a form, and tells what is kept of it.
fn answer(stage: &mut Stage, form: Vec<Value>, answers: BTreeMap<String, Value>) -> Result<Kept, Rejection> {
    let order = stage.stand("ORD", "order", "new", &[("title", "x".into()), ("form", Value::List(form))]);
    let changes = [("answers".into(), Some(Value::Row(answers)))].into();
    stage.decide(&stage.actor("ann"), Some(order), &Command::Update { changes })?;
    let cell = |row: &Value, column: &str| row.column(column).and_then(Value::as_text).unwrap().to_owned();
    let typed = |row: &Value| {
        let value = cell(row, "value");
        match cell(row, "kind").as_str() {
            "integer" => Value::Int(value.parse().unwrap()),
            "boolean" => Value::Bool(value == "true"),
            _ => Value::from(value),
        }
    };
    let rows = stage.records[&order].fields.get("answers").map_or(&[][..], Value::rows);
    Ok(Kept(rows.iter().map(|row| (cell(row, "question"), typed(row))).collect()))
}

/// The desk with orders that bring a form.
fn order_desk() -> Stage {
    let text = |id: &str| Field::plain(id, FieldKind::Text { max: 1_000 });
    let table = |id: &str, columns: &[&str]| {
        let columns = columns.iter().map(|column| (FieldId::from(*column), text(column))).collect();
        Field::plain(id, FieldKind::Table { columns })
    };
    let fields = vec![
        text("title"),
        Field::plain("item", FieldKind::Reference { to: vec!["service".into()] }),
        table("form", &["question", "zh", "en", "kind", "options", "when"]),
        table("answers", &["question", "zh", "en", "kind", "value", "shown_zh", "shown_en"]),
        Field::plain("version", FieldKind::Integer { min: None, max: None }),
    ];
    let mut order = process("order", "ORD", fields, vec![state("new", StateKind::Open)], Vec::new());
    order.derivations = vec![Derivation::Answers {
        item: "item".into(),
        form: "form".into(),
        to: "answers".into(),
        version: "version".into(),
    }];
    order.grants = vec![grant(&["service_desk"], &[Action::View, Action::ViewInternal, Action::Update], Scope::All)];
    let mut stage = desk();
    stage.definitions.processes.insert("order".into(), Arc::new(order));
    stage
}

fn row(cells: &[(&str, Value)]) -> Value {
    Value::Row(cells.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect())
}

fn text(json: &Json) -> Value {
    json.as_str().unwrap().into()
}
