//! What goes beside the flow: clocks, escalations, derivations, conversions, relations, in ways that make no sense.

use expect_test::expect;

use crate::small::broken;

#[test]
fn a_clock_that_never_runs() {
    broken(r#"runs_in = ["new"]"#, "runs_in = []", &expect!["process/job.toml:44: it never runs"]);
}

#[test]
fn a_clock_that_goes_on_at_the_end() {
    broken(
        r#"pauses_in = ["held"]"#,
        r#"pauses_in = ["done"]"#,
        &expect!["process/job.toml:45: no clock goes on in the end state `done`"],
    );
}

#[test]
fn a_clock_that_runs_and_pauses() {
    broken(
        r#"pauses_in = ["held"]"#,
        r#"pauses_in = ["new"]"#,
        &expect!["process/job.toml:45: it both runs and pauses in `new`"],
    );
}

#[test]
fn warnings_that_go_back() {
    broken("[50, 90]", "[90, 50]", &expect!["process/job.toml:47: `warn_at` must be percents from 1 to 99, ascending"]);
}

#[test]
fn what_customers_are_told_in_no_state() {
    broken(
        "[relations.after]",
        "[[told]]\nin = [\"hold\"]\nsays = { zh = \"停\", en = \"Stopped\" }\n\n[relations.after]",
        &expect!["process/job.toml:50: there is no state `hold` (did you mean `held`?)"],
    );
}

#[test]
fn an_escalation_at_no_warning() {
    broken(
        "share = 90",
        "share = 80",
        &expect!["process/job.toml:55: 80 is neither 100 nor in `warn_at` of the clock `work`"],
    );
}

#[test]
fn an_escalation_over_no_clock() {
    broken(
        r#"clock = "work""#,
        r#"clock = "wrok""#,
        &expect!["process/job.toml:55: there is no clock `wrok` (did you mean `work`?)"],
    );
}

#[test]
fn an_escalation_that_sets_a_text() {
    broken(
        r#"sets = "late""#,
        r#"sets = "reason""#,
        &expect!["process/job.toml:58: the field `reason` must be of type boolean; it is text"],
    );
}

#[test]
fn a_priority_of_a_text() {
    broken(
        r#"impact = "size""#,
        r#"impact = "reason""#,
        &expect!["process/job.toml:61: the field `reason` must be of type choice; it is text"],
    );
}

#[test]
fn a_copy_that_does_not_fit() {
    broken(
        r#"field = "assignee", to = "assignee""#,
        r#"field = "size", to = "assignee""#,
        &expect!["process/job.toml:64: what `size` of `job` holds doesn't fit `assignee`"],
    );
}

#[test]
fn a_copy_in_a_circle() {
    broken(
        r#"field = "assignee", to = "assignee""#,
        r#"field = "parent", to = "parent""#,
        &expect!["process/job.toml:64: copied in a circle: `parent` itself comes from `parent`"],
    );
}

#[test]
fn a_conversion_that_ends_in_the_middle() {
    broken(r#"end = "done""#, r#"end = "held""#, &expect!["process/job.toml:68: `held` is no end state"]);
}

#[test]
fn a_conversion_that_nothing_ties() {
    broken(
        r#"relation = "after""#,
        r#"relation = "before""#,
        &expect!["process/job.toml:70: there is no relation `before`"],
    );
}

#[test]
fn a_relation_with_a_field_s_name() {
    broken(
        "[relations.after]",
        "[relations.parent]",
        &expect![[r#"
        process/job.toml:49: the reference field `parent` already has the relation of that name
        process/job.toml:70: there is no relation `after`"#]],
    );
}
