//! Boards: what a chart can't count is refused at its row and column.

use expect_test::{Expect, expect};
use yuheng_definition::Definitions;

use super::{check, company};

/// The line by which the incident manager makes a board of these charts.
fn line(charts: &str) -> String {
    let charts = charts.replace('\n', " ").replace('"', "\\\"");
    format!("inc: create board title=Desk charts=\"{charts}\"")
}

fn board(charts: &str, expected: &Expect) {
    check(&line(charts), expected);
}

#[test]
fn a_chart_that_can_be_drawn_is_kept() {
    let made = line(
        r#"[{"title":"Open","records_of":"incident","shape":"stacked","by":"age","split_by":"priority","filter":"record.is_open"},
            {"title":"Flow","records_of":"incident","shape":"line","by":"opened_at:day"},
            {"title":"Flow","records_of":"incident","shape":"line","by":"resolved_at:day"},
            {"title":"All","records_of":"incident","shape":"figure","counted":"record.is_open"}]"#,
    );
    let told = Definitions::shipped().map(|definitions| company(definitions).run(&made));
    let told = told.unwrap_or_else(|problems| format!("{problems:?}"));
    assert!(told.trim_start().starts_with("BRD1 created"), "{told}");
}

#[test]
fn what_can_t_be_counted_is_told_at_its_row_and_column() {
    board(
        r#"[{"title":"A","records_of":"attic","shape":"bar","by":"state"}]"#,
        &expect![[r#"
        rejected: Charts, row 1, Records of: there is no such process
    "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"bar","by":"stat","filter":"record.isopen","counted":"1"}]"#,
        &expect![[r#"
            rejected: Charts, row 1, Filter (expression): unknown field `isopen`; Charts, row 1, Of which (expression): a condition must stand here, not a fixed value; Charts, row 1, By: there is no field `stat`; did you mean `state`?
        "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"bar","by":"state"},{"title":"B","records_of":"incident","shape":"bar","by":"opened_at"}]"#,
        &expect![[r#"
            rejected: Charts, row 2, By: `opened_at` is a time: write `opened_at:day`, `opened_at:week` or `opened_at:month`
        "#]],
    );
}

#[test]
fn what_does_not_suit_its_shape_is_told_at_its_row_and_column() {
    board(
        r#"[{"title":"A","records_of":"incident","shape":"bar"}]"#,
        &expect![[r#"
        rejected: Charts, row 1, By: has to say by what is counted
    "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"line","by":"state"}]"#,
        &expect![[r#"
        rejected: Charts, row 1, By: a line runs through time, such as opened_at:day
    "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"stacked","by":"state"}]"#,
        &expect![[r#"
        rejected: Charts, row 1, Split by: has to say what the bars are stacked of
    "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"bar","by":"state","split_by":"priority"}]"#,
        &expect![[r#"
        rejected: Charts, row 1, Split by: its bars are not split: leave it empty, or take the stacked shape or the table
    "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"figure","by":"state"}]"#,
        &expect![[r#"
        rejected: Charts, row 1, By: a figure is of no groups: leave it empty
    "#]],
    );
    board(
        r#"[{"title":"A","records_of":"incident","shape":"bar","by":"state"},{"title":"A","records_of":"incident","shape":"table","by":"state"}]"#,
        &expect![[r#"
            rejected: Charts, row 2, Shape: rows of one title are one chart and have one shape
        "#]],
    );
}

#[test]
fn a_reopening_is_counted() {
    check(
        "desk: create incident title=Down customer=ACME requester=joe service=FW
         desk: do INC1 assign assignee=eng
         eng: do INC1 start
         eng: do INC1 resolve solution=Restarted
         desk: do INC1 reopen public=Again
         eng: do INC1 resolve solution=Replaced
         desk: do INC1 reopen public=Again",
        &expect![[r#"
            INC1 created category=other channel=telephone customer=ACME group=NET impact=low requester=joe service=FW title=Down urgency=low
            INC1 transitioned new→assigned assignee=eng
            → eng assigned
            → joe moved
            INC1 transitioned assigned→in_progress
            → joe moved
            INC1 transitioned in_progress→resolved solution=Restarted
            → joe resolved
            INC1 transitioned resolved→in_progress reopened=1 public:Again
            → eng reopened
            → joe commented
            INC1 transitioned in_progress→resolved solution=Replaced
            → joe resolved
            INC1 transitioned resolved→in_progress reopened=2 public:Again
            → eng reopened
            → joe commented
        "#]],
    );
}
