//! A checklist on a record: who ticks a line is noted, how far it is counts by itself, and rows change one by one.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use yuheng_definition::{Definitions, Value};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Command, RowAt, RowChange};

use super::company;

fn cells(cells: &[(&str, Value)]) -> BTreeMap<String, Value> {
    cells.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect()
}

fn at(row: usize, line: &str) -> RowAt {
    RowAt { row, was: cells(&[("line", line.into())]) }
}

fn lines(lines: &[&str]) -> RowChange {
    RowChange::Add { rows: lines.iter().map(|line| Value::Row(cells(&[("line", (*line).into())]))).collect() }
}

fn done(row: usize, line: &str, done: bool) -> RowChange {
    RowChange::Set { at: at(row, line), to: cells(&[("done", done.into())]) }
}

/// Does the changes one after the other, each as whom it says, and shows the checklist after each: `+` is done, and by whom.
fn check(changes: Vec<(&str, RowChange)>, expected: &Expect) {
    let Ok(definitions) = Definitions::shipped() else { return expected.assert_eq("the definitions don't load") };
    let mut stage = company(definitions);
    stage.run("desk: create incident title=Down customer=ACME");
    let mut told = String::new();
    for (who, change) in changes {
        let (actor, incident) = (stage.actor(who), stage.id("INC1"));
        let command = Command::Rows { field: "checklist".into(), change };
        match stage.decide(&actor, Some(incident), &command) {
            Ok(_) => told.push_str(&shown(&stage)),
            Err(rejection) => told.push_str(&format!("rejected: {rejection}\n")),
        }
    }
    expected.assert_eq(&told);
}

fn shown(stage: &Stage) -> String {
    let record = stage.record("INC1");
    let rows = record.fields.get("checklist").map_or(&[][..], Value::rows);
    let row = |row: &Value| {
        let text = |column: &str| row.column(column).and_then(Value::as_text).unwrap_or("").to_owned();
        let by = ["desk", "inc"].into_iter().find(|who| stage.id(who).to_string() == text("done_by"));
        let sign = if row.column("done").and_then(Value::as_bool) == Some(true) { "+" } else { "-" };
        format!(" {sign}{}{}", text("line"), by.map(|by| format!("({by})")).unwrap_or_default())
    };
    let rows: String = rows.iter().map(row).collect();
    let open = record.fields.get("checklist_open").and_then(Value::as_int);
    format!("{} {open:?}:{rows}\n", record.text("checklist_progress").unwrap_or("none"))
}

#[test]
fn who_ticks_a_line_is_noted_and_it_counts() {
    check(
        vec![
            ("desk", lines(&["A", "B", "C"])),
            ("desk", done(0, "A", true)),
            ("inc", done(1, "B", true)),
            ("inc", done(0, "A", false)),
            ("inc", RowChange::Set { at: at(1, "B"), to: cells(&[("line", "B2".into()), ("done_by", "x".into())]) }),
            ("inc", RowChange::Set { at: at(1, "B"), to: cells(&[("line", "B2".into())]) }),
        ],
        &expect![[r#"
            0/3 Some(3): -A -B -C
            1/3 Some(2): +A(desk) -B -C
            2/3 Some(1): +A(desk) +B(inc) -C
            1/3 Some(2): -A +B(inc) -C
            rejected: fields: [FieldFault { field: "checklist[0].done_by", fault: Kind("reference") }]
            1/3 Some(2): -A +B2(inc) -C
        "#]],
    );
}

#[test]
fn a_row_is_found_where_others_have_moved_it() {
    check(
        vec![
            ("desk", lines(&["A", "B", "C"])),
            ("inc", RowChange::Move { at: at(2, "C"), before: 0 }),
            ("desk", done(0, "A", true)),
            ("inc", RowChange::Remove { at: at(2, "B") }),
            ("desk", done(1, "B", true)),
            ("joe", done(0, "C", true)),
            ("desk", RowChange::Remove { at: at(0, "C") }),
            ("desk", RowChange::Remove { at: at(0, "A") }),
        ],
        &expect![[r#"
            0/3 Some(3): -A -B -C
            0/3 Some(3): -C -A -B
            1/3 Some(2): -C +A(desk) -B
            1/2 Some(1): -C +A(desk)
            rejected: fields: [FieldFault { field: "checklist[1]", fault: Content(Label { zh: "这一行已被他人修改或删除", en: "the row has been changed or removed by somebody else" }) }]
            rejected: may not: the right to Update on incident
            1/1 Some(0): +A(desk)
            none None:
        "#]],
    );
}
