//! Conditions of steps: those that never hold, and states that are left on a condition only.

use yuheng_definition::{Definitions, Label, Problem, conditional_exits, overlay};

use crate::small::{JOB, source};

const SHIPPED: &str = r#"when = "record.size == \"big\"""#;

/// What is wrong with the process where its step is under another condition.
fn under(condition: &str) -> String {
    let mut source = source();
    assert!(JOB.contains(SHIPPED));
    source.files.insert("process/job.toml".to_owned(), JOB.replace(SHIPPED, &format!("when = '{condition}'")));
    told(Definitions::load(&source).map(|_| ()))
}

/// What is wrong once an overlay is laid over it.
fn with(text: &str) -> String {
    told(overlay::apply(&source(), text).and_then(|source| Definitions::load(&source)).map(|_| ()))
}

fn told(loaded: Result<(), Vec<Problem>>) -> String {
    let problems = loaded.err().unwrap_or_default();
    problems.into_iter().map(|Problem { message: Label { en, .. }, .. }| en).collect::<Vec<_>>().join("; ")
}

#[test]
fn what_can_hold_is_taken() {
    for condition in [
        r#"record.size == "big" && record.level == "p1""#,
        r#"record.reason == "a" || record.reason == "b""#,
        r#"record.reason != "a" && record.reason != "b""#,
        r#"record.reason.contains("a") && record.reason == "b""#,
        r#"!has(record.reason) || record.reason == "a""#,
        r#"record.state == "held" && record.opened_at < now - days(1) && record.opened_at > now - days(9)"#,
        r#"record.state in ["done", "new"] && "desk" in actor.roles"#,
        "record.assignee != record.opened_by",
    ] {
        assert_eq!(under(condition), "", "{condition}");
    }
}

#[test]
fn what_contradicts_itself_is_refused_by_the_field() {
    let reason = "the condition can never hold: “Reason” (`reason`) has no value that would do";
    for condition in [
        r#"record.reason == "a" && record.reason == "b""#,
        r#"record.size == "big" && record.reason in ["a"] && record.reason != "a""#,
        "has(record.reason) && !has(record.reason)",
        r#"!(record.reason != "a" || record.reason == "a")"#,
    ] {
        assert_eq!(under(condition), reason, "{condition}");
    }
    assert_eq!(under("record.late && !record.late"), reason.replace("Reason", "Late").replace("reason", "late"));
}

#[test]
fn what_no_option_and_no_state_can_be_is_refused() {
    let size = "the condition can never hold: “Size” (`size`) has no value that would do";
    assert_eq!(under(r#"record.size != "big""#), size);
    assert_eq!(under(r#"record.size == "bog""#), "unknown value `bog`");
    assert_eq!(under(r#"record.state == "done""#), "the condition can never hold", "it starts elsewhere");
    assert_eq!(under("false"), "the condition can never hold");
}

#[test]
fn what_reads_a_field_that_is_never_filled_is_refused() {
    let retired = "[process.job.fields]\nlevel.retired = true\nextra = { label = { zh = \"旧\", en = \"Old\" }, type = \"text\", retired = true }";
    assert_eq!(with(retired), "", "the derivation fills the level all the same");
    let overlay = format!("{retired}\n[process.job.transitions.finish]\nwhen = 'record.extra.contains(\"a\")'");
    assert_eq!(with(&overlay), "the condition can never hold: the field “Old” (`extra`) is retired and never filled");
    assert_eq!(with(&overlay.replace("record.extra.contains(\"a\")", "!has(record.extra)")), "");
}

#[test]
fn an_overlay_that_contradicts_the_shipped_condition_is_refused() {
    let overlay = "[process.job.transitions.finish]\nwhen = 'record.size != \"big\"'";
    assert_eq!(with(overlay), "the condition can never hold: “Size” (`size`) has no value that would do");
}

/// The states that are left on a condition only with an overlay, and by which steps.
#[expect(clippy::unwrap_used, reason = "a test's failure is a panic")]
fn stuck(text: &str) -> String {
    let before = Definitions::load(&source()).unwrap();
    let after = Definitions::load(&overlay::apply(&source(), text).unwrap()).unwrap();
    let found = conditional_exits(&before, &after).into_iter().map(|exit| {
        let steps: Vec<String> = exit.steps.iter().map(ToString::to_string).collect();
        format!("{}: {}", exit.state, steps.join(", "))
    });
    found.collect::<Vec<_>>().join("; ")
}

/// A state with one way in and these ways out.
fn checked(ways_out: &str) -> String {
    format!(
        r#"
[process.job.states]
checked = {{ label = {{ zh = "已检", en = "Checked" }}, kind = "open" }}
[process.job.transitions.check]
label = {{ zh = "检查", en = "Check" }}
from = ["new"]
to = "checked"
by = ["desk"]
{ways_out}"#
    )
}

/// A step back under a condition.
fn back(id: &str, condition: &str) -> String {
    let head =
        format!("[process.job.transitions.{id}]\nlabel = {{ zh = \"退回\", en = \"Back\" }}\nfrom = [\"checked\"]");
    let when = if condition.is_empty() { String::new() } else { format!("when = '{condition}'\n") };
    format!("{head}\nto = \"new\"\nby = [\"desk\"]\n{when}")
}

#[test]
fn a_state_that_is_left_on_a_condition_only_is_found() {
    let one = back("back", r#"record.reason == "a""#);
    assert_eq!(stuck(&checked(&one)), "checked: back");
    let two = one.clone() + &back("aside", r#"record.reason != "a""#);
    assert_eq!(stuck(&checked(&two)), "checked: back, aside", "without a reason neither holds");
}

#[test]
fn a_state_that_is_always_left_is_none() {
    let one = back("back", r#"record.reason == "a""#);
    assert_eq!(stuck(&checked(&(one.clone() + &back("aside", "")))), "", "one way is under none");
    let other = back("aside", r#"!has(record.reason) || record.reason != "a""#);
    assert_eq!(stuck(&checked(&(one + &other))), "", "one of the two always holds");
    assert_eq!(
        stuck("[process.job.fields]\nsize.label = { zh = \"规模\", en = \"Extent\" }"),
        "",
        "what was so before"
    );
}
