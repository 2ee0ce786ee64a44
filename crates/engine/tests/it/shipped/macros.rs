//! Macros: several commands as one write, with the rights of whoever runs them, whole or not at all.

use expect_test::{Expect, expect};
use yuheng_definition::expression::{Expression, Schema};
use yuheng_definition::{Definitions, Label, Value};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Audience, Command, Comment, MacroRun, Rejection, WriteSet, access};

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
    Command::Comment(Comment { body: body.to_owned(), audience: Audience::Internal, with_gaps: false })
}

fn run(stage: &mut Stage, who: &str, when: Option<&str>, commands: Vec<Command>) -> Result<WriteSet, Rejection> {
    let when = when.and_then(|source| {
        let schema = Schema::of(stage.definitions.process("incident")?);
        Expression::check(source, &schema).ok()
    });
    run_on(stage, who, "INC1", MacroRun { title: Label::new("转二线", "To second line"), when, commands })
}

fn run_on(stage: &mut Stage, who: &str, on: &str, run: MacroRun) -> Result<WriteSet, Rejection> {
    let (actor, on) = (stage.actor(who), stage.id(on));
    stage.decide(&actor, Some(on), &Command::Macro(run))
}

/// A request for `item`, from new to fulfilled at once.
fn done_at_once(stage: &mut Stage, item: &str) -> Result<WriteSet, Rejection> {
    let title = ("title".to_owned(), Value::from("Pull it"));
    let service = ("service", Value::from(stage.id("FW").to_string()));
    let tasks = ("tasks", Value::List(vec![Value::Row([title].into())]));
    stage.stand("PLANNED", "catalogue_item", "in_force", &[("name", "Planned".into()), service, tasks]);
    stage.run(&format!("req: create service_request title=Cable customer=ACME requester=joe item={item}"));
    let assignee = stage.id("req").to_string();
    let commands = vec![
        step("assign", &[("assignee", assignee)]),
        step("start", &[]),
        step("fulfil", &[("result", "Done".to_owned())]),
    ];
    run_on(stage, "req", "REQ1", MacroRun { title: Label::new("现办", "At once"), when: None, commands })
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

#[test]
fn what_waits_for_nothing_is_done_at_once() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    check(
        &done_at_once(&mut stage, "CABLE"),
        &expect![[r#"
            fulfilled v2 Version(1)
              Transitioned ["assignee"] {"zh":"宏「现办」","en":"Macro “At once”"}
              Transitioned [] {"zh":"宏「现办」","en":"Macro “At once”"}
              Transitioned ["result"] {"zh":"宏「现办」","en":"Macro “At once”"}
        "#]],
    );
}

#[test]
fn what_one_opens_holds_up_the_next() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    check(
        &done_at_once(&mut stage, "PLANNED"),
        &expect![[r#"
            rejected: may not: the end of 1 of task
        "#]],
    );
}

#[test]
fn what_the_customer_has_just_been_told_keeps_the_record_with_it() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    let told =
        Command::Comment(Comment { body: "We are on it.".to_owned(), audience: Audience::Public, with_gaps: false });
    let other = stage.id("ZETA").to_string();
    check(
        &run(&mut stage, "desk", None, vec![told, set("customer", &other)]),
        &expect![[r#"
            rejected: fields: [FieldFault { field: "customer", fault: Content(Label { zh: "原客户已在本记录上表达过或看到过内容，不能再改归其他客户；请为另一客户新建一条记录，建立关联，再写明原因将本记录作废", en: "its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason" }) }]
        "#]],
    );
    check(
        &run(&mut stage, "desk", None, vec![note("Theirs."), set("customer", &other)]),
        &expect![[r#"
            new v2 Version(1)
              Commented [] {"zh":"宏「转二线」","en":"Macro “To second line”"}
              Updated ["customer"] {"zh":"宏「转二线」","en":"Macro “To second line”"}
        "#]],
    );
}

#[test]
fn whoever_is_mentioned_twice_is_told_once() {
    let Some(mut stage) = stage() else { panic!("the definitions don't load") };
    let words = "@ENG1 see to it";
    let told = run(&mut stage, "desk", None, vec![note(words), note(words)]);
    let mentioned: Vec<_> = told.iter().flat_map(|set| &set.writes).flat_map(|write| &write.mentioned).collect();
    assert_eq!(mentioned, [&stage.id("eng")], "{told:?}");
}

#[test]
fn what_is_internal_or_masked_for_customers_is_kept_from_them() {
    let Ok(definitions) = Definitions::shipped() else { panic!("the definitions don't load") };
    let Some(incident) = definitions.process("incident") else { panic!("there are no incidents") };
    let kept = access::kept_from_customers(&definitions, incident);
    assert!(kept.contains("group") && !kept.contains("assignee"), "{kept:?}");
    let mut stricter = incident.as_ref().clone();
    stricter.masks.entry("customer".into()).or_default().push("assignee".into());
    assert!(access::kept_from_customers(&definitions, &stricter).contains("assignee"));
}
