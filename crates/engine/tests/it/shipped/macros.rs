//! Macros: several commands as one write, with the rights of whoever runs them, whole or not at all.

use expect_test::{Expect, expect};
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Definitions, Label};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Audience, Command, Comment, MacroRun, Rejection, WriteSet};

use super::company;

fn stage() -> Option<Stage> {
    let mut stage = company(Definitions::shipped().ok()?);
    stage.run("desk: create incident title=Down customer=ACME");
    Some(stage)
}

fn set(field: &str, value: &str) -> Command {
    Command::Update { changes: [(field.into(), Some(value.into()))].into() }
}

fn step(step: &str, given: &[(&str, String)]) -> Command {
    let changes = given.iter().map(|(field, value)| ((*field).into(), Some(value.as_str().into()))).collect();
    Command::Transition { transition: step.into(), changes, comment: None }
}

fn note(body: &str) -> Command {
    Command::Comment(Comment { body: body.to_owned(), audience: Audience::Internal })
}

fn run(stage: &mut Stage, who: &str, when: Option<&str>, commands: Vec<Command>) -> Result<WriteSet, Rejection> {
    let when = when.and_then(|source| {
        let schema = Schema::of(stage.definitions.process("incident")?);
        Expression::check(source, &schema).ok()
    });
    let (actor, incident) = (stage.actor(who), stage.id("INC1"));
    let command = Command::Macro(MacroRun { title: Label::new("转二线", "To second line"), when, commands });
    stage.decide(&actor, Some(incident), &command)
}

/// What the record and its one write are then: state, version and expectation, then each entry with what it says.
fn check(told: &Result<WriteSet, Rejection>, expected: &Expect) {
    let told = match told {
        Err(rejection) => format!("rejected: {rejection}\n"),
        Ok(set) => set
            .writes
            .iter()
            .map(|write| {
                let entries = write.entries.iter().map(|entry| {
                    let reason = entry.reason.as_deref().unwrap_or("none");
                    let changed: Vec<_> = entry.changes.keys().map(ToString::to_string).collect();
                    format!("  {:?} {changed:?} {reason}\n", entry.action)
                });
                let entries: String = entries.collect();
                format!("{} v{} {:?}\n{entries}", write.record.state, write.record.version, write.expected)
            })
            .collect(),
    };
    expected.assert_eq(&told);
}

#[test]
fn all_that_a_macro_does_is_one_write_that_says_its_name() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    let engineer = stage.id("eng").to_string();
    let told = run(
        &mut stage,
        "desk",
        None,
        vec![set("impact", "high"), step("assign", &[("assignee", engineer)]), note("see to it")],
    );
    check(
        &told,
        &expect![[r#"
        assigned v2 Version(1)
          Updated ["impact"] {"zh":"宏「转二线」","en":"Macro “To second line”"}
          Transitioned ["assignee"] {"zh":"宏「转二线」","en":"Macro “To second line”"}
          Commented [] {"zh":"宏「转二线」","en":"Macro “To second line”"}
    "#]],
    );
}

#[test]
fn where_one_is_refused_nothing_is_done() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    check(
        &run(&mut stage, "desk", None, vec![set("impact", "high"), step("resolve", &[])]),
        &expect![[r#"
        rejected: `resolve` does not start from `new`
    "#]],
    );
    assert_eq!(stage.record("INC1").text("impact"), Some("low"));
}

#[test]
fn a_macro_does_no_more_than_whoever_runs_it_may() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    check(
        &run(&mut stage, "dan", None, vec![set("impact", "high")]),
        &expect![[r#"
        rejected: not found
    "#]],
    );
}

#[test]
fn a_macro_runs_only_where_its_condition_holds() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    let only = Some("has(record.assignee)");
    check(
        &run(&mut stage, "desk", only, vec![note("x")]),
        &expect![[r#"
        rejected: may not: that has(record.assignee)
    "#]],
    );
}

#[test]
fn words_alone_fit_any_version() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    check(
        &run(&mut stage, "desk", None, vec![note("one"), note("two")]),
        &expect![[r#"
        new v1 Exists
          Commented [] {"zh":"宏「转二线」","en":"Macro “To second line”"}
          Commented [] {"zh":"宏「转二线」","en":"Macro “To second line”"}
    "#]],
    );
}
