//! Approvals in steps: one after the other, with others who come in, sent back to an earlier one.

use std::collections::BTreeSet;

use expect_test::expect;
use jiff::civil::date;
use yuheng_definition::{ApprovalForm, ApprovalStep, Holder, Label, Liberty, Party, Process};
use yuheng_engine::testing::Stage;
use yuheng_engine::{Absence, Lack, ungivable};

use crate::desk::desk;

fn step(id: &str, role: &str, form: ApprovalForm) -> ApprovalStep {
    ApprovalStep { id: id.into(), label: Label::new(id, id), by: vec![Holder::Role(role.into())], form }
}

/// The change's `one` asks engineers to check, everybody who approves to judge, the manager to sign.
fn stepped(change: impl FnOnce(&mut yuheng_definition::ApprovalRule)) -> Stage {
    let mut desk = desk();
    let mut process = Process::clone(&desk.definitions.processes["change"]);
    if let Some(rule) = process.transitions["one"].approval.as_mut() {
        rule.steps = vec![
            step("check", "engineer", ApprovalForm::One),
            step("judge", "approver", ApprovalForm::All),
            step("sign", "incident_manager", ApprovalForm::One),
        ];
        rule.by = rule.steps.iter().flat_map(|step| step.by.clone()).collect();
        rule.may = BTreeSet::from([Liberty::Add, Liberty::HandOn, Liberty::SendBack]);
        change(rule);
    }
    desk.definitions.processes.insert("change".into(), process.into());
    desk.run("ann: create change title=x\nann: do CHG1 one plan=Weekend");
    desk
}

#[test]
fn one_step_is_asked_after_the_other_and_the_last_does_it() {
    expect![[r#"
        rejected: There is no vote to cast here
        CHG1 voted bob agrees at check
        → lea max approval_asked
        CHG1 voted lea agrees at judge
        CHG1 voted max agrees at judge
        → eve approval_asked
        CHG1 new v5 n5 risk=low title=x [one pending at sign]
        CHG1 voted eve agrees at sign
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&stepped(|_| ()).run(
        "lea: vote CHG1 one yes\nbob: vote CHG1 one yes\nlea: vote CHG1 one yes\nmax: vote CHG1 one yes\nann: show CHG1\n\
         eve: vote CHG1 one yes",
    ));
}

#[test]
fn a_step_that_nobody_can_give_is_not_asked_for() {
    let mut desk = stepped(|_| ());
    desk.world.assignments.retain(|held| held.role != "incident_manager");
    expect![[r#"
        CHG2 created plan=y risk=low title=x
        rejected: There is nobody who may vote at “sign”
    "#]]
    .assert_eq(&desk.run("ann: create change title=x plan=y\nann: do CHG2 one"));
}

#[test]
fn a_step_that_nobody_can_give_any_more_sends_it_back() {
    let mut desk = stepped(|_| ());
    desk.world.assignments.retain(|held| held.role != "approver");
    expect![[r#"
        CHG1 voted bob agrees at check
        → ann approval_returned
        CHG1 new v3 n3 risk=low title=x [one returned at check]
    "#]]
    .assert_eq(&desk.run("bob: vote CHG1 one yes\nann: show CHG1"));
}

#[test]
fn sent_back_to_an_earlier_step_it_is_asked_again_from_there() {
    expect![[r#"
        CHG1 voted bob agrees at check
        → lea max approval_asked
        CHG1 voted lea agrees at judge
        rejected: Back to: is none of: check (check)
        rejected: Back to: is not asked for here
        CHG1 voted max returns at judge to check
        → bob kim approval_asked
        rejected: There is no vote to cast here
        CHG1 voted bob agrees at check
        → lea max approval_asked
        CHG1 voted lea agrees at judge
        CHG1 voted max agrees at judge
        → eve approval_asked
        CHG1 voted eve returns at sign
        → ann approval_returned
    "#]]
    .assert_eq(&stepped(|_| ()).run(
        "bob: vote CHG1 one yes\nlea: vote CHG1 one yes\n\
         max: vote CHG1 one no to=sign opinion=No\nmax: vote CHG1 one yes to=check\n\
         max: vote CHG1 one no to=check opinion=Again\nlea: vote CHG1 one yes\n\
         bob: vote CHG1 one yes\nlea: vote CHG1 one yes\nmax: vote CHG1 one yes\neve: vote CHG1 one no opinion=No",
    ));
}

#[test]
fn back_to_a_step_only_where_the_approval_lets_it() {
    expect![[r#"
        CHG1 voted bob agrees at check
        → lea max approval_asked
        rejected: Back to: This approval is sent back to whoever asked only
        transition:one: An approval is pending
        transition:all
        transition:share
        transition:in_turn
        transition:cancel: Needs the role: service_desk
        vote
        copy
        update: Needs the right to change it (process: change)
        comment
        note
        attach
        void: Needs the right to void it (process: change)
    "#]]
    .assert_eq(
        &stepped(|rule| rule.may.clear())
            .run("bob: vote CHG1 one yes\nmax: vote CHG1 one no to=check opinion=Again\nmax: actions CHG1"),
    );
}

#[test]
fn whoever_is_added_agrees_before_beside_or_after_whatever_the_form() {
    expect![[r#"
        CHG1 signeradded (You wired it)
        → lea approval_asked
        rejected: It is not this voter's turn yet
        CHG1 signeradded (Look too)
        → eve approval_asked
        CHG1 signeradded (Afterwards)
        CHG1 voted lea agrees at check
        → bob approval_asked
        CHG1 voted kim agrees at check
        → max approval_asked
        rejected: There is no vote to cast here
        CHG1 voted max agrees at check
        CHG1 new v8 n8 risk=low title=x [one pending at check]
        CHG1 voted eve agrees at check
        → lea max approval_asked
    "#]]
    .assert_eq(&stepped(|_| ()).run(
        "bob: sign CHG1 one before lea reason=\"You wired it\"\nbob: vote CHG1 one yes\n\
         kim: sign CHG1 one beside eve reason=\"Look too\"\nkim: sign CHG1 one after max reason=Afterwards\n\
         lea: vote CHG1 one yes\nkim: vote CHG1 one yes\nbob: vote CHG1 one yes\nmax: vote CHG1 one yes\nann: show CHG1\n\
         eve: vote CHG1 one yes",
    ));
}

#[test]
fn whoever_is_added_and_disagrees_sends_it_back() {
    expect![[r#"
        CHG1 signeradded (Look too)
        → eve approval_asked
        CHG1 voted bob agrees at check
        CHG1 voted eve returns at check
        → ann approval_returned
    "#]]
    .assert_eq(&stepped(|_| ()).run(
        "kim: sign CHG1 one beside eve reason=\"Look too\"\nbob: vote CHG1 one yes\neve: vote CHG1 one no opinion=No",
    ));
}

#[test]
fn a_vote_handed_on_is_cast_by_whoever_has_it_now() {
    expect![[r#"
        CHG1 voted bob agrees at check
        → lea max approval_asked
        CHG1 handedon (Away)
        → eve approval_asked
        → ann approval_handed_on
        rejected: There is no vote to cast here
        CHG1 voted max agrees at judge
        CHG1 voted eve agrees at judge
    "#]]
    .assert_eq(&stepped(|_| ()).run(
        "bob: vote CHG1 one yes\nlea: sign CHG1 one instead eve reason=Away\nlea: vote CHG1 one yes\n\
         max: vote CHG1 one yes\neve: vote CHG1 one yes",
    ));
}

#[test]
fn a_vote_handed_on_comes_back_from_somebody_whose_account_is_locked() {
    let mut desk = stepped(|_| ());
    desk.run("bob: vote CHG1 one yes\nlea: sign CHG1 one instead eve reason=Away");
    desk.world.locked = [desk.id("eve")].into();
    expect![[r#"
        CHG1 voted lea agrees at judge
    "#]]
    .assert_eq(&desk.run("lea: vote CHG1 one yes"));
}

#[test]
fn a_vote_handed_on_stays_with_whoever_has_it_though_whoever_handed_it_on_is_locked() {
    let mut desk = stepped(|_| ());
    desk.run("bob: vote CHG1 one yes\nlea: sign CHG1 one instead eve reason=Away");
    desk.world.locked = [desk.id("lea")].into();
    expect![[r#"
        CHG1 voted eve agrees at judge
    "#]]
    .assert_eq(&desk.run("eve: vote CHG1 one yes"));
}

#[test]
fn a_step_that_only_the_locked_could_give_is_not_asked_for_and_sent_back_from() {
    let mut desk = stepped(|_| ());
    let eve = desk.id("eve");
    desk.world.assignments.retain(|held| held.role != "incident_manager" || held.person == eve);
    desk.world.locked = [eve].into();
    expect![[r#"
        CHG2 created plan=y risk=low title=x
        rejected: There is nobody who may vote at “sign”
        CHG1 voted bob agrees at check
        → lea max approval_asked
        CHG1 voted lea agrees at judge
        CHG1 voted max agrees at judge
        → ann approval_returned
    "#]]
    .assert_eq(&desk.run(
        "ann: create change title=x plan=y\nann: do CHG2 one\nbob: vote CHG1 one yes\nlea: vote CHG1 one yes\n\
         max: vote CHG1 one yes",
    ));
}

#[test]
fn nobody_comes_in_who_is_excluded_or_there_or_does_not_see_it() {
    expect![[r#"
        rejected: Signer: may be neither yourself nor whom you stand in for
        rejected: Signer: may not vote here: separation of duties keeps out whoever asked, or had a part in it
        rejected: Signer: is among the voters of this step already
        rejected: Signer: is nobody who may see the record
        rejected: Reason: must be filled
        rejected: There is no vote to cast here
    "#]]
    .assert_eq(&stepped(|_| ()).run(
        "bob: sign CHG1 one beside bob reason=x\nbob: sign CHG1 one beside ann reason=x\n\
         bob: sign CHG1 one instead kim reason=x\nbob: sign CHG1 one before zoe reason=x\nbob: sign CHG1 one beside lea\n\
         guy: sign CHG1 one beside lea reason=x"
            .replace("guy:", "max:")
            .as_str(),
    ));
}

#[test]
fn a_vote_is_handed_on_only_where_the_approval_says_so() {
    expect![[r#"
        rejected: This approval lets no vote be handed on
        rejected: This approval lets nobody be added
    "#]]
    .assert_eq(
        &stepped(|rule| rule.may.clear())
            .run("bob: sign CHG1 one instead lea reason=x\nbob: sign CHG1 one beside lea reason=x"),
    );
    expect![[r#"
        CHG1 created risk=low title=x
        CHG1 approvalasked
        → lea max eve approval_asked
        rejected: This approval lets no vote be handed on
        CHG1 signeradded (x)
        → bob approval_asked
        CHG1 voted lea agrees
        CHG1 voted bob agrees
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
    "#]]
    .assert_eq(&desk().run(
        "ann: create change title=x\nann: do CHG1 one plan=Weekend\nlea: sign CHG1 one instead bob reason=x\n\
         lea: sign CHG1 one beside bob reason=x\nlea: vote CHG1 one yes\nbob: vote CHG1 one yes",
    ));
}

#[test]
fn where_its_own_voters_are_excluded_nobody_votes_at_two_steps() {
    let mut desk = stepped(|rule| {
        rule.not_same_as = vec![Party::VoterOn("one".into())];
        rule.steps[0].by = vec![Holder::Role("engineer".into()), Holder::Role("incident_manager".into())];
    });
    expect![[r#"
        rejected: Only you can vote at “sign” later, and nobody votes at two steps of it
        CHG1 signeradded (x)
        → lea approval_asked
        CHG1 voted lea agrees at check
        CHG1 voted bob agrees at check
        → max approval_asked
    "#]]
    .assert_eq(&desk.run(
        "eve: vote CHG1 one yes\nbob: sign CHG1 one beside lea reason=x\n\
                 lea: vote CHG1 one yes\nbob: vote CHG1 one yes",
    ));
}

#[test]
fn people_are_told_of_it_without_a_vote_and_again_when_it_is_settled() {
    let mut desk = stepped(|rule| {
        rule.steps.truncate(1);
        rule.copies = vec![Holder::Role("incident_manager".into())];
    });
    expect![[r#"
        CHG1 copied
        → lea approval_copied
        rejected: People: names somebody who may not see the record
        CHG1 voted bob agrees at check
        CHG1 transitioned new→approved plan=Weekend
        → ann approval_granted
        → lea eve approval_settled
    "#]]
    .assert_eq(&desk.run("ann: copy CHG1 one lea\nann: copy CHG1 one zoe\nbob: vote CHG1 one yes"));
}

#[test]
fn a_deputy_stands_in_at_each_step_by_its_role_and_not_for_whoever_came_in_by_none() {
    let mut desk = stepped(|_| ());
    let (tom, lea) = (desk.person("tom", &["service_desk"]), desk.id("lea"));
    desk.world.assignments.iter_mut().filter(|held| held.person == lea).for_each(|held| held.deputy = Some(tom));
    expect![[r#"
        CHG1 signeradded (x)
        → lea approval_asked
        rejected: There is no vote to cast here
        CHG1 voted lea agrees at check
        CHG1 voted bob agrees at check
        → lea max tom approval_asked
        CHG1 voted lea by tom agrees at judge
    "#]]
    .assert_eq(&desk.run(
        "bob: sign CHG1 one beside lea reason=x\ntom: vote CHG1 one yes for=lea\nlea: vote CHG1 one yes\n\
         bob: vote CHG1 one yes\ntom: vote CHG1 one yes for=lea",
    ));
}

#[test]
fn what_was_handed_on_to_somebody_away_is_for_whoever_stands_in_for_all_of_it() {
    let mut desk = stepped(|_| ());
    let (tom, sue) = (desk.person("tom", &["service_desk"]), desk.person("sue", &["service_desk"]));
    let eve = desk.id("eve");
    desk.world.assignments.iter_mut().filter(|held| held.person == eve).for_each(|held| held.deputy = Some(sue));
    let (from, until) = (date(2026, 11, 1), date(2026, 12, 31));
    desk.world.absences = vec![Absence { record: eve, person: eve, deputy: tom, from, until }];
    expect![[r#"
        CHG1 voted bob agrees at check
        → lea max approval_asked
        CHG1 handedon (Away)
        → eve tom approval_asked
        → ann approval_handed_on
        rejected: There is no vote to cast here
        CHG1 voted eve by tom agrees at judge
    "#]]
    .assert_eq(&desk.run(
        "bob: vote CHG1 one yes\nlea: sign CHG1 one instead eve reason=Away\nsue: vote CHG1 one yes for=eve\n\
         tom: vote CHG1 one yes for=eve",
    ));
}

#[test]
fn whose_vote_a_deputy_hands_on_and_whoever_asked_are_told() {
    let mut desk = stepped(|_| ());
    let (tom, lea) = (desk.person("tom", &["service_desk"]), desk.id("lea"));
    desk.world.assignments.iter_mut().filter(|held| held.person == lea).for_each(|held| held.deputy = Some(tom));
    expect![[r#"
        CHG1 voted bob agrees at check
        → lea max tom approval_asked
        CHG1 handedon (Away)
        → eve approval_asked
        → ann lea approval_handed_on
    "#]]
    .assert_eq(&desk.run("bob: vote CHG1 one yes\ntom: sign CHG1 one instead eve for=lea reason=Away"));
}

#[test]
fn who_gets_the_role_when_all_who_were_asked_have_agreed_is_not_waited_for() {
    let mut desk = stepped(|_| ());
    desk.run("bob: vote CHG1 one yes\nlea: sign CHG1 one after eve reason=Too\nlea: vote CHG1 one yes\nmax: vote CHG1 one yes");
    desk.person("tom", &["approver"]);
    expect![[r#"
        rejected: There is no vote to cast here
        CHG1 voted eve agrees at judge
        CHG1 new v7 n7 risk=low title=x [one pending at sign]
    "#]]
    .assert_eq(&desk.run("tom: vote CHG1 one yes\neve: vote CHG1 one yes\nann: show CHG1"));
}

#[test]
fn a_seat_that_somebody_new_has_handed_on_is_waited_for_no_more_than_once() {
    let mut desk = stepped(|_| ());
    desk.run("bob: vote CHG1 one yes");
    desk.world.assignments.retain(|held| held.role != "approver");
    desk.person("tom", &["approver"]);
    desk.person("sue", &["approver"]);
    expect![[r#"
        CHG1 handedon (Away)
        → kim approval_asked
        → ann approval_handed_on
        CHG1 voted kim agrees at judge
        CHG1 voted sue agrees at judge
        → eve approval_asked
        CHG1 new v6 n6 risk=low title=x [one pending at sign]
    "#]]
    .assert_eq(&desk.run(
        "tom: sign CHG1 one instead kim reason=Away\nkim: vote CHG1 one yes\nsue: vote CHG1 one yes\nann: show CHG1",
    ));
}

/// What nobody could give of the stepped approval, against a flow without it.
#[expect(clippy::unwrap_used, reason = "a test's failure is a panic")]
fn lacking(change: impl FnOnce(&mut Stage)) -> Vec<(Option<String>, Lack)> {
    let mut desk = stepped(|rule| rule.not_same_as = vec![Party::VoterOn("one".into())]);
    change(&mut desk);
    let mut before = desk.definitions.clone();
    let mut process = Process::clone(&before.processes["change"]);
    process.hash = "before".to_owned();
    process.transitions["one"].approval = None;
    before.processes.insert("change".into(), process.into());
    let found = ungivable(&before, &desk.definitions, &desk.world, "2026-11-20".parse().unwrap());
    assert!(ungivable(&desk.definitions, &desk.definitions, &desk.world, "2026-11-20".parse().unwrap()).is_empty());
    found.into_iter().map(|it| (it.step.map(|label| label.en), it.why)).collect()
}

#[test]
fn an_approval_that_nobody_could_give_is_found_before_it_is_asked_for() {
    assert_eq!(lacking(|_| ()), []);
    let without = |role: &'static str| lacking(|desk| desk.world.assignments.retain(|held| held.role != role));
    assert_eq!(without("incident_manager"), [(Some("sign".to_owned()), Lack::Holder)]);
    let locked = lacking(|desk| {
        let holders = desk.world.assignments.iter().filter(|held| held.role == "incident_manager");
        desk.world.locked = holders.map(|held| held.person).collect();
    });
    assert_eq!(locked, [(Some("sign".to_owned()), Lack::Account)]);
    // Whoever judges signs too, and nobody votes at two steps.
    let alone = lacking(|desk| {
        let max = desk.world.assignments.iter().find(|held| held.role == "approver").unwrap().person;
        for held in &mut desk.world.assignments {
            if ["approver", "incident_manager"].contains(&held.role.as_str()) {
                held.person = max;
            }
        }
    });
    assert_eq!(alone, [(Some("sign".to_owned()), Lack::Another)]);
    let own = lacking(|desk| {
        let mut process = Process::clone(&desk.definitions.processes["change"]);
        process.transitions["one"].by = vec![Holder::Role("incident_manager".into())];
        desk.definitions.processes.insert("change".into(), process.into());
        let eve = desk.world.assignments.iter().find(|held| held.role == "incident_manager").unwrap().person;
        desk.world.assignments.retain(|held| held.role != "incident_manager" || held.person == eve);
    });
    assert_eq!(own, [(Some("sign".to_owned()), Lack::SomebodyElse)], "only whoever asks could give it");
}

/// Whoever stands in asks for it, and whoever holds the role gives it.
#[test]
fn a_deputy_of_the_only_one_who_asks_leaves_somebody_to_give_it() {
    let found = lacking(|desk| {
        let mut process = Process::clone(&desk.definitions.processes["change"]);
        process.transitions["one"].by = vec![Holder::Role("incident_manager".into())];
        desk.definitions.processes.insert("change".into(), process.into());
        let max = desk.world.assignments.iter().find(|held| held.role == "approver").unwrap().person;
        let eve = desk.world.assignments.iter().find(|held| held.role == "incident_manager").unwrap().person;
        desk.world.assignments.retain(|held| held.role != "incident_manager" || held.person == eve);
        for held in desk.world.assignments.iter_mut().filter(|held| held.role == "incident_manager") {
            held.deputy = Some(max);
        }
    });
    assert_eq!(found, []);
}

/// The definition has got steps while it waited: it is asked of those of the first, and of nobody else.
#[test]
fn what_was_asked_before_there_were_steps_is_the_first_ones() {
    let rule = stepped(|_| ()).definitions.processes["change"].transitions["one"].approval.clone().unwrap();
    assert_eq!(rule.voters_at(None), Some(&[Holder::Role("engineer".into())][..]));
}

#[test]
fn who_came_in_is_told_that_it_is_taken_back() {
    expect![[r#"
        CHG1 signeradded (Afterwards)
        CHG1 approvalwithdrawn
        → bob kim max approval_withdrawn
    "#]]
    .assert_eq(&stepped(|_| ()).run("bob: sign CHG1 one after max reason=Afterwards\nann: withdraw CHG1 one"));
}
