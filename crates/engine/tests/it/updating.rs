//! Changing fields.

use expect_test::expect;
use yuheng_definition::{Action, Scope};
use yuheng_engine::testing::grant;

use crate::desk::{check, desk};

#[test]
fn only_what_differs_is_written() {
    check(
        "ann: create incident title=x\nann: update INC1 title=y impact=low\nann: update INC1 title=y",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        INC1 updated title=y
        nothing
    "#]],
    );
}

#[test]
fn an_unknown_field_names_the_nearest() {
    check(
        "ann: create incident title=x\nann: update INC1 assigne=bob colour=red",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        rejected: assigne: there is no such field; did you mean `assignee`?; colour: there is no such field
    "#]],
    );
}

#[test]
fn a_required_field_is_not_emptied_and_a_fixed_one_not_changed() {
    check(
        "ann: create incident title=x external_number=A\nann: update INC1 title= external_number=B",
        &expect![[r#"
        INC1 created external_number=A impact=low priority=p4 title=x urgency=low
        rejected: title: must be filled; external_number: can't be changed once the record is there
    "#]],
    );
}

#[test]
fn the_priority_follows_until_a_person_gives_a_reason_and_again_without_one() {
    check(
        "ann: create incident title=x
         ann: update INC1 impact=high
         ann: update INC1 priority=p4
         ann: update INC1 priority=p4 priority_reason=\"No customer waits\"
         ann: update INC1 urgency=high
         ann: update INC1 priority_reason=",
        &expect![[r#"
            INC1 created impact=low priority=p4 title=x urgency=low
            INC1 updated impact=high priority=p2
            rejected: priority_reason: must be filled
            INC1 updated priority=p4 priority_reason=No customer waits
            INC1 updated urgency=high
            INC1 updated priority=p1 priority_reason=∅
        "#]],
    );
}

#[test]
fn a_new_assignee_is_told_but_not_by_itself() {
    check(
        "ann: create incident title=x\nann: update INC1 assignee=bob\nann: update INC1 assignee=ann",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        INC1 updated assignee=bob
        → bob assigned
        INC1 updated assignee=ann
    "#]],
    );
}

#[test]
fn it_takes_a_grant() {
    check(
        "ann: create incident title=x customer=ACME\njoe: update INC1 title=y\nbob: update INC1 title=y",
        &expect![[r#"
        INC1 created customer=ACME impact=low priority=p4 title=x urgency=low
        rejected: Needs the right to change it (process: incident)
        rejected: Needs the right to change it (process: incident)
    "#]],
    );
}

#[test]
fn what_may_not_be_seen_is_not_there() {
    check(
        "ann: create change title=x\njoe: update CHG1 title=y",
        &expect![[r#"
        CHG1 created risk=low title=x
        rejected: Not found
    "#]],
    );
}

#[test]
fn a_record_at_its_end_is_not_changed() {
    check(
        "ann: create incident title=x\nann: do INC1 cancel\nann: update INC1 title=y",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        INC1 transitioned new→cancelled
        rejected: The record is at its end or void and can't be changed
    "#]],
    );
}

#[test]
fn search_texts_are_written_only_when_they_change() {
    let mut desk = desk();
    desk.run("ann: create incident title=x\nann: update INC1 impact=high");
    assert_eq!(desk.last.writes[0].texts, None);
    desk.run("ann: update INC1 title=y");
    assert!(desk.last.writes[0].texts.is_some());
}

#[test]
fn a_unique_value_moves_with_the_field() {
    let mut desk = desk();
    desk.run("ann: create person name=Ida code=A1");
    let id = desk.last.writes[0].record.id;
    let label = desk.records[&id].label.clone();
    desk.run(&format!("ann: update {label} code=A2"));
    assert_eq!(
        (&desk.last.claims[..], &desk.last.releases[..]),
        (&[("unique:person:code:a2".to_owned(), id)][..], &["unique:person:code:a1".to_owned()][..])
    );
    desk.run(&format!("ann: do {label} retire"));
    assert_eq!(desk.last.releases, ["unique:person:code:a2"]);
}

#[test]
fn a_hidden_value_is_not_found_by_guessing() {
    let mut desk = desk();
    let process = desk.definitions.process("incident").cloned().unwrap();
    let mut process = (*process).clone();
    process.grants.push(grant(&["customer"], &[Action::Update], Scope::Customer));
    desk.definitions.processes.insert("incident".into(), process.into());
    desk.run("ann: create incident title=x customer=ACME cause=Router");
    expect![[r#"
        rejected: cause: may not be set by you
        rejected: cause: may not be set by you
        INC1 updated title=y
    "#]]
    .assert_eq(&desk.run("joe: update INC1 cause=Router\njoe: update INC1 cause=\njoe: update INC1 title=y"));
}

#[test]
fn what_its_customer_has_said_or_been_told_keeps_a_record_with_it() {
    check(
        "ann: create incident title=x customer=ACME
         ann: comment INC1 internal \"Theirs?\"
         ann: update INC1 customer=ZETA
         ann: comment INC1 public \"We see to it\"
         ann: update INC1 customer=ACME
         joe: create incident title=y customer=ACME
         ann: update INC2 customer=ZETA
         ann: create incident title=z customer=ACME requester=joe
         ann: update INC3 customer=ZETA requester=zoe",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 title=x urgency=low
            INC1 commented internal:Theirs?
            INC1 updated customer=ZETA
            INC1 commented public:We see to it
            rejected: customer: its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason
            INC2 created customer=ACME impact=low priority=p4 requester=joe title=y urgency=low
            rejected: customer: its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason
            INC3 created customer=ACME impact=low priority=p4 requester=joe title=z urgency=low
            rejected: customer: its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason
        "#]],
    );
}

#[test]
fn whoever_it_was_requested_for_keeps_a_record_with_its_customer() {
    check(
        "ann: create incident title=x customer=ACME requester=joe
         ann: update INC1 requester=
         ann: update INC1 customer=ZETA
         ann: create incident title=y customer=ACME assignee=bob
         bob: do INC2 start
         bob: do INC2 resolve solution=Done
         ann: update INC2 customer=ZETA",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 requester=joe title=x urgency=low
            INC1 updated requester=∅
            rejected: customer: its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason
            INC2 created assignee=bob customer=ACME impact=low priority=p4 title=y urgency=low
            → bob assigned
            INC2 transitioned new→in_progress
            INC2 transitioned in_progress→resolved resolver=bob solution=Done
            rejected: customer: its customer has said or been told something here, so it can't become another's; open a new one for the other customer, relate the two, and void this one with the reason
        "#]],
    );
}

#[test]
fn what_was_agreed_with_a_customer_does_not_go_to_another() {
    check(
        "ann: create incident title=x customer=ACME solution=Restarted
         ann: update INC1 customer=ZETA
         ann: update INC1 customer=ZETA solution=
         ann: create incident title=y solution=Restarted
         ann: update INC2 customer=ZETA",
        &expect![[r#"
            INC1 created customer=ACME impact=low priority=p4 solution=Restarted title=x urgency=low
            rejected: solution: belongs to the customer before; empty or rewrite it together with the change of customer
            INC1 updated customer=ZETA solution=∅
            INC2 created impact=low priority=p4 solution=Restarted title=y urgency=low
            INC2 updated customer=ZETA
        "#]],
    );
}
