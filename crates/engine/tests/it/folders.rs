//! What is in whose folder.
#![expect(clippy::unwrap_used, reason = "a desk that is another ends the test")]

use std::sync::Arc;

use expect_test::expect;
use yuheng_definition::Process;
use yuheng_definition::expression::{Expression, Schema};
use yuheng_engine::testing::Stage;

use crate::desk::{check, desk};

fn incident(stage: &mut Stage) -> &mut Process {
    Arc::make_mut(stage.definitions.processes.get_mut("incident").unwrap())
}

/// The desk, whose incidents are started under a condition.
fn started_when(condition: &str) -> Stage {
    let mut stage = desk();
    let process = incident(&mut stage);
    let when = Expression::check(condition, &Schema::of(process)).unwrap();
    process.transitions.get_mut("start").unwrap().when = Some(when);
    stage
}

#[test]
fn what_nobody_has_is_to_be_given_out_and_what_is_resolved_is_done() {
    check(
        "ann: create incident title=x customer=ACME\nann: create incident title=y service=VPN\nann: folder unassigned\n\
         ann: do INC1 start assignee=bob\nann: folder unassigned\nbob: folder todo\n\
         bob: do INC1 resolve solution=z\nbob: folder todo",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 title=x urgency=low
            INC2 created group=NET impact=low priority=p4 service=VPN title=y urgency=low
            unassigned: INC1 INC2
            INC1 transitioned new→in_progress assignee=bob
            → bob assigned
            unassigned: INC2
            todo: INC1
            INC1 transitioned in_progress→resolved resolver=bob solution=z
            todo:
        "#]],
    );
}

#[test]
fn a_customer_learns_nothing_of_groups_by_what_is_to_be_given_out() {
    check(
        "ann: create incident title=x customer=ACME\njoe: folder unassigned",
        &expect![[r#"
        INC1 created customer=ACME impact=low priority=p4 title=x urgency=low
        unassigned:
    "#]],
    );
}

#[test]
fn a_condition_over_what_is_masked_gives_nothing_away() {
    let mut stage = started_when("has(record.cause)");
    let told = stage.run(
        "ann: create incident title=x cause=y\nann: create incident title=z\nann: folder unassigned\n\
         joe: folder unassigned",
    );
    expect![[r#"
        INC1 created cause=y impact=low priority=p4 title=x urgency=low
        INC2 created impact=low priority=p4 title=z urgency=low
        unassigned: INC1
        unassigned:
    "#]]
    .assert_eq(&told);
    incident(&mut stage).masks.insert("service_desk".into(), vec!["cause".into()]);
    expect![[r#"
        unassigned:
    "#]]
    .assert_eq(&stage.run("ann: folder unassigned"));
}

#[test]
fn what_the_form_asks_for_can_still_be_filled_in() {
    let mut stage = started_when("has(record.assignee)");
    expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        unassigned: INC1
    "#]]
    .assert_eq(&stage.run("ann: create incident title=x\nann: folder unassigned"));
}

#[test]
fn what_the_form_does_not_ask_for_counts_as_it_is() {
    let mut stage = started_when("has(record.assignee) && record.impact == \"high\"");
    let told = stage.run(
        "ann: create incident title=x\nann: create incident title=y impact=high\nann: folder unassigned\n\
         bob: do INC1 start assignee=bob\nbob: do INC2 start assignee=bob",
    );
    expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        INC2 created impact=high priority=p2 title=y urgency=low
        unassigned: INC2
        rejected: Only if assignee is filled and impact is “high”
        INC2 transitioned new→in_progress assignee=bob
    "#]]
    .assert_eq(&told);
}

#[test]
fn who_may_not_give_it_out_has_it_in_no_list() {
    check(
        "ann: create incident title=x\nbob: folder unassigned\nlea: folder unassigned\nguy: folder unassigned",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            unassigned: INC1
            unassigned:
            unassigned:
        "#]],
    );
}
