//! Approvals: forms, returns, deputies, separation of duties, edits.

use expect_test::expect;
use jiff::SignedDuration;
use jiff::civil::date;
use yuheng_engine::Absence;

use crate::desk::{check, desk};

pub fn asked(form: &str, lines: &str) -> String {
    format!("ann: create change title=x\nann: do CHG1 {form} plan=Weekend\n{lines}")
}

#[test]
fn one_that_agrees_is_enough_and_the_engine_does_the_rest() {
    check(
        &asked("one", "max: vote CHG1 one yes\nann: show CHG1"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 voted max agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
        CHG1 approved v3 n4 plan=Weekend risk=low title=x [one granted]
    "#]],
    );
}

#[test]
fn all_means_everyone() {
    check(
        &asked("all", "lea: vote CHG1 all yes\nmax: vote CHG1 all yes\neve: vote CHG1 all yes"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 voted lea agrees
        CHG1 voted max agrees
        CHG1 voted eve agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]],
    );
}

#[test]
fn a_share_is_rounded_up() {
    check(
        &asked("share", "lea: vote CHG1 share yes\neve: vote CHG1 share yes"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 voted lea agrees
        CHG1 voted eve agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]],
    );
}

#[test]
fn in_turn_one_waits_for_the_other() {
    check(
        &asked("in_turn", "max: vote CHG1 in_turn yes\nlea: vote CHG1 in_turn yes\nmax: vote CHG1 in_turn yes"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea approval_asked
        rejected: It is not this voter's turn yet
        CHG1 voted lea agrees
        → max approval_asked
        CHG1 voted max agrees
        → eve approval_asked
    "#]],
    );
}

#[test]
fn sending_back_needs_an_opinion_and_ends_it() {
    check(
        &asked(
            "all",
            "lea: vote CHG1 all no\nlea: vote CHG1 all no opinion=\"No fallback\"\nmax: vote CHG1 all yes\nann: show CHG1",
        ),
        &expect![[r#"
            CHG1 created risk=low title=x
            CHG1 approvalasked
            → lea max eve approval_asked
            rejected: Opinion: must be filled
            CHG1 voted lea returns
            → ann approval_returned
            rejected: The approval is closed: it was sent back
            CHG1 new v3 n3 risk=low title=x [all returned]
        "#]],
    );
}

#[test]
fn a_vote_is_cast_once_by_a_voter() {
    check(
        &asked(
            "all",
            "lea: vote CHG1 all yes\nlea: vote CHG1 all yes\nbob: vote CHG1 all yes\nbob: vote CHG1 all yes for=max",
        ),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 voted lea agrees
        rejected: There is no vote to cast here
        rejected: There is no vote to cast here
        rejected: There is no vote to cast here
    "#]],
    );
}

#[test]
fn whoever_asks_does_not_vote() {
    check(
        "lea: create change title=x plan=y\nlea: do CHG1 one\nlea: vote CHG1 one yes\nmax: vote CHG1 one yes",
        &expect![[r#"
        CHG1 created plan=y risk=low title=x
        CHG1 approvalasked
        → max eve approval_asked
        rejected: There is no vote to cast here
        CHG1 voted max agrees
        CHG1 transitioned new→approved
        → lea approval_granted
    "#]],
    );
}

#[test]
fn whoever_asks_does_not_vote_whatever_the_definition_excludes() {
    let mut desk = desk();
    let mut change = yuheng_definition::Process::clone(&desk.definitions.processes["change"]);
    change.transitions["one"].approval.as_mut().unwrap().not_same_as.clear();
    desk.definitions.processes.insert("change".into(), change.into());
    expect![[r#"
        CHG1 created plan=y risk=low title=x
        CHG1 approvalasked
        → max eve approval_asked
        rejected: There is no vote to cast here
    "#]]
    .assert_eq(&desk.run("lea: create change title=x plan=y\nlea: do CHG1 one\nlea: vote CHG1 one yes"));
}

#[test]
fn where_nobody_is_left_to_vote_it_is_not_asked() {
    let mut desk = desk();
    desk.world.assignments.retain(|held| held.role == "service_desk" || held.role == "incident_manager");
    expect![[r#"
        CHG1 created plan=y risk=low title=x
        rejected: There is nobody who may approve it
    "#]]
    .assert_eq(&desk.run("eve: create change title=x plan=y\neve: do CHG1 one"));
}

#[test]
fn whose_account_is_locked_is_asked_only_where_somebody_stands_in() {
    let mut desk = desk();
    let (kim, lea, max) = (desk.id("kim"), desk.id("lea"), desk.id("max"));
    desk.world.assignments.retain(|held| held.role != "incident_manager");
    desk.world.locked = [lea, max].into();
    expect![[r#"
        CHG1 created plan=y risk=low title=x
        rejected: There is nobody who may approve it
    "#]]
    .assert_eq(&desk.run("ann: create change title=x plan=y\nann: do CHG1 one"));
    desk.world.assignments.iter_mut().filter(|held| held.person == lea).for_each(|held| held.deputy = Some(kim));
    expect![[r#"
        CHG1 approvalasked
        → kim lea approval_asked
        CHG1 voted lea by kim agrees
        CHG1 transitioned new→approved
        → ann approval_granted
    "#]]
    .assert_eq(&desk.run("ann: do CHG1 one\nkim: vote CHG1 one yes for=lea"));
}

#[test]
fn nobody_is_urged_where_all_who_were_asked_are_locked_since() {
    let mut desk = desk();
    desk.run(&asked("one", ""));
    desk.world.locked = desk.world.people.keys().copied().filter(|person| *person != desk.id("ann")).collect();
    expect![[r#"
        rejected: There is nobody who may approve it
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 one"));
    desk.world.locked.clear();
    expect![[r#"
        CHG1 approvalurged
        → lea max eve approval_urged
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 one"));
}

#[test]
fn a_deputy_votes_with_both_names_while_its_dates_hold() {
    let mut desk = desk();
    let (kim, lea) = (desk.id("kim"), desk.id("lea"));
    for held in desk.world.assignments.iter_mut().filter(|held| held.person == lea) {
        held.deputy = Some(kim);
        held.deputy_until = Some(date(2026, 12, 31));
    }
    desk.run(&asked("one", ""));
    expect![[r#"
        rejected: There is no vote to cast here
        CHG1 voted lea by kim agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&desk.run("kim: vote CHG1 one yes\nkim: vote CHG1 one yes for=lea"));
    for held in &mut desk.world.assignments {
        held.deputy_until = Some(date(2026, 1, 1));
    }
    desk.run("ann: create change title=y plan=z\nann: do CHG2 one");
    expect![[r#"
        rejected: There is no vote to cast here
    "#]]
    .assert_eq(&desk.run("kim: vote CHG2 one yes for=lea"));
}

#[test]
fn whoever_stands_in_while_somebody_is_away_votes_and_nobody_for_them_in_turn() {
    let mut desk = desk();
    let (kim, lea, guy) = (desk.id("kim"), desk.id("lea"), desk.id("guy"));
    let away = |person, deputy, until| Absence { record: lea, person, deputy, from: date(2026, 11, 1), until };
    desk.world.absences = vec![away(lea, kim, date(2026, 12, 31)), away(kim, guy, date(2026, 12, 31))];
    desk.run(&asked("one", ""));
    expect![[r#"
        rejected: There is no vote to cast here
        CHG1 voted lea by kim agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&desk.run("guy: vote CHG1 one yes for=lea\nkim: vote CHG1 one yes for=lea"));
    desk.world.absences = vec![away(lea, kim, date(2026, 11, 2))];
    desk.run("ann: create change title=y plan=z\nann: do CHG2 one");
    expect![[r#"
        rejected: There is no vote to cast here
    "#]]
    .assert_eq(&desk.run("kim: vote CHG2 one yes for=lea"));
}

#[test]
fn a_deputy_who_asked_does_not_vote_either() {
    let mut desk = desk();
    let (kim, lea) = (desk.id("kim"), desk.id("lea"));
    desk.world.assignments.iter_mut().filter(|held| held.person == lea).for_each(|held| held.deputy = Some(kim));
    expect![[r#"
        CHG1 created plan=y risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        rejected: Separation of duties: not for whoever had a part in “one”
    "#]]
    .assert_eq(&desk.run("kim: create change title=x plan=y\nkim: do CHG1 one\nkim: vote CHG1 one yes for=lea"));
}

#[test]
fn an_edit_of_what_is_covered_voids_it() {
    check(
        &asked("one", "ann: update CHG1 risk=high\nann: update CHG1 plan=Today\nlea: vote CHG1 one yes"),
        &expect![[r#"
            CHG1 created risk=low title=x
            CHG1 approvalasked
            → lea max eve approval_asked
            CHG1 updated risk=high
            CHG1 updated plan=Today
            CHG1 approvalvoided
            → lea max eve approval_voided
            rejected: The approval is closed: it is void
        "#]],
    );
    check(
        &asked("all", "ann: update CHG1 risk=high"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 updated risk=high
        CHG1 approvalvoided
        → lea max eve approval_voided
    "#]],
    );
}

#[test]
fn an_edit_after_the_grant_takes_the_record_back() {
    check(
        &asked("one", "lea: vote CHG1 one yes\nann: update CHG1 plan=Today\nann: show CHG1"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        CHG1 voted lea agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
        CHG1 updated plan=Today
        CHG1 approvalvoided approved→new
        → lea max eve approval_voided
        CHG1 new v4 n6 plan=Today risk=low title=x [one voided]
    "#]],
    );
}

#[test]
fn only_whoever_asked_takes_it_back() {
    check(
        &asked("one", "bob: withdraw CHG1 one\nann: withdraw CHG1 one\nlea: vote CHG1 one yes\nann: do CHG1 one"),
        &expect![[r#"
            CHG1 created risk=low title=x
            CHG1 approvalasked
            → lea max eve approval_asked
            rejected: Only for whoever asked for it
            CHG1 approvalwithdrawn
            → lea max eve approval_withdrawn
            rejected: The approval is closed: it was taken back
            rejected: plan: must be filled
        "#]],
    );
}

#[test]
fn whoever_has_urged_waits_before_urging_again() {
    let mut desk = desk();
    desk.run(&asked("all", "ann: urge CHG1 all"));
    expect![[r#"
        rejected: The voters have just been reminded; again 30 minutes after that
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 all"));
    desk.now += SignedDuration::from_mins(30);
    expect![[r#"
        CHG1 approvalurged
        → lea max eve approval_urged
    "#]]
    .assert_eq(&desk.run("ann: urge CHG1 all"));
}

#[test]
fn urging_reminds_those_who_are_missing() {
    check(
        &asked("all", "lea: vote CHG1 all yes\nann: urge CHG1 all\neve: urge CHG1 all"),
        &expect![[r#"
            CHG1 created risk=low title=x
            CHG1 approvalasked
            → lea max eve approval_asked
            CHG1 voted lea agrees
            CHG1 approvalurged
            → max eve approval_urged
            rejected: Only for whoever asked for it
        "#]],
    );
}

#[test]
fn a_transition_that_is_asked_for_waits() {
    check(
        &asked("one", "ann: do CHG1 one"),
        &expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        rejected: An approval is pending
    "#]],
    );
}

#[test]
fn cancelling_voids_what_can_not_happen_any_more() {
    check(
        &asked("one", "ann: do CHG1 cancel\nlea: vote CHG1 one yes"),
        &expect![[r#"
            CHG1 created risk=low title=x
            CHG1 approvalasked
            → lea max eve approval_asked
            CHG1 transitioned new→cancelled
            CHG1 approvalvoided
            → lea max eve approval_voided
            rejected: The approval is closed: it is void
        "#]],
    );
}

#[test]
fn nobody_is_asked_to_agree_to_what_can_not_happen() {
    check(
        "ann: create change title=x\nann: do CHG1 one",
        &expect![[r#"
        CHG1 created risk=low title=x
        rejected: plan: must be filled
    "#]],
    );
}

#[test]
fn a_deputy_is_called_too() {
    let mut desk = desk();
    let (kim, max) = (desk.id("kim"), desk.id("max"));
    desk.world.assignments.iter_mut().filter(|held| held.person == max).for_each(|held| held.deputy = Some(kim));
    expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea approval_asked
        CHG1 voted lea agrees
        → kim max approval_asked
    "#]]
    .assert_eq(&desk.run(&asked("in_turn", "lea: vote CHG1 in_turn yes")));
}
