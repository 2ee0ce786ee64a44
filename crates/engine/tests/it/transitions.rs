//! Going to another state.

use expect_test::expect;
use yuheng_definition::{CommentNeed, Transition};
use yuheng_engine::testing::transition;

use crate::desk::{check, desk};

const RESOLVED: &str = "ann: create incident title=x customer=ACME requester=joe
    ann: do INC1 start assignee=bob
    bob: do INC1 resolve solution=Restarted";

#[test]
fn an_incident_goes_from_report_to_close() {
    check(
        &format!("{RESOLVED}\njoe: do INC1 confirm\nann: show INC1"),
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 transitioned new→in_progress assignee=bob
            → bob assigned
            → joe moved
            INC1 transitioned in_progress→resolved resolver=bob solution=Restarted
            → joe resolved
            INC1 transitioned resolved→closed
            INC1 closed v4 n4 assignee=bob customer=ACME impact=low priority=p4 requester=joe resolver=bob solution=Restarted title=x urgency=low
        "#]],
    );
}

#[test]
fn it_asks_for_what_it_requires() {
    check(
        "ann: create incident title=x\nann: do INC1 start",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: assignee: must be filled
    "#]],
    );
}

#[test]
fn it_starts_only_from_its_states() {
    check(
        "ann: create incident title=x\nann: do INC1 confirm\nann: do INC1 fly",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: “confirm” can't be done in the state “new”
        rejected: There is no “fly”
    "#]],
    );
}

#[test]
fn it_is_for_its_roles_and_those_named() {
    check(
        "ann: create incident title=x assignee=bob
         lea: do INC1 start
         bob: do INC1 start
         kim: do INC1 resolve solution=y",
        &expect![[r#"
            INC1 created assignee=bob impact=low priority=p4 title=x urgency=low
            → bob assigned
            rejected: Needs the role: service_desk, engineer
            INC1 transitioned new→in_progress
            rejected: Only for the assignee
        "#]],
    );
}

#[test]
fn whoever_resolved_may_not_confirm() {
    check(
        &format!("{RESOLVED}\nbob: do INC1 confirm\nkim: do INC1 confirm"),
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 transitioned new→in_progress assignee=bob
            → bob assigned
            → joe moved
            INC1 transitioned in_progress→resolved resolver=bob solution=Restarted
            → joe resolved
            rejected: Separation of duties: not for whoever had a part in “resolve”
            INC1 transitioned resolved→closed
            → joe moved
        "#]],
    );
}

#[test]
fn it_takes_no_other_fields() {
    check(
        "ann: create incident title=x\nann: do INC1 start assignee=bob title=y assigne=z",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: title: is not asked for here; assigne: there is no such field; did you mean `assignee`?
    "#]],
    );
}

#[test]
fn a_comment_that_it_needs_must_be_there_and_public() {
    check(
        &format!(
            "{RESOLVED}\njoe: do INC1 reopen\nann: do INC1 reopen internal=no\njoe: do INC1 reopen public=\"Still down\""
        ),
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 transitioned new→in_progress assignee=bob
            → bob assigned
            → joe moved
            INC1 transitioned in_progress→resolved resolver=bob solution=Restarted
            → joe resolved
            rejected: Comment: must be filled
            rejected: Comment: must be a reply that all can read
            INC1 transitioned resolved→in_progress public:Still down
            → bob reopened
        "#]],
    );
}

#[test]
fn times_of_resolving_and_closing_are_kept_and_cleared() {
    let mut desk = desk();
    desk.run(RESOLVED);
    assert!(desk.record("INC1").resolved_at.is_some());
    desk.run("joe: do INC1 reopen public=no");
    assert_eq!(desk.record("INC1").resolved_at, None);
    desk.run("bob: do INC1 resolve\njoe: do INC1 confirm");
    let record = desk.record("INC1");
    assert!(record.resolved_at.is_some() && record.closed_at.is_some() && !record.is_open);
}

#[test]
fn only_the_engine_does_what_nobody_is_named_for() {
    check(
        &format!("{RESOLVED}\nann: do INC1 close_unconfirmed\nsystem: do INC1 close_unconfirmed"),
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 transitioned new→in_progress assignee=bob
            → bob assigned
            → joe moved
            INC1 transitioned in_progress→resolved resolver=bob solution=Restarted
            → joe resolved
            rejected: Only the system does it
            INC1 transitioned resolved→closed
            → joe moved
        "#]],
    );
}

#[test]
fn work_keeps_the_flow_that_it_was_opened_under_but_who_may_is_todays() {
    let mut desk = desk();
    desk.run("ann: create incident title=x assignee=bob");
    let old = desk.definitions.process("incident").cloned().unwrap();
    desk.versions.insert(old.hash.clone(), (*old).clone());
    let mut new = (*old).clone();
    new.hash = "incident-2".to_owned();
    let start = new.transitions.get_mut("start").unwrap();
    start.to = Some("resolved".into());
    start.by = vec![yuheng_definition::Holder::Role("approver".into())];
    desk.definitions.processes.insert("incident".into(), std::sync::Arc::new(new));
    expect![[r#"
        rejected: Needs the role: approver
        INC1 transitioned new→in_progress
    "#]]
    .assert_eq(&desk.run("bob: do INC1 start\nlea: do INC1 start"));
}

#[test]
fn what_only_a_step_changes_is_said_by_the_flow_that_the_record_follows() {
    let mut desk = desk();
    desk.run("ann: create incident title=old assignee=bob");
    let old = desk.definitions.process("incident").cloned().unwrap();
    desk.versions.insert(old.hash.clone(), (*old).clone());
    let mut new = (*old).clone();
    new.hash = "incident-2".to_owned();
    new.fields.get_mut("assignee").unwrap().by_step = true;
    let hand_on = transition("hand_on", &["new"], "new", &["engineer"]);
    let hand_on = Transition { requires: vec!["assignee".into()], comment: CommentNeed::Internal, ..hand_on };
    new.transitions.insert("hand_on".into(), hand_on);
    desk.definitions.processes.insert("incident".into(), std::sync::Arc::new(new.clone()));
    desk.run("ann: create incident title=new assignee=bob");
    // A later definition without that step: the record keeps it.
    let mut latest = new.clone();
    latest.hash = "incident-3".to_owned();
    latest.transitions.shift_remove("hand_on");
    desk.versions.insert(new.hash.clone(), new);
    desk.definitions.processes.insert("incident".into(), std::sync::Arc::new(latest));
    expect![[r#"
        INC1 updated assignee=kim
        → kim assigned
        rejected: assignee: once filled, is changed by a step only: hand_on
        INC2 transitioned assignee=kim internal:Hers
        → kim assigned
        → kim discussed
    "#]]
    .assert_eq(&desk.run(
        "ann: update INC1 assignee=kim\nann: update INC2 assignee=kim\nbob: do INC2 hand_on assignee=kim internal=Hers",
    ));
}

#[test]
fn a_retired_field_is_required_no_more() {
    let mut desk = desk();
    let mut process = (*desk.definitions.process("incident").cloned().unwrap()).clone();
    process.fields.get_mut("assignee").unwrap().retired = true;
    desk.definitions.processes.insert("incident".into(), process.into());
    expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        INC1 transitioned new→in_progress
        rejected: assignee: is no longer in use
    "#]]
    .assert_eq(&desk.run("ann: create incident title=x\nann: do INC1 start\nann: update INC1 assignee=bob"));
}

#[test]
fn all_that_is_wrong_with_the_form_is_told_at_once() {
    check(
        "ann: create incident title=x assignee=bob
         bob: do INC1 start
         bob: do INC1 resolve users=7",
        &expect![[r#"
            INC1 created assignee=bob impact=low priority=p4 title=x urgency=low
            → bob assigned
            INC1 transitioned new→in_progress
            rejected: solution: must be filled; users: is not asked for here
        "#]],
    );
}
