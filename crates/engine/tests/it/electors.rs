//! Whose votes an approval awaits: whoever holds today what was asked for, one vote for each person.

use std::sync::Arc;

use expect_test::expect;
use jiff::SignedDuration;
use yuheng_definition::expression::{Expression, Schema};

use crate::approvals::asked;
use crate::desk::{check, desk};

/// From now on those people are engineers, and approve nothing.
fn ended(desk: &mut yuheng_engine::testing::Stage, names: &[&str]) {
    let ended: Vec<_> = names.iter().map(|name| desk.id(name)).collect();
    for held in desk.world.assignments.iter_mut().filter(|held| ended.contains(&held.person)) {
        held.role = "engineer".into();
    }
}

#[test]
fn whoever_holds_the_role_no_more_does_not_vote_and_counts_no_more() {
    let mut desk = desk();
    desk.run(&asked("all", "max: vote CHG1 all yes"));
    ended(&mut desk, &["lea"]);
    expect![[r#"
        rejected: The role that the vote was asked for is no longer held
        CHG1 voted eve agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&desk.run("lea: vote CHG1 all yes\neve: vote CHG1 all yes"));
}

#[test]
fn where_none_of_those_asked_is_left_whoever_holds_the_role_today_votes() {
    let mut desk = desk();
    desk.run(&asked("all", "max: vote CHG1 all yes"));
    desk.person("pia", &["approver"]);
    desk.person("tom", &["approver"]);
    expect![[r#"
        rejected: There is no vote to cast here
    "#]]
    .assert_eq(&desk.run("pia: vote CHG1 all yes"));
    ended(&mut desk, &["lea", "eve"]);
    expect![[r#"
        CHG1 approvalurged
        → pia tom approval_urged
        CHG1 voted pia agrees
        CHG1 voted tom agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 all\npia: vote CHG1 all yes\ntom: vote CHG1 all yes"));
}

#[test]
fn in_turn_whoever_holds_the_role_no_more_is_passed_over() {
    let mut desk = desk();
    desk.run(&asked("in_turn", ""));
    ended(&mut desk, &["lea"]);
    expect![[r#"
        rejected: It is not this voter's turn yet
        CHG1 voted max agrees
        → eve approval_asked
    "#]]
    .assert_eq(&desk.run("eve: vote CHG1 in_turn yes\nmax: vote CHG1 in_turn yes"));
}

#[test]
fn one_person_casts_one_vote() {
    let mut desk = desk();
    let (kim, max, eve) = (desk.id("kim"), desk.id("max"), desk.id("eve"));
    for held in &mut desk.world.assignments {
        held.deputy = if held.person == eve { Some(max) } else { (held.person != kim).then_some(kim) };
    }
    desk.run(&asked("all", ""));
    expect![[r#"
        rejected: One person, one vote: not for whoever has a vote here or has cast one
        CHG1 voted max agrees
        rejected: One person, one vote: not for whoever has a vote here or has cast one
        CHG1 voted lea by kim agrees
        rejected: There is no vote to cast here
    "#]]
    .assert_eq(&desk.run(
        "max: vote CHG1 all yes for=eve\nmax: vote CHG1 all yes\nmax: vote CHG1 all yes for=eve\n\
         kim: vote CHG1 all yes for=lea\nlea: vote CHG1 all yes",
    ));
    desk.world.assignments.iter_mut().filter(|held| held.person == eve).for_each(|held| held.deputy = Some(kim));
    expect![[r#"
        rejected: One person, one vote: not for whoever has a vote here or has cast one
        CHG1 voted eve agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&desk.run("kim: vote CHG1 all yes for=eve\neve: vote CHG1 all yes"));
}

#[test]
fn a_share_bears_dissent_until_it_can_be_reached_no_more() {
    check(
        &asked("share", "lea: vote CHG1 share no opinion=Risk\nmax: vote CHG1 share yes\neve: vote CHG1 share yes"),
        &expect![[r#"
            CHG1 created risk=low title=x
            CHG1 approvalasked
            → lea max eve approval_asked
            CHG1 voted lea returns
            CHG1 voted max agrees
            CHG1 voted eve agrees
            CHG1 transitioned new→approved plan=Weekend
            → ann approval_granted
        "#]],
    );
    check(
        &asked("share", "lea: vote CHG1 share no opinion=Risk\nmax: vote CHG1 share no opinion=Risk"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 voted lea returns
        CHG1 voted max returns
        → ann approval_returned
    "#]],
    );
}

#[test]
fn where_all_that_are_left_have_agreed_urging_grants_it() {
    let mut desk = desk();
    desk.run(&asked("all", "lea: vote CHG1 all yes"));
    desk.world.assignments.retain(|held| held.role == "service_desk");
    expect![[r#"
        rejected: Not found
        CHG1 approvalurged
        CHG1 transitioned new→approved plan=Weekend
        CHG1 approved v4 n5 plan=Weekend risk=low title=x [all granted]
    "#]]
    .assert_eq(&desk.run("bob: urge CHG1 all\nann: urge CHG1 all\nann: show CHG1"));
}

#[test]
fn where_too_few_are_left_for_a_share_urging_sends_it_back() {
    let mut desk = desk();
    desk.run(&asked("share", "lea: vote CHG1 share no opinion=Risk"));
    ended(&mut desk, &["max"]);
    expect![[r#"
        CHG1 approvalurged
        → eve approval_urged
        CHG1 new v4 n4 risk=low title=x [share returned]
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 share\nann: show CHG1"));
}

#[test]
fn what_can_not_be_done_now_is_urged_all_the_same() {
    let mut desk = desk();
    let mut change = desk.definitions.processes["change"].as_ref().clone();
    let soon = Expression::check("now < record.opened_at + hours(1)", &Schema::of(&change)).unwrap();
    change.transitions.get_mut("all").unwrap().when = Some(soon);
    desk.definitions.processes.insert("change".into(), Arc::new(change));
    desk.run(&asked("all", "lea: vote CHG1 all yes"));
    ended(&mut desk, &["max", "eve"]);
    desk.now += SignedDuration::from_hours(2);
    expect![[r#"
        CHG1 approvalurged
        CHG1 new v4 n4 risk=low title=x [all pending]
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 all\nann: show CHG1"));
    desk.now -= SignedDuration::from_hours(2);
    expect![[r#"
        CHG1 approvalurged
        CHG1 transitioned new→approved plan=Weekend
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 all"));
}
