//! What may be done next: never promised where it would be refused.

use expect_test::expect;

use crate::desk::check;

#[test]
fn transitions_from_the_state_come_with_what_is_missing() {
    check(
        "ann: create incident title=x customer=ACME assignee=bob\nann: actions INC1\nkim: actions INC1\njoe: actions INC1",
        &expect![[r#"
        INC1 created assignee=bob customer=ACME impact=low priority=p4 title=x urgency=low
        → bob assigned
        transition:start
        transition:cancel
        update
        comment
        note
        relate
        attach
        void: Needs the right to void it (process: incident)
        convert:request
        transition:start
        transition:cancel: Needs the role: service_desk
        update: Needs the right to change it (process: incident)
        comment
        note
        relate
        attach
        void: Needs the right to void it (process: incident)
        convert:request: Needs the right to convert it (process: incident)
        transition:start: Needs the role: service_desk, engineer
        transition:cancel: Needs the role: service_desk
        update: Needs the right to change it (process: incident)
        comment
        note: Needs the right to write internal notes (process: incident)
        relate: Needs the right to relate it (process: incident)
        attach
        void: Needs the right to void it (process: incident)
        convert:request: Needs the right to convert it (process: incident)
    "#]],
    );
}

#[test]
fn separation_of_duties_is_said_on_the_button() {
    check(
        "ann: create incident title=x assignee=bob\nbob: do INC1 start\nbob: do INC1 resolve solution=y\nbob: actions INC1",
        &expect![[r#"
            INC1 created assignee=bob impact=low priority=p4 title=x urgency=low
            → bob assigned
            INC1 transitioned new→in_progress
            INC1 transitioned in_progress→resolved resolver=bob solution=y
            transition:confirm: Separation of duties: not for whoever had a part in “resolve”
            transition:reopen: Needs the role: customer, service_desk
            update: Needs the right to change it (process: incident)
            comment
            note
            relate
            attach
            void: Needs the right to void it (process: incident)
            convert:request: Needs the right to convert it (process: incident)
        "#]],
    );
}

#[test]
fn a_voter_is_offered_the_vote_and_the_asker_to_withdraw_and_urge() {
    check(
        "ann: create change title=x plan=y\nann: do CHG1 in_turn\nann: actions CHG1\nmax: actions CHG1",
        &expect![[r#"
        CHG1 created plan=y risk=low title=x
        CHG1 approvalasked
        → lea approval_asked
        transition:one
        transition:all
        transition:share
        transition:in_turn: An approval is pending
        transition:cancel
        withdraw
        urge
        update
        comment
        note
        attach
        void: Needs the right to void it (process: change)
        transition:one
        transition:all
        transition:share
        transition:in_turn: An approval is pending
        transition:cancel: Needs the role: service_desk
        vote: It is not this voter's turn yet
        update: Needs the right to change it (process: change)
        comment
        note
        attach
        void: Needs the right to void it (process: change)
    "#]],
    );
}

#[test]
fn a_closed_record_offers_only_talk() {
    check(
        "ann: create incident title=x\nann: do INC1 cancel\nann: actions INC1",
        &expect![[r#"
        INC1 created impact=low priority=p4 title=x urgency=low
        INC1 transitioned new→cancelled
        update: The record is at its end or void
        comment
        note
        relate: The record is at its end or void
        attach: The record is at its end or void
        void: Needs the right to void it (process: incident)
        convert:request: The record is at its end or void
    "#]],
    );
}

#[test]
fn what_may_not_be_seen_offers_nothing() {
    check(
        "ann: create change title=x\njoe: actions CHG1",
        &expect![[r#"
        CHG1 created risk=low title=x
        rejected: not found
    "#]],
    );
}
