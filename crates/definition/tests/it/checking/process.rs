//! A process and its fields, in ways that make no sense.

use expect_test::expect;

use crate::small::broken;

#[test]
fn an_unknown_owner() {
    broken(
        r#"owner = "desk""#,
        r#"owner = "dask""#,
        &expect!["process/job.toml:6: there is no role `dask` (did you mean `desk`?)"],
    );
}

#[test]
fn an_unknown_group() {
    broken(
        r#"group = "desk""#,
        r#"group = "dest""#,
        &expect!["process/job.toml:3: there is no group `dest` (did you mean `desk`?)"],
    );
}

#[test]
fn a_prefix_in_small_letters() {
    broken(
        r#"prefix = "JOB""#,
        r#"prefix = "job""#,
        &expect!["process/job.toml:5: a prefix is 2 to 6 capital letters"],
    );
}

#[test]
fn a_prefix_that_is_taken() {
    broken(
        r#"prefix = "JOB""#,
        r#"prefix = "PER""#,
        &expect![[r#"
        process/job.toml:5: the prefix `PER` is taken by the process `person`
        process/person.toml:5: the prefix `PER` is taken by the process `job`"#]],
    );
}

#[test]
fn a_title_that_is_no_text() {
    broken(
        r#"title = "title""#,
        r#"title = "size""#,
        &expect!["process/job.toml:7: the title must be a field of type `text`"],
    );
}

#[test]
fn a_column_that_is_not_there() {
    broken(
        r#"["title", "state"]"#,
        r#"["title", "stat"]"#,
        &expect!["process/job.toml:8: there is no column `stat` (did you mean `state`?)"],
    );
}

#[test]
fn a_clause_that_is_not_there() {
    broken(
        r#""guide:8.1""#,
        r#""guide:8.2""#,
        &expect!["process/job.toml:9: there is no clause `8.2` (did you mean `8.1`?)"],
    );
}

#[test]
fn a_reference_to_no_process() {
    broken(
        r#"to = ["person"]"#,
        r#"to = ["persom"]"#,
        &expect![[r#"
        process/job.toml:16: there is no process `persom` (did you mean `person`?)
        process/job.toml:29: the field `assignee` names nobody: it must refer to people"#]],
    );
}

#[test]
fn an_assignee_that_is_a_text() {
    broken(
        r#"type = "reference", to = ["person"]"#,
        r#"type = "text""#,
        &expect![[r#"
        process/job.toml:16: the field `assignee` must be of type reference; it is text
        process/job.toml:29: the field `assignee` names nobody: it must refer to people"#]],
    );
}

#[test]
fn a_field_that_every_record_has() {
    broken(
        "late = {",
        "state = {",
        &expect![[r#"
        process/job.toml:18: `state` is what every record has; a field needs another id
        process/job.toml:58: there is no field `late` (did you mean `state`?)"#]],
    );
}

#[test]
fn a_number_that_is_searched() {
    broken(
        r#"type = "boolean""#,
        r#"type = "boolean", search = "public""#,
        &expect!["process/job.toml:18: only text is found by search"],
    );
}

#[test]
fn a_required_field_that_nobody_fills() {
    broken(
        "derived = true",
        "derived = true, required = true",
        &expect!["process/job.toml:18: nobody can fill it, so it can't be required"],
    );
}

#[test]
fn a_field_that_keeps_no_customer() {
    broken(
        r#"reason = { label = { zh = "理由", en = "Reason" }, type = "text" }"#,
        r#"reason = { label = { zh = "理由", en = "Reason" }, type = "text", keeps_customer = true }"#,
        &expect![
            "process/job.toml:15: a field with `keeps_customer` stands in a process that has the field `customer`"
        ],
    );
}

#[test]
fn a_filled_field_that_no_step_with_a_reason_changes() {
    broken(
        r#"to = ["person"] }
parent"#,
        r#"to = ["person"], by_step = true }
parent"#,
        &expect![
            "process/job.toml:16: no transition asks for `assignee` and for a `comment`: once filled it could never be changed"
        ],
    );
}
